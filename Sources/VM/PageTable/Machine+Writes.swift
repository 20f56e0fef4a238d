// The writes: every change of a page table, and of the counts that hang on it, is one of these.
extension Machine {
  // MARK: Page entries

  /// Fills absent entries with a run: the frames' mapcounts follow.
  mutating func fill(_ keys: Range<Int>, _ entry: PageEntry) {
    writeContents(keys, entry)
    if entry.hasFrame { mapFrames(entry.frame..<entry.frame + keys.count, 1) }
  }

  /// Takes the entries out of a range; how many there were.
  @discardableResult
  mutating func empty(_ keys: Range<Int>) -> Int {
    var count = 0
    var mapped = Census()
    contents.forEachRun(in: keys) { run in
      count += run.count
      if let frames = run.frames { mapped.add(frames) }
    }
    if count > 0 { writeContents(keys, nil) }
    mapFrames(mapped, -1)
    return count
  }

  /// Changes the bits of present entries; their frames stay.
  mutating func update(_ keys: Range<Int>, _ change: (inout PageEntry) -> Void) {
    if journal.isOpen { journal.record(.contents, 0, keys, of: contents) }
    contents.update(keys) { entry, _ in change(&entry) }
  }

  /// Present → absent. Counts what the kernel would.
  mutating func clear(_ keys: Range<Int>) { totals.events.pteCleared += empty(keys) }

  // MARK: Tables

  /// Numbers for new tables that nobody reaches yet.
  ///
  /// - Precondition: frames are free: callers make sure before they begin to change anything.
  mutating func numberTables(_ count: Int, level: Int) -> Range<TableNumber> {
    let name = geometry.levels[level].name
    let first = totals.nextTable[name]
    totals.nextTable[name] += count
    totals.events.tablesAllocated += count
    totals.pageTables[name] += count
    return first..<first + count
  }

  /// So many tables of a level go.
  mutating func countFreed(_ count: Int, level: Int) {
    totals.pageTables[geometry.levels[level].name] -= count
    totals.events.tablesFreed += count
  }

  /// So many tables more, or less, are reached by the address space.
  mutating func countReached(_ count: Int, level: Int, by space: Int32) {
    spaces[Int(space)].tables[geometry.levels[level].name] += count
    totals.mappedTables += count
  }

  /// Takes tables between top and leaves away from their address space.
  mutating func freeUppers(_ space: Int32, level: Int, _ indices: Range<Int>) {
    let count = spaces[Int(space)].uppers[level].count(in: indices)
    guard count > 0 else { return }
    writeUppers(space, level, indices, nil)
    countReached(-count, level: level, by: space)
    countFreed(count, level: level)
  }

  // MARK: Owners of leaves

  /// Attaches an address space to a run of new leaf tables that it alone has.
  ///
  /// - Parameter spanning: what its vma makes of all of them.
  mutating func linkNew(
    _ tables: Range<TableNumber>, to space: Int32, _ leaves: Range<Int>, _ protection: Protection,
    _ spanning: Spanning
  ) {
    let table = LeafTable(
      owners: 1, spanning: spanning.contains(.spans) ? 1 : 0,
      writers: spanning.contains(.writes) ? 1 : 0, entryCount: Int32(leafEntryCount),
      entriesDiffer: !spanning.contains(.spans))
    writeTables(tables, table)
    writeLeaves(
      space, leaves, LeafEntry(tables.lowerBound, protection, spanning: spanning))
    countReached(leaves.count, level: leafLevel, by: space)
  }

  /// Attaches an address space to a run of leaf tables that others have already: one owner more.
  mutating func link(
    _ tables: Range<TableNumber>, to space: Int32, _ leaves: Range<Int>, _ protection: Protection,
    _ spanning: Spanning
  ) {
    changeTables(tables) { table, _ in
      table.count(spanning, 1)
      table.owners += 1
    }
    writeLeaves(
      space, leaves, LeafEntry(tables.lowerBound, protection, spanning: spanning))
    countReached(leaves.count, level: leafLevel, by: space)
  }

  /// Detaches an address space from leaf tables: one owner less. The tables stay, also without
  /// owners.
  mutating func unlink(_ piece: LeafPiece, of space: Int32) {
    changeTables(piece.tables) { table, _ in
      table.count(piece.entry.spanning, -1)
      table.owners -= 1
    }
    writeLeaves(space, piece.leaves, nil)
    countReached(-piece.count, level: leafLevel, by: space)
  }

