import Testing
import VM

/// kernels.md 1.6, "Corners" 1–9, "vma merging", "Faults" and "Events".
@Suite struct CornerTests {
  private func filePair(_ w: World, pages: Int = 8) -> (file: Int, a: Int, b: Int) {
    let file = w.file(pages: pages)
    let (a, b) = (w.spawn(), w.spawn())
    for p in [a, b] {
      w.mmap(p, file: file, shared: true, pages: pages, at: 0x1000)
      w.write(p, 0x1000, pages: pages, 1)
    }
    return (file, a, b)
  }

  private func cowPair(_ w: World, pages: Int = 8) -> (parent: Int, child: Int) {
    let p = w.spawn()
    w.mmap(p, pages: pages, at: 0x1000)
    w.write(p, 0x1000, pages: pages, 1)
    return (p, w.fork(p))
  }

  @Test func `corner 1: in a sole owner's ordinary table mprotect changes the page entries`() {
    let w = World()
    let p = w.spawn()
    w.mmap(p, pages: 8, at: 0x1000)
    w.write(p, 0x1000)
    w.mprotect(p, 0x1000, pages: 8, .read)
    #expect(!w.pte(p, 0x1000).isWritable && w.pmd(p, 0x1000).isWritable)
    w.finish()
  }

  @Test func `corner 1: the whole span is literal`() {
    let w = World(threshold: 0)
    let (_, child) = cowPair(w, pages: 7)
    #expect(w.during { w.mprotect(child, 0x1000, pages: 7, .read) }.tablesUnshared == 1)
    w.finish()
  }

  @Test func `corner 2: a table entry left read-only by a fork stays so until the next write`() {
    let w = World(threshold: 0)
    let (p, child) = cowPair(w)
    w.exit(child)
    w.mprotect(p, 0x1000, pages: 8, .read)
    #expect(w.pte(p, 0x1000).isWritable && !w.pmd(p, 0x1000).isWritable)
    w.mprotect(p, 0x1000, pages: 8, [.read, .write])
    #expect(!w.pmd(p, 0x1000).isWritable)
    let change = w.during { w.write(p, 0x1000) }
    #expect(change.tablesPromoted == 1 && change.faults.minor == 1 && change.faults.cow == 0)
    w.finish()
  }

  @Test func `corner 3: the unshare of a write counts before its SIGBUS`() {
    let w = World(threshold: 0)
    let file = w.file(pages: 2)
    let p = w.spawn()
    w.mmap(p, file: file, pages: 8, at: 0x1000)
    w.write(p, 0x1000, pages: 2)
    let child = w.fork(p)
    var outcome = Outcome.done
    let change = w.during { outcome = w.write(child, 0x1100) }
    #expect(outcome == .signal(.SIGBUS, VirtualAddress(0x1100)))
    #expect(change.tablesUnshared == 1 && change.faults.bus == 1 && change.faults.minor == 0)
    let second = w.during { w.write(p, 0x1100) }
    #expect(second.tablesPromoted == 1 && second.faults.bus == 1)
    w.finish()
  }

  @Test func `corner 4: an entry filled through a readonly mapping is read-only`() {
    let w = World()
    let file = w.file(pages: 8)
    let (a, b) = (w.spawn(), w.spawn())
    w.mmap(a, file: file, shared: true, pages: 8, at: 0x1000, .read) { $0.readOnly = true }
    w.mmap(b, file: file, shared: true, pages: 8, at: 0x1000)
    w.read(a, 0x1000)
    #expect(!w.pte(a, 0x1000).isWritable)
    w.read(b, 0x1000)
    let change = w.during { w.write(b, 0x1000, 4) }
    #expect(change.faults.minor == 1 && change.faults.cow == 0)
    #expect(w.pte(a, 0x1000).isWritable && w.value(a, 0x1000) == 4)
    w.finish()
  }

