// mmap and brk: new mappings.
extension Machine {
  /// Maps memory and returns where.
  ///
  /// - Throws: EINVAL, ENOMEM, EACCES, EEXIST as mmap(2) says; `docs/model.md` has the order.
  /// - Kernel: `do_mmap_pgoff` in mm/mmap.c.
  public mutating func mmap(
    _ process: ProcessID, _ request: MapRequest
  ) throws(Refusal) -> VirtualAddress {
    let space = beginCall(process)
    let range = try withinLowMemory { machine throws(Refusal) in try machine.map(space, request) }
    if request.populate || request.locked { _ = prefault(space, range) }
    return range.start
  }

  /// The same but for touching the pages: where the mapping is.
  private mutating func map(
    _ space: Int32, _ request: MapRequest
  ) throws(Refusal) -> AddressRange {
    var request = request
    try checkShape(of: request)
    if isHuge(request) { try adjustHuge(&request) }
    let range = try place(request, in: space)
    if request.isShared, request.readOnly, request.backing != .anonymous,
      request.protection.contains(.write)
    {
      throw .errno(.EACCES)
    }
    if case .at = request.placement, spaces[Int(space)].isMapped(range) { throw .errno(.EEXIST) }
    try provide { $0.leavesToUnshare(space, replacing: range).count }
    if case .replacing = request.placement {
      if cutsHugePage(space, range) { throw .errno(.EINVAL) }
      unmap(space, range)
    }
    addMapping(space, newVMA(for: request, range))
    if isHuge(request) { extendHugeFile(for: request) }
    return range
  }

  /// Puts a vma where nothing is mapped: shared leaves it reaches into are copied first.
  mutating func addMapping(_ space: Int32, _ vma: VMA) {
    unshareLeaves(space, in: vma.range, "a new mapping within its span")
    let shift = pageShift
    editVMAs(space, in: vma.range) { $0.insert(vma, pageShift: shift) }
  }

  // MARK: Huge pages

  private func isHuge(_ request: MapRequest) -> Bool {
    if case .file(let file) = request.backing {
      files[Int(file.index)].kind == .hugetlb
    } else {
      false
    }
  }

  /// A mapping of huge pages consists of whole ones.
  ///
  /// - Kernel: `ksys_mmap_pgoff` in mm/mmap.c, `hugetlbfs_file_mmap` in fs/hugetlbfs/inode.c.
  private func adjustHuge(_ request: inout MapRequest) throws(Refusal) {
    let (sum, overflow) = request.length.addingReportingOverflow(hugePageSize - 1)
    guard !overflow else { throw .errno(.ENOMEM) }
    request.length = sum & ~(hugePageSize - 1)
    guard isHugeAligned(request.offset), isHugeAligned(request.placement.address?.value ?? 0)
    else { throw .errno(.EINVAL) }
    request.alignment = max(request.alignment, hugePageSize)
  }

  /// A writable mapping past the end of a file of huge pages lets it grow.
  private mutating func extendHugeFile(for request: MapRequest) {
    guard case .file(let file) = request.backing, request.protection.contains(.write),
      files[Int(file.index)].size < request.offset + request.length
    else { return }
    willChange(file: file.index)
    files[Int(file.index)].size = request.offset + request.length
    files[Int(file.index)].frameNumbers = nil
  }

  // MARK: Checks

  private func checkShape(of request: MapRequest) throws(Refusal) {
    let alignment = request.alignment
    guard request.length > 0, alignment >= 0, alignment & (alignment &- 1) == 0,
      isPageAligned(request.offset)
    else { throw .errno(.EINVAL) }
    if let address = request.placement.address {
      guard isPageAligned(address.value),
        alignment == 0 || address.value & (alignment - 1) == 0
      else { throw .errno(.EINVAL) }
    }
    guard request.offset >= 0 else { throw .errno(.EINVAL) }
    if request.growsDown, request.isShared || request.backing != .anonymous {
      throw .errno(.EINVAL)
    }
  }

  /// The range that the request gets, or asks for.
  private func place(_ request: MapRequest, in space: Int32) throws(Refusal) -> AddressRange {
    guard let length = roundedToPages(request.length), length <= geometry.userEnd.value,
      request.offset <= Int.max - length
    else { throw .errno(.ENOMEM) }
    if let address = request.placement.address {
      guard let range = userRange(address, length) else { throw .errno(.ENOMEM) }
      return range
    }
    guard let range = freeRange(space, length: length, alignment: request.alignment)
    else { throw .errno(.ENOMEM) }
    return range
  }

