// The invariants of the model, checked from scratch: after every statement with `--paranoid`, and
// in the tests.
extension Machine {
  /// The first invariant that does not hold; nil if all do.
  public func firstViolation() -> InvariantViolation? {
    do throws(InvariantViolation) {
      try checkAddressSpaces()
      let found = try countEverything()
      try checkTables(found)
      try checkFrames(found)
      try checkFileTables()
      return nil
    } catch {
      return error
    }
  }

  /// For tests: adds one to the owner count of some leaf, so that the invariants must notice.
  /// False if there is no leaf.
  public mutating func corruptOwnerCountForTesting() -> Bool {
    for table in 0..<tables.end where tables[table].isLive && tables[table].level == leafLevel {
      tables[table].ownerCount += 1
      return true
    }
    return false
  }

  // MARK: What a walk finds

  /// What walking all address spaces finds, to be compared with what the model has counted.
  private struct Found {
    /// Address spaces that reach each table.
    var owners: [Int32: Int32] = [:]
    /// Page entries of each frame.
    var mapcounts: [Int32: Int32] = [:]
    var mapped = 0
  }

  private func countEverything() throws(InvariantViolation) -> Found {
    var found = Found()
    for index in spaces.indices where spaces[index].top >= 0 {
      let space = Int32(index)
      found.owners[spaces[index].top, default: 0] += 1
      found.mapped += 1
      var reachedCounts = TableCounts()
      reachedCounts[geometry.levels[0].name] = 1
      var resident = ResidentPages()
      for reached in reachedTables(space, in: AddressRange(VirtualAddress(0), geometry.userEnd)) {
        let table = reached.entry.table
        try expect(tables[table].isLive, "live-tables", "space \(index) reaches a freed table")
        reachedCounts[geometry.levels[reached.level].name] += 1
        found.mapped += 1
        found.owners[table, default: 0] += 1
        try expect(
          spaces[index].isMapped(reached.span), "tables-have-mappings",
          "space \(index) has a table at \(reached.span.start) where nothing is mapped")
        if reached.level == leafLevel {
          resident.add(tables[table], sign: 1)
          try checkLeaf(reached, space)
        }
      }
      try expect(
        reachedCounts == spaces[index].tables, "tables-of-process",
        "space \(index) reaches \(reachedCounts.total) tables, counted \(spaces[index].tables.total)"
      )
      try expect(
        resident == spaces[index].resident, "rss",
        "space \(index): present \(resident), counted \(spaces[index].resident)")
    }
    for table in 0..<tables.end where tables[table].isLive && tables[table].level == leafLevel {
      forEachFrame(in: table) { found.mapcounts[$0, default: 0] += 1 }
    }
    return found
  }

  // MARK: The invariants

  private func checkTables(_ found: Found) throws(InvariantViolation) {
    var counts = TableCounts()
    var shared = 0
    for index in 0..<tables.end where tables[index].isLive {
      let table = tables[index]
      counts[geometry.levels[Int(table.level)].name] += 1
      let owners = found.owners[index] ?? 0
      try expect(
        table.ownerCount == owners, "owner-count",
        "table \(index) counts \(table.ownerCount) owners, \(owners) address spaces reach it")
      guard table.level == leafLevel else { continue }
      try expect(
        ownerSpaces(of: index).count == Int(owners), "owner-list",
        "table \(index) lists \(ownerSpaces(of: index).count) owners, \(owners) reach it")
      shared += owners > 1 ? 1 : 0
      var present = ResidentPages()
      forEachFrame(in: index) { frame in
        let file = frames[frame].file
        present.count(file < 0 ? .anon : files[Int(file)].residentKind, 1)
      }
      var counted = ResidentPages()
      counted.add(table, sign: 1)
      try expect(present == counted, "table-rss", "table \(index): \(present), counted \(counted)")
    }
    try expect(
      counts == pageTables, "table-count",
      "\(counts.total) tables exist, counted \(pageTables.total)")
    try expect(
      shared == sharedTables, "shared-tables", "\(shared) shared, counted \(sharedTables)")
    try expect(
      found.mapped == mappedTables, "mapped-tables",
      "\(found.mapped) mapped, counted \(mappedTables)")
    try expect(
      events.tablesAllocated - events.tablesFreed == counts.total, "table-balance",
      "allocated \(events.tablesAllocated), freed \(events.tablesFreed), exist \(counts.total)")
  }