  @Test func `corner 4: so is a shared page filled through a read-only vma that does not span`() {
    let w = World()
    let file = w.file(pages: 8)
    let p = w.spawn()
    w.mmap(p, file: file, shared: true, pages: 4, at: 0x1000, .read)
    w.read(p, 0x1000)
    #expect(!w.pte(p, 0x1000).isWritable)
    w.mprotect(p, 0x1000, pages: 4, [.read, .write])
    #expect(w.pte(p, 0x1000).isWritable)
    #expect(w.during { w.write(p, 0x1000) }.faults.minor == 0)
    w.finish()
  }

  @Test func `corner 5: growth makes a file table, its entry takes the vma's protection`() {
    let w = World()
    let file = w.file(pages: 8)
    let p = w.spawn()
    w.mmap(p, file: file, shared: true, pages: 7, at: 0x1000, .read)
    w.read(p, 0x1000)
    #expect(w.pmd(p, 0x1000).protection == .all)
    let change = w.during { w.mremap(p, 0x1000, pages: 7, size: 8) }
    #expect(change == EventCounters())
    #expect(w.pmd(p, 0x1000).protection == .read && w.pte(p, 0x1000).isWritable)
    w.finish()
  }

  @Test func `corner 5: a split ends a file table, its entry stays as it is`() {
    let w = World()
    let (_, a, b) = filePair(w)
    w.mlock(a, 0x1000, pages: 4)
    #expect(w.owners(a, 0x1000) == [a, b] && w.pmd(a, 0x1000).protection == [.read, .write])
    let c = w.spawn()
    w.mmap(c, file: 0, shared: true, pages: 8, at: 0x1000)
    #expect(w.during { w.read(c, 0x1000) }.tablesShared == 0)
    w.munlock(a, 0x1000, pages: 4)
    w.madvise(c, 0x1000, pages: 8, .dontneed)
    w.munmap(c, 0x1000, pages: 8)
    w.mmap(c, file: 0, shared: true, pages: 8, at: 0x1000)
    #expect(w.during { w.read(c, 0x1000) }.tablesShared == 1)
    w.finish()
  }

  @Test func `corner 6: dontfork unshares only where it splits a vma inside the span`() {
    let w = World(threshold: 0)
    let (_, child) = cowPair(w)
    #expect(w.during { w.madvise(child, 0x1000, pages: 8, .dontfork) }.tablesUnshared == 0)
    w.madvise(child, 0x1000, pages: 8, .dofork)
    #expect(w.during { w.madvise(child, 0x1000, pages: 4, .dontfork) }.tablesUnshared == 1)
    w.finish()
  }

  @Test func `corner 7: a child gets no table where it inherits no vma`() {
    let w = World()
    let p = w.spawn()
    w.mmap(p, pages: 8, at: 0x1000)
    w.write(p, 0x1000)
    w.madvise(p, 0x1000, pages: 8, .dontfork)
    let child = w.fork(p)
    #expect(w.tables(child).total == 1)
    w.finish()
  }

  @Test func `corner 8: a readonly mapping does not merge with another of the same file`() {
    for (readOnly, count) in [(true, 2), (false, 1)] {
      let w = World()
      let file = w.file(pages: 8)
      let p = w.spawn()
      for half in 0..<2 {
        w.mmap(
          p, file: file, shared: true, pages: 4, at: 0x1000 + half * 0x100, offset: half * 4, .read
        ) { $0.readOnly = readOnly }
      }
      #expect(w.vmas(p).count == count)
      w.finish()
    }
  }

  @Test func `corner 9: mmap fixed first unmaps, freeing tables`() {
    let w = World()
    let p = w.spawn()
    w.mmap(p, pages: 8, at: 0x1000)
    w.write(p, 0x1000)
    let change = w.during { w.mmap(p, pages: 8, at: 0x1000, fixed: true) }
    #expect(change.pteCleared == 1 && change.tablesFreed == 2 && w.tables(p).total == 1)
    w.finish()
  }

  // MARK: Merging

