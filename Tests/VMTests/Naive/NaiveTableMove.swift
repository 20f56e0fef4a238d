import VM

/// mremap where it moves tables as a whole, and several vmas in one call.
extension NaiveMachine {
  mutating func mremapMovingTables(
    _ space: Int, _ request: RemapRequest
  ) throws(Refusal) -> VirtualAddress {
    try checkArguments(request)
    let start = request.start.value
    let (old, new) = (roundUp(request.oldLength), roundUp(request.newLength))
    if hasHuge(space, start..<(start + old)) { throw .notModelled("mremap of huge pages") }
    if let to = request.destination?.value {
      if cutsHugePage(space, to) || cutsHugePage(space, to + new) { throw .errno(.EINVAL) }
      if old == new {
        try moveAll(space, start..<(start + old), by: to - start, keepsSource: request.keepsSource)
        return VirtualAddress(to)
      }
    }
    guard let vma = vma(space, at: start) else { throw .errno(.EFAULT) }
    if request.destination == nil && !request.keepsSource && new <= old {
      try cutTail(space, start, old: old, new: new)
      return request.start
    }
    if start + min(old, new) > vma.range.upperBound { throw .errno(.EFAULT) }
    if start + old > vma.range.upperBound && old < new { throw .errno(.EFAULT) }
    if request.destination == nil && !request.keepsSource {
      if try growInPlace(space, vma, start, old: old, new: new) { return request.start }
      if !request.mayMove { throw .errno(.ENOMEM) }
    }
    let destination = try destination(space, request)
    try whole { machine in
      machine.unmapDestination(space, request, destination)
      if new < old { machine.unmap(space, (start + new)..<(start + old)) }
      machine.moveOne(
        space, start..<(start + min(old, new)), to: destination, keepsSource: request.keepsSource)
    }
    if old < new && vma.flags.contains(.locked) {
      try? touchAll(space, (destination.lowerBound + old)..<destination.upperBound)
    }
    return VirtualAddress(destination.lowerBound)
  }

  private func checkArguments(_ request: RemapRequest) throws(Refusal) {
    let start = request.start.value
    if start % page != 0 || request.newLength <= 0 || request.newLength > userEnd
      || request.oldLength <= 0
    {
      throw .errno(.EINVAL)
    }
    let source = start..<(start + roundUp(request.oldLength))
    if let to = request.destination?.value {
      guard to % page == 0, let range = userRange(to, request.newLength), !range.overlaps(source)
      else { throw .errno(.EINVAL) }
    }
    if request.keepsSource {
      if roundUp(request.oldLength) != roundUp(request.newLength) { throw .errno(.EINVAL) }
      if request.destination == nil && !request.mayMove { throw .errno(.EINVAL) }
    }
  }

  private mutating func cutTail(
    _ space: Int, _ start: Int, old: Int, new: Int
  ) throws(Refusal) {
    if new == old { return }
    guard let source = userRange(start, old) else { throw .errno(.EINVAL) }
    try whole { machine in machine.unmap(space, (start + new)..<source.upperBound) }
  }

  private mutating func growInPlace(
    _ space: Int, _ vma: NaiveVMA, _ start: Int, old: Int, new: Int
  ) throws(Refusal) -> Bool {
    guard start + old == vma.range.upperBound, let grown = userRange(start, new),
      isFree(space, (start + old)..<grown.upperBound)
    else { return false }
    let growth = (start + old)..<grown.upperBound
    try whole { machine in machine.addVMA(space, vma.grown(over: growth), source: vma) }
    if vma.flags.contains(.locked) { try? touchAll(space, growth) }
    return true
  }

  private func destination(_ space: Int, _ request: RemapRequest) throws(Refusal) -> Range<Int> {
    let length = roundUp(request.newLength)
    if let to = request.destination { return to.value..<(to.value + length) }
    guard let place = freePlace(space, length, alignment: 0) else { throw .errno(.ENOMEM) }
    return place
  }

  private mutating func unmapDestination(
    _ space: Int, _ request: RemapRequest, _ destination: Range<Int>
  ) {
    if request.destination != nil { unmap(space, destination) }
  }

  // MARK: Moving vmas

  /// Each vma's part of the range in turn; their distances stay.
  private mutating func moveAll(
    _ space: Int, _ range: Range<Int>, by distance: Int, keepsSource: Bool
  ) throws(Refusal) {
    if vma(space, at: range.lowerBound) == nil { throw .errno(.EFAULT) }
    var cursor = range.lowerBound
    while let vma = vmas(space, over: cursor..<range.upperBound).first {
      let part = vma.range.clamped(to: cursor..<range.upperBound)
      let destination = (part.lowerBound + distance)..<(part.upperBound + distance)
      try whole { machine in
        machine.unmap(space, destination)
        machine.moveOne(space, part, to: destination, keepsSource: keepsSource)
      }
      cursor = part.upperBound
      if cursor == range.upperBound { return }
    }
  }

