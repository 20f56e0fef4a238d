import Testing
import VM

/// kernels.md 1.6, "Attach".
@Suite struct AttachTests {
  /// Two processes that map one file of two spans, whole; the first has touched all of it.
  private func pair(_ w: World) -> (file: Int, a: Int, b: Int) {
    let file = w.file(pages: 16)
    let a = w.spawn()
    w.mmap(a, file: file, shared: true, pages: 16, at: 0x1000)
    w.write(a, 0x1000, pages: 16, 7)
    return (file, a, w.spawn())
  }

  @Test func `a fault without a leaf attaches to another process's table of the same file`() {
    let w = World()
    let (file, a, b) = pair(w)
    w.mmap(b, file: file, shared: true, pages: 16, at: 0x1000)
    let change = w.during { w.read(b, 0x1000) }
    #expect(change.tablesShared == 1 && change.pteSet == 0 && change.faults.minor == 1)
    #expect(w.owners(b, 0x1000) == [a, b])
    #expect(w.value(b, 0x1000) == 7)
    w.finish()
  }

  @Test func `a fully present span costs one minor fault in all`() {
    let w = World()
    let (file, _, b) = pair(w)
    w.mmap(b, file: file, shared: true, pages: 16, at: 0x1000)
    let change = w.during { w.write(b, 0x1000, pages: 8) }
    #expect(change.faults.minor == 1 && change.pteSet == 0)
    w.finish()
  }

  @Test func `with match file another address attaches, with identical it does not`() {
    for (match, shared) in [("file", 1), ("identical", 0)] {
      let w = World(match: match)
      let (file, _, b) = pair(w)
      w.mmap(b, file: file, shared: true, pages: 16, at: 0x2000)
      #expect(w.during { w.read(b, 0x2000) }.tablesShared == shared)
      w.finish()
    }
  }

  @Test func `identical wants the same start, end and offset`() {
    let w = World(match: "identical")
    let (file, _, b) = pair(w)
    w.mmap(b, file: file, shared: true, pages: 17, at: 0x1000)
    #expect(w.during { w.read(b, 0x1000) }.tablesShared == 0)
    let c = w.spawn()
    w.mmap(c, file: file, shared: true, pages: 16, at: 0x1000)
    #expect(w.during { w.read(c, 0x1000) }.tablesShared == 1)
    w.finish()
  }

  @Test func `an offset that is not congruent does not attach`() {
    let w = World()
    let (file, _, b) = pair(w)
    w.mmap(b, file: file, shared: true, pages: 8, at: 0x1000, offset: 1)
    #expect(w.during { w.read(b, 0x1000) }.tablesShared == 0)
    w.finish()
  }

  @Test func `a vma that does not contain the span does not attach`() {
    let w = World()
    let (file, _, b) = pair(w)
    w.mmap(b, file: file, shared: true, pages: 7, at: 0x1000)
    #expect(w.during { w.read(b, 0x1000) }.tablesShared == 0)
    w.finish()
  }

  @Test func `a private mapping is never a candidate and never attaches`() {
    let w = World()
    let file = w.file(pages: 8)
    let (a, b) = (w.spawn(), w.spawn())
    w.mmap(a, file: file, pages: 8, at: 0x1000)
    w.read(a, 0x1000)
    w.mmap(b, file: file, shared: true, pages: 8, at: 0x1000)
    #expect(w.during { w.read(b, 0x1000) }.tablesShared == 0)
    let c = w.spawn()
    w.mmap(c, file: file, pages: 8, at: 0x1000)
    #expect(w.during { w.read(c, 0x1000) }.tablesShared == 0)
    w.finish()
  }

  @Test func `an empty table is a candidate`() {
    let w = World()
    let file = w.file(pages: 8)
    let (a, b) = (w.spawn(), w.spawn())
    w.mmap(a, file: file, shared: true, pages: 8, at: 0x1000)
    w.read(a, 0x1000)
    w.madvise(a, 0x1000, pages: 8, .dontneed)
    w.mmap(b, file: file, shared: true, pages: 8, at: 0x1000)
    #expect(w.during { w.read(b, 0x1000) }.tablesShared == 1)
    #expect(w.rss(a).shmem == 1)
    w.finish()
  }