  /// Changes what is known of tables, run by run; the number of shared ones follows.
  mutating func changeTables(
    _ tables: Range<TableNumber>, _ change: (inout LeafTable, _ first: TableNumber) -> Void
  ) {
    let first = leafTables.stretch(at: tables.lowerBound, end: tables.upperBound)
    if first.end == tables.upperBound, var table = first.value {
      let wasShared = table.isShared
      change(&table, tables.lowerBound)
      if table.isShared != wasShared {
        totals.sharedTables += table.isShared ? tables.count : -tables.count
      }
      return table == first.value ? () : writeTables(tables, table)
    }
    if journal.isOpen { journal.record(.leafTables, 0, tables, of: leafTables) }
    var shared = 0
    leafTables.update(tables) { table, keys in
      let wasShared = table.isShared
      change(&table, keys.lowerBound)
      if table.isShared != wasShared { shared += table.isShared ? keys.count : -keys.count }
    }
    totals.sharedTables += shared
  }

  // MARK: The maps themselves

  mutating func writeContents(_ keys: Range<Int>, _ entry: PageEntry?) {
    if journal.isOpen { journal.record(.contents, 0, keys, of: contents) }
    contents.assign(keys, entry)
  }

  mutating func writeTables(_ tables: Range<TableNumber>, _ table: LeafTable?) {
    if journal.isOpen { journal.record(.leafTables, 0, tables, of: leafTables) }
    leafTables.assign(tables, table)
  }

  mutating func writeFrames(_ numbers: Range<FrameNumber>, _ frame: Frame?) {
    if journal.isOpen { journal.record(.frames, 0, numbers, of: frames) }
    frames.assign(numbers, frame)
  }

  mutating func writeFirstValues(_ numbers: Range<FrameNumber>, _ value: StoredValue?) {
    if journal.isOpen { journal.record(.firstValues, 0, numbers, of: firstValues) }
    firstValues.assign(numbers, value)
  }

  mutating func writeOtherValues(_ words: Range<Int>, _ value: StoredValue?) {
    if journal.isOpen { journal.record(.otherValues, 0, words, of: otherValues) }
    otherValues.assign(words, value)
  }

  mutating func writeOldestFileTables(_ blocks: Range<Int>, _ table: UpperEntry?) {
    if journal.isOpen { journal.record(.oldestFileTables, 0, blocks, of: oldestFileTables) }
    oldestFileTables.assign(blocks, table)
  }

  mutating func writeYoungerFileTables(_ tables: Range<TableNumber>, _ table: UpperEntry?) {
    if journal.isOpen { journal.record(.youngerFileTables, 0, tables, of: youngerFileTables) }
    youngerFileTables.assign(tables, table)
  }

  mutating func writeLeaves(_ space: Int32, _ leaves: Range<Int>, _ entry: LeafEntry?) {
    forgetTranslation()
    if journal.isOpen {
      journal.record(.leaves, space, leaves, of: spaces[Int(space)].leaves)
    }
    spaces[Int(space)].leaves.assign(leaves, entry)
  }

  mutating func writeUppers(
    _ space: Int32, _ level: Int, _ indices: Range<Int>, _ entry: UpperEntry?
  ) {
    if journal.isOpen {
      let kind: Journal.MapKind = level == 1 ? .upper1 : level == 2 ? .upper2 : .upper3
      journal.record(kind, space, indices, of: spaces[Int(space)].uppers[level])
    }
    spaces[Int(space)].uppers[level].assign(indices, entry)
  }

  mutating func writeCache(_ file: Int32, _ pages: Range<PageIndex>, _ frame: CachedFrame?) {
    if journal.isOpen { journal.record(.cache, file, pages, of: files[Int(file)].cache) }
    files[Int(file)].cache.assign(pages, frame)
  }
}

extension LeafTable {
  /// Counts an owner whose vma spans the table, or has its file open for writing.
  mutating func count(_ spanning: Spanning, _ delta: Int32) {
    if spanning.contains(.spans) { self.spanning += delta }
    if spanning.contains(.writes) { writers += delta }
  }
}

extension Run<PageEntry> {
  /// The frames that the entries map; nil if they map none.
  var frames: Range<FrameNumber>? {
    value.hasFrame ? value.frame..<value.frame + count : nil
  }
}
