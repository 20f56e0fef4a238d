import VM

/// mmap, munmap and brk.
extension NaiveMachine {
  var userEnd: Int { geometry.userEnd.value }

  /// start..<start + length rounded up to pages; nil if that is not inside user space.
  func userRange(_ start: Int, _ length: Int) -> Range<Int>? {
    guard start >= 0, length >= 0, length <= userEnd, start <= userEnd - roundUp(length) else {
      return nil
    }
    return start..<(start + roundUp(length))
  }

  /// The highest free place below the mmap base.
  func freePlace(_ space: Int, _ length: Int, alignment: Int) -> Range<Int>? {
    let length = roundUp(length)
    let alignment = max(page, alignment, length >= span ? span : 0)
    var high = geometry.mmapBase.value
    for vma in spaces[space]!.vmas.reversed() {
      if let place = highest(in: vma.range.upperBound, high, length, alignment) { return place }
      high = min(high, vma.range.lowerBound)
    }
    return highest(in: 0, high, length, alignment)
  }

  private func highest(in low: Int, _ high: Int, _ length: Int, _ alignment: Int) -> Range<Int>? {
    let low = max(low, page)
    guard length <= high - low else { return nil }
    let start = (high - length) / alignment * alignment
    return start >= low ? start..<(start + length) : nil
  }

  // MARK: mmap

  mutating func mmap(
    _ process: ProcessID, _ request: MapRequest
  ) throws(Refusal) -> VirtualAddress {
    let space = space(process)
    let range = try placeForMap(space, request)
    try whole { machine in
      if case .replacing = request.placement { machine.unmap(space, range) }
      machine.unshareLeaves(space, over: range)
      machine.addVMA(space, machine.newVMA(request, range))
      machine.extendHugeFile(request)
    }
    if request.populate || request.locked { try? touchAll(space, range) }
    return VirtualAddress(range.lowerBound)
  }

  private func placeForMap(_ space: Int, _ request: MapRequest) throws(Refusal) -> Range<Int> {
    let isFile = request.backing != .anonymous
    let unit = unit(of: request)
    let alignment = request.alignment
    if request.length <= 0 { throw .errno(.EINVAL) }
    if alignment < 0 || alignment & (alignment &- 1) != 0 { throw .errno(.EINVAL) }
    var wanted: Int?
    switch request.placement {
    case .anywhere: break
    case .at(let address), .replacing(let address): wanted = address.value
    }
    if let wanted {
      if wanted % unit != 0 { throw .errno(.EINVAL) }
      if alignment > 1 && wanted % alignment != 0 { throw .errno(.EINVAL) }
    }
    if request.offset % unit != 0 || request.offset < 0 { throw .errno(.EINVAL) }
    if request.growsDown && (isFile || request.isShared) { throw .errno(.EINVAL) }

    if request.length > userEnd { throw .errno(.ENOMEM) }
    let length = (request.length + unit - 1) / unit * unit
    let range: Range<Int>
    if let wanted {
      guard let asked = userRange(wanted, length) else { throw .errno(.ENOMEM) }
      range = asked
    } else {
      guard let place = freePlace(space, length, alignment: max(alignment, unit)) else {
        throw .errno(.ENOMEM)
      }
      range = place
    }
    if request.isShared && request.readOnly && request.protection.contains(.write) {
      throw .errno(.EACCES)
    }
    if case .at = request.placement, !isFree(space, range) { throw .errno(.EEXIST) }
    if !isCutWell(space, range) { throw .errno(.EINVAL) }
    return range
  }

  private mutating func newVMA(_ request: MapRequest, _ range: Range<Int>) -> NaiveVMA {
    var vma = NaiveVMA(
      range: range, protection: request.protection, isShared: request.isShared, file: nil)
    vma.origin = range.lowerBound
    vma.isAccounted = isAccounted(request)
    switch request.backing {
    case .file(let file):
      vma.file = Int(file.index)
      vma.offset = request.offset
      vma.isReadOnly = request.readOnly
      let isReopened = request.reopen && kernel.mappings.tracksAnonVMAs
      if request.readOnly || isReopened { vma.description = nextSerial() }
    case .anonymous where request.isShared:
      let file = nextSerial()
      files[file] = NaiveFile(kind: .shm, size: request.length, isNamed: false)
      vma.file = file
      vma.offset = request.offset
    case .anonymous: break
    }
    if request.locked && unit(of: request) == page { vma.flags.insert(.locked) }
    if request.noReserve { vma.flags.insert(.noreserve) }
    if request.growsDown { vma.flags.insert(.growsdown) }
    return vma
  }

  /// Memory that may have to be there for it is promised.
  private func isAccounted(_ request: MapRequest) -> Bool {
    kernel.mappings.tracksAnonVMAs && !request.isShared && request.protection.contains(.write)
      && !request.noReserve && unit(of: request) == page
  }

  /// Touches each page as populate and mlock do: write where it is private and writable, else read.
  /// Throws what the first fatal access would be; kills nobody.
  mutating func touchAll(_ space: Int, _ range: Range<Int>) throws(Refusal) {
    for address in stride(from: range.lowerBound, to: range.upperBound, by: page) {
      let vma = vma(space, at: address)!
      if vma.protection.isEmpty {
        if kernel.mappings.populatesLocked { throw .errno(.ENOMEM) }
        continue
      }
      let writes = !vma.isShared && vma.protection.contains(.write)
      try touch(space, address, writes ? .write : .read, countsSignals: false)
    }
  }

  // MARK: munmap

  mutating func munmap(
    _ process: ProcessID, _ start: VirtualAddress, length: ByteCount
  ) throws(Refusal) {
    let space = space(process)
    guard start.value % page == 0, length > 0, let range = userRange(start.value, length) else {
      throw .errno(.EINVAL)
    }
    if !isCutWell(space, range) { throw .errno(.EINVAL) }
    try whole { machine in machine.unmap(space, range) }
  }

  mutating func unmap(_ space: Int, _ range: Range<Int>) {
    if range.isEmpty { return }
    let wasPresent = zap(space, range)
    let wasHuge = zapHugePages(space, range)
    if wasPresent || wasHuge { flush([space]) }
    cutVMAs(space, range)
    decideFileTables()
    freeTables(space, over: range)
    dropUnmappedFiles()
  }

  // MARK: brk

  mutating func brk(_ process: ProcessID, size: ByteCount) throws(Refusal) -> AddressRange {
    let space = space(process)
    if size < 0 { throw .errno(.EINVAL) }
    let heap = geometry.heapStart.value
    guard let wanted = userRange(heap, size) else { throw .errno(.ENOMEM) }
    let old = heap + spaces[space]!.heapLength
    if wanted.upperBound > old {
      let growth = old..<wanted.upperBound
      if !isFree(space, growth) { throw .errno(.ENOMEM) }
      try whole { machine in
        machine.unshareLeaves(space, over: growth)
        var heap = NaiveVMA(
          range: growth, protection: [.read, .write], isShared: false, file: nil)
        heap.origin = growth.lowerBound
        heap.isAccounted = machine.kernel.mappings.tracksAnonVMAs
        machine.addVMA(space, heap)
      }
    } else {
      try whole { machine in machine.unmap(space, wanted.upperBound..<old) }
    }
    spaces[space]!.heapLength = wanted.count
    return AddressRange(geometry.heapStart, length: wanted.count)
  }
}
