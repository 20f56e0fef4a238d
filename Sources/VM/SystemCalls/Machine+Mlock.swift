// mlock and munlock.
extension Machine {
  /// Locks the pages that the range touches, and touches them: those of private writable mappings
  /// for writing, others for reading.
  ///
  /// - Throws: ENOMEM at a hole (the part before is locked, nothing touched), or where no page can
  ///   be had (all is locked, the pages before touched).
  /// - Kernel: `do_mlock` in mm/mlock.c.
  public mutating func mlock(
    _ process: ProcessID, _ start: VirtualAddress, length: ByteCount
  ) throws(Refusal) {
    let space = beginCall(process)
    let range = try changeLock(space, start, length, FlagChange(setting: .locked))
    if !prefault(space, range) { throw .errno(.ENOMEM) }
  }

  /// Takes the lock off the pages that the range touches.
  ///
  /// - Throws: ENOMEM at a hole; the part before is done.
  public mutating func munlock(
    _ process: ProcessID, _ start: VirtualAddress, length: ByteCount
  ) throws(Refusal) {
    let space = beginCall(process)
    _ = try changeLock(space, start, length, FlagChange(clearing: .locked))
  }

  private mutating func changeLock(
    _ space: Int32, _ start: VirtualAddress, _ length: ByteCount,
    _ change: FlagChange
  ) throws(Refusal) -> AddressRange {
    let first = pageStart(start)
    let (bytes, overflow) = length.addingReportingOverflow(start - first)
    guard !overflow, let range = anyRange(first, length < 0 ? length : bytes)
    else { throw .errno(.EINVAL) }
    var reached = range.start
    for part in mappedParts(space, range).parts {
      guard part.start == reached else { break }
      let isHuge = spaces[Int(space)].vma(at: part.start)?.flags.contains(.hugetlb) == true
      if !isHuge, changes(space, part, change) { apply(change, space, part) }
      reached = part.end
    }
    guard reached >= range.end else { throw .errno(.ENOMEM) }
    return range
  }
}
