// File tables: the leaves that processes may find and attach to (design page kernels.md, 1.6).
extension Machine {
  // MARK: What a vma makes of a leaf

  /// What the vma makes of the leaves whose spans lie whole in it: nothing if it can have no file
  /// tables.
  func spanning(of vma: VMA) -> Spanning {
    guard fileTableObstacle(of: vma) == nil else { return [] }
    return vma.mayWrite ? [.spans, .writes] : .spans
  }

  /// Why none of the vma's leaves is a file table, if so: one is only for a linear VM_SHARED mapping
  /// of a file, under a kernel that attaches.
  @inline(__always)
  func fileTableObstacle(of vma: VMA) -> SharingObstacle? {
    if kernel.sharing.attach == .never { return .kernel }
    if !vma.isShared || vma.isAnonymous { return .privateMapping }
    return vma.flags.contains(.nonlinear) ? .nonlinear : nil
  }

  /// Why the leaf is no file table, if the vma is all there is in its span.
  @inline(__always)
  func fileTableObstacle(of vma: VMA, leaf: Int) -> SharingObstacle? {
    if let obstacle = fileTableObstacle(of: vma) { return obstacle }
    return vma.range.contains(span(of: leaf..<leaf + 1)) ? nil : .partialSpan
  }

  /// The place in the file that the leaf's span shows, if the vma spans it.
  func spannedBlock(of vma: VMA, leaf: Int) -> FileBlock? {
    guard fileTableObstacle(of: vma, leaf: leaf) == nil else { return nil }
    return FileBlock(file: vma.file, page: filePage(vma, base(ofLeaf: leaf)))
  }

  /// The leaves of a range in pieces that one vma spans, or none.
  func spans(_ space: Int32, _ leaves: Range<Int>) -> [(leaves: Range<Int>, vma: VMA?)] {
    var found: [(leaves: Range<Int>, vma: VMA?)] = []
    var reached = leaves.lowerBound
    if kernel.sharing.attach != .never {
      for place in spaces[Int(space)].indices(overlapping: span(of: leaves)) {
        let vma = spaces[Int(space)].vmas[place]
        guard spanning(of: vma).contains(.spans) else { continue }
        let spanned = self.leaves(inside: vma.range).clamped(to: leaves)
        if spanned.isEmpty { continue }
        if reached < spanned.lowerBound { found.append((reached..<spanned.lowerBound, nil)) }
        found.append((spanned, vma))
        reached = spanned.upperBound
      }
    }
    if reached < leaves.upperBound { found.append((reached..<leaves.upperBound, nil)) }
    return found
  }

  /// What the vmas permit in the spans of the leaves, in pieces where it is the same.
  func permissions(_ space: Int32, _ leaves: Range<Int>) -> [(leaves: Range<Int>, Protection)] {
    var found: [(leaves: Range<Int>, Protection)] = []
    var leaf = leaves.lowerBound
    while leaf < leaves.upperBound {
      let vmas = spaces[Int(space)].indices(overlapping: span(of: leaf..<leaf + 1))
      var end = leaf + 1
      if vmas.isEmpty {
        let next = spaces[Int(space)].vma(endingAfter: base(ofLeaf: leaf))
        end = next.map { min(self.leaf($0.range.start), leaves.upperBound) } ?? leaves.upperBound
      } else if vmas.count == 1 {
        let inside = self.leaves(inside: spaces[Int(space)].vmas[vmas.lowerBound].range)
        if inside.contains(leaf) { end = min(inside.upperBound, leaves.upperBound) }
      }
      let permitted = vmas.reduce(into: Protection.none) {
        $0.formUnion(spaces[Int(space)].vmas[$1].protection)
      }
      found.append((leaf..<end, permitted))
      leaf = end
    }
    return found
  }

  // MARK: After a change of vmas

  /// Looks again at the leaves of an address space that a change of its vmas touches: whether its
  /// vma spans them, and whether what the vmas permit is permitted by the entry that points there.
  mutating func refreshSpanning(_ space: Int32, in range: AddressRange) {
    for (leaves, vma) in spans(space, leaves(overlapping: range)) {
      let spanning = vma.map { self.spanning(of: $0) } ?? []
      for piece in pieces(space, leaves) {
        if piece.entry.spanning != spanning {
          changeTables(piece.tables) { table, _ in
            table.count(piece.entry.spanning, -1)
            table.count(spanning, 1)
          }
          var entry = piece.entry
          entry.spanning = spanning
          writeLeaves(space, piece.leaves, entry)
        }
        reclassify(piece.tables, of: space, piece.leaves)
        if !piece.entry.protection.contains(.readExecute) { widenEntries(space, piece.leaves) }
      }
    }
  }

