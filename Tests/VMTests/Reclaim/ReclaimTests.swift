import Testing

@testable import VM

/// docs/model.md, "Reclaim": which pages go, and where to.
@Suite struct ReclaimTests {
  private static let sharing = try! Kernel.shpte.with(knob: "threshold", .integer(0))

  // MARK: Page choice

  @Test func `a page that has been used again gets a second chance`() {
    let m = SmallMachine(frames: 40, slots: 40)
    let p = m.spawn()
    let a = m.map(p, pages: 4)
    m.write(p, a, pages: 4, 7)
    // One turn makes all old, the next takes the first.
    m.reclaim(1)
    #expect(m.kind(p, a) == .swap && m.rss(p) == 3)
    m.read(p, a + m.page)
    m.reclaim(1)
    #expect(m.kind(p, a + m.page) == .anon && m.kind(p, a + 2 * m.page) == .swap)
    // It is old now, and the hand has still the last one before it.
    m.reclaim(2)
    #expect(m.rss(p) == 0 && m.swapped(p) == 4)
    m.reclaim(1)
    #expect(m.usedSlots == 4 && m.value(p, a + 3 * m.page) == 7)
    m.check()
  }

  @Test func `as many pages go as are wanted, or as there are`() {
    let m = SmallMachine(frames: 40, slots: 40)
    let p = m.spawn()
    m.write(p, m.map(p, pages: 10), pages: 10)
    for (wanted, left) in [(0, 10), (3, 7), (6, 1), (6, 0), (1, 0)] {
      m.reclaim(wanted)
      #expect(m.rss(p) == left)
    }
    m.check()
  }

  @Test func `pages of a file are numbered together, and that is the order in which they go`() {
    let m = SmallMachine(frames: 60)
    let p = m.spawn()
    let file = m.file(.regular, pages: 6)
    let a = m.map(p, file, shared: true, pages: 6)
    for page in [5, 1, 3, 0] { m.read(p, a + page * m.page) }
    m.reclaim(2)
    #expect(m.kind(p, a) == .none && m.kind(p, a + m.page) == .none)
    #expect(m.kind(p, a + 3 * m.page) == .file && m.kind(p, a + 5 * m.page) == .file)
    m.check()
  }

  // MARK: Shared tables

  @Test func `through a shared table one edit takes the page from every owner`() {
    let m = SmallMachine(Self.sharing, frames: 60, slots: 60)
    let p = m.spawn()
    let a = m.map(p, pages: 8)
    m.write(p, a, pages: 8, 3)
    let all = [p] + (0..<4).map { _ in m.fork(p) }
    #expect(m.machine.sharedTables == 1 && all.allSatisfy { m.rss($0) == 8 })
    let change = m.during { m.reclaim(8) }
    #expect(change.swapOut == 8 && change.pteCleared == 0 && change.tablesUnshared == 0)
    #expect(all.allSatisfy { m.rss($0) == 0 && m.swapped($0) == 8 && m.value($0, a) == 3 })
    #expect(m.machine.refcount(m.machine.frame(p, at: a)!) == 1)
    m.read(all[3], a)
    #expect(all.allSatisfy { m.rss($0) == 1 })
    m.check()
  }

  @Test func `one locked owner keeps the page for all`() {
    let m = SmallMachine(Self.sharing, frames: 60, slots: 60)
    let file = m.file(.shm, pages: 8)
    let all = (0..<3).map { _ in m.spawn() }
    let places = all.map { m.map($0, file, shared: true, pages: 8) }
    for (p, a) in zip(all, places) { m.write(p, a, pages: 8, 5) }
    #expect(m.machine.sharedTables == 1)
    try! m.machine.mlock(all[1], places[1], length: 8 * m.page)
    m.reclaim(8)
    #expect(all.allSatisfy { m.rss($0) == 8 } && m.usedSlots == 0)
    try! m.machine.munlock(all[1], places[1], length: 8 * m.page)
    let change = m.during { m.reclaim(8) }
    #expect(change.pteCleared == 8 && all.allSatisfy { m.rss($0) == 0 } && m.usedSlots == 8)
    #expect(m.value(all[2], places[2] + 7 * m.page) == 5)
    m.check()
  }

  @Test func `a lock on some of the pages keeps those`() {
    let m = SmallMachine(frames: 60, slots: 60)
    let p = m.spawn()
    let a = m.map(p, pages: 6)
    m.write(p, a, pages: 6)
    let child = m.fork(p)
    try! m.machine.mlock(child, a + 2 * m.page, length: 2 * m.page)
    // The child's own copies are locked, and no page of the parent's.
    m.reclaim(100)
    #expect(m.rss(p) == 0 && m.rss(child) == 2 && m.swapped(child) == 4)
    m.check()
  }

