// What the calls that walk the vmas of a range have in common.
extension Machine {
  /// The range, its end rounded up to whole pages, wherever it lies: what is outside user space is a
  /// hole. Nil if the length is negative or the end no number.
  func anyRange(_ start: VirtualAddress, _ length: ByteCount) -> AddressRange? {
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

  /// Whether the change would make the part's vma another.
  func changes(_ space: Int32, _ part: AddressRange, _ change: FlagChange) -> Bool {
    guard let vma = spaces[Int(space)].vma(at: part.start) else { return false }
    return change.applied(to: vma.flags) != vma.flags
  }

  mutating func apply(_ change: FlagChange, _ space: Int32, _ part: AddressRange) {
    if let vma = spaces[Int(space)].vma(at: part.start) {
      leavePMDTables(space, vma, cutBy: part)
    }
    let shift = pageShift
    editVMAs(space, in: part) { space in
      space.change(in: part, pageShift: shift) { $0.flags = change.applied(to: $0.flags) }
    }
  }
}

/// Flags of vmas that a call sets and clears.
struct FlagChange {
  var setting: VMAFlags = []
  var clearing: VMAFlags = []
  /// The call refuses mappings of files and shared ones.
  var isForAnonymousOnly = false

  func applied(to flags: VMAFlags) -> VMAFlags { flags.subtracting(clearing).union(setting) }
}
