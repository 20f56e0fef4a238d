import Testing

@testable import VM

/// kernels.md section 5, the cases of these two kernels at their full size, by closed forms.
@Suite struct ScaleTests {
  private let page = Fleet.page
  private let span = 2 << 20

  // MARK: Cases 1 and 2

  @Test(arguments: Scale.kernels, Scale.all)
  func `a fleet that writes to all of a file has the counters of the closed form`(
    kernel: String, scale: Scale
  ) {
    let fleet = Fleet(kernel, scale)
    fleet.writeAll()
    fleet.checkAll()
    fleet.finish()
  }

  @Test(arguments: Scale.kernels, Scale.all)
  func `order of the processes and other congruent addresses change no counter`(
    kernel: String, scale: Scale
  ) {
    for seed in [1, 2] as [UInt64] {
      let fleet = Fleet(kernel, scale)
      fleet.writeAll(shuffled: seed, everyFifthElsewhere: true)
      fleet.checkAll()
      fleet.finish()
    }
  }

  @Test func `cases 1 and 2 to the table`() {
    // Leaf tables, and all tables, in pages.
    for (kernel, scale, leaf, total) in [
      ("linux-2.5", Scale.full[0], 230_400_000, 230_853_000),
      ("shpte", Scale.full[0], 153_600, 606_600),
      ("linux-2.5", Scale.full[1], 5_242_880_000, 5_253_150_000),
      ("shpte", Scale.full[1], 524_288, 10_794_288),
    ] {
      let fleet = Fleet(kernel, scale)
      fleet.writeAll()
      #expect(fleet.machine.pageTables.pte == leaf)
      #expect(fleet.machine.pageTables.total == total)
    }
  }

