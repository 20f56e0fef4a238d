/// An entry of a PMD table that maps a huge page: as many consecutive frames as a leaf has entries.
struct HugeEntry: RunValue {
  /// What maps the first frame.
  var first: PageEntry
  /// Frames of a huge page.
  var frameCount: Int32

  func advanced(by distance: Int) -> HugeEntry {
    HugeEntry(first: first.advanced(by: distance * Int(frameCount)), frameCount: frameCount)
  }
}

extension Run<HugeEntry> {
  /// The frames that the entries map.
  var frames: Range<FrameNumber> {
    value.first.frame..<value.first.frame + count * Int(value.frameCount)
  }
}

/// Numbers for huge pages: by address / size of one; and for PMD tables by address / span of one.
extension Machine {
  /// The level of the tables whose entries map huge pages.
  var pmdLevel: Int { leafLevel - 1 }

  /// log2 of the entries of a PMD table.
  var pmdBits: Int { geometry.levels[pmdLevel].indexBits }

  var hugePageSize: ByteCount { leafSpan }

  func isHugeAligned(_ number: Int) -> Bool { number & (hugePageSize - 1) == 0 }

  /// Why there are no huge pages here; nil if there are.
  func refusalOfHugePages() -> Refusal? {
    guard kernel.tables.sharesHugePageTables else {
      return .notModelled("huge pages under \(kernel.name)")
    }
    guard pmdLevel > 0, geometry.levels[pmdLevel - 1].name == .pud, hugePageSize == 2 << 20
    else { return .notModelled("huge pages on \(geometry.name)") }
    return nil
  }

  /// The huge pages that overlap the range.
  func hugePages(_ range: AddressRange) -> Range<Int> { leaves(overlapping: range) }

  /// The keys in `hugeContents` of huge pages, all of one PMD table.
  func hugeKeys(_ table: TableNumber, _ pages: Range<Int>) -> Range<Int> {
    let first = table &<< pmdBits | pages.lowerBound & ((1 &<< pmdBits) - 1)
    return first..<first + pages.count
  }

  /// The entry that maps a huge page at the address.
  func hugeEntry(_ space: Int32, _ address: VirtualAddress) -> HugeEntry? {
    guard !hugeContents.isEmpty else { return nil }
    let page = leaf(address)
    guard let table = spaces[Int(space)].uppers[pmdLevel][page &>> pmdBits]?.table else {
      return nil
    }
    return hugeContents[hugeKeys(table, page..<page + 1).lowerBound]
  }

  /// The same as the entry of the ordinary page at the address.
  func entryInHugePage(_ space: Int32, _ address: VirtualAddress) -> PageEntry? {
    hugeEntry(space, address)?.first.advanced(by: page(address) & (leafEntryCount - 1))
  }

  // MARK: Changing entries

  /// Fills absent entries: the frames' mapcounts follow.
  mutating func fillHuge(_ keys: Range<Int>, _ entry: PageEntry) {
    let huge = HugeEntry(first: entry, frameCount: Int32(leafEntryCount))
    writeHugeContents(keys, huge)
    mapFrames(entry.frame..<entry.frame + keys.count &<< entryBits, 1)
  }

  /// Takes entries out.
  ///
  /// - Returns: whether there were any.
  mutating func clearHuge(_ keys: Range<Int>) -> Bool {
    var mapped = Census()
    var isEmpty = true
    hugeContents.forEachRun(in: keys) { run in
      mapped.add(run.frames)
      isEmpty = false
    }
    writeHugeContents(keys, nil)
    mapFrames(mapped, -1)
    return !isEmpty
  }

  mutating func writeHugeContents(_ keys: Range<Int>, _ entry: HugeEntry?) {
    hugeContents.assign(keys, entry, of: .hugeContents, log: &journal)
  }
}
