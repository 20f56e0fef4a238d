// The invariants of the model, checked from scratch: after every statement with `--paranoid`, and
// in the tests.
extension Machine {
  /// The first invariant that does not hold; nil if all do.
  ///
  /// - Complexity: O(runs of everything).
  public func firstViolation() -> InvariantViolation? {
    var found = Found()
    do throws(InvariantViolation) {
      try checkAddressSpaces()
      try countAddressSpaces(&found)
      try checkTables(&found)
      try checkFrames(found)
      try checkSlots(found)
      return nil
    } catch {
      return error
    }
  }

  /// For tests: adds one to the owner count of some leaf, so that the invariants must notice.
  /// False if there is no leaf.
  public mutating func corruptOwnerCountForTesting() -> Bool {
    guard let run = leafTables.firstRun(endingAfter: 0) else { return false }
    changeTables(run.start..<run.start + 1) { table, _ in table.owners += 1 }
    return true
  }

  // MARK: What a walk finds

  /// What walking all address spaces finds, to be compared with what the model has counted.
  private struct Found {
    /// Address spaces that reach each leaf table, those that span it, and those that write.
    var owners = Census()
    var spanning = Census()
    var writers = Census()
    /// Page entries of each frame.
    var mapcounts = Census()
    /// Holders of each swap slot.
    var slots = Census()
    /// Links that lead to each PMD table, on machines that have huge pages.
    var pmds = Census()
    /// Tables above the leaves, by level.
    var uppers = TableCounts()
    var mapped = 0
  }

  private func countAddressSpaces(_ found: inout Found) throws(InvariantViolation) {
    for index in spaces.indices where spaces[index].isAlive {
      let space = Int32(index)
      var counts = TableCounts()
      counts[geometry.levels[0].name] = 1
      for level in 1..<leafLevel {
        for run in spaces[index].uppers[level].runs(in: 0..<Int.max) {
          counts[geometry.levels[level].name] += run.count
          if level == pmdLevel, !sharedPMDTables.isEmpty {
            found.pmds.add(run.value.table..<run.value.table + run.count)
          }
          for edge in [run.start, run.end - 1] {
            try expect(
              spaces[index].isMapped(span(edge, level: level)), "tables-have-mappings",
              "space \(index) has a table at \(span(edge, level: level).start) where nothing is mapped"
            )
          }
        }
      }
      for level in Geometry.LevelName.allCases { found.uppers[level] += counts[level] }
      for run in spaces[index].leaves.runs(in: 0..<Int.max) {
        counts.pte += run.count
        let tables = run.value.table..<run.value.table + run.count
        try expect(
          leafTables.count(in: tables) == run.count, "live-tables",
          "space \(index) reaches a freed table")
        found.owners.add(tables)
        if run.value.spanning.contains(.spans) { found.spanning.add(tables) }
        if run.value.spanning.contains(.writes) { found.writers.add(tables) }
      }
      for piece in pieces(space, 0..<Int.max &>> leafShift) { try checkLeaves(piece, space) }
      try expect(
        counts == spaces[index].tables, "tables-of-process",
        "space \(index) reaches \(counts.total) tables, counted \(spaces[index].tables.total)")
      found.mapped += counts.total
    }
  }

  // MARK: The invariants

  private func checkTables(_ found: inout Found) throws(InvariantViolation) {
    var counts = found.uppers
    var shared = 0
    var entries = 0
    var fileTables = 0
    let (owners, spanning, writers) = (
      found.owners.map(), found.spanning.map(), found.writers.map()
    )
    defer {
      owners.free()
      spanning.free()
      writers.free()
    }
    for run in leafTables.runs(in: 0..<Int.max) {
      let tables = run.start..<run.end
      counts.pte += run.count
      shared += run.value.isShared ? run.count : 0
      fileTables += run.value.isFileTable ? run.count : 0
      try expectMultiplicity(owners, run, Int(run.value.owners), "owner-count", "owners")
      try expectMultiplicity(spanning, run, Int(run.value.spanning), "spanning-count", "spanning")
      try expectMultiplicity(writers, run, Int(run.value.writers), "writer-count", "writers")
      try expect(
        run.value.isFileTable == run.value.hasFileTableOwners, "file-table",
        "table \(run.start) \(run.value.isFileTable ? "is" : "is no") file table")
      if run.value.isFileTable {
        let block = FileBlock(file: run.value.file, page: run.value.page)
        try expect(
          self.fileTables(of: block).contains(run.start), "file-table-list",
          "table \(run.start) is not listed")
      }
      for entry in contents.runs(in: keys(tables)) {
        entries += entry.count
        if entry.value.hasFrame {
          found.mapcounts.add(entry.value.frame..<entry.value.frame + entry.count)
        }
        if let slots = entry.slots { found.slots.add(slots) }
      }
    }
    let chained = owners.runs(in: 0..<Int.max).reduce(0) {
      $0 + $1.count * chains.nodes(owners: Int32($1.value.count))
    }
    try expect(
      totals.ownerNodes == (chains.entriesPerNode > 0 ? chained : 0), "owner-chains",
      "\(chained) nodes name owners, counted \(totals.ownerNodes)")
    let everything = 0..<Int.max
    for run in found.pmds.runs() {
      for shared in sharedPMDTables.runs(in: run.start..<run.end) {
        try expect(
          shared.value.count == run.value.count, "pmd-links",
          "PMD table \(shared.start) counts \(shared.value.count) links, has \(run.value.count)")
      }
      counts[geometry.levels[pmdLevel].name] -= (run.value.count - 1) * run.count
    }
    try expect(
      sharedPMDTables.count(in: everything)
        == found.pmds.runs().reduce(0) { $0 + ($1.value.count > 1 ? $1.count : 0) },
      "pmd-links", "shared PMD tables that nobody shares")
    for run in hugeContents.runs(in: everything) { found.mapcounts.add(run.frames) }
    try expect(
      counts == pageTables, "table-count",
      "\(counts.total) tables exist, counted \(pageTables.total)")
    try expect(
      contents.count(in: everything) == entries, "live-tables", "entries of tables that are gone")
    try expect(
      shared == sharedTables, "shared-tables", "\(shared) shared, counted \(sharedTables)")
    try expect(
      oldestFileTables.count(in: everything) + youngerFileTables.count(in: everything)
        == fileTables, "file-table-list", "\(fileTables) file tables, others are listed")
    try expect(
      found.mapped == mappedTables, "mapped-tables",
      "\(found.mapped) mapped, counted \(mappedTables)")
    try expect(
      events.tablesAllocated - events.tablesFreed == counts.total, "table-balance",
      "allocated \(events.tablesAllocated), freed \(events.tablesFreed), exist \(counts.total)")
  }

