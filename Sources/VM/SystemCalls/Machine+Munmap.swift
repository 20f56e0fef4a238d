// munmap, and the clearing of ranges that it has in common with other calls.
extension Machine {
  /// Unmaps a range.
  ///
  /// - Throws: EINVAL if `start` is not page-aligned, the length not positive, or the range leaves
  ///   user space; ENOMEM if a shared table must be copied and no frame is free.
  public mutating func munmap(
    _ process: ProcessID, _ start: VirtualAddress, length: ByteCount
  ) throws(Refusal) {
    let space = beginCall(process)
    try withinLowMemory { machine throws(Refusal) in
      try machine.munmap(space, start, length: length)
    }
  }

  private mutating func munmap(
    _ space: Int32, _ start: VirtualAddress, length: ByteCount
  ) throws(Refusal) {
    guard isPageAligned(start.value), length > 0, let range = userRange(start, length)
    else { throw .errno(.EINVAL) }
    if cutsHugePage(space, range) { throw .errno(.EINVAL) }
    try provide { $0.leavesToUnshare(space, removing: range).count }
    unmap(space, range)
  }

  func mapsHugePages(_ space: Int32, _ range: AddressRange) -> Bool {
    spaces[Int(space)].indices(overlapping: range).contains {
      spaces[Int(space)].vmas[$0].flags.contains(.hugetlb)
    }
  }

  /// Whether an end of the range lies inside a huge page of a mapping (`hugetlb_vm_op_split`).
  func cutsHugePage(_ space: Int32, _ range: AddressRange) -> Bool {
    [range.start, range.end].contains { cut in
      guard !isHugeAligned(cut.value), let vma = spaces[Int(space)].vma(at: cut) else {
        return false
      }
      return vma.flags.contains(.hugetlb)
    }
  }

  /// Takes the range out of an address space. Frames for copies of tables are free.
  ///
  /// - Kernel: `do_munmap` in mm/mmap.c.
  mutating func unmap(_ space: Int32, _ range: AddressRange) {
    if takeOut(space, range) { flush(space) }
  }

  /// The same without the flush.
  ///
  /// - Returns: whether a translation has gone by it.
  @discardableResult
  mutating func takeOut(_ space: Int32, _ range: AddressRange) -> Bool {
    let zapped = zap(space, range)
    let zappedHuge = zapHugeMappings(space, range)
    let shift = pageShift
    editVMAs(space, in: range) { $0.remove(range, pageShift: shift) }
    freeTables(of: space, in: range)
    return zapped || zappedHuge
  }

  /// Clears the entries of a range: shared leaves that the range covers in full are left to the
  /// others, those it covers in part are copied first.
  ///
  /// - Parameter keepsGuards: guard entries stay.
  /// - Returns: whether a present entry has been cleared or a leaf left.
  /// - Kernel: `zap_page_range` in mm/memory.c.
  mutating func zap(_ space: Int32, _ range: AddressRange, keepsGuards: Bool = false) -> Bool {
    let clearedBefore = totals.events.pteCleared
    var isLeft = false
    for piece in pieces(space, cutBy: range)
    where holdsMapping(space, piece.leaves.lowerBound, range) {
      if !piece.table.isShared {
        clear(keys(piece, in: range), keepsGuards: keepsGuards)
      } else if isFull(space, piece.leaves.lowerBound, range) {
        detach(space, piece)
        isLeft = true
      } else {
        unshare(space, piece, "part of its span goes")
        for copy in pieces(space, piece.leaves) { clear(keys(copy, in: range)) }
      }
    }
    return isLeft || totals.events.pteCleared > clearedBefore
  }

  /// Frees the tables of every level, the top excepted, that overlap the range and whose own span
  /// no mapping overlaps any more.
  ///
  /// - Kernel: `free_pgtables` in mm/mmap.c.
  private mutating func freeTables(of space: Int32, in range: AddressRange) {
    for level in (1...leafLevel).reversed() {
      // What lies between the first and the last is as empty as the range.
      var gone = indices(range, level: level)
      if let first = gone.first, spaces[Int(space)].isMapped(span(first, level: level)) {
        gone.removeFirst()
      }
      if let last = gone.last, spaces[Int(space)].isMapped(span(last, level: level)) {
        gone.removeLast()
      }
      if level == leafLevel {
        freeLeaves(of: space, gone)
      } else {
        freeUppers(space, level: level, gone)
      }
    }
  }

  /// Frees empty leaves that only this address space reaches.
  mutating func freeLeaves(of space: Int32, _ leaves: Range<Int>) {
    for piece in pieces(space, leaves) {
      unregister(piece.tables)
      unlink(piece, of: space)
      writeTables(piece.tables, nil)
      countFreed(piece.count, level: leafLevel)
    }
  }

  /// The range, its end rounded up to whole pages; nil if it leaves user space.
  func userRange(_ start: VirtualAddress, _ length: ByteCount) -> AddressRange? {
    guard start.value >= 0, start <= geometry.userEnd, length >= 0,
      let length = roundedToPages(length), length <= geometry.userEnd - start
    else { return nil }
    return AddressRange(start, length: length)
  }
}
