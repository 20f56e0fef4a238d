// Memory pressure: a request without the frames that it wants reclaims some, or fails with a reason.
extension Machine {
  /// Makes sure that the frames of a request are free.
  ///
  /// - Parameter need: how many it wants as things are. It is asked again after each reclaim, which
  ///   may have changed that.
  /// - Throws: ENOMEM if nothing more is to be had; what has been reclaimed stays so.
  @inline(__always)
  mutating func provide(_ need: (borrowing Machine) -> Int) throws(Refusal) {
    var wanted = need(self)
    while wanted > freeFrames {
      guard makeRoom(for: wanted) else { throw .errno(.ENOMEM) }
      wanted = need(self)
    }
  }

  /// Reclaims what is missing of so many free frames, and some more, so that not every page that
  /// follows has to.
  ///
  /// - Returns: false if nothing was to be had; why is remembered.
  /// - Kernel: `balance_classzone`, `__alloc_pages` in mm/page_alloc.c.
  @inline(never)
  mutating func makeRoom(for wanted: Int) -> Bool {
    let missing = wanted - freeFrames
    let isOfNumbers = wanted > freeNumbers
    if !isOfNumbers, reclaimFrames(missing + totalFrames / 256) > 0 { return true }
    shortage = MemoryShortage(self, wanted: wanted, cause: isOfNumbers ? .numbers : .frames)
    return false
  }
}
