// remap_file_pages.
extension Machine {
  /// Lets the pages of the range show the file from `offset` (bytes) on.
  ///
  /// The vma becomes nonlinear as a whole; shared tables of the range are copied first. An entry
  /// that goes later faults in linearly. A kernel without nonlinear mappings makes a mapping of its
  /// own instead, and touches its pages.
  ///
  /// - Throws: EINVAL unless the range is page-aligned, not empty, inside one shared vma of a file,
  ///   and (for a nonlinear mapping) the file has the pages; ENOMEM without frames for tables and
  ///   pages.
  /// - Kernel: `sys_remap_file_pages` in mm/fremap.c, 2.5; `remap_file_pages` in mm/mmap.c, 6.18.
  public mutating func remapFilePages(
    _ process: ProcessID, _ start: VirtualAddress, length: ByteCount, offset: ByteCount
  ) throws(Refusal) {
    let space = beginCall(process)
    try withinLowMemory { machine throws(Refusal) in
      try machine.remapFilePages(space, start, length: length, offset: offset)
    }
  }

  private mutating func remapFilePages(
    _ space: Int32, _ start: VirtualAddress, length: ByteCount, offset: ByteCount
  ) throws(Refusal) {
    guard isPageAligned(start.value), isPageAligned(length), isPageAligned(offset),
      offset >= 0, length > 0,
      let range = userRange(start, length), let vma = spaces[Int(space)].vma(at: start),
      vma.isShared, vma.range.contains(range)
    else { throw .errno(.EINVAL) }
    if vma.flags.contains(.hugetlb) { throw .notModelled("remap_file_pages of huge pages") }
    if kernel.mappings.remapsByMapping {
      guard vma.mayWrite else { throw .errno(.EINVAL) }
      return remap(space, vma, range, offset)
    }
    let first = offset &>> pageShift
    let count = range.length &>> pageShift
    let end = files[Int(vma.file)].pageCount(pageShift: pageShift)
    guard first <= end, count <= end - first else { throw .errno(.EINVAL) }
    let file = vma.file
    let wanted = leaves(overlapping: range)
    try provide { machine in
      let tables =
        machine.missingUpperTables(space, range) + wanted.count
        - machine.spaces[Int(space)].leaves.count(in: wanted)
        + machine.sharedLeafCount(space, in: range)
      return count - machine.cachedCount(file, first..<first + count) + tables
    }

    unshareLeaves(space, in: range, "remap_file_pages")
    let shift = pageShift
    editVMAs(space, in: vma.range) { space in
      space.change(in: vma.range, pageShift: shift) { $0.flags.insert(.nonlinear) }
    }
    allocateMissingLeaves(space, wanted)
    let pages = first..<first + count
    var filePage = first
    while filePage < pages.upperBound {
      let cached = files[Int(file)].cache.stretch(at: filePage, end: pages.upperBound)
      let frame = frames(of: file, filePage..<cached.end, cached.value).lowerBound
      let start = address(ofPage: page(range.start) + filePage - first)
      install(
        PageEntry(files[Int(file)].entryKind, frame: frame, isWritable: vma.isWritable), space,
        AddressRange(start, length: (cached.end - filePage) << shift))
      filePage = cached.end
    }
  }

  /// Lets the range show another part of the file by a mapping of its own, and touches its pages.
  ///
  /// - Kernel: `remap_file_pages` in mm/mmap.c, 6.18.
  private mutating func remap(
    _ space: Int32, _ vma: VMA, _ range: AddressRange, _ offset: ByteCount
  ) {
    var new = vma.cut(to: range, pageShift: pageShift)
    new.pageOffset = offset &>> pageShift
    // The file outlives its last mapping for a moment.
    willChange(file: vma.file)
    files[Int(vma.file)].mappings += 1
    unmap(space, range)
    addMapping(space, new)
    files[Int(vma.file)].mappings -= 1
    _ = prefault(space, range)
  }

  /// Replaces the entries of the range by a run of others.
  private mutating func install(_ entry: PageEntry, _ space: Int32, _ range: AddressRange) {
    let first = page(range.start)
    for piece in pieces(space, overlapping: range) {
      let keys = keys(piece, in: range)
      let replaced = empty(keys)
      flush(space, times: replaced, pages: replaced)
      fill(keys, entry.advanced(by: keys.lowerBound - keyDistance(piece) - first))
    }
  }
}
