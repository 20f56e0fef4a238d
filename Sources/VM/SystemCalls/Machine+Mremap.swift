// mremap.
extension Machine {
  /// Resizes or moves a mapping and returns where it begins.
  ///
  /// - Throws: EINVAL, EFAULT, ENOMEM as mremap(2) says; `docs/model.md` has the order.
  /// - Kernel: `do_mremap` in mm/mremap.c.
  public mutating func mremap(
    _ process: ProcessID, _ request: RemapRequest
  ) throws(Refusal) -> VirtualAddress {
    let space = beginCall(process)
    try refuseHugePages(space, request)
    if kernel.tables.mremapMovesTables, request.destination != nil,
      request.oldLength > 0, roundedToPages(request.oldLength) == roundedToPages(request.newLength)
    {
      return try moveMappings(space, request)
    }
    return try withinLowMemory { machine throws(Refusal) in
      try machine.remap(space, request)
    }
  }

  private mutating func remap(
    _ space: Int32, _ request: RemapRequest
  ) throws(Refusal) -> VirtualAddress {
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
    let newLength = try checkShape(of: request)
    guard let source = userRange(request.start, request.oldLength),
      let vma = spaces[Int(space)].vma(at: source.start)
    else { throw .errno(.EFAULT) }
    // What a shrinking call only unmaps may lie in other mappings (`check_prep_vma`).
    var needed = source
    if kernel.tables.mremapMovesTables, newLength <= source.length {
      let moves = request.destination != nil || request.keepsSource
      needed.end = source.start + (moves ? newLength : 0)
    }
    guard vma.range.contains(needed) else { throw .errno(.EFAULT) }
    return Move(source: source, newLength: newLength, vma: vma)
  }

  /// What can be said without looking at the mappings; the new length in whole pages.
  ///
  /// - Kernel: `check_mremap_params` in mm/mremap.c.
  private func checkShape(of request: RemapRequest) throws(Refusal) -> ByteCount {
    guard isPageAligned(request.start.value), request.oldLength > 0, request.newLength > 0,
      let newLength = roundedToPages(request.newLength)
    else { throw .errno(.EINVAL) }
    if kernel.tables.mremapMovesTables, newLength > geometry.userEnd.value {
      throw .errno(.EINVAL)
    }
    if let destination = request.destination {
      let source = userRange(request.start, request.oldLength)
      guard isPageAligned(destination.value), let target = userRange(destination, newLength),
        !target.overlaps(source ?? AddressRange(request.start, length: 0))
      else { throw .errno(.EINVAL) }
    }
    if request.keepsSource {
      guard request.mayMove || request.destination != nil,
        roundedToPages(request.oldLength) == newLength
      else { throw .errno(.EINVAL) }
    }
    return newLength
  }

  private func refuseHugePages(_ space: Int32, _ request: RemapRequest) throws(Refusal) {
    guard kernel.tables.sharesHugePageTables else { return }
    _ = try checkShape(of: request)
    if let source = userRange(request.start, request.oldLength), mapsHugePages(space, source) {
      throw .notModelled("mremap of huge pages")
    }
    if let destination = request.destination,
      let target = userRange(destination, request.newLength), cutsHugePage(space, target)
    {
      throw .errno(.EINVAL)
    }
  }

  /// Moves what is mapped in a range, mapping by mapping, gaps and all.
  ///
  /// - Kernel: `remap_move` in mm/mremap.c, 6.17.
  private mutating func moveMappings(
    _ space: Int32, _ request: RemapRequest
  ) throws(Refusal) -> VirtualAddress {
    _ = try checkShape(of: request)
    guard let destination = request.destination,
      let range = userRange(request.start, request.oldLength),
      spaces[Int(space)].vma(at: range.start) != nil
    else { throw .errno(.EFAULT) }
    for part in mappedParts(space, range).parts {
      guard let vma = spaces[Int(space)].vma(at: part.start) else { continue }
      var step = request
      step.start = part.start
      step.destination = destination + (part.start - range.start)
      let move = Move(source: part, newLength: part.length, vma: vma)
      // What has been moved before stays.
      _ = try withinLowMemory { machine throws(Refusal) in
        try machine.relocate(space, move, step)
      }
    }
    return destination
  }

  // MARK: In place

  private mutating func shrink(_ space: Int32, _ move: Move) throws(Refusal) -> VirtualAddress {
    let tail = AddressRange(move.source.start + move.newLength, move.source.end)
    guard !tail.isEmpty else { return move.source.start }
    try provide { $0.leavesToUnshare(space, removing: tail).count }
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
    try provide { $0.sharedLeafCount(space, in: new) }
    addMapping(space, continuation(of: move.vma, in: new))
    populateGrowth(space, move.vma, new)
    return true
  }

  private mutating func populateGrowth(_ space: Int32, _ vma: VMA, _ new: AddressRange) {
    if kernel.mappings.populatesLocked, vma.flags.contains(.locked) { _ = prefault(space, new) }
  }

