// madvise.
extension Machine {
  /// Gives advice about a range, vma by vma.
  ///
  /// - Throws: EINVAL if `start` is not page-aligned, the length negative, or the advice not
  ///   possible for a vma (the parts before are done); EACCES for `remove` of a mapping that may not
  ///   be written; ENOMEM at the end if there was a hole, or without frames for tables and pages;
  ///   EFAULT past the end of a file or at a guard (populate_*); `.notModelled` for what the model
  ///   does not know.
  /// - Kernel: `sys_madvise` in mm/madvise.c.
  public mutating func madvise(
    _ process: ProcessID, _ start: VirtualAddress, length: ByteCount, _ advice: Advice
  ) throws(Refusal) {
    let space = beginCall(process)
    guard advice != .hugepage else { throw .notModelled("madvise hugepage") }
    guard isPageAligned(start.value), let range = anyRange(start, length)
    else { throw .errno(.EINVAL) }
    if advice == .dontneed {
      return try withinLowMemory { machine throws(Refusal) in
        try machine.madviseDontneed(space, range)
      }
    }
    if let change = FlagChange(of: advice) {
      return try withinLowMemory { machine throws(Refusal) in
        try machine.madviseFlags(space, range, change)
      }
    }
    if let kind = advice.populates { return try madvisePopulate(space, range, kind) }
    if advice == .guardInstall || advice == .guardRemove, !kernel.mappings.hasGuardRegions {
      throw .notModelled("madvise \(advice.rawValue) under \(kernel.name)")
    }
    let (parts, isWhole) = mappedParts(space, range)
    for part in parts {
      guard let vma = spaces[Int(space)].vma(at: part.start) else { continue }
      if let refusal = advice.refusal(for: vma) { throw refusal }
      try advise(space, vma, part, advice)
    }
    if !isWhole { throw .errno(.ENOMEM) }
  }

  /// Does to the pages of a part, which lies in one vma that permits it, what is advised.
  private mutating func advise(
    _ space: Int32, _ vma: VMA, _ part: AddressRange, _ advice: Advice
  ) throws(Refusal) {
    switch advice {
    case .pageout: pageOut(space, vma, part)
    case .cold: deactivate(space, part)
    case .free:
      try withinLowMemory { machine throws(Refusal) in try machine.freeLazily(space, part) }
    case .remove: punchHole(vma, part)
    case .willneed: readAhead(vma, part)
    case .guardInstall:
      try withinLowMemory { machine throws(Refusal) in
        try machine.installGuards(space, vma, part)
      }
    case .guardRemove: removeGuards(space, part)
    default: break
    }
  }

  // MARK: dontneed

  private mutating func madviseDontneed(_ space: Int32, _ range: AddressRange) throws(Refusal) {
    let (parts, isWhole) = mappedParts(space, range)
    let refused = parts.first {
      spaces[Int(space)].vma(at: $0.start)?.flags.contains(.locked) == true
    }
    let affected = AddressRange(range.start, refused?.start ?? range.end)
    try provide { $0.leavesToUnshare(space, removing: affected).count }
    var isZapped = false
    do throws(Refusal) {
      for part in parts where part.start < affected.end {
        if try dontneedHuge(space, part) { isZapped = true }
      }
    } catch {
      if isZapped { flush(space) }
      throw error
    }
    if zap(space, affected, keepsGuards: true) || isZapped { flush(space) }
    if kernel.tables.dontneedFreesLeaves {
      for part in parts where part.start < affected.end { freeEmptyLeaves(of: space, in: part) }
    }
    if refused != nil { throw .errno(.EINVAL) }
    if !isWhole { throw .errno(.ENOMEM) }
  }

  /// Of a mapping of huge pages, whole ones.
  ///
  /// - Returns: as `zapHuge`.
  /// - Kernel: `madvise_dontneed_free_valid_vma` in mm/madvise.c.
  private mutating func dontneedHuge(_ space: Int32, _ part: AddressRange) throws(Refusal) -> Bool {
    guard spaces[Int(space)].vma(at: part.start)?.flags.contains(.hugetlb) == true else {
      return false
    }
    guard isHugeAligned(part.start.value) else { throw .errno(.EINVAL) }
    let end = VirtualAddress(part.end.value & ~(hugePageSize - 1))
    return part.start < end && zapHuge(space, AddressRange(part.start, end))
  }

