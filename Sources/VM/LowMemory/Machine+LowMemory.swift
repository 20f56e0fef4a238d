// Low memory: on 32-bit machines the kernel's own data must lie where the kernel can reach it.
//
// What a call will need there hangs on how long the chains of many pages become. Nobody works that
// out beforehand: where low memory may not last, the call is made and looked at, and taken back if
// it has left more there than fits.
extension Machine {
  /// Bytes of low memory that the kernel has: page tables, nodes of chains.
  var lowMemoryTaken: ByteCount {
    let tables = totals.pageTables
    let low = kernel.tables.leavesInHighMemory ? tables.total - tables.pte : tables.total
    return low &<< pageShift + totals.chainNodes * chains.nodeBytes
      + totals.ownerNodes * chains.ownerNodeBytes
  }

  /// Whether low memory may not last for so many bytes; never on machines without any.
  @inline(__always)
  func mayLackLowMemory(for bytes: ByteCount) -> Bool {
    guard let lowMemory else { return false }
    return lowMemory - lowMemoryTaken < bytes
  }

  /// Does what a call does, unless that leaves more in low memory than there is.
  ///
  /// - Throws: as `call`; ENOMEM if low memory does not last: nothing has changed then.
  mutating func withinLowMemory<T>(
    _ call: (inout Machine) throws(Refusal) -> T
  ) throws(Refusal) -> T {
    guard mayLackLowMemory(for: mostOfAnAddressSpace) else { return try call(&self) }
    let outcome = attempt { machine in
      Result { () throws(Refusal) in try call(&machine) }
    }
    guard let outcome else { throw refusalForLowMemory() }
    return try outcome.get()
  }

  /// A call fails for low memory, and why is remembered.
  mutating func refusalForLowMemory() -> Refusal {
    shortage = MemoryShortage(ofLowMemory: self)
    return .errno(.ENOMEM)
  }

  /// Does something and looks whether low memory has lasted; if not, it has not happened.
  ///
  /// - Parameter isKept: it has not happened in either case.
  mutating func attempt<T>(isKept: Bool = true, _ work: (inout Machine) -> T) -> T? {
    let mark = self.mark()
    let reasons = self.reasons
    // What has been saved before the mark must be saved once more.
    if actor >= 0 { willChange(space: processes[Int(actor)].space) }
    let result = work(&self)
    let fits = !mayLackLowMemory(for: 0)
    if !fits || !isKept {
      restore(to: mark)
      self.reasons = reasons
    }
    release(mark)
    return fits ? result : nil
  }

  /// Bytes of low memory that a call takes at most: what its process had, or its child, if it had
  /// to be given all of an address space anew, and each page a node.
  var mostOfAnAddressSpace: ByteCount {
    let range = AddressRange(VirtualAddress(0), geometry.userEnd)
    return mostInLowMemory(pages(range).count)
  }

  /// Bytes of low memory that so many consecutive pages, and their tables, take at most.
  func mostInLowMemory(_ pages: Int) -> ByteCount {
    let leaves = pages &>> entryBits + 2
    let each =
      chains.nodeBytes &<< entryBits + pageSize * geometry.levels.count
      + 2 * chains.ownerNodeBytes
    return leaves * each
  }

  // MARK: Questions

  /// Bytes; nil on machines without low memory.
  public var lowMemoryTotal: ByteCount? { lowMemory }

  /// Bytes that the kernel can still have; nil on machines without low memory.
  public var lowMemoryFree: ByteCount? {
    lowMemory.map { min($0 - lowMemoryTaken, memoryTotal - memoryUsed) }
  }
}