  // MARK: Where pages go

  @Test func `a page that several tables map goes once, and each entry holds its slot`() {
    let m = SmallMachine(frames: 60, slots: 60)
    let p = m.spawn()
    let a = m.map(p, pages: 2)
    m.write(p, a, pages: 2, 9)
    let child = m.fork(p)
    let change = m.during { m.reclaim(2) }
    #expect(change.swapOut == 2 && m.swapped(p) == 2 && m.swapped(child) == 2)
    #expect(m.usedSlots == 2 && m.machine.refcount(m.machine.frame(p, at: a)!) == 2)
    // The first reader brings it back for both; then it goes to the slot that it has.
    let back = m.during { m.read(child, a) }
    #expect(back.swapIn == 1 && back.faults.major == 1)
    m.reclaim(1)
    let again = m.during { m.reclaim(1) }
    #expect(again.swapOut == 0 && m.rss(child) == 0 && m.usedSlots == 2)
    m.write(p, a, 1)
    #expect(m.value(child, a) == 9 && m.value(p, a) == 1)
    m.check()
  }

  @Test func `of a page in the swap cache each entry holds the slot again`() {
    let m = SmallMachine(frames: 60, slots: 60)
    let p = m.spawn()
    let a = m.map(p, pages: 1)
    m.write(p, a, 9)
    let (second, third) = (m.fork(p), m.fork(p))
    m.reclaim(1)
    m.read(p, a)
    m.read(second, a)
    #expect(m.machine.mapcount(m.machine.frame(p, at: a)!) == 2)
    m.reclaim(1)
    #expect(m.machine.refcount(m.machine.frame(third, at: a)!) == 3 && m.usedSlots == 1)
    #expect(m.machine.events.swapOut == 1 && m.machine.events.swapIn == 1)
    m.check()
  }

  @Test func `dirty pages of a file are written back, and come back with a major fault`() {
    let m = SmallMachine(frames: 40)
    let p = m.spawn()
    let file = m.file(.regular, pages: 4, filled: true)
    let a = m.map(p, file, shared: true, pages: 4)
    m.write(p, a, pages: 2, 8)
    m.read(p, a + 2 * m.page, pages: 2)
    #expect(m.machine.dirtyBytes(of: file) == 2 * m.page)
    let change = m.during { m.reclaim(4) }
    #expect(change.pteCleared == 4 && change.swapOut == 0)
    #expect(m.machine.dirtyBytes(of: file) == 0 && m.machine.residentBytes(of: file) == 0)
    #expect(m.value(p, a + m.page) == 8 && m.value(p, a + 3 * m.page) == 4)
    let back = m.during { m.read(p, a, pages: 4) }
    #expect(back.faults.major == 4 && back.faults.minor == 0)
    m.check()
  }

  @Test func `lazily free pages are dropped, but stay once if they have been written since`() {
    let m = SmallMachine(frames: 40, slots: 10)
    let p = m.spawn()
    let a = m.map(p, pages: 3)
    m.write(p, a, pages: 3, 4)
    m.advise(p, a, pages: 3, .free)
    m.write(p, a + m.page, 5)
    m.reclaim(2)
    #expect(m.value(p, a) == 0 && m.value(p, a + m.page) == 5 && m.value(p, a + 2 * m.page) == 0)
    #expect(m.rss(p) == 1 && m.usedSlots == 0)
    m.reclaim(1)
    #expect(m.rss(p) == 0 && m.usedSlots == 1 && m.value(p, a + m.page) == 5)
    m.check()
  }

  @Test func `without a free slot private pages and shared memory stay mapped, files go`() {
    let m = SmallMachine(frames: 60, slots: 2)
    let p = m.spawn()
    let shared = m.file(.shm, pages: 3)
    let regular = m.file(.regular, pages: 3)
    let a = m.map(p, pages: 3)
    let s = m.map(p, shared, shared: true, pages: 3)
    let f = m.map(p, regular, shared: true, pages: 3)
    for start in [a, s, f] { m.write(p, start, pages: 3, 6) }
    m.reclaim(100)
    #expect(m.usedSlots == 2 && m.machine.residentBytes(of: regular) == 0)
    #expect(m.machine.resident(of: p).anon == 1 && m.machine.resident(of: p).shmem == 3)
    #expect(m.value(p, a) == 6 && m.value(p, f + 2 * m.page) == 6)
    m.check()
  }

