// madvise, mlock, munlock, msync: calls that walk the vmas of a range.
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
    case .flags(let change, let anonymousOnly):
      try madviseFlags(space, range, anonymousOnly: anonymousOnly, change)
    case .populate(let kind): try madvisePopulate(space, range, kind)
    }
  }

  private enum AdviceEffect {
    case zap
    case flags((inout VMAFlags) -> Void, anonymousOnly: Bool)
    case populate(AccessKind)
  }

  private func effect(of advice: Advice) throws(Refusal) -> AdviceEffect {
    switch advice {
    case .dontneed: .zap
    case .dontfork: .flags({ $0.insert(.dontFork) }, anonymousOnly: false)
    case .dofork: .flags({ $0.remove(.dontFork) }, anonymousOnly: false)
    case .wipeonfork: .flags({ $0.insert(.wipeOnFork) }, anonymousOnly: true)
    case .keeponfork: .flags({ $0.remove(.wipeOnFork) }, anonymousOnly: false)
    case .normal:
      .flags({ $0.subtract([.randomAccess, .sequentialAccess]) }, anonymousOnly: false)
    case .random:
      .flags(
        {
          $0.remove(.sequentialAccess)
          $0.insert(.randomAccess)
        }, anonymousOnly: false)
    case .sequential:
      .flags(
        {
          $0.remove(.randomAccess)
          $0.insert(.sequentialAccess)
        }, anonymousOnly: false)
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
    _ space: Int32, _ range: AddressRange, anonymousOnly: Bool,
    _ change: (inout VMAFlags) -> Void
  ) throws(Refusal) {
    var (parts, isWhole) = mappedParts(space, range)
    let refused =
      !anonymousOnly
      ? nil
      : parts.firstIndex {
        spaces[Int(space)].vma(at: $0.start)?.isAnonymous == false
      }
    if let refused { parts.removeSubrange(refused...) }
    parts.removeAll { !changesFlags(space, $0, change) }
    let cuts = parts.flatMap { sharedLeavesCut(space, by: $0) }
    guard Set(cuts).count <= freeFrames else { throw .errno(.ENOMEM) }
    for part in parts {
      for base in sharedLeavesCut(space, by: part) {
        unshare(space, base, "madvise splits a mapping within its span")
      }
      changeFlags(space, part, change)
    }
    if refused != nil { throw .errno(.EINVAL) }
    if !isWhole { throw .errno(.ENOMEM) }
  }

  private func changesFlags(
    _ space: Int32, _ part: AddressRange, _ change: (inout VMAFlags) -> Void
  ) -> Bool {
    guard let vma = spaces[Int(space)].vma(at: part.start) else { return false }
    var flags = vma.flags
    change(&flags)
    return flags != vma.flags
  }

  /// The shared leaves inside whose span the ends of the part cut a vma.
  private func sharedLeavesCut(_ space: Int32, by part: AddressRange) -> [VirtualAddress] {
    guard let vma = spaces[Int(space)].vma(at: part.start) else { return [] }
    var cut: [VirtualAddress] = []
    for address in [part.start, part.end]
    where address > vma.range.start && address < vma.range.end {
      let base = leafSpan(at: address).start
      if address > base, cut.last != base, isSharedLeaf(leafEntry(space, base)) {
        cut.append(base)
      }
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
      try touchUnlessFatal(space, vma, address, kind)
      address = address + pageSize
    }
  }

  // MARK: mlock, munlock

  /// Locks the pages that the range touches, and touches them: those of private writable mappings
  /// for writing, others for reading.
  ///
  /// - Throws: ENOMEM at a hole (the part before is locked, nothing touched), or where no page can
  ///   be had (all is locked, the pages before touched).
  /// - Kernel: `do_mlock` in mm/mlock.c.
  public mutating func mlock(
    _ process: ProcessID, _ start: VirtualAddress, length: ByteCount
  ) throws(Refusal) {
    let space = begin(process)
    let range = try changeLock(space, start, length) { $0.insert(.locked) }
    if !prefault(space, range) { throw .errno(.ENOMEM) }
  }

  /// Takes the lock off the pages that the range touches.
  ///
  /// - Throws: ENOMEM at a hole; the part before is done.
  public mutating func munlock(
    _ process: ProcessID, _ start: VirtualAddress, length: ByteCount
  ) throws(Refusal) {
    let space = begin(process)
    _ = try changeLock(space, start, length) { $0.remove(.locked) }
  }

  private mutating func changeLock(
    _ space: Int32, _ start: VirtualAddress, _ length: ByteCount,
    _ change: (inout VMAFlags) -> Void
  ) throws(Refusal) -> AddressRange {
    let first = pageStart(start)
    let (bytes, overflow) = length.addingReportingOverflow(start - first)
    guard !overflow, let range = anyRange(first, length < 0 ? length : bytes)
    else { throw .errno(.EINVAL) }
    var reached = range.start
    for part in mappedParts(space, range).parts {
      guard part.start == reached else { break }
      if changesFlags(space, part, change) { changeFlags(space, part, change) }
      reached = part.end
    }
    guard reached >= range.end else { throw .errno(.ENOMEM) }
    return range
  }

  // MARK: msync

  /// Writes the range back: page entries of shared file mappings become clean, and so do the
  /// frames of regular files.
  ///
  /// - Throws: EINVAL if `start` is not page-aligned; ENOMEM at the end if there was a hole.
  /// - Kernel: `sys_msync`, `filemap_sync` in mm/msync.c.
  public mutating func msync(
    _ process: ProcessID, _ start: VirtualAddress, length: ByteCount
  ) throws(Refusal) {
    let space = begin(process)
    guard isPageAligned(start.value), let range = anyRange(start, length)
    else { throw .errno(.EINVAL) }
    let (parts, isWhole) = mappedParts(space, range)
    for part in parts {
      guard let vma = spaces[Int(space)].vma(at: part.start), vma.isShared else { continue }
      for base in leafBases(space, in: part) {
        let table = leafEntry(space, base).table
        for index in pageIndices(base, in: part) { clean(table, index) }
      }
    }
    if !isWhole { throw .errno(.ENOMEM) }
  }

  private mutating func clean(_ table: Int32, _ index: Int) {
    var entry = pageEntry(table, index)
    guard entry.hasFrame else { return }
    entry.isDirty = false
    setPageEntry(table, index, entry)
    let file = frames[entry.frame].file
    if file >= 0, files[Int(file)].kind == .regular { frames[entry.frame].isDirty = false }
  }

  // MARK: Parts

  /// The range, its end rounded up to whole pages, wherever it lies: what is outside user space is a
  /// hole. Nil if the length is negative or the end no number.
  private func anyRange(_ start: VirtualAddress, _ length: ByteCount) -> AddressRange? {
    guard length >= 0, let length = roundedToPages(length),
      !start.value.addingReportingOverflow(length).overflow
    else { return nil }
    return AddressRange(start, length: length)
  }

  /// The mapped parts of a range, within one vma each, and whether they are all of it.
  func mappedParts(
    _ space: Int32, _ range: AddressRange
  ) -> (parts: [AddressRange], isWhole: Bool) {
    let parts = spaces[Int(space)].indices(overlapping: range).map {
      spaces[Int(space)].vmas[$0].range.intersection(range)
    }
    return (parts, spaces[Int(space)].isFullyMapped(range))
  }

  private mutating func changeFlags(
    _ space: Int32, _ part: AddressRange, _ change: (inout VMAFlags) -> Void
  ) {
    let shift = pageShift
    editVMAs(space, in: part) { space in
      space.change(in: part, pageShift: shift) { change(&$0.flags) }
    }
  }
}