  /// The highest free range below the mmap base; a leaf's span or more is aligned to that span.
  func freeRange(
    _ space: Int32, length: ByteCount, alignment wish: ByteCount
  ) -> AddressRange? {
    let alignment = max(wish, length >= leafSpan ? leafSpan : pageSize)
    var end = geometry.mmapBase
    let below = spaces[Int(space)].indices(
      overlapping: AddressRange(VirtualAddress(0), geometry.mmapBase))
    for place in below.reversed() {
      let vma = spaces[Int(space)].vmas[place].range
      if let range = highest(length, alignment, above: vma.end, below: end) { return range }
      end = vma.start
    }
    return highest(length, alignment, above: VirtualAddress(pageSize), below: end)
  }

  private func highest(
    _ length: ByteCount, _ alignment: ByteCount, above low: VirtualAddress,
    below high: VirtualAddress
  ) -> AddressRange? {
    let start = VirtualAddress((high.value - length) & ~(alignment - 1))
    return start >= low ? AddressRange(start, length: length) : nil
  }

  // MARK: The vma

  private mutating func newVMA(for request: MapRequest, _ range: AddressRange) -> VMA {
    var vma = VMA(range: range, protection: request.protection, flags: [])
    if request.locked { vma.flags.insert(.locked) }
    if request.noReserve { vma.flags.insert(.noReserve) }
    if request.growsDown { vma.flags.insert(.growsDown) }
    if request.isShared { vma.flags.insert(.shared) }
    if isHuge(request) {
      vma.flags.insert(.hugetlb)
      vma.flags.remove(.locked)
    } else if isAccounted(vma) {
      vma.flags.insert(.accounted)
    }
    switch request.backing {
    case .file(let file):
      vma.file = file.index
      vma.pageOffset = request.offset &>> pageShift
      if request.readOnly { vma.flags.insert(.readOnlyFile) }
      if request.readOnly || (request.reopen && kernel.mappings.tracksAnonVMAs) {
        vma.openFile = totals.nextOpenFile
        totals.nextOpenFile += 1
      }
    case .anonymous where request.isShared:
      vma.file = addFile(
        name: "anonymous shared memory", kind: .shm, isUnnamed: true, size: range.length)
    case .anonymous:
      vma.pageOffset = page(range.start)
    }
    return vma
  }

  /// Whether memory is set aside for a mapping from its start.
  ///
  /// - Kernel: `accountable_mapping` in mm/vma.c.
  private func isAccounted(_ vma: VMA) -> Bool {
    kernel.mappings.tracksAnonVMAs && vma.isWritable
      && vma.flags.isDisjoint(with: [.shared, .noReserve])
  }

  // MARK: brk

  /// Sets the size of the heap, which begins at `geometry.heapStart`, and returns its range.
  ///
  /// - Throws: EINVAL for a negative size; ENOMEM if something is in the way, user space ends, or
  ///   no frame is free for the copy of a shared table.
  /// - Kernel: `sys_brk` in mm/mmap.c.
  public mutating func brk(
    _ process: ProcessID, size: ByteCount
  ) throws(Refusal) -> AddressRange {
    let space = beginCall(process)
    return try withinLowMemory { machine throws(Refusal) in try machine.brk(space, size: size) }
  }

  private mutating func brk(_ space: Int32, size: ByteCount) throws(Refusal) -> AddressRange {
    guard size >= 0 else { throw .errno(.EINVAL) }
    guard let heap = userRange(geometry.heapStart, size) else { throw .errno(.ENOMEM) }
    let oldEnd = geometry.heapStart + spaces[Int(space)].heapSize
    let changed = AddressRange(min(oldEnd, heap.end), max(oldEnd, heap.end))
    let isGrowing = heap.end > oldEnd
    if isGrowing, spaces[Int(space)].isMapped(changed) { throw .errno(.ENOMEM) }
    try provide { machine in
      isGrowing
        ? machine.leavesToUnshare(space, replacing: changed).count
        : machine.leavesToUnshare(space, removing: changed).count
    }
    if isGrowing {
      var vma = VMA(range: changed, protection: [.read, .write], flags: [])
      vma.pageOffset = page(changed.start)
      if isAccounted(vma) { vma.flags.insert(.accounted) }
      addMapping(space, vma)
    } else if !changed.isEmpty {
      unmap(space, changed)
    }
    spaces[Int(space)].heapSize = heap.length
    return heap
  }
}

extension MapRequest.Placement {
  /// The address asked for.
  var address: VirtualAddress? {
    switch self {
    case .anywhere: nil
    case .at(let address), .replacing(let address): address
    }
  }
}
