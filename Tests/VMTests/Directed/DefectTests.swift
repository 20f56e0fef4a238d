import Testing
import VM

/// kernels.md 1.5: the defects of the historical patch that `shpte` does not have.
@Suite struct DefectTests {
  private func written(_ w: World, pages: Int = 8) -> Int {
    let p = w.spawn()
    w.mmap(p, pages: pages, at: 0x1000)
    w.write(p, 0x1000, pages: pages, 1)
    return p
  }

  @Test func `KDE, case 5: libraries mapped over one shared table do not mix`() {
    let w = World("i386", threshold: 0)
    let one = w.file(pages: 4, kind: .regular)
    let two = w.file(pages: 4, kind: .regular)
    let parent = w.spawn()
    w.mmap(parent, pages: 4, at: 0x0800_0000)
    w.write(parent, 0x0800_0000)
    w.mmap(parent, file: one, shared: true, pages: 4, at: 0x1000_0000)
    w.write(parent, 0x1000_0000, 1)
    w.mmap(parent, file: two, shared: true, pages: 4, at: 0x1000_4000)
    w.write(parent, 0x1000_4000, 2)
    w.munmap(parent, 0x1000_0000, pages: 8)
    let child = w.fork(parent)
    #expect(w.pmd(child, 0x0800_0000).owners == 2)
    w.mmap(parent, file: two, pages: 4, at: 0x0800_4000, [.read, .execute])
    w.mmap(child, file: one, pages: 4, at: 0x0800_4000, [.read, .execute])
    w.read(child, 0x0800_4000)
    w.execute(parent, 0x0800_4000)
    #expect(w.value(child, 0x0800_4000) == 1 && w.value(parent, 0x0800_4000) == 2)
    w.finish()
  }

  @Test func `K1: growth to a spanning shared mapping after fork does not livelock`() {
    let w = World("i386", threshold: 0)
    let file = w.file(pages: 1024)
    let p = w.spawn()
    w.mmap(p, file: file, shared: true, pages: 768, at: 0x4000_0000)
    w.write(p, 0x4000_0000, 1)
    let child = w.fork(p)
    w.mremap(child, 0x4000_0000, pages: 768, size: 1024)
    #expect(w.write(child, 0x4000_0000, 2) == .done && w.value(p, 0x4000_0000) == 2)
    w.finish()
  }

  @Test func `K2, case 6: mprotect of a whole shared table protects, and the parent is intact`() {
    let w = World("i386", threshold: 0)
    let p = w.spawn()
    w.mmap(p, pages: 1024, at: 0x4000_0000)
    w.write(p, 0x4000_0000, pages: 1024, 1)
    let child = w.fork(p)
    w.mprotect(child, 0x4000_0000, pages: 1024, .read)
    #expect(w.write(child, 0x4000_0000, 2) == .signal(.SIGSEGV, VirtualAddress(0x4000_0000)))
    #expect(w.value(p, 0x4000_0000) == 1)
    w.mprotect(child, 0x4000_0000, pages: 1024, .none)
    #expect(w.value(child, 0x4000_0000) == nil)
    w.finish()
  }

  @Test func `K3, case 22: rss goes up by what is present at attach and down again`() {
    let w = World("i386")
    let file = w.file(pages: 1024)
    let (a, b) = (w.spawn(), w.spawn())
    w.mmap(a, file: file, shared: true, pages: 1024, at: 0x4000_0000)
    w.write(a, 0x4000_0000, pages: 1024)
    w.mmap(b, file: file, shared: true, pages: 1024, at: 0x4000_0000)
    #expect(w.rss(b).total == 0)
    w.read(b, 0x4000_0000)
    #expect(w.rss(b).total == 1024)
    w.munmap(b, 0x4000_0000, pages: 1024)
    #expect(w.rss(b).total == 0 && w.rss(a).total == 1024)
    w.finish()
  }

  @Test func `K4: a child cannot read DONTFORK pages`() {
    let w = World(threshold: 0)
    let p = written(w)
    w.madvise(p, 0x1000, pages: 4, .dontfork)
    let child = w.fork(p)
    #expect(w.read(child, 0x1000) == .signal(.SIGSEGV, VirtualAddress(0x1000)))
    #expect(w.value(child, 0x1100) == 1 && w.mapcount(p, 0x1000) == 1)
    w.finish()
  }