  @Test func `the oldest candidate wins and existing tables are never merged`() {
    let w = World(match: "identical")
    let file = w.file(pages: 8)
    let (a, b) = (w.spawn(), w.spawn())
    w.mmap(a, file: file, shared: true, pages: 8, at: 0x1000)
    w.read(a, 0x1000)
    w.mmap(b, file: file, shared: true, pages: 9, at: 0x1000)
    w.read(b, 0x1000)
    #expect(w.leaves == 2)
    w.munmap(b, 0x1200, pages: 1)
    #expect(w.leaves == 2)
    let c = w.spawn()
    w.mmap(c, file: file, shared: true, pages: 8, at: 0x1000)
    w.read(c, 0x1000)
    #expect(w.owners(c, 0x1000) == [a, c])
    w.finish()
  }

  @Test func `a second mapping of a block in the same address space gets a table of its own`() {
    let w = World()
    let file = w.file(pages: 8)
    let a = w.spawn()
    w.mmap(a, file: file, shared: true, pages: 8, at: 0x1000)
    w.mmap(a, file: file, shared: true, pages: 8, at: 0x2000)
    w.write(a, 0x1000, 5)
    #expect(w.during { w.read(a, 0x2000) }.tablesShared == 0)
    #expect(w.value(a, 0x2000) == 5)
    #expect(w.tables(a).pte == 2)
    #expect(w.pss(a) == w.page)
    w.finish()
  }

  @Test func `a readonly mapping attaches with a read-only table entry`() {
    let w = World()
    let (file, _, b) = pair(w)
    w.mmap(b, file: file, shared: true, pages: 16, at: 0x1000, .read) { $0.readOnly = true }
    w.read(b, 0x1000)
    #expect(w.pmd(b, 0x1000).owners == 2 && !w.pmd(b, 0x1000).isWritable)
    #expect(w.pte(b, 0x1000).isWritable)
    #expect(w.write(b, 0x1000) == .signal(.SIGSEGV, VirtualAddress(0x1000)))
    w.finish()
  }

  @Test func `protection takes no part in the match`() {
    let w = World(match: "identical")
    let (file, _, b) = pair(w)
    w.mmap(b, file: file, shared: true, pages: 16, at: 0x1000, [.read, .execute])
    #expect(w.during { w.read(b, 0x1000) }.tablesShared == 1)
    #expect(w.pmd(b, 0x1000).protection == [.read, .execute])
    w.finish()
  }

  @Test func `linux-2.5 never attaches`() {
    let w = World(kernel: "linux-2.5")
    let (file, _, b) = pair(w)
    w.mmap(b, file: file, shared: true, pages: 16, at: 0x1000)
    let change = w.during { w.read(b, 0x1000) }
    #expect(change.tablesShared == 0 && change.pteSet == 1)
    #expect(w.leaves == 3 && w.sharedTables == 0)
    w.finish()
  }

  @Test func `attaching credits what is present to rss, detaching debits it`() {
    let w = World()
    let (file, a, b) = pair(w)
    w.mmap(b, file: file, shared: true, pages: 16, at: 0x1000)
    w.read(b, 0x1000)
    #expect(w.rss(b).shmem == 8)
    w.munmap(b, 0x1000, pages: 16)
    #expect(w.rss(b).total == 0 && w.rss(a).shmem == 16)
    w.finish()
  }

  @Test func `a fill in a shared table adds to the rss of every owner`() {
    let w = World()
    let file = w.file(pages: 8)
    let (a, b) = (w.spawn(), w.spawn())
    for p in [a, b] {
      w.mmap(p, file: file, shared: true, pages: 8, at: 0x1000)
      w.read(p, 0x1000)
    }
    w.write(b, 0x1100)
    #expect(w.rss(a).shmem == 2 && w.rss(b).shmem == 2)
    #expect(w.mapcount(a, 0x1100) == 1 && w.refcount(a, 0x1100) == 2)
    w.finish()
  }
}
