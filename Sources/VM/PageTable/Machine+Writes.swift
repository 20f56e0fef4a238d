// The writes: every change of a page table, and of the counts that hang on it, is one of these.
extension Machine {
  // MARK: Page entries

  /// Fills absent entries with a run: the frames' mapcounts follow.
  mutating func fill(_ keys: Range<Int>, _ entry: PageEntry) {
    writeContents(keys, entry)
    if entry.hasFrame { mapFrames(entry.frame..<entry.frame + keys.count, 1) }
  }

  /// Takes the entries out of a range; how many of them were present.
  @discardableResult
  mutating func empty(_ keys: Range<Int>) -> Int {
    var present = 0
    var isEmpty = true
    var mapped = Census()
    var held = Census()
    contents.forEachRun(in: keys) { run in
      isEmpty = false
      if run.value.isPresent { present += run.count }
      if let frames = run.frames { mapped.add(frames) }
      if let slots = run.slots { held.add(slots) }
    }
    if isEmpty { return 0 }
    writeContents(keys, nil)
    mapFrames(mapped, -1)
    holdSlots(held, -1)
    return present
  }

  /// Changes the bits of present entries; their frames stay.
  mutating func update(_ keys: Range<Int>, _ change: (inout PageEntry) -> Void) {
    contents.update(keys, of: .contents, log: &journal) { entry, _ in change(&entry) }
  }

  /// Takes the entries out of a range. Counts what the kernel would.
  ///
  /// - Parameter keepsGuards: guard entries stay.
  mutating func clear(_ keys: Range<Int>, keepsGuards: Bool = false) {
    guard keepsGuards, contents.runs(in: keys).contains(where: \.value.isGuard) else {
      totals.events.pteCleared.add(empty(keys))
      return
    }
    for run in contents.runs(in: keys) where !run.value.isGuard {
      totals.events.pteCleared.add(empty(run.start..<run.end))
    }
  }

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

  /// Changes what is known of tables, run by run; the number of shared ones, and of the nodes of
  /// their chains, follows.
  mutating func changeTables(
    _ tables: Range<TableNumber>, _ change: (inout LeafTable, _ first: TableNumber) -> Void
  ) {
    let first = leafTables.stretch(at: tables.lowerBound, end: tables.upperBound)
    if first.end == tables.upperBound, var table = first.value {
      let before = table.owners
      change(&table, tables.lowerBound)
      countOwned(tables.count, from: before, to: table.owners)
      return table == first.value ? () : writeTables(tables, table)
    }
    var changes: [(count: Int, before: Int32, after: Int32)] = []
    leafTables.update(tables, of: .leafTables, log: &journal) { table, keys in
      let before = table.owners
      change(&table, keys.lowerBound)
      if before != table.owners { changes.append((keys.count, before, table.owners)) }
    }
    for (count, before, after) in changes { countOwned(count, from: before, to: after) }
  }

  // MARK: The maps themselves

  @inline(__always)
  mutating func writeContents(_ keys: Range<Int>, _ entry: PageEntry?) {
    contents.assign(keys, entry, of: .contents, log: &journal)
  }

  mutating func writeTables(_ tables: Range<TableNumber>, _ table: LeafTable?) {
    leafTables.assign(tables, table, of: .leafTables, log: &journal)
  }

  @inline(__always)
  mutating func writeFrames(_ numbers: Range<FrameNumber>, _ frame: Frame?) {
    frames.assign(numbers, frame, of: .frames, log: &journal)
  }

  mutating func writeSlots(_ numbers: Range<SlotNumber>, _ slot: SwapSlot?) {
    slots.assign(numbers, slot, of: .slots, log: &journal)
  }

  mutating func writeFirstValues(_ numbers: Range<FrameNumber>, _ value: StoredValue?) {
    firstValues.assign(numbers, value, of: .firstValues, log: &journal)
  }

  mutating func writeOtherValues(_ words: Range<Int>, _ value: StoredValue?) {
    otherValues.assign(words, value, of: .otherValues, log: &journal)
  }

  mutating func writeOldestFileTables(_ blocks: Range<Int>, _ table: TableReference?) {
    oldestFileTables.assign(blocks, table, of: .oldestFileTables, log: &journal)
  }

  mutating func writeYoungerFileTables(_ tables: Range<TableNumber>, _ table: TableReference?) {
    youngerFileTables.assign(tables, table, of: .youngerFileTables, log: &journal)
  }

  mutating func writeLeaves(_ space: Int32, _ leaves: Range<Int>, _ entry: LeafEntry?) {
    forgetTranslation()
    spaces[Int(space)].leaves.assign(leaves, entry, of: .leaves, owner: space, log: &journal)
  }

  mutating func writeUppers(
    _ space: Int32, _ level: Int, _ indices: Range<Int>, _ entry: TableReference?
  ) {
    let kind: Journal.MapKind = level == 1 ? .upper1 : level == 2 ? .upper2 : .upper3
    spaces[Int(space)].uppers[level].assign(indices, entry, of: kind, owner: space, log: &journal)
  }

  mutating func writeCache(_ file: Int32, _ pages: Range<PageIndex>, _ cached: CachedPage?) {
    files[Int(file)].cache.assign(pages, cached, of: .cache, owner: file, log: &journal)
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

  /// The swap slots that the entries hold; nil if they hold none.
  var slots: Range<SlotNumber>? {
    value.isSwap ? value.slot..<value.slot + count : nil
  }
}
