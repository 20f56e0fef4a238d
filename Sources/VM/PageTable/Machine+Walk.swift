// Finding one's way through the tables of an address space.
extension Machine {
  /// The index that the address has in a table of that level.
  func index(_ address: VirtualAddress, level: Int) -> Int {
    let shape = levels[level]
    return (address.value >> shape.entryShift) & (shape.entryCount - 1)
  }

  func leafIndex(_ address: VirtualAddress) -> Int {
    (address.value & (leafSpan - 1)) >> pageShift
  }

  func tableEntry(_ slot: TableSlot) -> TableEntry {
    TableEntry(bits: tables[slot.table].words[slot.index])
  }

  func pageEntry(_ table: Int32, _ index: Int) -> PageEntry {
    PageEntry(bits: tables[table].words[index])
  }

  /// Where the entry for the leaf of the address stands; nil if a table above it is missing.
  func leafSlot(_ space: Int32, _ address: VirtualAddress) -> TableSlot? {
    slot(space, address, above: leafLevel)
  }

  /// Where the entry stands that points to the table of `level` for the address.
  private func slot(_ space: Int32, _ address: VirtualAddress, above level: Int) -> TableSlot? {
    var slot = TableSlot(table: spaces[Int(space)].top, index: index(address, level: 0))
    for upper in 1..<level {
      let entry = tableEntry(slot)
      if entry.isNone { return nil }
      slot = TableSlot(table: entry.table, index: index(address, level: upper))
    }
    return slot
  }

  /// The entry for the leaf of the address; `.none` if no leaf is there.
  func leafEntry(_ space: Int32, _ address: VirtualAddress) -> TableEntry {
    leafSlot(space, address).map { tableEntry($0) } ?? .none
  }

  /// Whether the address space reaches a table of that level for the address.
  func hasTable(_ space: Int32, _ address: VirtualAddress, level: Int) -> Bool {
    slot(space, address, above: level).map { !tableEntry($0).isNone } ?? false
  }

  /// How many tables above the leaf are missing on the way to the address.
  func missingUpperTables(_ space: Int32, _ address: VirtualAddress) -> Int {
    var table = spaces[Int(space)].top
    for level in 1..<leafLevel {
      let entry = tableEntry(TableSlot(table: table, index: index(address, level: level - 1)))
      if entry.isNone { return leafLevel - level }
      table = entry.table
    }
    return 0
  }

  /// The slot for the leaf of the address; makes the tables above that are missing.
  mutating func makeLeafSlot(_ space: Int32, _ address: VirtualAddress) -> TableSlot {
    makeSlot(space, address, above: leafLevel)
  }

  /// The slot for the table of `level` of the address; makes the tables above that are missing.
  mutating func makeSlot(
    _ space: Int32, _ address: VirtualAddress, above level: Int
  ) -> TableSlot {
    var slot = TableSlot(table: spaces[Int(space)].top, index: index(address, level: 0))
    for upper in 1..<level {
      var entry = tableEntry(slot)
      if entry.isNone {
        entry = linkUpper(allocateTable(level: upper), at: slot, of: space)
      }
      slot = TableSlot(table: entry.table, index: index(address, level: upper))
    }
    return slot
  }

  /// Where the spans begin of the leaves that are there and overlap the range, ascending.
  func leafBases(_ space: Int32, in range: AddressRange) -> [VirtualAddress] {
    reachedTables(space, in: range).compactMap { $0.level == leafLevel ? $0.span.start : nil }
  }

  /// The tables below the top that overlap the range, depth first, in ascending order.
  func reachedTables(_ space: Int32, in range: AddressRange) -> [ReachedTable] {
    var reached: [ReachedTable] = []
    if !range.isEmpty {
      collectTables(
        below: spaces[Int(space)].top, at: VirtualAddress(0), in: range, into: &reached)
    }
    return reached
  }

  private func collectTables(
    below table: Int32, at base: VirtualAddress, in range: AddressRange,
    into reached: inout [ReachedTable]
  ) {
    let level = Int(tables[table].level)
    for (index, span) in entrySpans(level: level, base: base, in: range) {
      let entry = tableEntry(TableSlot(table: table, index: index))
      if entry.isNone { continue }
      reached.append(ReachedTable(level: level + 1, span: span, entry: entry))
      if level + 1 < leafLevel {
        collectTables(below: entry.table, at: span.start, in: range, into: &reached)
      }
    }
  }

  /// The entries of a table of that level at `base` whose spans overlap the range.
  func entrySpans(
    level: Int, base: VirtualAddress, in range: AddressRange
  ) -> some Sequence<(index: Int, span: AddressRange)> {
    let shape = geometry.levels[level]
    let part = range.intersection(AddressRange(base, length: shape.tableSpan))
    let first = (part.start - base) >> shape.entryShift
    let end = part.isEmpty ? first : ((part.end - base - 1) >> shape.entryShift) + 1
    return (first..<end).lazy.map { index in
      (index, AddressRange(base + index << shape.entryShift, length: shape.entrySpan))
    }
  }

  /// The indices in the leaf at `base` of the pages that lie in the range.
  func pageIndices(_ base: VirtualAddress, in range: AddressRange) -> Range<Int> {
    let part = range.intersection(AddressRange(base, length: leafSpan))
    let first = (part.start - base) >> pageShift
    return first..<max(first, (part.end - base + pageSize - 1) >> pageShift)
  }
}

/// A table below the top that an address space reaches.
struct ReachedTable {
  /// Index into `Geometry.levels`.
  var level: Int
  var span: AddressRange
  /// The entry that points to it.
  var entry: TableEntry
}
