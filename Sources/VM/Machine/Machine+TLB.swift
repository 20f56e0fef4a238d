// Flushes of the TLB: what they are counted as. Which event flushes what stands where it happens; the
// table of all of them is section "TLB" of docs/model.md.
extension Machine {
  /// A flush of all that an address space translates, or several; of pages, if so many are given.
  mutating func flush(_ space: Int32, times: Int = 1, pages: Int = 0) {
    count(flushes: times, pages: pages, others: spaces[Int(space)].members.count - 1)
  }

  /// A flush of each page whose entry is one of these, in all address spaces that have its leaf.
  ///
  /// - Complexity: O(runs of tables); where there are threads, O(address spaces).
  mutating func flushPages(_ keys: Range<Int>) {
    let tables = keys.lowerBound &>> entryBits..<(keys.upperBound - 1) &>> entryBits + 1
    var parts: [(pages: Int, others: Int)] = []
    leafTables.forEachRun(in: tables) { run in
      let part = keys.clamped(to: self.keys(run.start..<run.end))
      parts.append((part.count, Int(run.value.owners) - 1))
    }
    for (pages, others) in parts { count(flushes: pages, pages: pages, others: others) }
    guard hasThreads else { return }
    for owner in owners(of: tables) {
      let pages = keys.clamped(to: self.keys(owner.tables)).count
      let threads = spaces[Int(owner.space)].members.count - 1
      interrupt(pages, threads)
    }
  }

  /// A flush of a range of an address space, also for others that have leaves of it.
  mutating func flush(_ space: Int32, _ range: AddressRange, leavesOf piecesThere: [LeafPiece]) {
    let processes = processes(of: space, sharing: piecesThere)
    count(flushes: 1, pages: pageCount(space, range), others: processes - 1)
  }

  /// Pages of a part of a mapping; huge ones count one each.
  func pageCount(_ space: Int32, _ part: AddressRange) -> Int {
    let isHuge = spaces[Int(space)].vma(at: part.start)?.flags.contains(.hugetlb) == true
    return isHuge ? hugePages(part).count : part.length &>> pageShift
  }

  // MARK: Who is interrupted

  /// Whether an address space has several processes: each one alive has a top table.
  private var hasThreads: Bool {
    totals.processCount > totals.pageTables[geometry.levels[0].name]
  }

  /// Processes of an address space and of all that have one of its leaves.
  private func processes(of space: Int32, sharing pieces: [LeafPiece]) -> Int {
    let own = spaces[Int(space)].members.count
    let shared = pieces.filter(\.table.isShared)
    if shared.isEmpty { return own }
    if !hasThreads {
      if shared.count == 1, shared[0].count == 1 { return Int(shared[0].table.owners) }
      // One leaf that all have says it all.
      if shared.contains(where: { Int($0.table.owners) == totals.processCount }) {
        return totals.processCount
      }
    }
    let others = owners(of: shared.map(\.tables))
    return others.reduce(own) { $0 + ($1 == space ? 0 : spaces[Int($1)].members.count) }
  }

  /// The address spaces that have one of the tables, each once.
  ///
  /// - Complexity: O(address spaces).
  func owners(of tables: [Range<TableNumber>]) -> [Int32] {
    let tables = tables.merged()
    var found: [Int32] = []
    for space in spaces.indices where spaces[space].isAlive {
      var isOwner = false
      spaces[space].leaves.forEachRun(in: 0..<Int.max) { run in
        let first = run.value.table
        isOwner = isOwner || tables.overlap(first..<first + run.count)
      }
      if isOwner { found.append(Int32(space)) }
    }
    return found
  }

  // MARK: Counting

  /// - Parameter others: processes in the scope of each but the one that does it.
  private mutating func count(flushes: Int, pages: Int, others: Int) {
    totals.events.tlb.flushes.add(flushes)
    totals.events.tlb.pages.add(pages)
    if others > 0 { interrupt(flushes, others) }
  }

  /// So many interrupts for each of some flushes.
  mutating func interrupt(_ flushes: Int, _ others: Int) {
    let (product, overflow) = flushes.multipliedReportingOverflow(by: others)
    totals.events.tlb.ipis.add(overflow ? .max : product)
  }
}

extension Int {
  /// Adds what is not negative, as far as there are numbers.
  @inline(__always)
  fileprivate mutating func add(_ more: Int) {
    let (sum, overflow) = addingReportingOverflow(more)
    self = overflow ? .max : sum
  }
}
