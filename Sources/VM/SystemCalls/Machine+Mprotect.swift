// mprotect.
extension Machine {
  /// Changes the protection of a range, vma by vma.
  ///
  /// - Throws: EINVAL if `start` is not page-aligned; ENOMEM for a range past user space, without
  ///   frames for the copies of shared tables (nothing has changed), or at a hole; EACCES where
  ///   write is wanted on a shared mapping of a file opened O_RDONLY. At a hole and on EACCES the
  ///   part before has been changed.
  /// - Kernel: `sys_mprotect` in mm/mprotect.c.
  public mutating func mprotect(
    _ process: ProcessID, _ start: VirtualAddress, length: ByteCount, _ protection: Protection
  ) throws(Refusal) {
    let space = begin(process)
    guard isPageAligned(start.value) else { throw .errno(.EINVAL) }
    if length == 0 { return }
    guard let range = userRange(start, length) else { throw .errno(.ENOMEM) }
    let (parts, refusal) = changedParts(space, range, protection)
    guard leavesToCopy(space, parts, call: range) <= freeFrames else { throw .errno(.ENOMEM) }
    for part in parts { protect(space, part, call: range, protection) }
    if let refusal { throw refusal }
  }

  /// The parts of the range, within one vma each, whose protection changes; and what stops the
  /// call after them.
  private func changedParts(
    _ space: Int32, _ range: AddressRange, _ protection: Protection
  ) -> (parts: [AddressRange], refusal: Refusal?) {
    var parts: [AddressRange] = []
    var reached = range.start
    for place in spaces[Int(space)].indices(overlapping: range) {
      let vma = spaces[Int(space)].vmas[place]
      if vma.range.start > reached { break }
      if protection.contains(.write), !vma.mayWrite { return (parts, .errno(.EACCES)) }
      reached = vma.range.end
      if vma.protection != protection { parts.append(vma.range.intersection(range)) }
    }
    return (parts, reached < range.end ? .errno(.ENOMEM) : nil)
  }

  /// How many leaves the call copies.
  private func leavesToCopy(
    _ space: Int32, _ parts: [AddressRange], call: AddressRange
  ) -> Int {
    var count = 0
    var last: VirtualAddress?
    for part in parts {
      for base in sharedLeafBases(space, in: part) where base != last {
        last = base
        if !call.contains(AddressRange(base, length: leafSpan)) { count += 1 }
      }
    }
    return count
  }

  private mutating func protect(
    _ space: Int32, _ part: AddressRange, call: AddressRange, _ protection: Protection
  ) {
    guard let vma = spaces[Int(space)].vma(at: part.start) else { return }
    for base in leafBases(space, in: part) {
      if protectThroughEntry(space, base, call: call, protection) { continue }
      if isSharedLeaf(leafEntry(space, base)) {
        unshare(space, base, "mprotect of part of its span")
      }
      protectPages(space, base, vma, part, protection)
    }
    let shift = pageShift
    editVMAs(space, in: part) { space in
      space.change(in: part, pageShift: shift) { $0.protection = protection }
    }
  }

  /// Of a file table or a shared leaf whose whole span the call covers, only the entry that points
  /// to it changes; that of a copy-on-write leaf never becomes writable.
  private mutating func protectThroughEntry(
    _ space: Int32, _ base: VirtualAddress, call: AddressRange, _ protection: Protection
  ) -> Bool {
    guard call.contains(AddressRange(base, length: leafSpan)),
      let slot = leafSlot(space, base)
    else { return false }
    let entry = tableEntry(slot)
    let isFileTable = tables[entry.table].isFileTable
    guard isFileTable || isSharedLeaf(entry) else { return false }
    setProtection(isFileTable ? protection : protection.subtracting(.write), at: slot)
    note("mprotect.table-entry", "the whole span: only the table entry changes", base)
    return true
  }

  private mutating func protectPages(
    _ space: Int32, _ base: VirtualAddress, _ vma: VMA, _ part: AddressRange,
    _ protection: Protection
  ) {
    let tableEntry = leafEntry(space, base)
    let removesWrite = vma.isWritable && !protection.contains(.write) && tableEntry.isWritable
    let addsWrite = !vma.isWritable && protection.contains(.write) && vma.isShared
    guard removesWrite || addsWrite else { return }
    for index in pageIndices(base, in: part) {
      var entry = pageEntry(tableEntry.table, index)
      guard entry.hasFrame, entry.isWritable == removesWrite else { continue }
      entry.isWritable = addsWrite
      setPageEntry(tableEntry.table, index, entry)
    }
  }
}