  @Test func `pages at other places than their file's stay, for no fault would find them`() {
    let m = SmallMachine(frames: 60, slots: 10)
    let p = m.spawn()
    let file = m.file(.regular, pages: 4, filled: true)
    let a = m.map(p, file, shared: true, pages: 4)
    try! m.machine.remapFilePages(p, a, length: m.page, offset: 3 * m.page)
    m.reclaim(100)
    #expect(m.value(p, a) == 4 && m.machine.residentBytes(of: file) == m.page)
    m.check()
  }

  @Test func `huge pages stay`() {
    let m = SmallMachine(.linux618, "x86_64", frames: 4096, slots: 4096)
    let p = m.spawn()
    let file = try! m.machine.createFile(
      name: "h", kind: .hugetlb, size: 2 << 20, filled: false)
    let a = try! m.machine.mmap(
      p, MapRequest(backing: .file(file), isShared: true, length: 2 << 20))
    m.write(p, a, 1)
    m.reclaim(4096)
    #expect(m.machine.residentBytes(of: file) == 2 << 20 && m.usedSlots == 0)
    // Also where nobody maps them.
    try! m.machine.munmap(p, a, length: 2 << 20)
    m.reclaim(4096)
    #expect(m.machine.residentBytes(of: file) == 2 << 20 && m.usedSlots == 0)
    m.check()
  }

  @Test func `a reclaim that is taken back never was`() {
    let m = SmallMachine(frames: 40, slots: 10)
    let p = m.spawn()
    let a = m.map(p, pages: 6)
    m.write(p, a, pages: 6, 2)
    m.reclaim(1)
    let before = m.machine.everything
    let mark = m.machine.mark()
    m.reclaim(3)
    #expect(m.rss(p) == 2 && m.machine.hasChanged(since: mark))
    m.machine.restore(to: mark)
    #expect(m.machine.everything == before)
    m.reclaim(1)
    #expect(m.kind(p, a + m.page) == .swap && m.rss(p) == 4)
    m.check()
  }

  // MARK: Without a reverse map

  @Test func `without a reverse map an entry goes after the other, and the page with the last`() {
    let m = SmallMachine(.linux24, frames: 60, slots: 60)
    let p = m.spawn()
    let a = m.map(p, pages: 2)
    m.write(p, a, pages: 2, 9)
    let child = m.fork(p)
    // The parent's entries are made old; the child's are old, and go.
    m.reclaim(1)
    #expect(m.swapped(child) == 2 && m.swapped(p) == 1 && m.rss(p) == 1)
    #expect(m.usedSlots == 2 && m.machine.events.swapOut == 2)
    // The second page is in the swap cache.
    #expect(m.machine.refcount(m.machine.frame(p, at: a + m.page)!) == 2)
    m.write(p, a + m.page, 1)
    #expect(m.value(child, a + m.page) == 9 && m.value(child, a) == 9 && m.value(p, a) == 9)
    m.reclaim(10)
    #expect(m.rss(p) == 0 && m.value(p, a + m.page) == 1)
    m.check()
  }

  @Test func `without a reverse map a dirty entry that goes leaves the page dirty`() {
    let m = SmallMachine(.linux24, frames: 60)
    let (p, other) = (m.spawn(), m.spawn())
    let file = m.file(.regular, pages: 1)
    let a = m.map(p, file, shared: true, pages: 1)
    let b = m.map(other, file, shared: true, pages: 1, locked: true)
    m.write(p, a, 7)
    // The other's msync cleans the page, but not the entry of the first.
    try! m.machine.msync(other, b, length: m.page)
    #expect(m.machine.dirtyBytes(of: file) == 0)
    m.reclaim(1)
    #expect(m.rss(p) == 0 && m.rss(other) == 1 && m.machine.dirtyBytes(of: file) == m.page)
    m.check()
  }

  @Test func `without a reverse map pages that nobody maps go first`() {
    let m = SmallMachine(.linux24, frames: 60, slots: 60)
    let p = m.spawn()
    let a = m.map(p, pages: 2)
    m.write(p, a, pages: 2)
    let file = m.file(.regular, pages: 3, filled: true)
    m.reclaim(3)
    #expect(m.machine.residentBytes(of: file) == 0 && m.rss(p) == 2)
    // Not even their age has been looked at.
    #expect(m.machine.pageEntry(p, at: a).isYoung)
    m.check()
  }
}
