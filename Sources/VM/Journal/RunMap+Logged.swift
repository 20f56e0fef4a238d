// Changes of maps, logged while a mark is open.
extension RunMap {
  /// As `assign`.
  ///
  /// - Parameters:
  ///   - kind: which of the machine's maps this is.
  ///   - owner: the address space or file whose it is.
  @inline(__always)
  mutating func assign(
    _ range: Range<Int>, _ value: Value?, of kind: Journal.MapKind, owner: Int32 = 0,
    log journal: inout Journal
  ) {
    if journal.isOpen { journal.record(kind, owner, range, of: self) }
    assign(range, value)
  }

  /// As `update`.
  mutating func update(
    _ range: Range<Int>, of kind: Journal.MapKind, log journal: inout Journal,
    _ change: (inout Value, _ keys: Range<Int>) -> Void
  ) {
    if journal.isOpen { journal.record(kind, 0, range, of: self) }
    update(range, change)
  }
}
