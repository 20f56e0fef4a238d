import VM

/// One access to one page.
extension NaiveMachine {
  mutating func access(_ process: ProcessID, _ request: AccessRequest) throws(Refusal) {
    let space = processes[Int(process.index)]!.space
    let range = request.range
    guard !range.isEmpty else { return }
    var address = range.start.value
    while address < range.end.value {
      do {
        try touch(space, address, request.kind)
      } catch {
        if case .signal(.SIGKILL, _) = error { kill(space) }
        throw error
      }
      if request.kind == .write, let value = request.value { store(value, space, at: address) }
      address = floorPage(address) + (request.stride ?? page)
    }
  }

  private func floorPage(_ address: Int) -> Int {
    address >= 0 ? roundDown(address) : -((-address + page - 1) / page * page)
  }

  private mutating func store(_ value: Int64, _ space: Int, at address: Int) {
    if let huge = hugeEntry(space, at: address) {
      frames[huge.frame]!.words[address % hugePage] = value
      return
    }
    let frame = entry(space, at: address)!.frame!
    frames[frame]!.words[address % page] = value
  }

  /// The access, with a fault if one is needed. SIGKILL, and nothing has changed, without memory.
  mutating func touch(
    _ space: Int, _ address: Int, _ kind: AccessKind, countsSignals: Bool = true
  ) throws(Refusal) {
    let at = VirtualAddress(address)
    do {
      try whole(else: .signal(.SIGKILL, at: at)) { (machine) throws(Refusal) in
        try machine.fault(space, address, kind)
      }
    } catch {
      switch error {
      case .signal(.SIGSEGV, _) where countsSignals:
        events.faults.segv += 1
        spaces[space]!.faults.segv += 1
      case .signal(.SIGBUS, _) where countsSignals:
        events.faults.bus += 1
        spaces[space]!.faults.bus += 1
      default: break
      }
      throw error
    }
  }

  static func permits(_ protection: Protection, _ kind: AccessKind) -> Bool {
    switch kind {
    case .read: !protection.isEmpty
    case .write: protection.contains(.write)
    case .execute: protection.contains(.execute)
    }
  }

  // MARK: The fault

  private mutating func fault(_ space: Int, _ address: Int, _ kind: AccessKind) throws(Refusal) {
    let vma = try vmaForAccess(space, address, kind)
    if isHuge(vma) {
      try hugeFault(space, vma, address, kind)
      return
    }
    if entry(space, at: address)?.kind == .guarded {
      throw .signal(.SIGSEGV, at: VirtualAddress(address))
    }
    let owner = Owner(space: space, base: leafBase(address))
    let wasThere = entry(space, at: address) != nil
    var happened = false
    var isMajor = false
    if !wasThere {
      if try makeWay(owner, vma, address, kind) { happened = true }
    }
    let permitted = permitWrite(owner, kind)
    if permitted { happened = true }

    let leaf = spaces[space]!.links[owner.base]!.leaf
    let index = (address - owner.base) / page
    var entry: NaiveEntry
    if let there = leaves[leaf]!.entries[index] {
      entry = there
      if there.kind == .swap {
        (entry, isMajor) = swapIn(there, vma, kind, space)
        events.pteSet += 1
        happened = true
      } else if kind == .write && !there.isWritable {
        if !vma.isShared { prepareAnonVMA(space, at: address) }
        entry = entryAfterWrite(there, vma, space)
        if !permitted { flushPage(ofLeaf: leaf) }
        happened = true
      }
    } else {
      try checkEnd(vma, address)
      (entry, isMajor) = fill(vma, address, kind, isFileTable: leaves[leaf]!.isFileTable, space)
      events.pteSet += 1
      happened = true
    }
    entry.isYoung = true
    if kind == .write {
      entry.isDirty = true
      if vma.isShared { frames[entry.frame!]!.isDirty = true }
    }
    leaves[leaf]!.entries[index] = entry
    if happened { countFault(space, isMajor: isMajor) }
  }

  func entry(_ space: Int, at address: Int) -> NaiveEntry? {
    guard let link = spaces[space]!.links[leafBase(address)] else { return nil }
    return leaves[link.leaf]!.entries[(address - leafBase(address)) / page]
  }

  mutating func countFault(_ space: Int, isMajor: Bool) {
    if isMajor {
      events.faults.major += 1
      spaces[space]!.faults.major += 1
    } else {
      events.faults.minor += 1
      spaces[space]!.faults.minor += 1
    }
  }

