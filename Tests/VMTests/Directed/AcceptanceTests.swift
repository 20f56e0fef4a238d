import Testing
import VM

/// kernels.md section 5, the cases of these two kernels; large ones scaled down.
@Suite struct AcceptanceTests {
  /// `processes` that map and touch one page in each of `tables` spans of a shared file.
  private func fleet(_ w: World, processes: Int, tables: Int, at: Int) {
    let entries = w.geometry.leaf.entryCount
    let file = w.file(pages: tables * entries)
    for _ in 0..<processes {
      let p = w.spawn()
      w.mmap(p, file: file, shared: true, pages: tables * entries, at: at)
      w.write(p, at, pages: tables * entries, every: entries)
    }
  }

  @Test func `case 1: without sharing every process has all the tables`() {
    // 1 GiB for 300 GiB, 15 processes for 1500: 512 tables, one pmd, pud and pgd each.
    let w = World("x86_64", kernel: "linux-2.5")
    fleet(w, processes: 15, tables: 512, at: 1 << 40)
    #expect(w.tables.pte == 15 * 512 && w.tables.total == 15 * (512 + 3))
    #expect(w.mappedTables == w.tables.total && w.sharedTables == 0)
  }

  @Test func `case 2: with sharing the tables are there once, the upper ones per process`() {
    let w = World("x86_64")
    fleet(w, processes: 15, tables: 512, at: 1 << 40)
    #expect(w.tables.pte == 512 && w.tables.total == 512 + 15 * 3)
    #expect(w.mappedTables == 15 * (512 + 3) && w.sharedTables == 512)
  }

  @Test func `case 7: one of ten sharers unmaps a page, then another all of it`() {
    let w = World("i386")
    let base = 0x4000_0000
    let file = w.file(pages: 1024)
    var all: [Int] = []
    for number in 0..<10 {
      let p = w.spawn()
      w.mmap(p, file: file, shared: true, pages: 1024, at: base)
      w.write(p, base, pages: number == 0 ? 1024 : 1)
      all.append(p)
    }
    #expect(w.mapcount(all[0], base + 0x1000) == 1)
    let part = w.during { w.munmap(all[9], base, pages: 1) }
    #expect(part.tablesAllocated == 1 && part.pteCopied == 1024 && part.pteCleared == 1)
    #expect(w.pmd(all[0], base).owners == 9 && w.rss(all[9]).total == 1023)
    #expect(w.mapcount(all[0], base) == 1 && w.mapcount(all[0], base + 0x1000) == 2)
    let whole = w.during { w.munmap(all[8], base, pages: 1024) }
    #expect(whole.tablesAllocated == 0 && whole.pteCopied == 0 && whole.tablesFreed == 0)
    #expect(w.pmd(all[0], base).owners == 8)
    w.finish()
  }

  @Test(arguments: 1...8)
  func `case 8: a fork of k tables shares them if k is more than three`(k: Int) {
    let w = World("i386")
    let p = w.spawn()
    w.mmap(p, pages: 1024 * k, at: 0x4000_0000)
    w.write(p, 0x4000_0000, pages: 1024 * k, every: 1024, 1)
    var child = 0
    let fork = w.during { child = w.fork(p) }
    #expect(fork.tablesShared == (k > 3 ? k : 0))
    let writes = w.during {
      w.write(child, 0x4000_0000, pages: 1024 * min(k, 3), every: 1024, 2)
    }
    #expect(writes.tablesUnshared == (k > 3 ? 3 : 0))
    #expect(w.sharedTables == (k > 3 ? k - 3 : 0))
    w.finish()
  }

  @Test func `case 9: fork of 40 MiB copies 10,240 entries, or shares 10 tables`() {
    for (kernel, copied, shared) in [("linux-2.5", 10_240, 0), ("shpte", 0, 10)] {
      let w = World("i386", kernel: kernel)
      let p = w.spawn()
      w.mmap(p, pages: 10_240, at: 0x4000_0000)
      w.write(p, 0x4000_0000, pages: 10_240)
      let fork = w.during { _ = w.fork(p) }
      #expect(fork.pteCopied == copied && fork.tablesShared == shared)
    }
  }

  @Test func `case 13: 8000 MiB are 4000 tables of 2 MiB a process, scaled to a fiftieth`() {
    let w = World("x86_64", kernel: "linux-2.5")
    fleet(w, processes: 5, tables: 80, at: 1 << 40)
    #expect(w.tables.pte == 5 * 80)
    #expect(w.tables.pte * w.page * 50 == 5 * 2_048_000 * 8)
  }

  @Test func `case 17: fork of a shared segment copies nothing, the child shares all tables`() {
    for (kernel, copied) in [("linux-2.5", 16), ("shpte", 0)] {
      let w = World("x86_64", kernel: kernel)
      fleet(w, processes: 1, tables: 16, at: 1 << 40)
      var child = 0
      let fork = w.during { child = w.fork(0) }
      #expect(fork.pteCopied == copied && w.rss(child).shmem == 16)
      let touched = w.during { w.read(child, 1 << 40, pages: 16 * 512, every: 512) }
      #expect(touched.faults.minor == 0)
      w.finish()
    }
  }

  @Test func `case 19: after fork each span written to costs a table of 512 entries`() {
    let w = World("x86_64")
    let p = w.spawn()
    let base = 1 << 40
    w.mmap(p, pages: 8 * 512, at: base)
    w.write(p, base, pages: 8 * 512)
    var child = 0
    let fork = w.during { child = w.fork(p) }
    #expect(fork.pteCopied == 0 && fork.tablesShared == 8)
    let writes = w.during { w.write(child, base, pages: 3 * 512, every: 512, 1) }
    #expect(writes.tablesUnshared == 3 && writes.pteCopied == 3 * 512 && writes.faults.cow == 3)
    let rest = w.during { w.write(child, base + 3 * (2 << 20), pages: 5 * 512, every: 512, 1) }
    #expect(rest.pteCopied == 5 * 512 && w.sharedTables == 0)
  }
}
