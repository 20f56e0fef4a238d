import Testing
import VM

/// Cases of kernels.md section 5 with the numbers that stand there.
@Suite struct CaseScaleTests {
  private let page = Fleet.page

  @Test func `case 13: 500 processes with 8000 MiB have 7812 MiB of tables`() {
    let fleet = Fleet("linux-2.5", Scale(processes: 500, size: 8000 << 20))
    fleet.writeAll()
    fleet.checkAll()
    #expect(fleet.machine.events.pteSet == 500 * 2_048_000)
    #expect(fleet.machine.pageTables.pte * page == 15_625 << 19)
    fleet.finish()
  }

  @Test func `case 17: a fork with 2 GiB of shared memory copies 524,288 entries or none`() {
    for (kernel, copied, shared) in [("linux-2.5", 524_288, 0), ("shpte", 0, 1024)] {
      let scale = Scale(processes: 1, size: 2 << 30)
      let fleet = Fleet(kernel, scale)
      let file = fleet.makeFile(scale.size)
      let parent = fleet.spawn()
      fleet.map(parent, file, scale.size, at: Fleet.base)
      fleet.access(parent, .write, Fleet.base, scale.size)
      var child = parent
      let change = fleet.during { child = fleet.fork(parent) }
      #expect(change.pteCopied == copied && change.tablesShared == shared)
      #expect(
        fleet.during { fleet.access(child, .read, Fleet.base, scale.size) } == EventCounters())
      fleet.processes = [parent, child]
      try! fleet.machine.truncate(file, to: 0)
      fleet.finish()
    }
  }

  @Test func `case 20: 2000 processes with one page are 16,000 bytes of entries in 2000 tables`() {
    for kernel in Scale.kernels {
      let fleet = Fleet(kernel, Scale(processes: 2000, size: 2 << 20))
      let file = fleet.makeFile(page)
      for _ in 0..<2000 {
        let p = fleet.spawn()
        fleet.map(p, file, page, at: Fleet.base)
        fleet.access(p, .write, Fleet.base, page)
        fleet.processes.append(p)
      }
      #expect(fleet.machine.events.pteSet * Geometry.x86_64.entryBytes == 16_000)
      #expect(fleet.machine.pageTables.pte == 2000)
      #expect(fleet.mapcount(fleet.processes[7], Fleet.base) == 2000)
      #expect(fleet.machine.proportionalSetSize(of: fleet.processes[7]) == 2)
      try! fleet.machine.truncate(file, to: 0)
      fleet.finish()
    }
  }

  @Test(arguments: Scale.all)
  func `case 22: who attaches late has all of it resident, and nothing after its munmap`(
    scale: Scale
  ) {
    let fleet = Fleet("shpte", scale)
    fleet.writeAll()
    let late = fleet.spawn()
    fleet.map(late, fleet.file, scale.size, at: Fleet.otherBase)
    #expect(fleet.rss(late) == 0)
    let change = fleet.during {
      fleet.access(late, .read, Fleet.otherBase, scale.size, every: 2 << 20)
    }
    #expect(
      change
        == .only {
          $0.faults.minor = scale.leaves
          $0.tablesShared = scale.leaves
          $0.tablesAllocated = scale.uppers - 1
        })
    #expect(fleet.rss(late) == scale.pages)
    fleet.munmap(late, Fleet.otherBase, scale.size)
    #expect(fleet.rss(late) == 0)
    for p in fleet.processes { #expect(fleet.rss(p) == scale.pages) }
    fleet.processes.append(late)
    fleet.finish()
  }
}
