// Swap space: how much there is.
extension Machine {
  /// Bytes of swap space.
  public var swapTotal: ByteCount { totals.swapSlots &<< pageShift }

  /// Bytes of swap space in use.
  public var swapUsed: ByteCount { totals.usedSlots &<< pageShift }

  /// Adds swap space.
  ///
  /// - Parameter size: bytes; what is less than a page is not used.
  /// - Throws: EINVAL unless that is at least a page.
  /// - Kernel: `sys_swapon` in mm/swapfile.c.
  public mutating func swapOn(_ size: ByteCount) throws(Refusal) {
    actor = -1
    totals.work.calls += 1
    let (slots, overflow) = totals.swapSlots.addingReportingOverflow(size >> pageShift)
    guard size >= pageSize, !overflow, slots <= Int.max >> pageShift else {
      throw .errno(.EINVAL)
    }
    totals.swapSlots = slots
  }
}
