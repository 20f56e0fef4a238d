import Testing

@testable import VM

/// Reclaim at the scale of the budgets, by closed forms.
@Suite struct ReclaimScaleTests {
  private func fleet(
    _ kernel: Kernel, _ kind: FileKind, size: Int, locked: Int? = nil
  ) -> (machine: SmallMachine, file: FileID, processes: [ProcessID], places: [VirtualAddress]) {
    let m = SmallMachine(kernel, "x86_64", frames: 1 << 38, slots: 1 << 30)
    let pages = size >> 12
    let file = m.file(kind, pages: pages)
    var processes: [ProcessID] = []
    var places: [VirtualAddress] = []
    for number in 0..<10_000 {
      let p = m.spawn()
      let a = m.map(p, file, shared: true, pages: pages)
      if number == 0 { m.write(p, a, pages: pages, 7) } else { m.read(p, a, pages: pages) }
      processes.append(p)
      places.append(a)
    }
    return (m, file, processes, places)
  }

  @Test(arguments: [("linux-2.5", 10_000), ("shpte", 1)])
  func `ten thousand processes lose half a terabyte at once`(kernel: String, tables: Int) {
    let size = 1 << 40
    let pages = size >> 12
    let (m, file, all, places) = fleet(.named(kernel)!, .regular, size: size)
    let change = m.during { m.reclaim(pages / 2) }
    // Each entry goes once for each table that has it.
    #expect(change.pteCleared == pages / 2 * tables && change.swapOut == 0)
    #expect(m.machine.residentBytes(of: file) == size / 2)
    #expect(m.machine.dirtyBytes(of: file) == size / 2)
    #expect([0, 1, 9_999].allSatisfy { m.rss(all[$0]) == pages / 2 })
    #expect(m.machine.pageEntry(all[5], at: places[5] + size / 2).isPresent)
    #expect(!m.machine.pageEntry(all[5], at: places[5] + size / 2 - 4096).isPresent)
    m.reclaim(pages)
    #expect(m.machine.residentBytes(of: file) == 0 && m.rss(all[77]) == 0)
    #expect(m.value(all[9_999], places[9_999] + size - 4096) == 7)
    let back = m.during { m.read(all[3], places[3], pages: 1000) }
    #expect(back.faults.major == 1000)
    m.check()
  }

  @Test func `of ten thousand processes one has locked a page, and that stays for all`() {
    let size = 64 << 30
    let (m, file, all, places) = fleet(.shpte, .shm, size: size)
    try! m.machine.mlock(all[4_711], places[4_711] + size / 2, length: 4096)
    m.reclaim(size >> 12)
    #expect(m.machine.residentBytes(of: file) == 4096 && m.usedSlots == size >> 12 - 1)
    #expect(all.indices.filter { $0 % 1_000 == 0 }.allSatisfy { m.rss(all[$0]) == 1 })
    m.check()
  }

  @Test func `ten thousand private copies of 64 GiB become swap entries of the same slots`() {
    let pages = (64 << 30) >> 12
    let m = SmallMachine(.linux25, "x86_64", frames: 1 << 38, slots: 1 << 30)
    let p = m.spawn()
    let a = m.map(p, pages: pages)
    m.write(p, a, pages: pages, 3)
    let children = (0..<10_000).map { _ in m.fork(p) }
    m.reclaim(pages)
    #expect(m.usedSlots == pages && m.machine.events.swapOut == pages)
    #expect(m.machine.refcount(m.machine.frame(p, at: a)!) == 10_001)
    #expect(m.swapped(children[123]) == pages && m.value(children[123], a + 4096) == 3)
    m.check()
  }
}
