import VM

/// mremap and remap_file_pages.
extension NaiveMachine {
  // MARK: mremap

  mutating func mremap(
    _ process: ProcessID, _ request: RemapRequest
  ) throws(Refusal) -> VirtualAddress {
    let space = space(process)
    let start = request.start.value
    if kernel.tables.mremapMovesTables { return try mremapMovingTables(space, request) }
    try checkRemap(request)
    let oldLength = roundUp(request.oldLength)
    let newLength = roundUp(request.newLength)
    guard let source = userRange(start, oldLength), let vma = vma(space, at: start),
      vma.contains(source)
    else { throw .errno(.EFAULT) }

    if request.destination == nil && !request.keepsSource {
      if newLength == oldLength { return request.start }
      if newLength < oldLength {
        try whole { machine in
          machine.unmap(space, (start + newLength)..<source.upperBound)
        }
        return request.start
      }
      if source.upperBound == vma.range.upperBound, let grown = userRange(start, newLength),
        isFree(space, source.upperBound..<grown.upperBound)
      {
        let growth = source.upperBound..<grown.upperBound
        try whole { machine in
          machine.unshareLeaves(space, over: growth)
          machine.addVMA(space, vma.grown(over: growth))
        }
        return request.start
      }
      if !request.mayMove { throw .errno(.ENOMEM) }
    }

    let destination: Range<Int>
    if let to = request.destination {
      destination = to.value..<(to.value + newLength)
    } else {
      guard newLength <= userEnd, let place = freePlace(space, newLength, alignment: 0) else {
        throw .errno(.ENOMEM)
      }
      destination = place
    }
    try whole { machine in
      machine.move(space, source, destination, keepsSource: request.keepsSource)
    }
    return VirtualAddress(destination.lowerBound)
  }

  private func checkRemap(_ request: RemapRequest) throws(Refusal) {
    let start = request.start.value
    let to = request.destination?.value
    if start % page != 0 || (to ?? 0) % page != 0 { throw .errno(.EINVAL) }
    if request.newLength <= 0 || request.oldLength <= 0 { throw .errno(.EINVAL) }
    if let to {
      guard let destination = userRange(to, request.newLength) else { throw .errno(.EINVAL) }
      if (start..<(start + roundUp(request.oldLength))).overlaps(destination) {
        throw .errno(.EINVAL)
      }
    }
    if request.keepsSource
      && (roundUp(request.oldLength) != roundUp(request.newLength)
        || !(request.mayMove || to != nil))
    {
      throw .errno(.EINVAL)
    }
  }

  private mutating func move(
    _ space: Int, _ wholeSource: Range<Int>, _ destination: Range<Int>, keepsSource: Bool
  ) {
    unmap(space, destination)
    let length = min(wholeSource.count, destination.count)
    let source = wholeSource.lowerBound..<(wholeSource.lowerBound + length)
    unmap(space, source.upperBound..<wholeSource.upperBound)

    unshareLeaves(space, over: source)
    unshareLeaves(space, over: destination)
    var copy = vma(space, at: source.lowerBound)!.clipped(to: source)
    copy.range = destination
    addVMA(space, copy)

    for from in stride(from: source.lowerBound, to: source.upperBound, by: page) {
      let to = from - source.lowerBound + destination.lowerBound
      guard let link = spaces[space]!.links[leafBase(from)],
        let entry = leaves[link.leaf]!.entries.removeValue(forKey: from % span / page)
      else { continue }
      if entry.isPresent { flush([space], pages: 1) }
      makeUppers(space, over: to)
      if spaces[space]!.links[leafBase(to)] == nil {
        giveLeaf(Owner(space: space, base: leafBase(to)))
      }
      let leaf = spaces[space]!.links[leafBase(to)]!.leaf
      leaves[leaf]!.entries[to % span / page] = entry
    }
    if !keepsSource { unmap(space, source) }
  }

  // MARK: remap_file_pages

  mutating func remapFilePages(
    _ process: ProcessID, _ start: VirtualAddress, length: ByteCount, offset: ByteCount
  ) throws(Refusal) {
    let space = space(process)
    guard start.value % page == 0, length % page == 0, offset % page == 0, length > 0, offset >= 0,
      let range = userRange(start.value, length), let vma = vma(space, at: start.value),
      vma.contains(range), vma.isShared, let file = vma.file
    else { throw .errno(.EINVAL) }
    if isHuge(vma) { throw .notModelled("remap_file_pages of huge pages") }
    if kernel.mappings.remapsByMapping {
      if vma.isReadOnly { throw .errno(.EINVAL) }
      return remapByMapping(space, vma, range, offset: offset)
    }
    if offset / page > pageCount(ofFile: file) - length / page { throw .errno(.EINVAL) }
    try whole { machine in
      machine.unshareLeaves(space, over: range)
      machine.changeVMA(space, vma.range) { $0.flags.insert(.nonlinear) }
      for address in stride(from: range.lowerBound, to: range.upperBound, by: machine.page) {
        let owner = Owner(space: space, base: machine.leafBase(address))
        machine.makeUppers(space, over: address)
        if machine.spaces[space]!.links[owner.base] == nil { machine.giveLeaf(owner) }
        let number = (offset + address - range.lowerBound) / machine.page
        let frame = machine.cachePage(file, number).frame
        let leaf = machine.spaces[space]!.links[owner.base]!.leaf
        let isPresent = machine.entry(space, at: address)?.isPresent ?? false
        if isPresent { machine.flush([space], pages: 1) }
        machine.leaves[leaf]!.entries[(address - owner.base) / machine.page] = NaiveEntry(
          kind: .file, frame: frame, file: file, filePage: number,
          isWritable: vma.protection.contains(.write))
      }
    }
  }

  /// A mapping of its own for the part, all of whose pages are touched.
  private mutating func remapByMapping(
    _ space: Int, _ vma: NaiveVMA, _ range: Range<Int>, offset: Int
  ) {
    var part = vma.clipped(to: range)
    part.offset = offset
    if zap(space, range) { flush([space]) }
    cutVMAs(space, range)
    freeTables(space, over: range)
    addVMA(space, part)
    try? touchAll(space, range)
  }
}
