// mremap.
extension Machine {
  /// Resizes or moves a mapping and returns where it begins.
  ///
  /// - Throws: EINVAL, EFAULT, ENOMEM as mremap(2) says; `docs/model.md` has the order.
  /// - Kernel: `do_mremap` in mm/mremap.c.
  public mutating func mremap(
    _ process: ProcessID, _ request: RemapRequest
  ) throws(Refusal) -> VirtualAddress {
    let space = begin(process)
    let move = try checked(request, space)
    if request.destination != nil || request.keepsSource {
      return try relocate(space, move, request)
    }
    if move.newLength <= move.source.length {
      return try shrink(space, move)
    }
    if try growInPlace(space, move) { return move.source.start }
    guard request.mayMove else { throw .errno(.ENOMEM) }
    return try relocate(space, move, request)
  }

  /// A request that has passed its checks.
  private struct Move {
    var source: AddressRange
    var newLength: ByteCount
    var vma: VMA
  }

  private func checked(_ request: RemapRequest, _ space: Int32) throws(Refusal) -> Move {
    guard isPageAligned(request.start.value), request.oldLength > 0, request.newLength > 0,
      let newLength = roundedToPages(request.newLength)
    else { throw .errno(.EINVAL) }
    let source = userRange(request.start, request.oldLength)
    if let destination = request.destination {
      guard isPageAligned(destination.value), let target = userRange(destination, newLength),
        !target.overlaps(
          source ?? AddressRange(request.start, length: 0))
      else { throw .errno(.EINVAL) }
    }
    if request.keepsSource {
      guard request.mayMove || request.destination != nil,
        roundedToPages(request.oldLength) == newLength
      else { throw .errno(.EINVAL) }
    }
    guard let source, let vma = spaces[Int(space)].vma(at: source.start),
      vma.range.contains(source)
    else { throw .errno(.EFAULT) }
    return Move(source: source, newLength: newLength, vma: vma)
  }

  // MARK: In place

  private mutating func shrink(_ space: Int32, _ move: Move) throws(Refusal) -> VirtualAddress {
    let tail = AddressRange(move.source.start + move.newLength, move.source.end)
    guard !tail.isEmpty else { return move.source.start }
    guard leavesToUnshare(space, removing: tail).count <= freeFrames else { throw .errno(.ENOMEM) }
    unmap(space, tail)
    return move.source.start
  }

  /// Grows the vma if it ends where the source ends and there is room behind it.
  private mutating func growInPlace(_ space: Int32, _ move: Move) throws(Refusal) -> Bool {
    guard move.source.end == move.vma.range.end,
      let whole = userRange(move.source.start, move.newLength)
    else { return false }
    let new = AddressRange(move.source.end, whole.end)
    guard !spaces[Int(space)].isMapped(new) else { return false }
    guard sharedLeafBases(space, in: new).count <= freeFrames else { throw .errno(.ENOMEM) }
    addMapping(space, continuation(of: move.vma, in: new))
    return true
  }

  /// The vma that, put behind `vma`, merges with it.
  private func continuation(of vma: VMA, in range: AddressRange) -> VMA {
    var piece = vma
    piece.range = range
    if !vma.isAnonymous { piece.filePage += vma.range.length >> pageShift }
    return piece
  }

  // MARK: Elsewhere

  private mutating func relocate(
    _ space: Int32, _ move: Move, _ request: RemapRequest
  ) throws(Refusal) -> VirtualAddress {
    let target: AddressRange
    if let destination = request.destination {
      target = AddressRange(destination, length: move.newLength)
    } else if let free = freeRange(space, length: move.newLength, alignment: 0) {
      target = free
    } else {
      throw .errno(.ENOMEM)
    }
    var source = move.source
    source.end = min(source.end, source.start + move.newLength)
    let tail = AddressRange(source.end, move.source.end)
    guard framesToMove(space, source, tail: tail, to: target) <= freeFrames
    else { throw .errno(.ENOMEM) }

    if request.destination != nil { unmap(space, target) }
    if !tail.isEmpty { unmap(space, tail) }
    var vma = move.vma.cut(to: source, pageShift: pageShift)
    vma.range = target
    addMapping(space, vma)
    unshareLeaves(space, in: source, "mremap moves its entries")
    moveEntries(space, from: source, to: target.start)
    if !request.keepsSource { unmap(space, source) }
    return target.start
  }

  /// Moves the entries one by one; a table is made only for an entry that is there.
  ///
  /// - Kernel: `move_page_tables` in mm/mremap.c.
  private mutating func moveEntries(
    _ space: Int32, from source: AddressRange, to target: VirtualAddress
  ) {
    for base in leafBases(space, in: source) {
      let table = leafEntry(space, base).table
      for index in pageIndices(base, in: source) {
        let entry = pageEntry(table, index)
        if entry.isNone { continue }
        let address = target + (base + index << pageShift - source.start)
        if leafEntry(space, address).isNone { allocateLeaf(space, leafSpan(at: address).start) }
        setPageEntry(leafEntry(space, address).table, leafIndex(address), entry)
        setPageEntry(table, index, .none)
      }
    }
  }

  /// Frames for all tables that a move allocates, what it frees on the way not counted.
  private func framesToMove(
    _ space: Int32, _ source: AddressRange, tail: AddressRange, to target: AddressRange
  ) -> Int {
    var copied = Set(sharedLeafBases(space, in: source))
    copied.formUnion(leavesToUnshare(space, removing: tail))
    copied.formUnion(leavesToUnshare(space, replacing: target))
    var missing = MissingTables(self)
    for base in leafBases(space, in: source) {
      let table = leafEntry(space, base).table
      for index in pageIndices(base, in: source) where !pageEntry(table, index).isNone {
        let address = target.start + (base + index << pageShift - source.start)
        missing.add(self, space, address, outside: [target, tail])
      }
    }
    return copied.count + missing.count
  }

  /// How many tables are missing for the pages of the range once the mappings in `removed` are
  /// gone.
  func tablesMissing(
    _ space: Int32, pages range: AddressRange, outside removed: [AddressRange]
  ) -> Int {
    var missing = MissingTables(self)
    var address = range.start
    while address < range.end {
      missing.add(self, space, address, outside: removed)
      address = leafSpan(at: address).end
    }
    return missing.count
  }
}

/// Counts the tables that a series of ascending addresses will need and that are not there.
private struct MissingTables {
  private(set) var count = 0
  /// Where the table of each level begins that was looked at last.
  private var last: [VirtualAddress?]

  init(_ machine: borrowing Machine) {
    last = Array(repeating: nil, count: machine.geometry.levels.count)
  }

  mutating func add(
    _ machine: borrowing Machine, _ space: Int32, _ address: VirtualAddress,
    outside removed: [AddressRange]
  ) {
    for level in 1...machine.leafLevel {
      let span = machine.geometry.levels[level].tableSpan
      let base = VirtualAddress(address.value & ~(span - 1))
      if last[level] == base { continue }
      last[level] = base
      let range = AddressRange(base, length: span)
      let stays =
        machine.hasTable(space, base, level: level)
        && machine.spaces[Int(space)].hasMapping(in: range, outside: removed)
      if !stays { count += 1 }
    }
  }
}
