// Finding one's way through the tables of an address space, stretch by stretch.
//
// Leaves are numbered by address / span of a leaf, pages by address / page size.

/// Leaves of an address space, one after the other, whose tables are consecutive and alike but for
/// the number of their owners.
struct LeafPiece {
  /// By address / span of a leaf.
  var leaves: Range<Int>
  /// The entry for the first one.
  var entry: LeafEntry
  /// What is known of the first table.
  var table: LeafTable

  var count: Int { leaves.count }
  var tables: Range<TableNumber> { entry.table..<entry.table + leaves.count }
}

extension Machine {
  // MARK: Numbers of pages, leaves, entries

  @inline(__always) var leafEntryCount: Int { 1 &<< entryBits }

  @inline(__always) func page(_ address: VirtualAddress) -> Int { address.value &>> pageShift }
  @inline(__always) func leaf(_ address: VirtualAddress) -> Int { address.value &>> leafShift }
  @inline(__always) func base(ofLeaf leaf: Int) -> VirtualAddress {
    VirtualAddress(leaf &<< leafShift)
  }
  @inline(__always) func address(ofPage page: Int) -> VirtualAddress {
    VirtualAddress(page &<< pageShift)
  }
  @inline(__always) func leaf(ofPage page: Int) -> Int { page &>> entryBits }

  /// The pages that the range touches.
  func pages(_ range: AddressRange) -> Range<Int> {
    range.isEmpty
      ? page(range.start)..<page(range.start) : page(range.start)..<page(range.end - 1) + 1
  }

  /// The leaves whose spans overlap the range.
  func leaves(overlapping range: AddressRange) -> Range<Int> {
    range.isEmpty
      ? leaf(range.start)..<leaf(range.start) : leaf(range.start)..<leaf(range.end - 1) + 1
  }

  /// The leaves whose spans lie whole in the range.
  func leaves(inside range: AddressRange) -> Range<Int> {
    let first = (range.start.value + leafSpan - 1) &>> leafShift
    return first..<max(first, leaf(range.end))
  }

  func span(of leaves: Range<Int>) -> AddressRange {
    AddressRange(base(ofLeaf: leaves.lowerBound), base(ofLeaf: leaves.upperBound))
  }

  /// The keys in `contents` of all entries of the tables.
  func keys(_ tables: Range<TableNumber>) -> Range<Int> {
    tables.lowerBound &<< entryBits..<tables.upperBound &<< entryBits
  }

  /// The keys in `contents` of the entries of a piece that lie in a range of addresses.
  func keys(_ piece: LeafPiece, in range: AddressRange) -> Range<Int> {
    let part = pages(range.intersection(span(of: piece.leaves)))
    let distance = keyDistance(piece)
    return part.lowerBound + distance..<part.upperBound + distance
  }

  /// What to add to the number of a page in the piece for the key of its entry.
  func keyDistance(_ piece: LeafPiece) -> Int {
    (piece.entry.table - piece.leaves.lowerBound) &<< entryBits
  }

  // MARK: Leaves

  func leafEntry(_ space: Int32, _ leaf: Int) -> LeafEntry? { spaces[Int(space)].leaves[leaf] }

  /// The leaves that are there, in pieces, ascending.
  func pieces(_ space: Int32, _ leaves: Range<Int>) -> [LeafPiece] {
    var found: [LeafPiece] = []
    spaces[Int(space)].leaves.forEachRun(in: leaves) { run in
      let first = run.value.table
      leafTables.forEachRun(in: first..<first + run.count) { tables in
        let start = run.start + tables.start - first
        if let last = found.last, last.leaves.upperBound == start, start > run.start,
          last.table.isLike(tables.value, at: last.count)
        {
          found[found.count - 1].leaves = last.leaves.lowerBound..<start + tables.count
          return
        }
        found.append(
          LeafPiece(
            leaves: start..<start + tables.count, entry: run.value(at: start), table: tables.value))
      }
    }
    return found
  }

  /// The leaves that overlap the range, in pieces: those whose spans lie whole in it, and each of
  /// the others, one or two, by itself.
  func pieces(_ space: Int32, cutBy range: AddressRange) -> [LeafPiece] {
    let inside = leaves(inside: range)
    return leaves(overlapping: range).split(by: inside).flatMap { part in
      inside.contains(part.lowerBound)
        ? pieces(space, part) : part.flatMap { pieces(space, $0..<$0 + 1) }
    }
  }

  func pieces(_ space: Int32, overlapping range: AddressRange) -> [LeafPiece] {
    pieces(space, leaves(overlapping: range))
  }

  // MARK: Tables above the leaves

  /// The tables of a level whose spans overlap the range, by address / span of a table.
  func indices(_ range: AddressRange, level: Int) -> Range<Int> {
    let shape = geometry.levels[level]
    let shift = shape.entryShift + shape.indexBits
    return range.isEmpty
      ? range.start.value >> shift..<range.start.value >> shift
      : range.start.value >> shift..<(range.end.value - 1) >> shift + 1
  }

  func span(_ index: Int, level: Int) -> AddressRange {
    let bytes = geometry.levels[level].tableSpan
    return AddressRange(VirtualAddress(index * bytes), length: bytes)
  }

  /// Whether the address space has the table, by address / span of a table of that level.
  func hasTable(_ space: Int32, _ index: Int, level: Int) -> Bool {
    level == leafLevel
      ? spaces[Int(space)].leaves[index] != nil : spaces[Int(space)].uppers[level][index] != nil
  }

  /// How many tables between top and leaves are missing on the way to the range.
  func missingUpperTables(_ space: Int32, _ range: AddressRange) -> Int {
    var missing = 0
    for level in 1..<leafLevel {
      let wanted = indices(range, level: level)
      missing += wanted.count - spaces[Int(space)].uppers[level].count(in: wanted)
    }
    return missing
  }

  /// Makes the tables between top and leaves that are missing on the way to the range.
  mutating func makeUpperTables(_ space: Int32, _ range: AddressRange) {
    for level in 1..<leafLevel {
      makeUpperTables(space, level: level, indices(range, level: level))
    }
  }

  mutating func makeUpperTables(_ space: Int32, level: Int, _ wanted: Range<Int>) {
    var index = wanted.lowerBound
    while index < wanted.upperBound {
      let stretch = spaces[Int(space)].uppers[level].stretch(at: index, end: wanted.upperBound)
      if stretch.value == nil {
        let tables = numberTables(stretch.end - index, level: level)
        writeUppers(space, level, index..<stretch.end, TableReference(table: tables.lowerBound))
        countReached(tables.count, level: level, by: space)
      }
      index = stretch.end
    }
  }

  // MARK: Entries

  /// The entry of a page; nil where none is present.
  func entry(_ space: Int32, _ address: VirtualAddress) -> PageEntry? {
    guard let leaf = leafEntry(space, leaf(address)) else { return nil }
    return contents[leaf.table &<< entryBits | page(address) & (leafEntryCount - 1)]
  }
}
