// madvise.
extension Machine {
  /// Gives advice about a range, vma by vma.
  ///
  /// - Throws: EINVAL if `start` is not page-aligned, the length negative, or the advice not
  ///   possible for a vma (the parts before are done); ENOMEM at the end if there was a hole, or
  ///   without frames for the copies of shared tables; EFAULT past the end of a file
  ///   (populate_*); `.notModelled` for advices that the model does not know.
  /// - Kernel: `sys_madvise` in mm/madvise.c.
  public mutating func madvise(
    _ process: ProcessID, _ start: VirtualAddress, length: ByteCount, _ advice: Advice
  ) throws(Refusal) {
    let space = begin(process)
    let effect = try effect(of: advice)
    guard isPageAligned(start.value), let range = anyRange(start, length)
    else { throw .errno(.EINVAL) }
    switch effect {
    case .zap: try madviseDontneed(space, range)
    case .flags(let change): try madviseFlags(space, range, change)
    case .populate(let kind): try madvisePopulate(space, range, kind)
    }
  }

  private enum AdviceEffect {
    case zap
    case flags(FlagChange)
    case populate(AccessKind)
  }

  private func effect(of advice: Advice) throws(Refusal) -> AdviceEffect {
    switch advice {
    case .dontneed: .zap
    case .dontfork: .flags(FlagChange(setting: .dontFork))
    case .dofork: .flags(FlagChange(clearing: .dontFork))
    case .wipeonfork: .flags(FlagChange(setting: .wipeOnFork, isForAnonymousOnly: true))
    case .keeponfork: .flags(FlagChange(clearing: .wipeOnFork))
    case .normal: .flags(FlagChange(clearing: [.randomAccess, .sequentialAccess]))
    case .random: .flags(FlagChange(setting: .randomAccess, clearing: .sequentialAccess))
    case .sequential: .flags(FlagChange(setting: .sequentialAccess, clearing: .randomAccess))
    case .populateRead: .populate(.read)
    case .populateWrite: .populate(.write)
    case .free, .remove, .willneed, .pageout, .cold, .guardInstall, .guardRemove, .hugepage,
      .nohugepage:
      throw .notModelled("madvise \(advice.rawValue)")
    }
  }

  private mutating func madviseDontneed(_ space: Int32, _ range: AddressRange) throws(Refusal) {
    let (parts, isWhole) = mappedParts(space, range)
    let locked = parts.first {
      spaces[Int(space)].vma(at: $0.start)?.flags.contains(.locked) == true
    }
    let affected = AddressRange(range.start, locked?.start ?? range.end)
    guard leavesToUnshare(space, removing: affected).count <= freeFrames else {
      throw .errno(.ENOMEM)
    }
    zap(space, affected)
    if locked != nil { throw .errno(.EINVAL) }
    if !isWhole { throw .errno(.ENOMEM) }
  }

  private mutating func madviseFlags(
    _ space: Int32, _ range: AddressRange, _ change: FlagChange
  ) throws(Refusal) {
    var (parts, isWhole) = mappedParts(space, range)
    let refused = parts.firstIndex { part in
      guard let vma = spaces[Int(space)].vma(at: part.start) else { return false }
      return change.isForAnonymousOnly && !vma.isAnonymous
    }
    if let refused { parts.removeSubrange(refused...) }
    parts.removeAll { !changes(space, $0, change) }
    let cuts = parts.flatMap { sharedLeavesCut(space, by: $0) }
    guard Set(cuts).count <= freeFrames else { throw .errno(.ENOMEM) }
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
