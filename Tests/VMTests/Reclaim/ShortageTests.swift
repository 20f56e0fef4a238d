import Testing

@testable import VM

/// docs/model.md, "Reclaim": what a request without memory does.
@Suite struct ShortageTests {
  @Test func `more is written than there is memory, and nothing is lost`() {
    // 64 MiB, and 2 GiB of swap space.
    let m = SmallMachine(.linux25, "x86_64", frames: 16384, slots: 1 << 19)
    let p = m.spawn()
    let pages = 1 << 18
    let a = m.map(p, pages: pages)
    #expect(m.write(p, a, pages: pages, 7) == nil)
    #expect(m.rss(p) + m.swapped(p) == pages && m.usedSlots == m.swapped(p))
    #expect(m.machine.events.swapOut == m.swapped(p) && m.machine.events.faults.minor == pages)
    // Whatever a reclaim frees beyond what is missing, 64 pages, is all that is ever free.
    #expect(m.freePages <= 64)
    let back = m.during { #expect(m.read(p, a, pages: pages) == nil) }
    #expect(back.faults.major == back.swapIn && back.swapIn >= pages - 16384)
    for page in [0, 1, 1000, pages - 1] { #expect(m.value(p, a + page * m.page) == 7) }
    m.check()
  }

  @Test func `clean pages of files go before anybody is killed`() {
    let m = SmallMachine(frames: 20)
    let p = m.spawn()
    let file = m.file(.regular, pages: 8, filled: true)
    let a = m.map(p, pages: 16)
    // Four frames are tables.
    #expect(m.write(p, a, pages: 16) == nil)
    #expect(m.machine.residentBytes(of: file) == 0 && m.freePages == 0)
    m.check()
  }

  @Test func `an access without memory kills, and says what all of memory is used for`() {
    let m = SmallMachine(frames: 20, slots: 2)
    let p = m.spawn()
    _ = m.map(p, pages: 3, locked: true)
    let a = m.map(p, pages: 20)
    let end = m.write(p, a, pages: 20)
    guard case .signal(.SIGKILL, let address)? = end else {
      Issue.record("\(String(describing: end))")
      return
    }
    let shortage = m.machine.shortage
    #expect(!m.machine.isAlive(p) && address > a)
    #expect(shortage?.wanted == 1 && shortage?.free == 0 && shortage?.total == 20)
    #expect(shortage?.locked == 3 && shortage?.huge == 0)
    #expect(shortage.map { $0.pageTables + $0.unswappable + $0.locked } == 20)
    #expect(m.machine.swapUsed == 0)
    m.check()
  }

  @Test func `a call without memory reclaims first, then is refused`() {
    let m = SmallMachine(frames: 12, slots: 1)
    let p = m.spawn()
    m.write(p, m.map(p, pages: 8), pages: 8)
    #expect(m.freePages == 1)
    // The child's three tables: there is room for one page in swap space, and one is missing.
    #expect(throws: Refusal.errno(.ENOMEM)) { try m.machine.fork(p, name: "q") }
    #expect(m.usedSlots == 1 && m.rss(p) == 7 && m.machine.processCount == 1)
    #expect(m.machine.shortage?.wanted == 3 && m.machine.shortage?.free == 2)
    m.check()
  }

  @Test func `a write that must copy is worked out anew once its page has gone itself`() {
    // All of memory: three tables each, and the two pages that parent and child share.
    let m = SmallMachine(frames: 8, slots: 20)
    let p = m.spawn()
    let a = m.map(p, pages: 2)
    m.write(p, a, pages: 2, 5)
    let child = m.fork(p)
    #expect(m.freePages == 0)
    let change = m.during { #expect(m.write(child, a, 6) == nil) }
    #expect(change.swapOut == 1 && change.swapIn == 1 && change.faults.cow == 1)
    #expect(m.value(child, a) == 6 && m.value(p, a) == 5 && m.value(p, a + m.page) == 5)
    m.check()
  }

  @Test func `reclaim is asked for what is missing and one frame in 256 more`() {
    let m = SmallMachine(.linux25, "x86_64", frames: 2560, slots: 1 << 14)
    let p = m.spawn()
    let a = m.map(p, pages: 4000)
    // All tables, and no page.
    m.read(p, a, pages: 4000)
    let room = m.freePages
    m.write(p, a, pages: room)
    #expect(m.usedSlots == 0 && m.freePages == 0)
    m.write(p, a + room * m.page)
    #expect(m.usedSlots == 11 && m.freePages == 10)
    m.check()
  }

  @Test func `when numbers have run out nothing is reclaimed for it`() {
    let m = SmallMachine(frames: 60, slots: 60)
    let p = m.spawn()
    let a = m.map(p, pages: 10)
    m.write(p, a, pages: 5)
    m.machine.totals.nextFrame = m.machine.numberLimit
    guard case .signal(.SIGKILL, _)? = m.write(p, a + 5 * m.page) else {
      Issue.record("it has been written")
      return
    }
    #expect(m.machine.shortage?.cause == .numbers && m.machine.events.swapOut == 0)
  }
}
