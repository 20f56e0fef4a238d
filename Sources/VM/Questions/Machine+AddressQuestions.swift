// Questions about what is behind an address, and about frames and tables by identity.
extension Machine {
  /// The 8 bytes that the process would read there; nil where a read would be fatal.
  ///
  /// - Precondition: `address` is a multiple of 8.
  public func value(_ process: ProcessID, at address: VirtualAddress) -> Int64? {
    let space = processes[Int(process.index)].space
    guard address.value >= 0, address < geometry.userEnd,
      let vma = spaces[Int(space)].vma(at: address)
        ?? stackAbove(space, pageStart(address)).map({ spaces[Int(space)].vmas[$0] }),
      vma.range.contains(address) || fitsStack(vma, pageStart(address)),
      vma.protection.permits(.read)
    else { return nil }
    let offset = address.value & (pageSize - 1)
    let entry = knownEntry(space, address)
    if let entry, entry.hasFrame || entry.isSwap { return storedValue(entry.frame, offset: offset) }
    if entry?.isGuard == true { return nil }
    if vma.isAnonymous { return 0 }
    let file = files[Int(vma.file)]
    let page = filePage(vma, address)
    guard page < file.pageCount(pageShift: pageShift) else { return nil }
    return file.cache[page].map { storedValue($0.number, offset: offset) } ?? 0
  }

  public func pageEntry(_ process: ProcessID, at address: VirtualAddress) -> PageEntryRecord {
    let space = processes[Int(process.index)].space
    return PageEntryRecord(knownEntry(space, address), in: table(process, at: address))
  }

  /// The entry that points to the leaf of the address.
  public func tableEntry(_ process: ProcessID, at address: VirtualAddress) -> TableEntryRecord {
    guard let entry = leafEntry(processes[Int(process.index)].space, checked: address) else {
      return TableEntryRecord(
        isPresent: false, isWritable: false, protection: .none, table: nil, owners: 0)
    }
    let protection = protection(entry)
    return TableEntryRecord(
      isPresent: protection != .none, isWritable: protection.contains(.write),
      protection: protection, table: identity(ofLeaf: entry.table),
      owners: Int(leafTables[entry.table]?.owners ?? 0))
  }

  /// The frame behind an address, or the swap slot; nil where there is neither.
  public func frame(_ process: ProcessID, at address: VirtualAddress) -> FrameID? {
    knownEntry(processes[Int(process.index)].space, address)?.identity
  }

  /// The leaf table behind an address; nil where none is.
  public func table(_ process: ProcessID, at address: VirtualAddress) -> TableID? {
    leafEntry(processes[Int(process.index)].space, checked: address)
      .map { identity(ofLeaf: $0.table) }
  }

  private func knownEntry(_ space: Int32, _ address: VirtualAddress) -> PageEntry? {
    guard address.value >= 0, address < geometry.userEnd else { return nil }
    return entry(space, address) ?? entryInHugePage(space, address)
  }

  /// The entry for the leaf of any address, also one outside user space.
  private func leafEntry(_ space: Int32, checked address: VirtualAddress) -> LeafEntry? {
    address.value >= 0 && address < geometry.userEnd ? leafEntry(space, leaf(address)) : nil
  }

  // MARK: Frames and tables

  /// Page-table entries that map the frame, a shared table's counted once; 0 for a freed frame and
  /// for a swap slot.
  public func mapcount(_ frame: FrameID) -> Int {
    Int(frames[Int(frame.rawValue)]?.mapcount ?? 0)
  }

  /// mapcount, plus one when the page cache or the swap cache holds it; of a swap slot, who holds
  /// it; 0 for what is free.
  public func refcount(_ frame: FrameID) -> Int {
    if let slot = frame.swapSlot { return Int(slots[slot]?.count ?? 0) }
    guard let frame = frames[Int(frame.rawValue)] else { return 0 }
    return Int(frame.mapcount) + (frame.file == -1 ? 0 : 1)
  }

  /// The processes attached to a leaf table, one for each address space (its first living one), in
  /// order of creation; none for a freed table.
  ///
  /// - Complexity: asks every address space.
  public func owners(_ table: TableID) -> [ProcessID] {
    guard let number = table.number(at: .pte), leafTables[number] != nil else { return [] }
    return owners(of: number..<number + 1)
      .compactMap { spaces[Int($0.space)].members.first }.sorted()
      .map { ProcessID(index: $0) }
  }

  func identity(ofLeaf number: TableNumber) -> TableID { TableID(number, at: .pte) }
}

extension PageEntryRecord {
  /// - Parameter table: the leaf table that holds the entry, or would hold it.
  init(_ entry: PageEntry?, in table: TableID?) {
    self.init(
      kind: entry.recordKind, isPresent: entry?.isPresent ?? false,
      isWritable: entry?.isWritable ?? false, isDirty: entry?.isDirty ?? false,
      isYoung: entry?.isYoung ?? false, frame: entry?.identity,
      swapSlot: entry.flatMap { $0.isSwap ? $0.slot : nil }, table: table)
  }
}

extension PageEntry {
  /// Of what it maps or holds: a frame or a swap slot.
  fileprivate var identity: FrameID? {
    if isSwap { return FrameID(slot: slot) }
    return hasFrame ? FrameID(rawValue: Int64(frame)) : nil
  }
}

extension PageEntry? {
  fileprivate var recordKind: PageEntryRecord.Kind {
    switch self?.kind {
    case nil, .none?: .none
    case .zero?: .zero
    case .anon?: .anon
    case .file?, .shmem?: .file
    // As /proc/PID/pagemap shows both.
    case .swap?, .guard?: .swap
    }
  }
}