  /// A part of one vma goes where nothing is; what is there may be longer.
  private mutating func moveOne(
    _ space: Int, _ source: Range<Int>, to destination: Range<Int>, keepsSource: Bool
  ) {
    let original = vma(space, at: source.lowerBound)!
    var copy = original.clipped(to: source)
    copy.range = destination
    if copy.isPrivateAnonymous && copy.anonVMA == 0 { copy.origin = destination.lowerBound }
    addVMA(space, copy, source: original)
    moveTables(space, source, to: destination.lowerBound)
    if keepsSource {
      leaveSource(space, source)
    } else {
      unmap(space, source)
    }
  }

  /// MREMAP_DONTUNMAP: what becomes of the vma that stays.
  private mutating func leaveSource(_ space: Int, _ source: Range<Int>) {
    let number = spaces[space]!.vmas.firstIndex { $0.range.contains(source.lowerBound) }!
    spaces[space]!.vmas[number].flags.remove(.locked)
    if spaces[space]!.vmas[number].range == source {
      spaces[space]!.vmas[number].anonVMA = 0
      spaces[space]!.vmas[number].isForkChild = false
    }
  }

  // MARK: Moving tables

  private mutating func moveTables(_ space: Int, _ source: Range<Int>, to target: Int) {
    let distance = target - source.lowerBound
    var from = source.lowerBound
    if movesFirstTableWhole(space, source, target) { from = leafBase(from) }
    flushMoved(space, from..<source.upperBound)
    let level = geometry.levels.count - 2
    while from < source.upperBound {
      let to = from + distance
      if level > 0 {
        let size = geometry.levels[level].tableSpan
        let end = pieceEnd(from, to, size, source.upperBound)
        let base = from - from % size
        if spaces[space]!.uppers[level]?[base] == nil {
          from = end
          continue
        }
        makeUppers(space, over: to, above: level)
        if end - from == size {
          moveUpper(space, level, from, to)
          from = end
          continue
        }
      }
      let end = pieceEnd(from, to, span, source.upperBound)
      if spaces[space]!.links[leafBase(from)] != nil {
        makeUppers(space, over: to)
        if end - from == span {
          spaces[space]!.links[to] = spaces[space]!.links.removeValue(forKey: from)
        } else {
          moveEntries(space, from..<end, to: to)
        }
      }
      from = end
    }
  }

  /// Each leaf of which present entries move, in part or whole.
  private mutating func flushMoved(_ space: Int, _ source: Range<Int>) {
    for base in leafBases(space, over: source) {
      let part = source.clamped(to: leafRange(base))
      let entries = leaves[spaces[space]!.links[base]!.leaf]!.entries
      if entries.contains(where: { $1.isPresent && part.contains(base + $0 * page) }) {
        flush([space], pages: part.count / page)
      }
    }
  }

  /// As far as one table of that span reaches on both sides.
  private func pieceEnd(_ from: Int, _ to: Int, _ size: Int, _ end: Int) -> Int {
    min(end, from + size - from % size, from + size - to % size)
  }

  private mutating func moveUpper(_ space: Int, _ level: Int, _ from: Int, _ to: Int) {
    let size = geometry.levels[level].tableSpan
    spaces[space]!.uppers[level]![to] = spaces[space]!.uppers[level]!.removeValue(forKey: from)
    for base in leafBases(space, over: from..<(from + size)) {
      spaces[space]!.links[base - from + to] = spaces[space]!.links.removeValue(forKey: base)
    }
  }

  private mutating func moveEntries(_ space: Int, _ source: Range<Int>, to target: Int) {
    if spaces[space]!.links[leafBase(target)] == nil {
      giveLeaf(Owner(space: space, base: leafBase(target)))
    }
    let old = spaces[space]!.links[leafBase(source.lowerBound)]!.leaf
    let new = spaces[space]!.links[leafBase(target)]!.leaf
    for from in stride(from: source.lowerBound, to: source.upperBound, by: page) {
      let to = from - source.lowerBound + target
      leaves[new]!.entries[to % span / page] =
        leaves[old]!.entries.removeValue(forKey: from % span / page)
    }
  }

  /// Whether the first table moves as a whole although the range begins inside its span.
  private func movesFirstTableWhole(_ space: Int, _ source: Range<Int>, _ target: Int) -> Bool {
    let offset = source.lowerBound % span
    guard offset != 0, target % span == offset, source.count >= span - offset else { return false }
    return [source.lowerBound, target].allSatisfy { start in
      vma(space, at: start)!.range.lowerBound == start && isFree(space, leafBase(start)..<start)
    }
  }
}
