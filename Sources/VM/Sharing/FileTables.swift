// File tables: the leaves that processes may find and attach to (design page kernels.md, 1.6).
extension Machine {
  // MARK: What a vma makes of a leaf

  /// What the vma makes of the leaves whose spans lie whole in it: nothing unless it is a linear
  /// VM_SHARED one of a file and the kernel attaches.
  func spanning(of vma: VMA) -> Spanning {
    guard kernel.sharing.attach != .never, vma.isShared, !vma.isAnonymous,
      !vma.flags.contains(.nonlinear)
    else { return [] }
    return vma.mayWrite ? [.spans, .writes] : .spans
  }

  /// The place in the file that the leaf's span shows, if the vma spans it.
  func spannedBlock(of vma: VMA, leaf: Int) -> FileBlock? {
    guard spanning(of: vma).contains(.spans),
      vma.range.contains(span(of: leaf..<leaf + 1))
    else { return nil }
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

  // MARK: The register, by place in the file, oldest first

  /// The keys in `oldestFileTables` of so many blocks from one on.
  ///
  /// - Returns: fewer where the keys are not consecutive.
  mutating func keys(of block: FileBlock, count: Int) -> Range<Int> {
    let number = block.page &>> entryBits
    let range = blockRange(block)
    let first: Int
    if let known = blockRanges[range] {
      first = known
    } else {
      first = blockRanges.count << BlockRange.bits
      blockRanges[range] = first
    }
    let key = first | number & (1 << BlockRange.bits - 1)
    return key..<min(key + count, first + 1 << BlockRange.bits)
  }

  /// The same for looking only; nil where no block of that range has ever been registered.
  func knownKeys(of block: FileBlock, count: Int) -> Range<Int>? {
    guard let first = blockRanges[blockRange(block)] else { return nil }
    let key = first | (block.page &>> entryBits) & (1 << BlockRange.bits - 1)
    return key..<min(key + count, first + 1 << BlockRange.bits)
  }

  private func blockRange(_ block: FileBlock) -> BlockRange {
    BlockRange(
      file: block.file, remainder: Int32(block.page & (leafEntryCount - 1)),
      high: block.page >> (entryBits + BlockRange.bits))
  }

  private mutating func register(_ tables: Range<TableNumber>, as block: FileBlock) {
    var table = tables.lowerBound
    while table < tables.upperBound {
      let page = block.page + (table - tables.lowerBound) &<< entryBits
      let keys = keys(
        of: FileBlock(file: block.file, page: page), count: tables.upperBound - table)
      let part = table..<table + keys.count
      let bits = entryBits
      changeTables(part) { known, first in
        known.file = block.file
        known.page = page + (first - table) &<< bits
      }
      enlist(part, keys)
      table = part.upperBound
    }
  }

  /// Puts tables into the lists of their blocks, each behind all that are older.
  private mutating func enlist(_ tables: Range<TableNumber>, _ keys: Range<Int>) {
    var done = 0
    while done < tables.count {
      let (table, key) = (tables.lowerBound + done, keys.lowerBound + done)
      var stretch = oldestFileTables.stretch(at: key, end: keys.upperBound)
      var count = stretch.end - key
      guard let oldest = stretch.value?.table, oldest < table else {
        writeYoungerFileTables(table..<table + count, stretch.value)
        writeOldestFileTables(key..<key + count, TableReference(table: table))
        done += count
        continue
      }
      var before = oldest
      while true {
        stretch = youngerFileTables.stretch(at: before, end: before + count)
        count = stretch.end - before
        guard let next = stretch.value?.table, next < table else { break }
        before = next
      }
      writeYoungerFileTables(table..<table + count, stretch.value)
      writeYoungerFileTables(before..<before + count, TableReference(table: table))
      done += count
    }
  }

  /// Takes those of the tables that are file tables out of the lists.
  mutating func unregister(_ tables: Range<TableNumber>) {
    for run in leafTables.runs(in: tables) where run.value.isFileTable {
      delist(run)
      changeTables(run.start..<run.end) { table, _ in
        table.file = -1
        table.page = 0
      }
    }
  }

  private mutating func delist(_ run: Run<LeafTable>) {
    var table = run.start
    while table < run.end {
      let page = run.value(at: table).page
      let keys = keys(of: FileBlock(file: run.value.file, page: page), count: run.end - table)
      let successor = youngerFileTables.stretch(at: table, end: table + keys.count)
      var count = successor.end - table
      var stretch = oldestFileTables.stretch(at: keys.lowerBound, end: keys.lowerBound + count)
      count = stretch.end - keys.lowerBound
      if stretch.value?.table == table {
        writeOldestFileTables(keys.lowerBound..<keys.lowerBound + count, successor.value)
      } else {
        var before = stretch.value?.table ?? table
        while before != table {
          stretch = youngerFileTables.stretch(at: before, end: before + count)
          count = stretch.end - before
          guard let next = stretch.value?.table, next != table else { break }
          before = next
        }
        writeYoungerFileTables(before..<before + count, successor.value)
      }
      writeYoungerFileTables(table..<table + count, nil)
      table += count
    }
  }
}

/// A place in a file where a leaf's span begins: the key by which a shareable table is found.
struct FileBlock: Hashable, BitwiseCopyable {
  var file: Int32
  var page: PageIndex
}

/// Blocks of a file at congruent places; consecutive ones have consecutive keys.
struct BlockRange: Hashable {
  /// The blocks of a range, as a power of two.
  static let bits = 40

  var file: Int32
  /// What is left of the page when it is divided by the entries of a table.
  var remainder: Int32
  /// Of the number of the block, what is above `bits`.
  var high: Int
}

extension Protection {
  static let readExecute: Protection = [.read, .execute]

  /// x86: what may be written or executed may be read.
  var withRead: Protection { self == .none ? .none : union(.read) }
}
