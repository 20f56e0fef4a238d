// The writes: every change of a page table, and of the counts that hang on it, is one of these.
extension Machine {
  // MARK: Page entries

  /// Puts an entry into a leaf: mapcounts, the leaf's counts and every owner's rss follow.
  mutating func setPageEntry(_ table: Int32, _ index: Int, _ new: PageEntry) {
    let old = pageEntry(table, index)
    tables[table].words[index] = new.bits
    if old.hasFrame == new.hasFrame, !old.hasFrame || old.frame == new.frame { return }
    if new.hasFrame {
      frames[new.frame].mapcount += 1
      count(residentKind(new), 1, in: table)
    }
    if old.hasFrame {
      count(residentKind(old), -1, in: table)
      unmapFrame(old.frame)
    }
  }

  /// Present → absent. Counts what the kernel would.
  mutating func clearPageEntry(_ table: Int32, _ index: Int) {
    if pageEntry(table, index).isNone { return }
    setPageEntry(table, index, .none)
    events.pteCleared += 1
  }

  private func residentKind(_ entry: PageEntry) -> ResidentKind {
    let file = frames[entry.frame].file
    return file < 0 ? .anon : files[Int(file)].residentKind
  }

  private mutating func count(_ kind: ResidentKind, _ delta: Int32, in table: Int32) {
    tables[table].count(kind, delta)
    var owner = tables[table].firstOwner
    while owner >= 0 {
      spaces[Int(owners[owner].space)].resident.count(kind, Int(delta))
      owner = owners[owner].next
    }
  }

  // MARK: Tables

  /// A new table that nobody reaches yet.
  ///
  /// - Precondition: a frame is free: callers make sure before they begin to change anything.
  mutating func allocateTable(level: Int) -> Int32 {
    let shape = geometry.levels[level]
    let words = UnsafeMutablePointer<UInt64>.allocate(capacity: shape.entryCount)
    words.initialize(repeating: 0, count: shape.entryCount)
    tablesMade += 1
    let serial = tablesMade
    events.tablesAllocated += 1
    pageTables[shape.name] += 1
    return tables.insert { previous in
      Table(
        words: words, generation: (previous?.generation ?? -1) + 1, level: Int8(level),
        serial: serial)
    }
  }

  mutating func freeTable(_ table: Int32) {
    tables[table].words.deallocate()
    tables[table].isLive = false
    pageTables[geometry.levels[Int(tables[table].level)].name] -= 1
    events.tablesFreed += 1
    tables.remove(table)
  }

  /// Puts a new table above the leaves into place.
  mutating func linkUpper(_ table: Int32, at slot: TableSlot, of space: Int32) -> TableEntry {
    let entry = TableEntry(table: table, owner: -1, protection: .all)
    tables[slot.table].words[slot.index] = entry.bits
    countReached(table, by: space, 1)
    return entry
  }

  /// Takes a table above the leaves, or the top, away from its only address space.
  mutating func freeUpper(_ table: Int32, of space: Int32) {
    countReached(table, by: space, -1)
    freeTable(table)
  }

  /// One address space more, or less, reaches the table.
  mutating func countReached(_ table: Int32, by space: Int32, _ delta: Int32) {
    tables[table].ownerCount += delta
    spaces[Int(space)].tables[geometry.levels[Int(tables[table].level)].name] += Int(delta)
    mappedTables += Int(delta)
  }

  // MARK: Owners of leaves

  /// Attaches an address space to a leaf: one owner more, and what is present counts for its rss.
  mutating func link(
    _ table: Int32, at slot: TableSlot, of space: Int32, base: VirtualAddress,
    protection: Protection
  ) {
    let first = tables[table].firstOwner
    let owner = owners.insert(
      Owner(space: space, base: base, isSpanning: spannedBlock(space, base) != nil, next: first))
    if first >= 0 { owners[first].previous = owner }
    tables[table].firstOwner = owner
    tables[table].spanningOwners += owners[owner].isSpanning ? 1 : 0
    countReached(table, by: space, 1)
    if tables[table].ownerCount == 2 { sharedTables += 1 }
    spaces[Int(space)].resident.add(tables[table], sign: 1)
    tables[slot.table].words[slot.index] =
      TableEntry(table: table, owner: owner, protection: protection).bits
  }

  /// Detaches the address space from the leaf in that slot: one owner less, and what is present
  /// leaves its rss. The leaf stays, also without owners.
  mutating func unlink(at slot: TableSlot, of space: Int32) {
    let entry = tableEntry(slot)
    let (table, owner) = (entry.table, owners[entry.owner])
    if owner.previous >= 0 {
      owners[owner.previous].next = owner.next
    } else {
      tables[table].firstOwner = owner.next
    }
    if owner.next >= 0 { owners[owner.next].previous = owner.previous }
    owners.remove(entry.owner)
    tables[table].spanningOwners -= owner.isSpanning ? 1 : 0
    countReached(table, by: space, -1)
    if tables[table].ownerCount == 1 { sharedTables -= 1 }
    spaces[Int(space)].resident.add(tables[table], sign: -1)
    tables[slot.table].words[slot.index] = 0
  }

  mutating func setProtection(_ protection: Protection, at slot: TableSlot) {
    var entry = tableEntry(slot)
    entry.protection = protection
    tables[slot.table].words[slot.index] = entry.bits
  }
}

extension ResidentPages {
  mutating func count(_ kind: ResidentKind, _ delta: Int) {
    switch kind {
    case .anon: anon += delta
    case .file: file += delta
    case .shmem: shmem += delta
    }
  }

  mutating func add(_ table: Table, sign: Int) {
    anon += sign * Int(table.anon)
    file += sign * Int(table.file)
    shmem += sign * Int(table.shmem)
  }
}