  /// What has been tallied for each table of the run is what the table counts.
  private func expectMultiplicity(
    _ tallies: RunMap<Multiplicity>, _ run: Run<LeafTable>, _ counted: Int, _ name: String,
    _ what: String
  ) throws(InvariantViolation) {
    var table = run.start
    while table < run.end {
      let stretch = tallies.stretch(at: table, end: run.end)
      let found = stretch.value?.count ?? 0
      try expect(
        found == counted, name,
        "table \(table) counts \(counted) \(what), \(found) address spaces are")
      table = stretch.end
    }
  }

  private func checkFrames(_ found: Found) throws(InvariantViolation) {
    var cached = 0
    var inUse = 0
    let mapcounts = found.mapcounts.map()
    defer { mapcounts.free() }
    try checkChains(mapcounts)
    for run in frames.runs(in: 0..<Int.max) {
      inUse += run.count
      var frame = run.start
      while frame < run.end {
        let stretch = mapcounts.stretch(at: frame, end: run.end)
        let mapcount = stretch.value?.count ?? 0
        try expect(
          run.value.mapcount == mapcount, "mapcount",
          "frame \(frame) counts \(run.value.mapcount) entries, \(mapcount) map it")
        frame = stretch.end
      }
      if run.value.isInSwapCache {
        for frame in [run.start, run.end - 1] {
          let slot = run.value.page + frame - run.start
          try expect(
            slots[slot]?.frame == frame, "swap-cache", "slot \(slot) does not know frame \(frame)")
        }
      }
      guard run.value.file >= 0 else {
        try expect(
          run.value.mapcount > 0, "frame-balance",
          "anonymous frame \(run.start) is mapped nowhere")
        continue
      }
      cached += run.count
      let cache = files[Int(run.value.file)].cache
      for (frame, page) in [
        (run.start, run.value.page), (run.end - 1, run.value.page + run.count - 1),
      ] {
        try expect(
          cache[page] == CachedPage(frame: frame), "page-cache",
          "frame \(frame) is not page \(page) of its file")
      }
    }
    let pages = files.reduce(0) { $0 + $1.cachedPages }
    let inCaches = files.indices.reduce(0) { $0 + cachedCount(Int32($1), 0..<Int.max) }
    try expect(cached == pages, "page-cache", "\(pages) pages in files, \(cached) frames")
    try expect(inCaches == pages, "page-cache", "\(pages) pages counted, \(inCaches) there")
    try expect(
      inUse == totals.framesInUse, "frame-count",
      "\(inUse) frames, counted \(totals.framesInUse)")
    for run in mapcounts.runs(in: 0..<Int.max) {
      try expect(
        frames.count(in: run.start..<run.end) == run.count, "live-frames",
        "an entry maps a freed frame from \(run.start) on")
    }
    try expect(
      totals.framesInUse + pageTables.total <= totalFrames, "memory",
      "more frames in use than there are")
  }

  /// The chains name the entries that map each frame, and fit into low memory.
  private func checkChains(_ mapcounts: RunMap<Multiplicity>) throws(InvariantViolation) {
    let hasChains = chains.entriesPerNode > 0
    var (entries, nodes) = (0, 0)
    for run in mapcounts.runs(in: 0..<Int.max) where hasChains {
      entries += run.count * run.value.count
      nodes += run.count * chains.nodes(mapcount: Int32(run.value.count))
    }
    try expect(
      totals.chainedEntries == entries && totals.chainNodes == nodes, "page-chains",
      "\(nodes) nodes name \(entries) entries, counted \(totals.chainNodes) and "
        + "\(totals.chainedEntries)")
    try expect(
      lowMemory.map { lowMemoryTaken <= $0 } ?? true, "low-memory",
      "\(lowMemoryTaken) bytes of low memory are taken, more than there are")
  }