  // Each page stands alone: the larger sizes would have millions of runs.
  @Test(arguments: Scale.kernels, Scale.small)
  func `one page a table sets one entry a table`(kernel: String, scale: Scale) {
    let fleet = Fleet(kernel, scale)
    let file = fleet.makeFile(scale.size)
    for _ in 0..<scale.processes {
      let p = fleet.spawn()
      fleet.map(p, file, scale.size, at: Fleet.base)
      fleet.access(p, .read, Fleet.base, scale.size, every: span)
      fleet.processes.append(p)
    }
    let n = scale.processes
    #expect(fleet.machine.events.pteSet == (fleet.shares ? 1 : n) * scale.leaves)
    #expect(fleet.machine.events.faults.minor == n * scale.leaves)
    #expect(fleet.machine.pageCacheBytes == scale.leaves * page)
    for p in fleet.processes { #expect(fleet.rss(p) == scale.leaves) }
    #expect(fleet.mapcount(fleet.processes[0], Fleet.base) == (fleet.shares ? 1 : n))
    #expect(fleet.entry(fleet.processes[0], Fleet.base + page).kind == .none)
    try! fleet.machine.truncate(file, to: 0)
    fleet.finish()
  }

  @Test(arguments: Scale.kernels, Scale.all)
  func `a mapping that begins within a table shares all but the two at its ends`(
    kernel: String, scale: Scale
  ) {
    let fleet = Fleet(kernel, scale)
    // One page further than congruent: the first table has 511 pages, the last one.
    let file = fleet.makeFile(scale.size)
    let base = Fleet.base + page
    for _ in 0..<scale.processes {
      let p = fleet.spawn()
      fleet.map(p, file, scale.size, at: base)
      fleet.access(p, .write, base, scale.size)
      fleet.processes.append(p)
    }
    let (n, middle) = (scale.processes, scale.leaves - 1)
    let sharers = fleet.shares ? 1 : n
    #expect(fleet.machine.pageTables.pte == sharers * middle + 2 * n)
    #expect(fleet.machine.events.pteSet == sharers * middle * 512 + n * 512)
    #expect(fleet.machine.events.tablesShared == (fleet.shares ? (n - 1) * middle : 0))
    #expect(fleet.machine.sharedTables == (fleet.shares ? middle : 0))
    let p = fleet.processes[n / 2]
    #expect(fleet.rss(p) == scale.pages)
    #expect(fleet.mapcount(p, base) == n)
    #expect(fleet.mapcount(p, base + span) == sharers)
    #expect(fleet.mapcount(p, base + scale.size - page) == n)
    try! fleet.machine.truncate(file, to: 0)
    fleet.finish()
  }

  // MARK: Divergence

  @Test(arguments: Scale.kernels, Scale.all)
  func `what single processes do next costs what it costs in a small world`(
    kernel: String, scale: Scale
  ) {
    for seed in [nil, 3] as [UInt64?] {
      let fleet = Fleet(kernel, scale)
      fleet.writeAll(shuffled: seed, everyFifthElsewhere: seed != nil)
      diverge(fleet)
      fleet.finish()
    }
  }

  @Test(arguments: Scale.kernels, Scale.all)
  func `after an undo the fleet is as it was`(kernel: String, scale: Scale) throws {
    let fleet = Fleet(kernel, scale)
    fleet.writeAll()
    let (runs, events) = (fleet.machine.storedRunCount, fleet.machine.events)
    let mark = fleet.machine.mark()
    let processes = fleet.processes
    for _ in 0..<2 {
      diverge(fleet)
      fleet.machine.restore(to: mark)
      fleet.processes = processes
      try #require(fleet.machine.events == events)
      fleet.checkAll()
      #expect(fleet.machine.storedRunCount == runs)
    }
    fleet.machine.release(mark)
    fleet.finish()
  }

  /// One call after the other by single processes of a fleet, each with its cost by hand.
  private func diverge(_ fleet: Fleet) {
    unmapOnePage(fleet, fleet.n - 1)
    unmapAll(fleet, fleet.n - 2)
    dropAll(fleet, fleet.n - 3)
    protectAll(fleet, fleet.n - 4)
    protectOnePage(fleet, fleet.n - 4)
    forkFirst(fleet)
    truncateToHalf(fleet)
  }

  /// Case 7.
  private func unmapOnePage(_ fleet: Fleet, _ number: Int) {
    let (p, base, first) = (fleet.processes[number], fleet.bases[number], fleet.processes[0])
    let (n, pages) = (fleet.n, fleet.scale.pages)
    #expect(
      fleet.during { fleet.munmap(p, base + 5 * page, page) }
        == .only {
          $0.pteCleared = 1
          guard fleet.shares else { return }
          $0.pteCopied = 512
          $0.tablesAllocated = 1
          $0.tablesUnshared = 1
        })
    #expect(fleet.rss(p) == pages - 1 && fleet.rss(first) == pages)
    #expect(fleet.tableEntry(first, Fleet.base).owners == (fleet.shares ? n - 1 : 1))
    #expect(fleet.tableEntry(first, Fleet.base + span).owners == (fleet.shares ? n : 1))
    #expect(fleet.mapcount(first, Fleet.base + 5 * page) == (fleet.shares ? 1 : n - 1))
    #expect(fleet.mapcount(first, Fleet.base + 6 * page) == (fleet.shares ? 2 : n))
    // One page is shared by one process less: page / (n - 1) + (pages - 1) page / n.
    let sum = (pages - 1).multipliedFullWidth(by: page * (n - 1))
    #expect(sum.high == 0)
    #expect(
      fleet.machine.proportionalSetSize(of: first)
        == (Int(sum.low) + page * n) / (n * (n - 1)))
    #expect(fleet.machine.proportionalSetSize(of: p) == (pages - 1) * page / n)
    #expect(fleet.machine.uniqueSetSize(of: p) == 0)
  }

  private func unmapAll(_ fleet: Fleet, _ number: Int) {
    let (p, base, first) = (fleet.processes[number], fleet.bases[number], fleet.processes[0])
    let (n, scale) = (fleet.n, fleet.scale)
    #expect(
      fleet.during { fleet.munmap(p, base, scale.size) }
        == .only {
          $0.tablesFreed = scale.uppers - 1 + (fleet.shares ? 0 : scale.leaves)
          $0.pteCleared = fleet.shares ? 0 : scale.pages
        })
    #expect(fleet.rss(p) == 0 && fleet.machine.pageTables(of: p).total == 1)
    #expect(fleet.tableEntry(first, Fleet.base).owners == (fleet.shares ? n - 2 : 1))
    #expect(fleet.tableEntry(first, Fleet.base + span).owners == (fleet.shares ? n - 1 : 1))
    #expect(fleet.mapcount(first, Fleet.base + scale.size - page) == (fleet.shares ? 1 : n - 1))
  }

  /// All of it is dropped, and then a page is read: case 22 the other way round.
  private func dropAll(_ fleet: Fleet, _ number: Int) {
    let (p, base) = (fleet.processes[number], fleet.bases[number])
    let scale = fleet.scale
    #expect(
      fleet.during { fleet.dontneed(p, base, scale.size) }
        == .only { $0.pteCleared = fleet.shares ? 0 : scale.pages })
    #expect(fleet.rss(p) == 0)
    #expect(
      fleet.machine.pageTables(of: p).total == scale.uppers + (fleet.shares ? 0 : scale.leaves))
    #expect(
      fleet.during { fleet.access(p, .read, base + 3 * page, page) }
        == .only {
          $0.faults.minor = 1
          $0.pteSet = fleet.shares ? 0 : 1
          $0.tablesShared = fleet.shares ? 1 : 0
        })
    #expect(fleet.rss(p) == (fleet.shares ? 512 : 1))
  }

  private func protectAll(_ fleet: Fleet, _ number: Int) {
    let (p, base) = (fleet.processes[number], fleet.bases[number])
    let middle = base + fleet.scale.size / 2
    #expect(fleet.during { fleet.mprotect(p, base, fleet.scale.size, .read) } == EventCounters())
    #expect(fleet.tableEntry(p, middle).isWritable == !fleet.shares)
    #expect(fleet.entry(p, middle).isWritable == fleet.shares)
    #expect(fleet.entry(fleet.processes[0], Fleet.base).isWritable)
    var refusal: Refusal?
    #expect(
      fleet.during { refusal = fleet.access(p, .write, middle, page) }
        == .only { $0.faults.segv = 1 })
    #expect(refusal == .signal(.SIGSEGV, at: VirtualAddress(middle)))
    #expect(
      fleet.during {
        fleet.mprotect(p, base, fleet.scale.size, [.read, .write])
        fleet.access(p, .write, base, fleet.scale.size)
      } == EventCounters())
  }

  private func protectOnePage(_ fleet: Fleet, _ number: Int) {
    let (p, base, first) = (fleet.processes[number], fleet.bases[number], fleet.processes[0])
    let at = span + 7 * page
    #expect(
      fleet.during { fleet.mprotect(p, base + at, page, .read) }
        == .only {
          guard fleet.shares else { return }
          $0.tablesAllocated = 1
          $0.tablesUnshared = 1
          $0.pteCopied = 512
        })
    #expect(!fleet.entry(p, base + at).isWritable && fleet.entry(p, base + at + page).isWritable)
    #expect(fleet.entry(first, Fleet.base + at).isWritable)
    #expect(fleet.machine.vmas(of: p).count == 3)
    #expect(fleet.owners(p, base + at) == [p])
  }

  /// Case 17: the child of a process with a shared segment.
  private func forkFirst(_ fleet: Fleet) {
    let scale = fleet.scale
    var child = fleet.processes[0]
    #expect(
      fleet.during { child = fleet.fork(child) }
        == .only {
          $0.tablesAllocated = scale.uppers + (fleet.shares ? 0 : scale.leaves)
          $0.tablesShared = fleet.shares ? scale.leaves : 0
          $0.pteCopied = fleet.shares ? 0 : scale.pages
        })
    #expect(fleet.rss(child) == scale.pages)
    #expect(
      fleet.during { fleet.access(child, .write, Fleet.base, scale.size) } == EventCounters())
    fleet.processes.append(child)
    fleet.bases.append(Fleet.base)
  }

  /// The file loses its upper half: once in each table.
  private func truncateToHalf(_ fleet: Fleet) {
    guard let file = fleet.file else { return }
    let half = fleet.scale.pages / 2
    let gone = fleet.scale.pages - half
    let first = fleet.processes[0]
    // All but those that have unmapped or dropped it have these entries.
    let tables = fleet.shares ? 1 : fleet.n - 2
    #expect(
      fleet.during { try! fleet.machine.truncate(file, to: half * page) }
        == .only { $0.pteCleared = gone * tables })
    #expect(fleet.rss(first) == half)
    #expect(fleet.machine.pageCacheBytes == half * page)
    #expect(fleet.machine.pageTables(of: first).total == fleet.scale.leaves + fleet.scale.uppers)
    let past = Fleet.base + half * page
    #expect(fleet.access(first, .read, past, page) == .signal(.SIGBUS, at: VirtualAddress(past)))
  }

  @Test(arguments: Scale.kernels, Scale.all)
  func `a mapping that moves takes its entries along, in tables of its own`(
    kernel: String, scale: Scale
  ) {
    let fleet = Fleet(kernel, scale)
    fleet.writeAll()
    let p = fleet.processes[1]
    let target = 1 << 46
    let request = RemapRequest(
      start: VirtualAddress(Fleet.base), oldLength: scale.size, newLength: scale.size,
      mayMove: true, destination: VirtualAddress(target))
    #expect(
      fleet.during { _ = try! fleet.machine.mremap(p, request) }
        == .only {
          $0.tablesAllocated = (fleet.shares ? 2 : 1) * scale.leaves + scale.uppers - 1
          $0.tablesFreed = scale.leaves + scale.uppers - 1
          $0.tablesUnshared = fleet.shares ? scale.leaves : 0
          $0.pteCopied = fleet.shares ? scale.pages : 0
        })
    #expect(fleet.rss(p) == scale.pages)
    #expect(fleet.owners(p, target) == [p])
    #expect(fleet.mapcount(p, target + scale.size - page) == (fleet.shares ? 2 : fleet.n))
    #expect(fleet.entry(p, Fleet.base).table == nil)
    #expect(fleet.entry(p, target).isDirty == !fleet.shares)
    #expect(fleet.machine.proportionalSetSize(of: p) == scale.size / fleet.n)
    fleet.finish()
  }
}
