import Testing
import VM

/// Private memory and many children, by closed forms: kernels.md section 5, cases 18 and 19.
@Suite struct ForkScaleTests {
  private let page = Fleet.page
  private let span = 2 << 20
  private let base = Fleet.base

  /// A parent that has written 1 to every page, and its children.
  private func family(_ kernel: String, _ scale: Scale) -> Fleet {
    let fleet = Fleet(kernel, scale)
    let parent = fleet.spawn()
    fleet.map(parent, nil, scale.size, at: base)
    fleet.access(parent, .write, base, scale.size, value: 1)
    fleet.processes = [parent]
    for _ in 0..<scale.processes {
      let fork = fleet.during { fleet.processes.append(fleet.fork(parent)) }
      #expect(
        fork
          == .only {
            $0.tablesAllocated = scale.uppers + (fleet.shares ? 0 : scale.leaves)
            $0.tablesShared = fleet.shares ? scale.leaves : 0
            $0.pteCopied = fleet.shares ? 0 : scale.pages
          })
    }
    return fleet
  }

  @Test(arguments: Scale.kernels, Scale.all)
  func `children have all of the parent's memory and none of their own`(
    kernel: String, scale: Scale
  ) {
    let fleet = family(kernel, scale)
    let n = fleet.n
    #expect(fleet.machine.pageTables.pte == (fleet.shares ? 1 : n) * scale.leaves)
    #expect(fleet.machine.mappedTables == n * (scale.leaves + scale.uppers))
    let tables = fleet.machine.pageTables.total
    #expect(fleet.machine.memoryUsed == scale.size + tables * page)
    for p in fleet.processes { #expect(fleet.machine.resident(of: p).anon == scale.pages) }
    for p in [fleet.processes[0], fleet.processes[n - 1]] {
      let at = base + scale.size / 2
      #expect(fleet.mapcount(p, at) == (fleet.shares ? 1 : n))
      #expect(fleet.owners(p, at) == (fleet.shares ? fleet.processes : [p]))
      #expect(fleet.machine.proportionalSetSize(of: p) == scale.size / n)
      #expect(fleet.machine.uniqueSetSize(of: p) == 0)
      #expect(fleet.value(p, at) == 1)
    }
    fleet.finish()
  }

  @Test(arguments: Scale.kernels, Scale.all)
  func `a write costs a copy of the page, and of the table that others use`(
    kernel: String, scale: Scale
  ) {
    let fleet = family(kernel, scale)
    let (parent, some, all) = (fleet.processes[0], fleet.processes[1], fleet.processes[2])
    let rest = fleet.processes[3...]
    let m = min(scale.leaves - 1, 500)

    // One child writes to the first page of each of m spans.
    #expect(
      fleet.during { fleet.access(some, .write, base, m * span, every: span, value: 2) }
        == writes(m, tables: m, fleet))
    #expect(fleet.owners(some, base) == [some])
    #expect(fleet.machine.uniqueSetSize(of: some) == m * page)

    // Another writes to every page.
    #expect(
      fleet.during { fleet.access(all, .write, base, scale.size, value: 3) }
        == writes(scale.pages, tables: scale.leaves, fleet))
    #expect(fleet.machine.uniqueSetSize(of: all) == scale.size)
    #expect(fleet.machine.proportionalSetSize(of: all) == scale.size)

    // The others see nothing of it.
    for (p, first, second) in [(parent, 1, 1), (some, 2, 1), (all, 3, 3)] as [(_, Int64, Int64)] {
      #expect(fleet.value(p, base) == first && fleet.value(p, base + page) == second)
    }
    if let other = rest.first { #expect(fleet.value(other, base) == 1) }

    // All but these three go.
    #expect(
      fleet.during { for p in rest { fleet.machine.exit(p) } }
        == .only {
          $0.tablesFreed = rest.count * (scale.uppers + (fleet.shares ? 0 : scale.leaves))
          $0.pteCleared = fleet.shares ? 0 : rest.count * scale.pages
        })

    // In the next span the parent shares its table with that child.
    #expect(
      fleet.during { fleet.access(parent, .write, base + m * span, page, value: 4) }
        == writes(1, tables: 1, fleet))
    #expect(fleet.value(some, base + m * span) == 1)
    // In the first it is the last owner; nobody else maps the first page, one child the second.
    #expect(
      fleet.during { fleet.access(parent, .write, base, page, value: 5) }
        == .only {
          $0.faults.minor = 1
          $0.tablesPromoted = fleet.shares ? 1 : 0
        })
    #expect(
      fleet.during { fleet.access(parent, .write, base + page, page, value: 6) }
        == .only {
          $0.faults.minor = 1
          $0.faults.cow = 1
        })
    #expect(fleet.value(some, base + page) == 1 && fleet.value(all, base + page) == 3)
    fleet.finish()
  }

  /// First writes to so many pages that others map too, in so many tables that others reach.
  private func writes(_ pages: Int, tables: Int, _ fleet: Fleet) -> EventCounters {
    .only {
      $0.faults.minor = pages
      $0.faults.cow = pages
      guard fleet.shares else { return }
      $0.tablesUnshared = tables
      $0.tablesAllocated = tables
      $0.pteCopied = 512 * tables
    }
  }

  @Test(arguments: Scale.kernels, Scale.all)
  func `memory that was only read is the zero page, and a child's write gives it pages`(
    kernel: String, scale: Scale
  ) {
    let fleet = Fleet(kernel, scale)
    let parent = fleet.spawn()
    fleet.processes = [parent]
    fleet.map(parent, nil, scale.size, at: base)
    fleet.access(parent, .read, base, scale.size)
    #expect(fleet.machine.events.pteSet == scale.pages && fleet.rss(parent) == 0)
    let child = fleet.fork(parent)
    fleet.processes.append(child)
    #expect(fleet.machine.events.pteCopied == (fleet.shares ? 0 : scale.pages))
    #expect(
      fleet.during { fleet.access(child, .write, base, scale.size) }
        == writes(scale.pages, tables: scale.leaves, fleet))
    #expect(fleet.rss(child) == scale.pages && fleet.rss(parent) == 0)
    #expect(fleet.entry(parent, base).kind == .zero && fleet.entry(child, base).kind == .anon)
    fleet.finish()
  }

  @Test func `case 18: a fork of 1 GiB costs 512 leaf tables, or none until they are written to`() {
    let scale = Scale(processes: 1, size: 1 << 30)
    for (kernel, tables) in [("linux-2.5", 512), ("shpte", 0)] {
      let fleet = family(kernel, scale)
      let child = fleet.processes[1]
      #expect(fleet.machine.pageTables.pte == 512 + tables)
      #expect(fleet.machine.pageTables.total == 512 + tables + 2 * 3)
      #expect(
        fleet.during { fleet.access(child, .write, base, scale.size) }
          == writes(262_144, tables: 512, fleet))
      #expect(fleet.machine.pageTables.pte == 1024)
      fleet.finish()
    }
  }

  @Test(arguments: [1, 7, 512])
  func `case 19: one byte in each of m spans copies m tables of 512 entries`(m: Int) {
    let fleet = family("shpte", Scale(processes: 1, size: 1 << 30))
    let child = fleet.processes[1]
    let change = fleet.during { fleet.access(child, .write, base, m * span, every: span) }
    #expect(change == writes(m, tables: m, fleet))
    #expect(change.pteCopied == (m == 512 ? 262_144 : 512 * m))
    fleet.finish()
  }
}
