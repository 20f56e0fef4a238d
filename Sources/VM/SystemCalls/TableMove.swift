/// How mremap moves the tables of a mapping under a kernel that moves whole ones: a leaf whose whole
/// span moves is moved itself, and so is a table of leaves; from others the entries are moved one by
/// one.
///
/// - Kernel: `move_page_tables`, `try_realign_addr` in mm/mremap.c, 6.18.
struct TableMove {
  /// What moves; where the first leaf can be moved whole, from its start.
  let source: AddressRange
  let target: VirtualAddress
  /// Source leaves that move whole.
  let wholeLeaves: Range<Int>
  /// Tables of leaves that move whole, by address / span of one; empty on machines of two levels.
  let wholeTables: Range<Int>
  /// Where the target needs tables of its own: ascending for each level.
  var neededTables: [(range: AddressRange, levels: ClosedRange<Int>)] = []

  init(
    _ machine: borrowing Machine, _ space: Int32, from moved: AddressRange,
    to destination: VirtualAddress, beginsMapping: Bool
  ) {
    let span = machine.leafSpan
    var (start, target) = (moved.start, destination)
    let offset = start.value & (span - 1)
    if offset != 0, offset == target.value & (span - 1), moved.length >= span - offset,
      beginsMapping, machine.spaces[Int(space)].vma(at: start)?.range.start == start,
      Self.isFirst(machine, space, start), Self.isFirst(machine, space, target)
    {
      start = start - offset
      target = target - offset
    }
    let source = AddressRange(start, moved.end)
    let distance = target - start
    self.source = source
    self.target = target
    wholeLeaves =
      distance & (span - 1) == 0
      ? machine.leaves(inside: source) : machine.leaf(start)..<machine.leaf(start)
    let level = machine.leafLevel - 1
    wholeTables =
      level > 0 ? Self.wholeTables(machine, source, distance, level: level) : 0..<0
    // A table for each that the source has one level further down, whatever is in it.
    if level > 1 {
      for run in machine.spaces[Int(space)].uppers[level].runs(
        in: machine.indices(source, level: level))
      {
        need(
          machine.spans(run.start..<run.end, level: level).intersection(source), 1...level - 1,
          distance)
      }
    }
    for piece in machine.pieces(space, overlapping: source) {
      for leaves in piece.leaves.split(by: wholeLeaves) {
        let part = machine.span(of: leaves).intersection(source)
        if !wholeLeaves.contains(leaves.lowerBound) {
          need(part, max(1, level)...machine.leafLevel, distance)
        } else if level > 0 {
          needAroundWholeTables(machine, part, level, distance)
        }
      }
    }
    // The target may begin in the span of the source's last tables: what the move has put there for
    // the source's first pages is there when it comes to its last ones.
    guard distance > 0 else { return }
    if level > 1 { needForLast(machine, space, level, 1...level - 1, distance) }
    needForLast(machine, space, machine.leafLevel, max(1, level)...machine.leafLevel, distance)
  }

  /// What the last table of the source needs in the target, if the move makes it.
  private mutating func needForLast(
    _ machine: borrowing Machine, _ space: Int32, _ level: Int, _ levels: ClosedRange<Int>,
    _ distance: ByteCount
  ) {
    let last = machine.indices(source, level: level).upperBound - 1
    let span = machine.span(last, level: level)
    let isMade = neededTables.contains { $0.levels.contains(level) && $0.range.overlaps(span) }
    guard isMade, !machine.hasTable(space, last, level: level) else { return }
    need(span.intersection(source), levels, distance)
  }

  private mutating func need(
    _ range: AddressRange, _ levels: ClosedRange<Int>, _ distance: ByteCount
  ) {
    let image = AddressRange(range.start + distance, range.end + distance)
    if !image.isEmpty { neededTables.append((image, levels)) }
  }

