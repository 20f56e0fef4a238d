// munmap, and the clearing of ranges that it has in common with other calls.
extension Machine {
  /// Unmaps a range.
  ///
  /// - Throws: EINVAL if `start` is not page-aligned, the length not positive, or the range leaves
  ///   user space; ENOMEM if a shared table must be copied and no frame is free.
  public mutating func munmap(
    _ process: ProcessID, _ start: VirtualAddress, length: ByteCount
  ) throws(Refusal) {
    let space = begin(process)
    guard isPageAligned(start.value), length > 0, let range = userRange(start, length)
    else { throw .errno(.EINVAL) }
    guard leavesToUnshare(space, removing: range).count <= freeFrames else { throw .errno(.ENOMEM) }
    unmap(space, range)
  }

  /// Takes the range out of an address space. Frames for copies of tables are free.
  ///
  /// - Kernel: `do_munmap` in mm/mmap.c.
  mutating func unmap(_ space: Int32, _ range: AddressRange) {
    zap(space, range)
    let shift = pageShift
    editVMAs(space, in: range) { $0.remove(range, pageShift: shift) }
    freeTables(of: space, in: range)
  }

  /// Clears the entries of a range: shared leaves that the range covers in full are left to the
  /// others, those it covers in part are copied first.
  ///
  /// - Kernel: `zap_page_range` in mm/memory.c.
  mutating func zap(_ space: Int32, _ range: AddressRange) {
    for base in leafBases(space, in: range) where holdsMapping(space, base, range) {
      let entry = leafEntry(space, base)
      if isSharedLeaf(entry), isFull(space, base, range) {
        detach(space, base)
        continue
      }
      if isSharedLeaf(entry) { unshare(space, base, "part of its span goes") }
      let table = leafEntry(space, base).table
      for index in pageIndices(base, in: range) { clearPageEntry(table, index) }
    }
  }

  /// Frees the tables of every level, the top excepted, that overlap the range and whose own span
  /// no mapping overlaps any more.
  ///
  /// - Kernel: `free_pgtables` in mm/mmap.c.
  private mutating func freeTables(of space: Int32, in range: AddressRange) {
    freeTables(below: spaces[Int(space)].top, VirtualAddress(0), of: space, in: range)
  }

  private mutating func freeTables(
    below table: Int32, _ base: VirtualAddress, of space: Int32, in range: AddressRange
  ) {
    let level = Int(tables[table].level)
    for (index, span) in entrySpans(level: level, base: base, in: range) {
      let slot = TableSlot(table: table, index: index)
      let entry = tableEntry(slot)
      if entry.isNone { continue }
      let isEmpty = !spaces[Int(space)].isMapped(span)
      if level == leafLevel - 1 {
        if isEmpty { freeLeaf(at: slot, of: space) }
        continue
      }
      freeTables(below: entry.table, span.start, of: space, in: range)
      if isEmpty {
        tables[table].words[index] = 0
        freeUpper(entry.table, of: space)
      }
    }
  }

  /// Frees an empty leaf that only this address space reaches.
  private mutating func freeLeaf(at slot: TableSlot, of space: Int32) {
    let table = tableEntry(slot).table
    unlink(at: slot, of: space)
    unregister(table)
    freeTable(table)
  }

  /// The range, its end rounded up to whole pages; nil if it leaves user space.
  func userRange(_ start: VirtualAddress, _ length: ByteCount) -> AddressRange? {
    guard start.value >= 0, start <= geometry.userEnd, length >= 0,
      let length = roundedToPages(length), length <= geometry.userEnd - start
    else { return nil }
    return AddressRange(start, length: length)
  }
}
