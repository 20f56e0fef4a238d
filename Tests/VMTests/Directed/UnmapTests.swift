import Testing
import VM

/// kernels.md 1.6, "Full and partial", "mremap", "Truncate".
@Suite struct UnmapTests {
  private func attached(_ w: World) -> (file: Int, a: Int, b: Int) {
    let file = w.file(pages: 16)
    let (a, b) = (w.spawn(), w.spawn())
    for p in [a, b] {
      w.mmap(p, file: file, shared: true, pages: 8, at: 0x1000)
      w.write(p, 0x1000, pages: 8, 1)
    }
    return (file, a, b)
  }

  // MARK: munmap and DONTNEED

  @Test func `a full munmap drops the reference and copies nothing`() {
    let w = World()
    let (_, a, b) = attached(w)
    let change = w.during { w.munmap(b, 0x1000, pages: 8) }
    #expect(change.pteCopied == 0 && change.pteCleared == 0 && change.tablesUnshared == 0)
    #expect(change.tablesFreed == 1, "the table above it")
    #expect(w.owners(a, 0x1000) == [a] && w.rss(a).shmem == 8)
    w.finish()
  }

  @Test func `a partial munmap unshares, then clears`() {
    let w = World()
    let (_, a, b) = attached(w)
    let change = w.during { w.munmap(b, 0x1000, pages: 1) }
    #expect(change.tablesUnshared == 1 && change.pteCopied == 8 && change.pteCleared == 1)
    #expect(w.rss(a).shmem == 8 && w.rss(b).shmem == 7)
    w.finish()
  }

  @Test func `covering every vma inside the span is full, wherever the span ends`() {
    let w = World(threshold: 0)
    let p = w.spawn()
    w.mmap(p, pages: 2, at: 0x1080)
    w.write(p, 0x1080, pages: 2)
    let child = w.fork(p)
    let change = w.during { w.munmap(child, 0x1080, pages: 2) }
    #expect(change.tablesUnshared == 0 && change.pteCleared == 0)
    #expect(w.rss(p).anon == 2)
    w.finish()
  }

  @Test func `dropping the last reference frees the table`() {
    let w = World()
    let (_, a, b) = attached(w)
    w.munmap(b, 0x1000, pages: 8)
    let change = w.during { w.munmap(a, 0x1000, pages: 8) }
    #expect(change.pteCleared == 8 && change.tablesFreed == 2 && w.leaves == 0)
    w.finish()
  }

  @Test func `munmap keeps a table in whose span a vma remains, and frees it with the last`() {
    let w = World()
    let p = w.spawn()
    w.mmap(p, pages: 2, at: 0x1000)
    w.write(p, 0x1000, pages: 2)
    w.mmap(p, pages: 1, at: 0x11c0, .read)
    w.munmap(p, 0x1000, pages: 2)
    #expect(w.tables(p).pte == 1)
    w.munmap(p, 0x11c0, pages: 1)
    #expect(w.tables(p).total == 1)
    w.finish()
  }

  @Test func `DONTNEED never frees a sole owner's table`() {
    let w = World()
    let p = w.spawn()
    w.mmap(p, pages: 8, at: 0x1000)
    w.write(p, 0x1000, pages: 8)
    let change = w.during { w.madvise(p, 0x1000, pages: 8, .dontneed) }
    #expect(change.pteCleared == 8 && change.tablesFreed == 0 && w.tables(p).pte == 1)
    #expect(w.value(p, 0x1000) == 0)
    w.finish()
  }

  @Test func `a full DONTNEED detaches, and the next fault attaches again`() {
    let w = World()
    let (_, a, b) = attached(w)
    let change = w.during { w.madvise(b, 0x1000, pages: 8, .dontneed) }
    #expect(change.pteCleared == 0 && change.tablesFreed == 0 && w.tables(b).total == 2)
    #expect(w.during { w.read(b, 0x1000) }.tablesShared == 1)
    #expect(w.owners(a, 0x1000) == [a, b])
    w.finish()
  }

  @Test func `DONTNEED stops at a locked vma`() {
    let w = World(threshold: 0)
    let p = w.spawn()
    w.mmap(p, pages: 8, at: 0x1000)
    w.write(p, 0x1000, pages: 8, 1)
    w.mlock(p, 0x1100, pages: 4)
    #expect(w.madvise(p, 0x1000, pages: 8, .dontneed) == .errno(.EINVAL))
    #expect(w.value(p, 0x1000) == 0 && w.value(p, 0x1100) == 1)
    w.finish()
  }

  // MARK: mremap

