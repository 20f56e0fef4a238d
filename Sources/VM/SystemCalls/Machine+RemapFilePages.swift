// remap_file_pages.
extension Machine {
  /// Lets the pages of the range show the file from `offset` (bytes) on.
  ///
  /// The vma becomes nonlinear as a whole; shared tables of the range are copied first. An entry
  /// that goes later faults in linearly.
  ///
  /// - Throws: EINVAL unless the range is page-aligned, not empty, inside one shared vma of a file,
  ///   and the file has the pages; ENOMEM without frames for tables and pages.
  /// - Kernel: `sys_remap_file_pages` in mm/fremap.c.
  public mutating func remapFilePages(
    _ process: ProcessID, _ start: VirtualAddress, length: ByteCount, offset: ByteCount
  ) throws(Refusal) {
    let space = begin(process)
    guard isPageAligned(start.value), isPageAligned(length), isPageAligned(offset),
      offset >= 0, length > 0,
      let range = userRange(start, length), let vma = spaces[Int(space)].vma(at: start),
      vma.isShared, vma.range.contains(range)
    else { throw .errno(.EINVAL) }
    let first = offset >> pageShift
    let count = range.length >> pageShift
    let end = files[Int(vma.file)].pageCount(pageShift: pageShift)
    guard first <= end, count <= end - first else { throw .errno(.EINVAL) }
    let uncached = (first..<first + count).count { files[Int(vma.file)].cachedFrame($0) == nil }
    let tables =
      tablesMissing(space, pages: range, outside: [])
      + sharedLeafBases(space, in: range).count
    guard uncached + tables <= freeFrames else { throw .errno(.ENOMEM) }

    unshareLeaves(space, in: range, "remap_file_pages")
    let shift = pageShift
    editVMAs(space, in: vma.range) { space in
      space.change(in: vma.range, pageShift: shift) { $0.flags.insert(.nonlinear) }
    }
    for index in 0..<count {
      let address = range.start + index << pageShift
      install(cachedFrame(vma.file, first + index), space, vma, at: address)
    }
  }

  private mutating func install(
    _ frame: Int32, _ space: Int32, _ vma: VMA, at address: VirtualAddress
  ) {
    if leafEntry(space, address).isNone { allocateLeaf(space, leafSpan(at: address).start) }
    setPageEntry(
      leafEntry(space, address).table, leafIndex(address),
      PageEntry(.file, frame: frame, isWritable: vma.isWritable))
  }
}
