// File tables: the leaves that processes may find and attach to (design page kernels.md, 1.6).
extension Machine {
  /// The place in a file that the span at `base` shows, if the kernel attaches and the span lies
  /// whole in one linear VM_SHARED vma of a file.
  func spannedBlock(_ space: Int32, _ base: VirtualAddress) -> FileBlock? {
    guard kernel.sharing.attach != .never, let vma = spaces[Int(space)].vma(at: base)
    else { return nil }
    return spannedBlock(of: vma, base)
  }

  func spannedBlock(of vma: VMA, _ base: VirtualAddress) -> FileBlock? {
    guard vma.isShared, !vma.isAnonymous, !vma.flags.contains(.nonlinear),
      vma.range.contains(AddressRange(base, length: leafSpan))
    else { return nil }
    return FileBlock(file: vma.file, page: vma.filePage + (base - vma.range.start) >> pageShift)
  }

  /// Looks again at the leaves of an address space that a change of its vmas touches: whether its
  /// vma spans them, and whether what the vmas permit is permitted by the entry that points there.
  mutating func refreshSpanning(_ space: Int32, in range: AddressRange) {
    for base in leafBases(space, in: widenedToLeaves(range)) {
      let entry = leafEntry(space, base)
      let isSpanning = spannedBlock(space, base) != nil
      if owners[entry.owner].isSpanning != isSpanning {
        owners[entry.owner].isSpanning = isSpanning
        tables[entry.table].spanningOwners += isSpanning ? 1 : -1
      }
      reclassify(entry.table)
      if !tables[entry.table].isFileTable { widenEntry(space, base) }
    }
  }

  /// The entry that points to an ordinary leaf lets through whatever the vmas of the span let be
  /// read or executed; only writes are ever caught there.
  private mutating func widenEntry(_ space: Int32, _ base: VirtualAddress) {
    guard let slot = leafSlot(space, base) else { return }
    let permitted = permissions(space, base).withRead.subtracting(.write)
    setProtection(tableEntry(slot).protection.union(permitted), at: slot)
  }

  /// What the vmas in the span at `base` permit, together.
  private func permissions(_ space: Int32, _ base: VirtualAddress) -> Protection {
    let vmas = spaces[Int(space)].vmas
    return spaces[Int(space)].indices(overlapping: AddressRange(base, length: leafSpan))
      .reduce(into: Protection.none) { $0.formUnion(vmas[$1].protection) }
  }

  /// Makes the leaf a file table, or an ordinary one, if its owners' vmas say so.
  mutating func reclassify(_ table: Int32) {
    let isFileTable = hasFileTableOwners(table)
    guard isFileTable != tables[table].isFileTable else { return }
    if isFileTable { register(table) } else { unregister(table) }
    var mayWrite = false
    forEachOwner(of: table) { machine, owner in
      guard let vma = machine.spaces[Int(owner.space)].vma(at: owner.base),
        let slot = machine.leafSlot(owner.space, owner.base)
      else { return }
      let permitted = machine.permissions(owner.space, owner.base)
      machine.setProtection(isFileTable ? permitted : permitted.withRead, at: slot)
      mayWrite = mayWrite || vma.mayWrite
    }
    if isFileTable, mayWrite { makePagesWritable(table) }
    note(
      isFileTable ? "table.becomes-file-table" : "table.ceases-to-be-file-table",
      "whether one vma of each owner spans it has changed")
  }

  /// A leaf that has just been made and linked is a file table from its start if its vma spans it;
  /// its entries are as they are.
  mutating func classifyNew(_ table: Int32) {
    if hasFileTableOwners(table) { register(table) }
  }

  /// What the entry that points to a new leaf permits.
  func protectionOfNewLeaf(_ space: Int32, _ base: VirtualAddress) -> Protection {
    guard spannedBlock(space, base) != nil, let vma = spaces[Int(space)].vma(at: base)
    else { return .all }
    return vma.protection
  }

  private func hasFileTableOwners(_ table: Int32) -> Bool {
    tables[table].ownerCount > 0 && tables[table].spanningOwners == tables[table].ownerCount
  }

  private mutating func makePagesWritable(_ table: Int32) {
    for index in 0..<geometry.leaf.entryCount {
      var entry = pageEntry(table, index)
      if entry.kind == .file, !entry.isWritable {
        entry.isWritable = true
        setPageEntry(table, index, entry)
      }
    }
  }

  private mutating func forEachOwner(
    of table: Int32, _ body: (inout Machine, Owner) -> Void
  ) {
    var index = tables[table].firstOwner
    while index >= 0 {
      let owner = owners[index]
      body(&self, owner)
      index = owner.next
    }
  }

  // MARK: The register, by place in the file, oldest first

  private mutating func register(_ table: Int32) {
    let owner = owners[tables[table].firstOwner]
    guard let block = spannedBlock(owner.space, owner.base) else { return }
    tables[table].isFileTable = true
    tables[table].block = block
    var list = fileTables[block] ?? []
    let serial = tables[table].serial
    let place = list.lastIndex { tables[$0].serial < serial }.map { $0 + 1 } ?? 0
    list.insert(table, at: place)
    fileTables[block] = list
  }

  mutating func unregister(_ table: Int32) {
    guard tables[table].isFileTable else { return }
    tables[table].isFileTable = false
    let block = tables[table].block
    fileTables[block]?.removeAll { $0 == table }
    if fileTables[block]?.isEmpty == true { fileTables[block] = nil }
  }
}

extension Protection {
  /// x86: what may be written or executed may be read.
  fileprivate var withRead: Protection { self == .none ? .none : union(.read) }
}