  @Test func `K5: sharers with different protections keep them`() {
    let w = World()
    let file = w.file(pages: 8)
    let (reader, writer) = (w.spawn(), w.spawn())
    w.mmap(reader, file: file, shared: true, pages: 8, at: 0x1000, .read)
    w.mmap(writer, file: file, shared: true, pages: 8, at: 0x1000)
    w.read(reader, 0x1000)
    let change = w.during { w.write(writer, 0x1000, 3) }
    #expect(change.faults.cow == 0 && w.value(reader, 0x1000) == 3)
    #expect(w.write(reader, 0x1000, 4) == .signal(.SIGSEGV, VirtualAddress(0x1000)))
    w.finish()
  }

  @Test func `K6, case 4: with three sharers nobody sees another's store`() {
    let w = World(threshold: 0)
    let a = written(w)
    let (b, c) = (w.fork(a), w.fork(a))
    #expect(w.owners(a, 0x1000) == [a, b, c] && w.leaves == 1)
    w.write(b, 0x1040, 2)
    #expect(w.owners(a, 0x1000) == [a, c] && w.leaves == 2)
    w.exit(c)
    w.write(a, 0x1000, 3)
    #expect(w.value(b, 0x1000) == 1 && w.value(a, 0x1000) == 3)
    w.finish()
  }

  @Test func `K8: without memory for the unshare munmap fails and nothing has changed`() {
    let w = World(threshold: 0, frames: 13)
    let p = written(w)
    let child = w.fork(p)
    #expect(w.munmap(child, 0x1000, pages: 1) == .errno(.ENOMEM))
    #expect(w.owners(p, 0x1000) == [p, child] && w.value(child, 0x1000) == 1)
    w.finish()
  }

  @Test func `K9: the table that ends at 2 GiB is copied whole`() {
    let w = World("i386", threshold: 0)
    let p = w.spawn()
    w.mmap(p, pages: 16, at: 0x7fc0_0000)
    w.mmap(p, pages: 16, at: 0x7fff_0000, [.read, .write, .execute])
    w.write(p, 0x7fc0_0000, pages: 16, 1)
    w.write(p, 0x7fff_0000, pages: 16, 2)
    let child = w.fork(p)
    let change = w.during { w.write(child, 0x7fc0_0000, 3) }
    #expect(change.pteCopied == 32)
    #expect(w.value(child, 0x7fff_f000) == 2 && w.value(child, 0x7fc0_f000) == 1)
    w.finish()
  }

  @Test func `K10: a mapping that ends at a table's border leaves the next table shared`() {
    let w = World("i386", threshold: 0)
    let p = w.spawn()
    w.mmap(p, pages: 1024, at: 8 << 20)
    w.write(p, 8 << 20)
    let child = w.fork(p)
    let change = w.during { w.mmap(child, pages: 1024, at: 4 << 20) }
    #expect(change.tablesUnshared == 0 && w.owners(child, 8 << 20) == [p, child])
    w.finish()
  }

  @Test func `K10: a mapping that fails unshares nothing, brk and growth unshare`() {
    let w = World(threshold: 0)
    let p = w.spawn()
    w.call(.brk(p, 2 * 64))
    w.write(p, 0x1000, pages: 2, 1)
    let child = w.fork(p)
    #expect(
      w.during {
        w.call(
          .mmap(
            child, file: nil,
            MapRequest(
              backing: .anonymous, isShared: false, length: 64,
              placement: .at(VirtualAddress(0x1000)))))
      }.tablesUnshared == 0)
    #expect(w.during { w.call(.brk(child, 4 * 64)) }.tablesUnshared == 1)
    w.finish()
  }

  @Test func `K14: source and destination in one table do not deadlock`() {
    let w = World(threshold: 0)
    let p = written(w, pages: 2)
    let child = w.fork(p)
    w.mremap(child, 0x1000, pages: 2, size: 2, to: 0x1100)
    #expect(w.value(child, 0x1100) == 1 && w.value(p, 0x1000) == 1)
    w.finish()
  }

  @Test func `K23: a grandchild of a sharer shares too`() {
    let w = World(threshold: 3)
    let p = w.spawn()
    w.mmap(p, pages: 40, at: 0x1000)
    w.write(p, 0x1000, pages: 40, 1)
    let child = w.fork(p)
    let change = w.during { _ = w.fork(child) }
    #expect(change.pteCopied == 0 && change.tablesShared == 5)
    w.finish()
  }
}
