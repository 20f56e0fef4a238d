import Testing

@testable import VM

/// model.md, "Reclaim": what goes, in which order, worked out by hand on `toy`.
@Suite struct NaiveReclaimTests {
  /// A process with tables for 8 pages at 0x1000, all written, and nothing free.
  private func full(
    frames: Int = 11, slots: Int, locked: Int? = nil
  ) -> (NaiveWorld, process: Int) {
    let w = NaiveWorld(frames: frames, slots: slots)
    let p = w.spawn()
    w.mmap(p, pages: 16, at: 0x1000)
    if let locked { w.mmap(p, pages: 1, at: 0x1000 + locked * 64, locked: true) }
    w.write(p, 0x1000, pages: 8)
    return (w, p)
  }

  @Test func `a write that needs a table and a page takes the first two, after a turn`() {
    let (w, p) = full(slots: 4)
    #expect(w.model.freeFrames == 0)
    let told = w.flushes { #expect(w.write(p, 0x1200) == .done) }
    #expect(w.present(p, 0x1000, pages: 8) == [false, false] + Array(repeating: true, count: 6))
    #expect(w.rss(p).anon == 7 && w.rss(p).swapped == 2)
    #expect(w.model.events.swapOut == 2 && w.model.events.pteCleared == 0)
    #expect(told == [2, 2, 0])
  }

  @Test func `the hand goes on from where it stood, and gives the young a second chance`() {
    let (w, p) = full(slots: 4)
    w.write(p, 0x1200)
    w.read(p, 0x1080)
    // Page 2 is young again: page 3 goes.
    w.write(p, 0x1240)
    #expect(
      w.present(p, 0x1000, pages: 8) == [false, false, true, false, true, true, true, true])
  }

  @Test func `without a slot nothing goes, and the process dies`() {
    let (w, p) = full(slots: 2)
    #expect(w.write(p, 0x1200) == .done)
    #expect(w.write(p, 0x1240) == .signal(.SIGKILL, VirtualAddress(0x1240)))
    #expect(!w.isAlive(p) && w.model.swapUsed == 0)
  }

  @Test func `a locked page is passed over`() {
    let (w, p) = full(slots: 4, locked: 0)
    w.write(p, 0x1200)
    #expect(w.present(p, 0x1000, pages: 4) == [true, false, false, true])
  }

  @Test func `one locked owner keeps the page for all, one edit takes it from all`() {
    let w = NaiveWorld(slots: 8)
    let file = w.file(pages: 8)
    let processes = [w.spawn(), w.spawn(), w.spawn()]
    for p in processes { w.mmap(p, file: file, shared: true, pages: 8, at: 0x1000) }
    for p in processes { w.write(p, 0x1000, pages: 2) }
    #expect(w.model.sharedTables == 1)
    w.call(.mlock(processes[1], VirtualAddress(0x1000), 64))
    let told = w.flushes { #expect(w.reclaim(5) == 1) }
    #expect(told == [1, 1, 2])
    for p in processes {
      #expect(w.present(p, 0x1000, pages: 2) == [true, false] && w.rss(p).shmem == 1)
    }
    #expect(w.model.swapUsed == 64 && w.model.events.pteCleared == 1)
  }

  @Test func `pages of regular files go to the disk, dirty or not`() {
    let w = NaiveWorld()
    let file = w.file(pages: 8, kind: .regular, filled: true)
    let p = w.spawn()
    w.mmap(p, file: file, shared: true, pages: 8, at: 0x1000)
    w.write(p, 0x1000)
    #expect(w.reclaim(100) == 8)
    #expect(w.model.pageCacheBytes == 0)
    w.read(p, 0x1000)
    #expect(w.model.events.faults.major == 1)
  }

  @Test func `a clean page that is lazily free is dropped, a written one kept once`() {
    let (w, p) = full(frames: 100, slots: 0)
    w.madvise(p, 0x1000, pages: 2, .free)
    w.write(p, 0x1000)
    #expect(w.reclaim(100) == 1)
    #expect(w.present(p, 0x1000, pages: 2) == [true, false])
    #expect(w.model.events.pteCleared == 1)
  }

  @Test func `what others map too goes to one slot`() {
    let w = NaiveWorld(threshold: 1000, slots: 8)
    let p = w.spawn()
    w.mmap(p, pages: 1, at: 0x1000)
    w.write(p, 0x1000)
    let child = w.fork(p)
    #expect(w.reclaim(1) == 1)
    #expect(w.model.swapUsed == 64 && w.rss(p).swapped == 1 && w.rss(child).swapped == 1)
  }

  @Test func `a request asks for a 256th of memory more`() {
    let w = NaiveWorld(frames: 512, slots: 600)
    let p = w.spawn()
    w.mmap(p, pages: 8, at: 0x1000)
    w.write(p, 0x1000)
    // Three tables and a page; the file takes what is left, and the hand begins at the page.
    _ = w.file(pages: 508, filled: true)
    #expect(w.model.freeFrames == 0)
    w.write(p, 0x1040)
    #expect(w.model.freeFrames == 2 && w.model.swapUsed == 3 * 64)
    #expect(w.present(p, 0x1000, pages: 2) == [true, true])
  }

  @Test func `without a reverse map the entries of each process go in turn`() {
    let w = NaiveWorld(kernel: .linux24, slots: 8)
    let p = w.spawn()
    w.mmap(p, pages: 2, at: 0x1000)
    w.write(p, 0x1000, pages: 2)
    let child = w.fork(p)
    // A turn makes the parent's entries old, the child's are; then the child's first one goes, but
    // the page is free only when the parent's has gone too.
    #expect(w.reclaim(1) == 1)
    #expect(w.present(p, 0x1000, pages: 2) == [false, true])
    #expect(w.present(child, 0x1000, pages: 2) == [false, false])
    #expect(w.model.swapUsed == 128 && w.model.events.swapOut == 2)
    // The parent's second page is in the swap cache: a write copies it.
    w.write(p, 0x1040)
    #expect(w.model.events.faults.cow == 1)
  }
}