  /// The vma that, put behind `vma`, merges with it.
  private func continuation(of vma: VMA, in range: AddressRange) -> VMA {
    var piece = vma
    piece.range = range
    piece.pageOffset += vma.range.length &>> pageShift
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
    var vma = move.vma.cut(to: source, pageShift: pageShift)
    vma.range = target
    if vma.isAnonymous, vma.anonVMA == 0 { vma.pageOffset = page(target.start) }
    let begins = !spaces[Int(space)].continuesPrevious(vma, pageShift: pageShift)
    try provide { machine in
      machine.framesToMove(space, source, tail: tail, to: target, beginsMapping: begins)
    }

    if request.destination != nil { unmap(space, target) }
    if !tail.isEmpty { unmap(space, tail) }
    addMapping(space, vma)
    unshareLeaves(space, in: source, "mremap moves its entries")
    if kernel.tables.mremapMovesTables {
      moveTables(space, from: source, to: target.start, beginsMapping: begins)
    } else {
      moveEntries(space, from: source, to: target.start)
    }
    if request.keepsSource {
      leaveBehind(space, source)
    } else {
      unmap(space, source)
    }
    populateGrowth(
      space, vma, AddressRange(target.start + min(source.length, target.length), target.end))
    return target.start
  }

  /// A mapping whose pages have been moved away stays, without them; it is locked no more.
  ///
  /// - Kernel: `dontunmap_complete` in mm/mremap.c.
  private mutating func leaveBehind(_ space: Int32, _ source: AddressRange) {
    guard kernel.mappings.tracksAnonVMAs else { return }
    forgetTranslation()
    let place = spaces[Int(space)].firstIndex(endingAfter: source.start)
    spaces[Int(space)].vmas[place].flags.remove(.locked)
    if spaces[Int(space)].vmas[place].range == source {
      spaces[Int(space)].vmas[place].anonVMA = 0
      spaces[Int(space)].vmas[place].isForkChild = false
    }
  }

  /// Moves the entries one by one; a table is made only for an entry that is there.
  ///
  /// - Kernel: `move_page_tables` in mm/mremap.c.
  private mutating func moveEntries(
    _ space: Int32, from source: AddressRange, to target: VirtualAddress
  ) {
    for piece in pieces(space, overlapping: source) {
      let moved = moveEntries(space, of: piece, in: source, to: target)
      flush(space, times: moved, pages: moved)
    }
  }

  /// - Returns: the entries moved that were present.
  @discardableResult
  mutating func moveEntries(
    _ space: Int32, of piece: LeafPiece, in source: AddressRange, to target: VirtualAddress
  ) -> Int {
    let distance = page(target) - page(source.start)
    var moved = 0
    for run in contents.runs(in: keys(piece, in: source)) {
      let first = run.start - keyDistance(piece) + distance
      let range = AddressRange(address(ofPage: first), length: run.count &<< pageShift)
      allocateMissingLeaves(space, leaves(overlapping: range))
      if run.value.isPresent { moved += run.count }
      totals.work.entriesMoved += run.count
      writeContents(run.start..<run.end, nil)
      for destination in pieces(space, overlapping: range) {
        let keys = keys(destination, in: range)
        let start = keys.lowerBound - keyDistance(destination)
        writeContents(keys, run.value.advanced(by: start - first))
      }
    }
    return moved
  }

  /// Frames for all tables that a move allocates, what it frees on the way not counted.
  private func framesToMove(
    _ space: Int32, _ source: AddressRange, tail: AddressRange, to target: AddressRange,
    beginsMapping: Bool
  ) -> Int {
    let moved = leaves(overlapping: source)
    let others = Set(
      leavesToUnshare(space, removing: tail) + leavesToUnshare(space, replacing: target))
    let copied =
      sharedLeafCount(space, in: source) + others.count { !moved.contains($0) }
    var missing = MissingTables(target: target, removed: [target, tail])
    if kernel.tables.mremapMovesTables {
      let plan = TableMove(
        self, space, from: source, to: target.start, beginsMapping: beginsMapping)
      for (range, levels) in plan.neededTables { missing.add(self, space, range, levels: levels) }
      return copied + missing.count
    }
    let distance = page(target.start) - page(source.start)
    for piece in pieces(space, overlapping: source) {
      contents.forEachRun(in: keys(piece, in: source)) { run in
        let first = run.start - keyDistance(piece) + distance
        missing.add(
          self, space,
          AddressRange(address(ofPage: first), length: run.count &<< pageShift),
          levels: 1...leafLevel)
      }
    }
    return copied + missing.count
  }
}

/// Counts the tables that ranges within a target, ascending for each level, will need and that are not there, once
/// what is mapped in some ranges has gone.
private struct MissingTables {
  let target: AddressRange
  let removed: [AddressRange]
  private(set) var count = 0
  /// The first index of each level that has not been looked at.
  private var next = Array(repeating: 0, count: Geometry.LevelName.allCases.count)

  init(target: AddressRange, removed: [AddressRange]) {
    self.target = target
    self.removed = removed
  }

  mutating func add(
    _ machine: borrowing Machine, _ space: Int32, _ range: AddressRange, levels: ClosedRange<Int>
  ) {
    for level in levels {
      let wanted = machine.indices(range, level: level)
      let new = max(next[level], wanted.lowerBound)..<max(next[level], wanted.upperBound)
      next[level] = new.upperBound
      let edges = machine.indices(target, level: level)
      // What lies between the first and the last goes with the mappings of the target.
      let inside =
        edges.count > 2 ? edges.lowerBound + 1..<edges.upperBound - 1 : 0..<0
      for part in new.split(by: inside) {
        if inside.contains(part.lowerBound) {
          count += part.count
        } else {
          count += part.count { !stays(machine, space, $0, level) }
        }
      }
    }
  }

  private func stays(
    _ machine: borrowing Machine, _ space: Int32, _ index: Int, _ level: Int
  ) -> Bool {
    machine.hasTable(space, index, level: level)
      && machine.spaces[Int(space)].hasMapping(
        in: machine.span(index, level: level), outside: removed)
  }
}
