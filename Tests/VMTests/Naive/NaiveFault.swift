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
    let base = leafBase(address)
    let leaf = spaces[space]!.links[base]!.leaf
    let frame = leaves[leaf]!.entries[(address - base) / page]!.frame!
    frames[frame]!.words[address % page] = value
  }

  /// The access, with a fault if one is needed. SIGKILL, and nothing has changed, without memory.
  mutating func touch(
    _ space: Int, _ address: Int, _ kind: AccessKind, countsBus: Bool = true
  ) throws(Refusal) {
    let at = VirtualAddress(address)
    do {
      try whole(else: .signal(.SIGKILL, at: at)) { (machine) throws(Refusal) in
        try machine.fault(space, address, kind)
      }
    } catch {
      switch error {
      case .signal(.SIGSEGV, _):
        events.faults.segv += 1
        spaces[space]!.faults.segv += 1
      case .signal(.SIGBUS, _) where countsBus:
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

  /// The vma that answers for an address: the one there, or the one that would grow down to it.
  func vmaAfterGrowth(_ space: Int, at address: Int) -> NaiveVMA? {
    guard address >= 0, address < geometry.userEnd.value else { return nil }
    if let vma = vma(space, at: address) { return vma }
    let down = roundDown(address)
    guard let above = spaces[space]!.vmas.first(where: { $0.range.lowerBound > address }),
      above.flags.contains(.growsdown), above.range.upperBound - down <= 8 << 20
    else { return nil }
    return above
  }

  private mutating func fault(_ space: Int, _ address: Int, _ kind: AccessKind) throws(Refusal) {
    guard let found = vmaAfterGrowth(space, at: address) else {
      throw .signal(.SIGSEGV, at: VirtualAddress(address))
    }
    var happened = false
    if !found.range.contains(address) {
      let growth = roundDown(address)..<found.range.lowerBound
      unshareLeaves(space, over: growth)
      var grown = found
      grown.range = growth.lowerBound..<found.range.upperBound
      let number = spaces[space]!.vmas.firstIndex(of: found)!
      spaces[space]!.vmas[number] = grown
      decideFileTables()
    }
    let vma = vma(space, at: address)!
    if !Self.permits(vma.protection, kind) {
      throw .signal(.SIGSEGV, at: VirtualAddress(address))
    }
    let owner = Owner(space: space, base: leafBase(address))

    if spaces[space]!.links[owner.base] == nil {
      makeUppers(space, over: address)
      if let leaf = attachable(owner) {
        spaces[space]!.links[owner.base] = NaiveLink(leaf: leaf, protection: vma.protection)
        events.tablesShared += 1
        decideFileTables()
      } else {
        giveLeaf(owner)
      }
      happened = true
    }

    let link = spaces[space]!.links[owner.base]!
    if kind == .write && !link.protection.contains(.write) {
      if owners(ofLeaf: link.leaf).count > 1 {
        unshare(owner)
      } else {
        spaces[space]!.links[owner.base]!.protection = .all
        events.tablesPromoted += 1
      }
      happened = true
    }

    let leaf = spaces[space]!.links[owner.base]!.leaf
    let index = (address - owner.base) / page
    var entry: NaiveEntry
    if let present = leaves[leaf]!.entries[index] {
      entry = present
      if kind == .write && !entry.isWritable {
        entry = entryAfterWrite(entry, vma, space)
        happened = true
      }
    } else {
      if let file = vma.file, vma.fileOffset(at: address) / page >= pageCount(ofFile: file) {
        throw .signal(.SIGBUS, at: VirtualAddress(address))
      }
      entry = fill(vma, address, kind, isFileTable: leaves[leaf]!.isFileTable, space)
      events.pteSet += 1
      happened = true
    }
    entry.isYoung = true
    if kind == .write {
      entry.isDirty = true
      if vma.isShared { frames[entry.frame!]!.isDirty = true }
    }
    leaves[leaf]!.entries[index] = entry
    if happened {
      events.faults.minor += 1
      spaces[space]!.faults.minor += 1
    }
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

  /// The page of a file in the page cache, made if it is not there.
  mutating func cachePage(_ file: Int, _ number: Int) -> Int {
    if let frame = files[file]!.cache[number] { return frame }
    let frame = newFrame()
    files[file]!.cache[number] = frame
    return frame
  }

  private mutating func countCopy(_ space: Int) {
    events.faults.cow += 1
    spaces[space]!.faults.cow += 1
  }

  private mutating func fill(
    _ vma: NaiveVMA, _ address: Int, _ kind: AccessKind, isFileTable: Bool, _ space: Int
  ) -> NaiveEntry {
    guard let file = vma.file else {
      if kind == .write { return NaiveEntry(kind: .anon, frame: newFrame(), isWritable: true) }
      return NaiveEntry(kind: .zero)
    }
    let number = vma.fileOffset(at: address) / page
    let cached = cachePage(file, number)
    if !vma.isShared && kind == .write {
      countCopy(space)
      return NaiveEntry(kind: .anon, frame: newFrame(frames[cached]!.words), isWritable: true)
    }
    var entry = NaiveEntry(kind: .file, frame: cached, file: file, filePage: number)
    if vma.isShared {
      entry.isWritable = isFileTable ? !vma.isReadOnly : vma.protection.contains(.write)
    }
    return entry
  }

  /// What a write makes of a present entry that is read-only.
  private mutating func entryAfterWrite(
    _ old: NaiveEntry, _ vma: NaiveVMA, _ space: Int
  ) -> NaiveEntry {
    var entry = old
    entry.isWritable = true
    if vma.isShared { return entry }
    switch old.kind {
    case .zero:
      entry.frame = newFrame()
    case .file:
      entry.frame = newFrame(frames[old.frame!]!.words)
    case .anon:
      if mapcountOfFrame(old.frame!) == 1 { return entry }
      entry.frame = newFrame(frames[old.frame!]!.words)
    }
    entry.kind = .anon
    entry.file = nil
    countCopy(space)
    return entry
  }

  func mapcountOfFrame(_ frame: Int) -> Int {
    leaves.values.reduce(0) { $0 + $1.entries.values.filter { $0.frame == frame }.count }
  }
}