  @Test func `mremap unshares source and destination and moves entry by entry`() {
    let w = World()
    let (_, a, b) = attached(w)
    let change = w.during { w.mremap(b, 0x1000, pages: 8, size: 8, to: 0x2000) }
    #expect(change.tablesUnshared == 1 && change.pteCopied == 8)
    #expect(change.pteCleared == 0 && change.pteSet == 0 && change.tablesShared == 0)
    #expect(w.value(b, 0x2000) == 1 && w.value(b, 0x1000) == nil)
    #expect(w.owners(b, 0x2000) == [b] && w.owners(a, 0x1000) == [a])
    w.finish()
  }

  @Test func `a destination table is made only for an entry that is there`() {
    let w = World()
    let p = w.spawn()
    w.mmap(p, pages: 16, at: 0x1000)
    w.write(p, 0x1000)
    w.mremap(p, 0x1000, pages: 16, size: 16, to: 0x3000)
    #expect(w.tables(p).pte == 1)
    w.finish()
  }

  @Test func `dontunmap leaves the source mapped and empty`() {
    let w = World()
    let p = w.spawn()
    w.mmap(p, pages: 8, at: 0x1000)
    w.write(p, 0x1000, 3)
    w.mremap(p, 0x1000, pages: 8, size: 8, mayMove: true, to: 0x2000, keepsSource: true)
    #expect(w.value(p, 0x1000) == 0 && w.value(p, 0x2000) == 3)
    #expect(w.vmas(p).count == 2 && w.tables(p).pte == 2)
    w.finish()
  }

  @Test func `mremap grows in place where the gap is free, else moves if it may`() {
    let w = World()
    let p = w.spawn()
    w.mmap(p, pages: 2, at: 0x1000)
    w.write(p, 0x1000, 3)
    #expect(w.mremap(p, 0x1000, pages: 2, size: 4) == .address(VirtualAddress(0x1000)))
    w.mmap(p, pages: 1, at: 0x1100, .read)
    #expect(w.mremap(p, 0x1000, pages: 4, size: 8) == .errno(.ENOMEM))
    #expect(w.mremap(p, 0x1000, pages: 4, size: 8, mayMove: true) != .errno(.ENOMEM))
    #expect(w.vmas(p).count == 2)
    w.finish()
  }

  @Test func `mremap refuses what it must`() {
    let w = World()
    let p = w.spawn()
    w.mmap(p, pages: 4, at: 0x1000)
    #expect(w.mremap(p, 0x1008, pages: 4, size: 4) == .errno(.EINVAL))
    #expect(w.mremap(p, 0x1000, pages: 4, size: 0) == .errno(.EINVAL))
    #expect(w.mremap(p, 0x1000, pages: 4, size: 4, to: 0x1080) == .errno(.EINVAL))
    #expect(w.mremap(p, 0x1000, pages: 4, size: 4, to: 0x7fc0) == .errno(.EINVAL))
    #expect(
      w.mremap(p, 0x1000, pages: 4, size: 5, mayMove: true, keepsSource: true) == .errno(.EINVAL))
    #expect(w.mremap(p, 0x1000, pages: 5, size: 6, mayMove: true) == .errno(.EFAULT))
    w.finish()
  }

  // MARK: truncate

  @Test func `truncate clears once in the shared table and leaves owners and tables alone`() {
    let w = World()
    let (file, a, b) = attached(w)
    let change = w.during { w.call(.truncate(file, size: 4 * w.page)) }
    #expect(change.pteCleared == 4 && change.tablesUnshared == 0 && change.tablesFreed == 0)
    #expect(w.owners(a, 0x1000) == [a, b] && w.rss(a).shmem == 4 && w.rss(b).shmem == 4)
    #expect(w.value(a, 0x1100) == nil && w.value(a, 0x1000) == 1)
    w.finish()
  }

  @Test func `a wholly emptied table stays`() {
    let w = World()
    let (file, a, _) = attached(w)
    w.call(.truncate(file, size: 0))
    #expect(w.pmd(a, 0x1000).owners == 2 && w.rss(a).total == 0)
    w.finish()
  }

  @Test func `private copies beyond the end go as well`() {
    let w = World()
    let file = w.file(pages: 8)
    let p = w.spawn()
    w.mmap(p, file: file, pages: 8, at: 0x1000)
    w.write(p, 0x1000, pages: 8, 5)
    #expect(w.during { w.call(.truncate(file, size: 4 * w.page)) }.pteCleared == 4)
    #expect(w.rss(p).anon == 4)
    w.finish()
  }

  @Test func `bytes past the end of the last page become zero`() {
    let w = World()
    let (file, a, _) = attached(w)
    w.write(a, 0x1008, 9)
    w.call(.truncate(file, size: 8))
    #expect(w.value(a, 0x1000) == 1 && w.value(a, 0x1008) == 0)
    w.finish()
  }
}