  /// Every slot counts who holds it, and knows its frame in the swap cache.
  private func checkSlots(_ found: Found) throws(InvariantViolation) {
    var held = found.slots
    for file in files {
      file.cache.forEachRun(in: 0..<Int.max) { run in
        if run.value.place == .swap { held.add(run.value.number..<run.value.number + run.count) }
      }
    }
    let holders = held.map()
    defer { holders.free() }
    var used = 0
    for run in slots.runs(in: 0..<Int.max) {
      used += run.count
      for holders in holders.runs(in: run.start..<run.end) {
        try expect(
          holders.value.count == run.value.count, "slot-count",
          "slot \(holders.start) counts \(run.value.count) holders, has \(holders.value.count)")
      }
      try expect(
        holders.count(in: run.start..<run.end) == run.count, "slot-count",
        "nobody holds some slot from \(run.start) on")
      guard run.value.frame >= 0 else { continue }
      let cached = frames.runs(in: run.value.frame..<run.value.frame + run.count)
      try expect(
        cached.allSatisfy { $0.value.isInSwapCache && $0.value.mapcount > 0 }
          && cached.reduce(0) { $0 + $1.count } == run.count, "swap-cache",
        "slot \(run.start) has a frame that is not in the swap cache")
    }
    try expect(
      holders.count(in: 0..<Int.max) == used, "slot-count", "entries hold slots that are free")
    try expect(
      used == totals.usedSlots && used <= totals.swapSlots, "slot-count",
      "\(used) slots are in use, counted \(totals.usedSlots) of \(totals.swapSlots)")
  }

  /// Table entries are as the vmas say; page entries lie within mappings, and none lets a store
  /// through that another process would see.
  private func checkLeaves(_ piece: LeafPiece, _ space: Int32) throws(InvariantViolation) {
    try checkSpanning(piece, space)
    let isCOW = piece.table.isShared && !piece.table.isFileTable
    var inMappings = 0
    for place in spaces[Int(space)].indices(overlapping: span(of: piece.leaves)) {
      let vma = spaces[Int(space)].vmas[place]
      for run in contents.runs(in: keys(piece, in: vma.range)) {
        inMappings += run.count
        let address = address(ofPage: run.start - keyDistance(piece))
        if vma.isShared {
          try expect(
            run.value.isCached || run.value.isGuard, "shared-entries",
            "a private page at \(address)")
          continue
        }
        try expect(
          !(isCOW && piece.entry.isWritable), "cow-tables",
          "space \(space) may write to a shared table with private pages at \(address)")
        guard run.value.isWritable || run.value.isExclusive, run.value.hasFrame else { continue }
        let first = run.value.frame
        let isAlone = frames.runs(in: first..<first + run.count).allSatisfy {
          $0.value.mapcount == 1
        }
        try expect(
          run.value.kind == .anon && isAlone, "cow-pages",
          "space \(space) may write to, or thinks its own, a page that others map at \(address)")
      }
    }
    let all = contents.count(in: keys(piece.tables))
    try expect(
      all == inMappings, "entries-in-mappings",
      "space \(space) has \(all - inMappings) unmapped entries from "
        + "\(base(ofLeaf: piece.leaves.lowerBound)) on")
  }

  private func checkSpanning(_ piece: LeafPiece, _ space: Int32) throws(InvariantViolation) {
    for (leaves, vma) in spans(space, piece.leaves) {
      let base = base(ofLeaf: leaves.lowerBound)
      try expect(
        piece.entry.spanning == (vma.map { spanning(of: $0) } ?? []), "spanning",
        "space \(space) has not noticed what spans the table at \(base)")
      for edge in [leaves.lowerBound, leaves.upperBound - 1] {
        try expect(
          spaces[Int(space)].isMapped(span(of: edge..<edge + 1)), "tables-have-mappings",
          "space \(space) has a table at \(base) where nothing is mapped")
      }
      guard let vma else { continue }
      if !piece.table.entriesDiffer {
        try expect(
          piece.entry.protection == vma.protection, "table-entries",
          "space \(space) has another protection than its mapping at \(base)")
      }
      guard piece.table.isFileTable else { continue }
      let page = piece.table.page + (leaves.lowerBound - piece.leaves.lowerBound) &<< entryBits
      try expect(
        spannedBlock(of: vma, leaf: leaves.lowerBound)
          == FileBlock(file: piece.table.file, page: page), "file-table-block",
        "an owner of table \(piece.entry.table) maps other pages")
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

  private func expect(
    _ holds: Bool, _ name: String, _ text: @autoclosure () -> String
  ) throws(InvariantViolation) {
    if !holds { throw InvariantViolation(name: name, text: text()) }
  }
}