  private func checkFrames(_ found: Found) throws(InvariantViolation) {
    var cached = 0
    for index in 0..<frames.end where frames[index].isLive {
      let frame = frames[index]
      let mapcount = found.mapcounts[index] ?? 0
      try expect(
        frame.mapcount == mapcount, "mapcount",
        "frame \(index) counts \(frame.mapcount) entries, \(mapcount) map it")
      if frame.file < 0 {
        try expect(mapcount > 0, "frame-balance", "anonymous frame \(index) is mapped nowhere")
      } else {
        cached += 1
        try expect(
          files[Int(frame.file)].cachedFrame(frame.filePage) == index, "page-cache",
          "frame \(index) is not page \(frame.filePage) of its file")
      }
    }
    let pages = files.reduce(0) { $0 + $1.cachedPages }
    try expect(cached == pages, "page-cache", "\(pages) pages in files, \(cached) frames")
    for frame in found.mapcounts.keys.sorted() {
      try expect(frames[frame].isLive, "live-frames", "an entry maps the freed frame \(frame)")
    }
    try expect(freeFrames >= 0, "memory", "more frames in use than there are")
  }

  /// Entries lie within mappings, and none lets a store through that another process would see.
  private func checkLeaf(_ reached: ReachedTable, _ space: Int32) throws(InvariantViolation) {
    let table = reached.entry.table
    let isCOW = tables[table].ownerCount > 1 && !tables[table].isFileTable
    for index in 0..<geometry.leaf.entryCount {
      let entry = pageEntry(table, index)
      if entry.isNone { continue }
      let address = reached.span.start + index << pageShift
      guard let vma = spaces[Int(space)].vma(at: address) else {
        throw InvariantViolation(
          name: "entries-in-mappings", text: "space \(space) has an unmapped entry at \(address)")
      }
      if vma.isShared {
        try expect(entry.kind == .file, "shared-entries", "a private page at \(address)")
        continue
      }
      try expect(
        !(isCOW && reached.entry.isWritable), "cow-tables",
        "space \(space) may write to a shared table with private pages at \(reached.span.start)")
      if entry.isWritable {
        try expect(
          entry.kind == .anon && frames[entry.frame].mapcount == 1, "cow-pages",
          "space \(space) may write to a page that others map at \(address)")
      }
    }
  }

  private func checkAddressSpaces() throws(InvariantViolation) {
    var mappings = Array(repeating: 0, count: files.count)
    for index in spaces.indices {
      var end = VirtualAddress(0)
      for vma in spaces[index].vmas {
        try expect(
          vma.range.start >= end && !vma.range.isEmpty, "vmas",
          "space \(index): mappings overlap at \(vma.range.start)")
        end = vma.range.end
        if vma.file >= 0 { mappings[Int(vma.file)] += 1 }
      }
    }
    for (index, file) in files.enumerated() {
      try expect(
        file.mappings == mappings[index], "mappings",
        "file `\(file.name)` counts \(file.mappings) mappings, has \(mappings[index])")
    }
  }

  private func checkFileTables() throws(InvariantViolation) {
    for index in 0..<tables.end where tables[index].isLive && tables[index].level == leafLevel {
      let table = tables[index]
      var isSpanned = true
      var owner = table.firstOwner
      while owner >= 0 {
        let block = spannedBlock(owners[owner].space, owners[owner].base)
        if block == nil { isSpanned = false }
        if table.isFileTable {
          try expect(
            block == table.block, "file-table-block", "an owner of table \(index) maps other pages")
        }
        owner = owners[owner].next
      }
      try expect(
        table.isFileTable == isSpanned, "file-table",
        "table \(index) \(table.isFileTable ? "is" : "is no") file table")
      let isListed = fileTables[table.block]?.contains(index) ?? false
      try expect(
        table.isFileTable == isListed, "file-table-list",
        "table \(index) \(isListed ? "is" : "is not") listed")
    }
  }

  private func expect(
    _ holds: Bool, _ name: String, _ text: @autoclosure () -> String
  ) throws(InvariantViolation) {
    if !holds { throw InvariantViolation(name: name, text: text()) }
  }
}