  /// Frees the leaves whose whole span lies in the range and that hold nothing.
  ///
  /// - Kernel: `zap_pte_range` in mm/memory.c, `try_to_free_pte` in mm/pt_reclaim.c.
  private mutating func freeEmptyLeaves(of space: Int32, in range: AddressRange) {
    for piece in pieces(space, leaves(inside: range)) {
      let distance = piece.leaves.lowerBound - piece.entry.table
      let kept = contents.runs(in: keys(piece.tables)).map { run in
        run.start &>> entryBits + distance..<(run.end - 1) &>> entryBits + distance + 1
      }
      var reached = piece.leaves.lowerBound
      for leaves in kept.merged() {
        freeLeaves(of: space, reached..<leaves.lowerBound)
        reached = leaves.upperBound
      }
      freeLeaves(of: space, reached..<piece.leaves.upperBound)
    }
  }

  // MARK: Flags

  private mutating func madviseFlags(
    _ space: Int32, _ range: AddressRange, _ change: FlagChange
  ) throws(Refusal) {
    var (parts, isWhole) = mappedParts(space, range)
    let refused = parts.firstIndex { part in
      guard let vma = spaces[Int(space)].vma(at: part.start) else { return false }
      return change.isForAnonymousOnly && !vma.isAnonymous
        || changes(space, part, change) && cutsHugePage(space, part)
    }
    if let refused { parts.removeSubrange(refused...) }
    parts.removeAll { !changes(space, $0, change) }
    let cuts = parts.flatMap { sharedLeavesCut(space, by: $0) }
    try provide { _ in Set(cuts).count }
    for part in parts {
      for leaf in sharedLeavesCut(space, by: part) {
        for piece in pieces(space, leaf..<leaf + 1) {
          unshare(space, piece, "madvise splits a mapping within its span")
        }
      }
      apply(change, space, part)
    }
    if refused != nil { throw .errno(.EINVAL) }
    if !isWhole { throw .errno(.ENOMEM) }
  }

  /// The shared leaves inside whose span the ends of the part cut a vma.
  private func sharedLeavesCut(_ space: Int32, by part: AddressRange) -> [Int] {
    guard let vma = spaces[Int(space)].vma(at: part.start) else { return [] }
    var cut: [Int] = []
    for address in [part.start, part.end]
    where address > vma.range.start && address < vma.range.end {
      let leaf = leaf(address)
      if address > base(ofLeaf: leaf), cut.last != leaf, isShared(space, leaf) { cut.append(leaf) }
    }
    return cut
  }

  private mutating func madvisePopulate(
    _ space: Int32, _ range: AddressRange, _ kind: AccessKind
  ) throws(Refusal) {
    var address = range.start
    while address < range.end {
      guard let vma = spaces[Int(space)].vma(at: address) else { throw .errno(.ENOMEM) }
      guard vma.protection.permits(kind) else { throw .errno(.EINVAL) }
      let part = AddressRange(address, min(vma.range.end, range.end))
      address = try touchUnlessFatal(space, vma, part, kind)
    }
  }
}

extension FlagChange {
  /// What an advice makes of a vma's flags, if that is what it is about.
  fileprivate init?(of advice: Advice) {
    switch advice {
    case .dontfork: self.init(setting: .dontFork)
    case .dofork: self.init(clearing: .dontFork)
    case .wipeonfork: self.init(setting: .wipeOnFork, isForAnonymousOnly: true)
    case .keeponfork: self.init(clearing: .wipeOnFork)
    case .normal: self.init(clearing: [.randomAccess, .sequentialAccess])
    case .random: self.init(setting: .randomAccess, clearing: .sequentialAccess)
    case .sequential: self.init(setting: .sequentialAccess, clearing: .randomAccess)
    case .nohugepage: self.init(setting: .noHugePage)
    case .dontneed, .free, .remove, .willneed, .pageout, .cold, .populateRead, .populateWrite,
      .guardInstall, .guardRemove, .hugepage:
      return nil
    }
  }
}

extension Advice {
  /// The kind of access by which it touches pages.
  fileprivate var populates: AccessKind? {
    switch self {
    case .populateRead: .read
    case .populateWrite: .write
    default: nil
    }
  }

  /// Why it is not possible for a mapping.
  fileprivate func refusal(for vma: VMA) -> Refusal? {
    let isLocked = vma.flags.contains(.locked)
    let isHuge = vma.flags.contains(.hugetlb)
    switch self {
    case .pageout, .cold: return isLocked || isHuge ? .errno(.EINVAL) : nil
    case .free: return isLocked || !vma.isAnonymous ? .errno(.EINVAL) : nil
    case .guardInstall: return isLocked || isHuge ? .errno(.EINVAL) : nil
    case .guardRemove: return isHuge ? .errno(.EINVAL) : nil
    case .remove where isHuge: return .notModelled("madvise remove of huge pages")
    case .remove where isLocked || vma.isAnonymous: return .errno(.EINVAL)
    case .remove: return vma.isShared && vma.mayWrite ? nil : .errno(.EACCES)
    default: return nil
    }
  }
}
