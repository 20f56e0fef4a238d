import Testing
import VM

/// kernels.md 1.6, "Fork" and "Write to a COW table".
@Suite struct ForkTests {
  /// A process with `tables` leaves of private pages, all written with 1.
  private func parent(_ w: World, tables: Int) -> Int {
    let p = w.spawn()
    w.mmap(p, pages: 8 * tables, at: 0x1000)
    w.write(p, 0x1000, pages: 8 * tables, 1)
    return p
  }

  @Test func `more leaves than the threshold: shared; not more: copied`() {
    for (tables, shared, copied) in [(3, 0, 24), (4, 4, 0)] {
      let w = World()
      let p = parent(w, tables: tables)
      let change = w.during { _ = w.fork(p) }
      #expect(change.tablesShared == shared)
      #expect(change.pteCopied == copied)
      w.finish()
    }
  }

  @Test func `attached and inherited tables count for the threshold`() {
    let w = World()
    let file = w.file(pages: 24)
    let p = w.spawn()
    w.mmap(p, file: file, shared: true, pages: 24, at: 0x2000)
    w.read(p, 0x2000, pages: 24)
    w.mmap(p, pages: 8, at: 0x1000)
    w.write(p, 0x1000)
    let child = w.fork(p)
    #expect(w.sharedTables == 4)
    let change = w.during { _ = w.fork(child) }
    #expect(change.tablesShared == 4 && change.pteCopied == 0)
    w.finish()
  }

  @Test func `a file table is shared whatever the threshold`() {
    let w = World(threshold: 1000)
    let file = w.file(pages: 8)
    let p = w.spawn()
    w.mmap(p, file: file, shared: true, pages: 8, at: 0x1000)
    w.write(p, 0x1000)
    let child = w.fork(p)
    #expect(w.owners(child, 0x1000) == [p, child])
    #expect(w.pmd(child, 0x1000).isWritable && w.pmd(p, 0x1000).isWritable)
    let change = w.during { w.write(child, 0x1000, 9) }
    #expect(change.faults.minor == 0 && w.value(p, 0x1000) == 9)
    w.finish()
  }

  @Test func `a COW table is read-only in parent and child`() {
    let w = World(threshold: 0)
    let p = parent(w, tables: 1)
    let child = w.fork(p)
    for q in [p, child] {
      #expect(w.pmd(q, 0x1000).isPresent && !w.pmd(q, 0x1000).isWritable)
      #expect(w.pte(q, 0x1000).isWritable)
    }
    w.finish()
  }

  @Test func `a write unshares the table and copies the page`() {
    let w = World(threshold: 0)
    let p = parent(w, tables: 1)
    let child = w.fork(p)
    let change = w.during { w.write(child, 0x1000, 2) }
    #expect(change.tablesUnshared == 1 && change.pteCopied == 8)
    #expect(change.faults.minor == 1 && change.faults.cow == 1 && change.tablesAllocated == 1)
    #expect(w.value(p, 0x1000) == 1 && w.value(child, 0x1000) == 2)
    #expect(!w.pte(p, 0x1040).isWritable && !w.pte(child, 0x1040).isWritable)
    #expect(w.mapcount(p, 0x1040) == 2 && w.mapcount(p, 0x1000) == 1)
    w.finish()
  }

  @Test func `the last owner's table is promoted and keeps its page entries' protection`() {
    let w = World(threshold: 0)
    let p = parent(w, tables: 1)
    let child = w.fork(p)
    w.write(child, 0x1000, 2)
    let change = w.during { w.write(p, 0x1040, 3) }
    #expect(change.tablesPromoted == 1 && change.faults.minor == 1 && change.faults.cow == 1)
    #expect(w.value(child, 0x1040) == 1)
    let second = w.during { w.write(p, 0x1000, 4) }
    #expect(second.tablesPromoted == 0 && second.faults.minor == 1 && second.faults.cow == 0)
    w.finish()
  }

  @Test func `a promoted table whose pages nobody else maps takes one fault without a copy`() {
    let w = World(threshold: 0)
    let p = parent(w, tables: 1)
    w.exit(w.fork(p))
    let change = w.during { w.write(p, 0x1000, pages: 8, 5) }
    #expect(change.tablesPromoted == 1 && change.faults.minor == 1 && change.faults.cow == 0)
    w.finish()
  }