  /// Before an absent page comes: what a write needs, the tables, the pages around it. Returns
  /// whether that alone makes it a fault.
  private mutating func makeWay(
    _ owner: Owner, _ vma: NaiveVMA, _ address: Int, _ kind: AccessKind
  ) throws(Refusal) -> Bool {
    if kind == .write && !vma.isShared { prepareAnonVMA(owner.space, at: address) }
    makeUppers(owner.space, over: address)
    var happened = false
    if kind != .write && faultAround(owner, vma, address) { happened = true }
    if spaces[owner.space]!.links[owner.base] == nil {
      if !kernel.faults.busErrorLeavesLeaf { try checkEnd(vma, address) }
      if let leaf = attachable(owner) {
        spaces[owner.space]!.links[owner.base] = NaiveLink(leaf: leaf, protection: vma.protection)
        events.tablesShared += 1
        decideFileTables()
      } else {
        giveLeaf(owner)
      }
      happened = true
    }
    return happened
  }

  /// SIGBUS beyond the end of the file.
  private func checkEnd(_ vma: NaiveVMA, _ address: Int) throws(Refusal) {
    if let file = vma.file, vma.fileOffset(at: address) / page >= pageCount(ofFile: file) {
      throw .signal(.SIGBUS, at: VirtualAddress(address))
    }
  }

  /// A write through a table entry that forbids it: unshared or promoted.
  private mutating func permitWrite(_ owner: Owner, _ kind: AccessKind) -> Bool {
    let link = spaces[owner.space]!.links[owner.base]!
    guard kind == .write && !link.protection.contains(.write) else { return false }
    if owners(ofLeaf: link.leaf).count > 1 {
      unshare(owner)
    } else {
      spaces[owner.space]!.links[owner.base]!.protection = .all
      events.tablesPromoted += 1
      flush([owner.space])
    }
    return true
  }

  /// The table that a fault without a leaf attaches to: the oldest that fits.
  private func attachable(_ owner: Owner) -> Int? {
    guard let vma = spanningVMA(owner) else { return nil }
    let fits = ownersOfAllLeaves().filter { leaf, owners in
      guard leaves[leaf]!.isFileTable, !owners.contains(where: { $0.space == owner.space }) else {
        return false
      }
      return owners.contains { other in
        let theirs = spanningVMA(other)!
        guard theirs.file == vma.file,
          theirs.fileOffset(at: other.base) == vma.fileOffset(at: owner.base)
        else { return false }
        return kernel.sharing.attach == .file
          || (other.base == owner.base && theirs.range == vma.range && theirs.offset == vma.offset)
      }
    }
    return fits.keys.min()
  }

  // MARK: Pages

  mutating func countCopy(_ space: Int) {
    events.faults.cow += 1
    spaces[space]!.faults.cow += 1
  }

  /// A page where none was.
  private mutating func fill(
    _ vma: NaiveVMA, _ address: Int, _ kind: AccessKind, isFileTable: Bool, _ space: Int
  ) -> (NaiveEntry, isMajor: Bool) {
    guard let file = vma.file else {
      if kind == .write { return (ownPage([:]), false) }
      return (NaiveEntry(kind: .zero), false)
    }
    let number = vma.fileOffset(at: address) / page
    let (cached, isMajor) = cachePage(file, number)
    if !vma.isShared && kind == .write {
      countCopy(space)
      return (ownPage(frames[cached]!.words), isMajor)
    }
    let entry = fileEntry(vma, number, cached, kind, isFileTable: isFileTable)
    return (entry, isMajor)
  }

  private mutating func ownPage(_ words: [Int: Int64]) -> NaiveEntry {
    NaiveEntry(kind: .anon, frame: newFrame(words), isExclusive: true, isWritable: true)
  }

  /// An entry that shows a page of the file.
  func fileEntry(
    _ vma: NaiveVMA, _ number: Int, _ frame: Int, _ kind: AccessKind, isFileTable: Bool
  ) -> NaiveEntry {
    let file = vma.file!
    var entry = NaiveEntry(kind: .file, frame: frame, file: file, filePage: number)
    if vma.isShared {
      entry.isWritable = isFileTable ? !vma.isReadOnly : vma.protection.contains(.write)
      if tracksWrites(file) && kind != .write { entry.isWritable = false }
    }
    return entry
  }

  /// The file system hears of the first write to each page.
  func tracksWrites(_ file: Int) -> Bool {
    kernel.faults.tracksFileWrites && files[file]!.kind == .regular
  }

  /// What a write makes of a present entry that is read-only.
  private mutating func entryAfterWrite(
    _ old: NaiveEntry, _ vma: NaiveVMA, _ space: Int
  ) -> NaiveEntry {
    var entry = old
    entry.isWritable = true
    if vma.isShared { return entry }
    if old.kind == .anon && mapcountOfFrame(old.frame!) == 1 && slotCaching(old.frame!) == nil {
      entry.isExclusive = true
      return entry
    }
    countCopy(space)
    return ownPage(old.frame.map { frames[$0]!.words } ?? [:])
  }

  func mapcountOfFrame(_ frame: Int) -> Int {
    leaves.values.reduce(0) { $0 + $1.entries.values.filter { $0.frame == frame }.count }
  }
}