  /// Leaves that move whole need a table above them, unless that moves too.
  private mutating func needAroundWholeTables(
    _ machine: borrowing Machine, _ part: AddressRange, _ level: Int, _ distance: ByteCount
  ) {
    for indices in machine.indices(part, level: level).split(by: wholeTables)
    where !wholeTables.contains(indices.lowerBound) {
      need(machine.spans(indices, level: level).intersection(part), level...level, distance)
    }
  }

  /// Whether nothing is mapped below the address in its leaf's span.
  private static func isFirst(
    _ machine: borrowing Machine, _ space: Int32, _ address: VirtualAddress
  ) -> Bool {
    let base = machine.base(ofLeaf: machine.leaf(address))
    return !machine.spaces[Int(space)].isMapped(AddressRange(base, address))
  }

  private static func wholeTables(
    _ machine: borrowing Machine, _ source: AddressRange, _ distance: ByteCount, level: Int
  ) -> Range<Int> {
    let span = machine.geometry.levels[level].tableSpan
    let first = (source.start.value + span - 1) / span
    guard distance % span == 0 else { return first..<first }
    return first..<max(first, source.end.value / span)
  }
}

extension Machine {
  /// What tables of a level span, by address / span of one.
  func spans(_ indices: Range<Int>, level: Int) -> AddressRange {
    let bytes = geometry.levels[level].tableSpan
    return AddressRange(
      VirtualAddress(indices.lowerBound * bytes), VirtualAddress(indices.upperBound * bytes))
  }

  /// Moves what the tables of a range hold to a mapping of the same length.
  ///
  /// - Parameter beginsMapping: nothing before the target belongs to its mapping.
  mutating func moveTables(
    _ space: Int32, from source: AddressRange, to target: VirtualAddress, beginsMapping: Bool
  ) {
    let move = TableMove(self, space, from: source, to: target, beginsMapping: beginsMapping)
    flushMoved(space, move)
    let level = leafLevel - 1
    let leafDistance = leaf(move.target) - leaf(move.source.start)
    for (range, levels) in move.neededTables where levels.upperBound < level {
      for level in levels { makeUpperTables(space, level: level, indices(range, level: level)) }
    }
    if !move.wholeTables.isEmpty {
      let distance = leafDistance * leafSpan / geometry.levels[level].tableSpan
      for run in spaces[Int(space)].uppers[level].runs(in: move.wholeTables) {
        writeUppers(space, level, run.start..<run.end, nil)
        writeUppers(space, level, run.start + distance..<run.end + distance, run.value)
      }
    }
    for (range, levels) in move.neededTables where levels.upperBound >= level {
      for level in levels where level < leafLevel {
        makeUpperTables(space, level: level, indices(range, level: level))
      }
      if levels.contains(leafLevel) { allocateMissingLeaves(space, leaves(overlapping: range)) }
    }
    for run in spaces[Int(space)].leaves.runs(in: move.wholeLeaves) {
      totals.work.tablesMoved += run.count
      writeLeaves(space, run.start..<run.end, nil)
      writeLeaves(space, run.start + leafDistance..<run.end + leafDistance, run.value)
    }
    for leaves in leaves(overlapping: move.source).split(by: move.wholeLeaves)
    where !move.wholeLeaves.contains(leaves.lowerBound) {
      for piece in pieces(space, leaves) {
        moveEntries(space, of: piece, in: move.source, to: move.target)
      }
    }
  }

  /// A flush for each leaf in which something present moves: of the part that moves.
  private mutating func flushMoved(_ space: Int32, _ move: TableMove) {
    for piece in pieces(space, cutBy: move.source) {
      let keys = keys(piece, in: move.source)
      let pages = min(keys.count, leafEntryCount)
      var tables: [Range<TableNumber>] = []
      contents.forEachRun(in: keys) { run in
        guard run.value.isPresent else { return }
        tables.append(run.start &>> entryBits..<(run.end - 1) &>> entryBits + 1)
      }
      let count = tables.merged().reduce(0) { $0 + $1.count }
      flush(space, times: count, pages: count * pages)
    }
  }
}
