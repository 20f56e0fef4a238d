import VM

extension NaiveVMA {
  /// Takes another protection, and with it perhaps another account.
  fileprivate mutating func protect(_ protection: Protection, isHuge: Bool) {
    self.protection = protection
    if protection.contains(.write) {
      if !isShared && !isHuge && !flags.contains(.noreserve) { isAccounted = true }
    } else if isPrivateAnonymous && anonVMA == 0 {
      isAccounted = false
    }
  }
}

extension NaiveMachine {
  /// Walks the vmas of a range in ascending order; `body` may change the part it is given.
  /// Returns whether there was a hole; stops there if `stopsAtHole`.
  mutating func eachPart(
    _ space: Int, _ range: Range<Int>, stopsAtHole: Bool,
    _ body: (inout NaiveMachine, NaiveVMA, Range<Int>) throws(Refusal) -> Void
  ) throws(Refusal) -> Bool {
    var hole = false
    var cursor = range.lowerBound
    while cursor < range.upperBound {
      guard let vma = vma(space, at: cursor) else {
        hole = true
        let next = spaces[space]!.vmas.first { $0.range.lowerBound > cursor }
        guard !stopsAtHole, let next else { return true }
        cursor = next.range.lowerBound
        continue
      }
      let part = vma.range.clamped(to: cursor..<range.upperBound)
      try body(&self, vma, part)
      cursor = part.upperBound
    }
    return hole
  }

  mutating func mprotect(
    _ process: ProcessID, _ start: VirtualAddress, length: ByteCount, _ protection: Protection
  ) throws(Refusal) {
    let space = space(process)
    if start.value % page != 0 { throw .errno(.EINVAL) }
    guard let range = userRange(start.value, length) else { throw .errno(.ENOMEM) }
    var filled: [Range<Int>] = []
    defer { for part in filled { try? touchAll(space, part) } }
    try whole { (machine) throws(Refusal) in
      let hole = try machine.eachPart(space, range, stopsAtHole: true) {
        (machine, vma, part) throws(Refusal) in
        if vma.isShared && vma.isReadOnly && protection.contains(.write) { throw .errno(.EACCES) }
        if vma.protection == protection { return }
        if !machine.isCutWell(vma, part) { throw .errno(.EINVAL) }
        machine.flush([space], pages: machine.pages(of: vma, in: part))
        machine.protectLeaves(space, call: range, vma, part, protection)
        machine.protectHugePages(space, vma, part, protection)
        let isHuge = machine.isHuge(vma)
        machine.changeVMA(space, part) { $0.protect(protection, isHuge: isHuge) }
        let becomesWritable = !vma.protection.contains(.write) && protection.contains(.write)
        if machine.kernel.mappings.populatesLocked, vma.flags.contains(.locked), !vma.isShared,
          becomesWritable
        {
          filled.append(part)
        }
      }
      if hole { throw .errno(.ENOMEM) }
    }
  }

  private mutating func protectLeaves(
    _ space: Int, call: Range<Int>, _ vma: NaiveVMA, _ part: Range<Int>, _ protection: Protection
  ) {
    // The copies first: each decides anew about all tables, by vmas that have not changed yet.
    for base in leafBases(space, over: part) where !isWhole(base, call) {
      if owners(ofLeaf: spaces[space]!.links[base]!.leaf).count > 1 {
        unshare(Owner(space: space, base: base))
      }
    }
    for base in leafBases(space, over: part) {
      let leaf = spaces[space]!.links[base]!.leaf
      let isFileTable = leaves[leaf]!.isFileTable
      if isWhole(base, call) && (isFileTable || owners(ofLeaf: leaf).count > 1) {
        spaces[space]!.links[base]!.protection =
          isFileTable ? protection : protection.subtracting(.write)
      } else {
        protectEntries(Owner(space: space, base: base), vma, part, protection)
      }
    }
  }

  private func isWhole(_ base: Int, _ call: Range<Int>) -> Bool {
    call.lowerBound <= base && base + span <= call.upperBound
  }

  private mutating func protectEntries(
    _ owner: Owner, _ vma: NaiveVMA, _ part: Range<Int>, _ protection: Protection
  ) {
    let link = spaces[owner.space]!.links[owner.base]!
    let had = vma.protection.contains(.write)
    let has = protection.contains(.write)
    for (index, entry) in leaves[link.leaf]!.entries
    where entry.isPresent && part.contains(owner.base + index * page) {
      if had && !has && link.protection.contains(.write) {
        leaves[link.leaf]!.entries[index]!.isWritable = false
      }
      if !had && has && becomesWritable(entry, vma) {
        leaves[link.leaf]!.entries[index]!.isWritable = true
      }
    }
  }

  /// Whether an entry is writable at once when its mapping becomes so.
  private func becomesWritable(_ entry: NaiveEntry, _ vma: NaiveVMA) -> Bool {
    if !vma.isShared { return kernel.faults.tracksExclusivePages && entry.isExclusive }
    if vma.isReadOnly { return false }
    return !tracksWrites(vma.file!) || entry.isDirty
  }
}
