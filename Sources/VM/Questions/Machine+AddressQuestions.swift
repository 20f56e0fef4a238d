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
      vma.protection.permits(.read)
    else { return nil }
    let offset = address.value & (pageSize - 1)
    let entry = presentEntry(space, address)
    if entry.hasFrame { return storedValue(entry.frame, offset: offset) }
    if vma.isAnonymous { return 0 }
    let file = files[Int(vma.file)]
    let page = filePage(vma, address)
    guard page < file.pageCount(pageShift: pageShift) else { return nil }
    return file.cachedFrame(page).map { storedValue($0, offset: offset) } ?? 0
  }

  public func pageEntry(_ process: ProcessID, at address: VirtualAddress) -> PageEntryRecord {
    let space = processes[Int(process.index)].space
    let entry = presentEntry(space, address)
    return PageEntryRecord(
      kind: entry.recordKind, isPresent: !entry.isNone, isWritable: entry.isWritable,
      isDirty: entry.isDirty, isYoung: entry.isYoung,
      frame: entry.hasFrame ? identity(ofFrame: entry.frame) : nil, swapSlot: nil,
      table: table(process, at: address))
  }

  /// The entry that points to the leaf of the address.
  public func tableEntry(_ process: ProcessID, at address: VirtualAddress) -> TableEntryRecord {
    let entry = leafEntry(processes[Int(process.index)].space, checked: address)
    if entry.isNone {
      return TableEntryRecord(
        isPresent: false, isWritable: false, protection: .none, table: nil, owners: 0)
    }
    return TableEntryRecord(
      isPresent: entry.protection != .none, isWritable: entry.isWritable,
      protection: entry.protection, table: identity(ofTable: entry.table),
      owners: Int(tables[entry.table].ownerCount))
  }

  /// The frame behind an address; nil where none is.
  public func frame(_ process: ProcessID, at address: VirtualAddress) -> FrameID? {
    let entry = presentEntry(processes[Int(process.index)].space, address)
    return entry.hasFrame ? identity(ofFrame: entry.frame) : nil
  }

  /// The leaf table behind an address; nil where none is.
  public func table(_ process: ProcessID, at address: VirtualAddress) -> TableID? {
    let entry = leafEntry(processes[Int(process.index)].space, checked: address)
    return entry.isNone ? nil : identity(ofTable: entry.table)
  }

  private func presentEntry(_ space: Int32, _ address: VirtualAddress) -> PageEntry {
    let entry = leafEntry(space, checked: address)
    return entry.isNone ? .none : pageEntry(entry.table, leafIndex(address))
  }

  /// The entry for the leaf of any address, also one outside user space.
  private func leafEntry(_ space: Int32, checked address: VirtualAddress) -> TableEntry {
    guard address.value >= 0, address < geometry.userEnd else { return .none }
    return leafEntry(space, address)
  }

  // MARK: Frames and tables

  /// Page-table entries that map the frame, a shared table's counted once; 0 for a freed frame.
  public func mapcount(_ frame: FrameID) -> Int {
    liveFrame(frame).map { Int(frames[$0].mapcount) } ?? 0
  }

  /// mapcount, plus one when the page cache holds it; 0 for a freed frame.
  public func refcount(_ frame: FrameID) -> Int {
    liveFrame(frame).map { Int(frames[$0].mapcount) + (frames[$0].file < 0 ? 0 : 1) } ?? 0
  }

  /// The processes attached to a leaf table, one for each address space (its first living one), in
  /// order of creation; none for a freed table.
  public func owners(_ table: TableID) -> [ProcessID] {
    let index = Int32(truncatingIfNeeded: table.rawValue)
    guard index >= 0, index < tables.end, tables[index].isLive,
      identity(ofTable: index) == table
    else { return [] }
    return ownerSpaces(of: index).compactMap { spaces[Int($0)].members.first }.sorted()
      .map { ProcessID(index: $0) }
  }

  func ownerSpaces(of table: Int32) -> [Int32] {
    var spaces: [Int32] = []
    var owner = tables[table].firstOwner
    while owner >= 0 {
      spaces.append(owners[owner].space)
      owner = owners[owner].next
    }
    return spaces
  }

  func identity(ofTable index: Int32) -> TableID {
    TableID(rawValue: Int64(tables[index].generation) << 32 | Int64(index))
  }
}

extension PageEntry {
  var recordKind: PageEntryRecord.Kind {
    switch kind {
    case .none: .none
    case .zero: .zero
    case .anon: .anon
    case .file: .file
    }
  }
}