  /// The entry that points to an ordinary leaf lets through whatever the vmas of the span let be
  /// read or executed; only writes are ever caught there.
  private mutating func widenEntries(_ space: Int32, _ leaves: Range<Int>) {
    for (part, permitted) in permissions(space, leaves) {
      for piece in pieces(space, part) where !piece.table.isFileTable {
        let wider = piece.entry.protection.union(permitted.withRead.subtracting(.write))
        setProtection(wider, of: space, piece)
      }
    }
  }

  /// Lets the entries of a piece permit something else.
  mutating func setProtection(_ protection: Protection, of space: Int32, _ piece: LeafPiece) {
    guard protection != piece.entry.protection else { return }
    var entry = piece.entry
    entry.protection = protection
    writeLeaves(space, piece.leaves, entry)
    if !piece.table.isFileTable {
      changeTables(piece.tables) { table, _ in table.entriesDiffer = true }
    }
  }

  // MARK: Becoming and ceasing

  /// Makes leaves file tables, or ordinary ones, if their owners' vmas say so.
  ///
  /// - Parameter space: the owner whose vmas have changed, and where it has the tables.
  mutating func reclassify(_ tables: Range<TableNumber>, of space: Int32, _ leaves: Range<Int>) {
    for run in leafTables.runs(in: tables)
    where run.value.hasFileTableOwners != run.value.isFileTable {
      let first = leaves.lowerBound + run.start - tables.lowerBound
      let part = first..<first + run.count
      if run.value.isFileTable {
        cease(run, of: space, part)
      } else {
        become(run, of: space, part)
      }
    }
  }

  /// The same once an owner has left.
  mutating func reclassifyLeft(_ tables: Range<TableNumber>) {
    var becoming: [Range<TableNumber>] = []
    leafTables.forEachRun(in: tables) { run in
      if run.value.becomesFileTable { becoming.append(run.start..<run.end) }
    }
    for run in becoming {
      for owner in owners(of: run) {
        reclassify(owner.tables, of: owner.space, owner.leaves)
      }
    }
  }

  /// An ordinary leaf becomes a file table: every owner's entry takes its vma's protection, and
  /// page entries become writable if some owner has the file open for writing.
  private mutating func become(
    _ run: Run<LeafTable>, of space: Int32, _ leaves: Range<Int>
  ) {
    for (part, vma) in spans(space, leaves) {
      guard let vma, let block = spannedBlock(of: vma, leaf: part.lowerBound) else { continue }
      let first = run.start + part.lowerBound - leaves.lowerBound
      let tables = first..<first + part.count
      register(tables, as: block)
      let others = run.value.entriesDiffer ? owners(of: tables) : []
      changeTables(tables) { table, _ in table.entriesDiffer = false }
      for owner in others { takeProtectionOfVMAs(owner.space, owner.leaves) }
      takeProtectionOfVMAs(space, part)
    }
    if run.value.writers > 0 {
      update(keys(run.start..<run.end)) { $0.isWritable = $0.isWritable || $0.isCached }
    }
    note(
      "table.becomes-file-table", "whether one vma of each owner spans it has changed",
      count: run.count)
  }

  private mutating func takeProtectionOfVMAs(_ space: Int32, _ leaves: Range<Int>) {
    for (part, permitted) in permissions(space, leaves) {
      for piece in pieces(space, part) { setProtection(permitted, of: space, piece) }
    }
  }

  /// A file table becomes an ordinary one: every owner's entry takes what its vmas in the span
  /// permit together. For the others that is what it permits already.
  private mutating func cease(_ run: Run<LeafTable>, of space: Int32, _ leaves: Range<Int>) {
    unregister(run.start..<run.end)
    takeProtectionOfVMAs(space, leaves)
    note(
      "table.ceases-to-be-file-table", "whether one vma of each owner spans it has changed",
      count: run.count)
  }

  /// What a table entry of an address space permits in the end.
  ///
  /// An ordinary leaf's entry permits reading where it permits anything (x86); a file table's is its
  /// vma's to the letter.
  func protection(_ entry: LeafEntry) -> Protection {
    let isFileTable = leafTables[entry.table]?.isFileTable ?? false
    return isFileTable ? entry.protection : entry.protection.withRead
  }

  /// New leaves of an address space that its vma spans are file tables from their start; their
  /// entries are as they are.
  mutating func classifyNew(
    _ tables: Range<TableNumber>, _ vma: VMA, _ leaves: Range<Int>
  ) {
    guard let block = spannedBlock(of: vma, leaf: leaves.lowerBound) else { return }
    register(tables, as: block)
  }
}

extension Protection {
  static let readExecute: Protection = [.read, .execute]

  /// x86: what may be written or executed may be read.
  var withRead: Protection { self == .none ? .none : union(.read) }
}