  @Test func `adjacent mappings of the same kind and protection merge, others do not`() {
    let w = World()
    let p = w.spawn()
    w.mmap(p, pages: 2, at: 0x1000)
    w.mmap(p, pages: 2, at: 0x1080)
    #expect(w.vmas(p).count == 1)
    w.mmap(p, pages: 2, at: 0x1100, .read)
    #expect(w.vmas(p).count == 2)
    w.mprotect(p, 0x1100, pages: 2, [.read, .write])
    #expect(w.vmas(p).count == 1)
    w.mmap(p, pages: 2, at: 0x1180) { $0.noReserve = true }
    #expect(w.vmas(p).count == 2)
    w.finish()
  }

  @Test func `file mappings merge only with contiguous offsets`() {
    let w = World()
    let file = w.file(pages: 8)
    let p = w.spawn()
    w.mmap(p, file: file, shared: true, pages: 2, at: 0x1000)
    w.mmap(p, file: file, shared: true, pages: 2, at: 0x1080, offset: 2)
    w.mmap(p, file: file, shared: true, pages: 2, at: 0x1100, offset: 5)
    #expect(w.vmas(p).count == 2)
    w.finish()
  }

  // MARK: Faults

  @Test func `a refused access allocates nothing and counts only as segv`() {
    let w = World()
    let p = w.spawn()
    w.mmap(p, pages: 1, at: 0x1000, .read)
    let change = w.during {
      w.write(p, 0x1000)
      w.read(p, 0x3000)
    }
    #expect(change.faults.segv == 2 && change.faults.minor == 0 && change.tablesAllocated == 0)
    w.finish()
  }

  @Test func `SIGBUS leaves the tables of its path, the leaf included`() {
    let w = World()
    let file = w.file(pages: 1)
    let p = w.spawn()
    w.mmap(p, file: file, shared: true, pages: 4, at: 0x1000)
    let change = w.during { w.read(p, 0x1040) }
    #expect(change.tablesAllocated == 2 && change.faults.bus == 1 && change.faults.minor == 0)
    w.finish()
  }

  @Test func `read faults map one page, the zero page is in no rss and no frame count`() {
    let w = World()
    let p = w.spawn()
    w.mmap(p, pages: 4, at: 0x1000)
    w.read(p, 0x1000)
    #expect(w.events.pteSet == 1 && w.rss(p).total == 0 && w.memoryUsed == 3 * w.page)
    let change = w.during { w.write(p, 0x1000, 2) }
    #expect(change.faults.cow == 1 && change.faults.minor == 1 && change.pteSet == 0)
    w.finish()
  }

  @Test func `a private write to a file page copies it, absent or mapped`() {
    let w = World()
    let file = w.file(pages: 2, kind: .regular, filled: true)
    let p = w.spawn()
    w.mmap(p, file: file, pages: 2, at: 0x1000)
    let first = w.during { w.write(p, 0x1000) }
    #expect(first.faults.minor == 1 && first.faults.cow == 1 && w.value(p, 0x1000) == 1)
    w.read(p, 0x1040)
    #expect(w.rss(p).file == 1 && w.rss(p).anon == 1)
    let second = w.during { w.write(p, 0x1040) }
    #expect(second.faults.cow == 1 && w.rss(p).anon == 2 && w.rss(p).file == 0)
    w.finish()
  }

  @Test func `a stack grows down to the page, unsharing the leaf it grows within`() {
    let w = World(threshold: 0)
    let p = w.spawn()
    w.mmap(p, pages: 2, at: 0x1180) { $0.growsDown = true }
    w.write(p, 0x1180, pages: 2, 1)
    let child = w.fork(p)
    let change = w.during { w.write(child, 0x1100, 2) }
    #expect(change.tablesUnshared == 1 && change.faults.minor == 1)
    #expect(w.vmas(child)[0].range.start == VirtualAddress(0x1100))
    #expect(w.value(p, 0x1100) == 0, "it would grow there as well")
    w.finish()
  }
}