  @Test func `the copy takes the zero page too`() {
    let w = World(threshold: 0)
    let p = w.spawn()
    w.mmap(p, pages: 8, at: 0x1000)
    w.read(p, 0x1000, pages: 2)
    let child = w.fork(p)
    let change = w.during { w.write(child, 0x1000, 2) }
    #expect(change.pteCopied == 2 && change.faults.cow == 1)
    #expect(w.pte(child, 0x1040).kind == .zero)
    #expect(w.rss(child).anon == 1 && w.rss(p).total == 0)
    w.finish()
  }

  @Test func `a leaf that a DONTFORK vma overlaps is copied, without its pages`() {
    let w = World(threshold: 0)
    let p = parent(w, tables: 1)
    w.madvise(p, 0x1080, pages: 2, .dontfork)
    var child = 0
    let change = w.during { child = w.fork(p) }
    #expect(change.tablesShared == 0 && change.pteCopied == 6)
    #expect(w.value(child, 0x1080) == nil && w.value(child, 0x1100) == 1)
    w.finish()
  }

  @Test func `a leaf that a WIPEONFORK vma overlaps is copied, and that vma is empty`() {
    let w = World(threshold: 0)
    let p = parent(w, tables: 1)
    w.madvise(p, 0x1080, pages: 2, .wipeonfork)
    var child = 0
    let change = w.during { child = w.fork(p) }
    #expect(change.tablesShared == 0 && change.pteCopied == 6)
    #expect(w.value(child, 0x1080) == 0 && w.value(p, 0x1080) == 1)
    #expect(w.vmas(child).contains { $0.flags.contains("wipeonfork") })
    w.finish()
  }

  @Test func `a table with a DONTFORK vma still counts for the threshold`() {
    let w = World(threshold: 3)
    let p = parent(w, tables: 4)
    w.madvise(p, 0x1000, pages: 2, .dontfork)
    let change = w.during { _ = w.fork(p) }
    #expect(change.tablesShared == 3 && change.pteCopied == 6)
    w.finish()
  }

  @Test func `a table copied at fork is copied even if empty`() {
    for kernel in ["shpte", "linux-2.5"] {
      let w = World(kernel: kernel)
      let p = parent(w, tables: 1)
      w.madvise(p, 0x1000, pages: 8, .dontneed)
      let child = w.fork(p)
      #expect(w.tables(child).pte == 1 && w.tables(child).total == 3)
      w.finish()
    }
  }

  @Test func `linux-2.5 copies every present entry`() {
    let w = World(kernel: "linux-2.5")
    let p = parent(w, tables: 5)
    let change = w.during { _ = w.fork(p) }
    #expect(change.pteCopied == 40 && change.tablesShared == 0 && change.tablesAllocated >= 5)
    w.finish()
  }

  @Test func `locks are not inherited`() {
    let w = World()
    let p = parent(w, tables: 1)
    w.mlock(p, 0x1000, pages: 8)
    let child = w.fork(p)
    #expect(w.vmas(child)[0].flags.isEmpty && w.vmas(p)[0].flags == ["locked"])
    w.finish()
  }

  @Test func `threads are one owner`() {
    let w = World(threshold: 0)
    let p = parent(w, tables: 1)
    let t = w.thread(p)
    #expect(w.owners(p, 0x1000) == [p])
    let child = w.fork(t)
    #expect(w.owners(p, 0x1000) == [p, child])
    w.exit(p)
    #expect(w.owners(child, 0x1000) == [t, child])
    #expect(w.value(t, 0x1000) == 1)
    w.finish()
  }

  @Test func `without memory for the tables fork fails and nothing has changed`() {
    let w = World(frames: 13)
    let p = parent(w, tables: 1)
    let before = w.events
    #expect(w.call(.fork(p)) == .errno(.ENOMEM))
    #expect(w.events == before)
    w.finish()
  }

  @Test func `without memory for the copy of a table the writer is killed`() {
    let w = World(threshold: 0, frames: 13)
    let p = parent(w, tables: 1)
    let child = w.fork(p)
    #expect(w.write(child, 0x1000) == .signal(.SIGKILL, VirtualAddress(0x1000)))
    #expect(!w.isAlive(child) && w.isAlive(p))
    #expect(w.value(p, 0x1000) == 1)
    w.finish()
  }
}
