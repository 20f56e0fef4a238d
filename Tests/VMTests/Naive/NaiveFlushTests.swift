import Testing
import VM

/// model.md, "TLB", row by row: flushes, pages, interrupts.
@Suite struct NaiveFlushTests {
  /// A process with 8 pages written at 0x1000 whose table a child shares.
  private func pair(_ kernel: Kernel = .shpte) -> (NaiveWorld, parent: Int, child: Int) {
    let w = NaiveWorld(kernel: kernel, threshold: kernel.name == "shpte" ? 0 : nil)
    let p = w.spawn()
    w.mmap(p, pages: 8, at: 0x1000)
    w.write(p, 0x1000, pages: 8)
    return (w, p, w.fork(p))
  }

  @Test func `a first touch flushes nothing, a fork all of the parent`() {
    let w = NaiveWorld()
    let p = w.spawn()
    w.mmap(p, pages: 8, at: 0x1000)
    #expect(w.flushes { w.write(p, 0x1000, pages: 8) } == [0, 0, 0])
    #expect(w.flushes { w.fork(p) } == [1, 0, 0])
    w.call(.thread(p))
    #expect(w.flushes { w.fork(p) } == [1, 0, 1])
  }

  @Test func `a fault that unshares or promotes flushes the caller, once`() {
    let (w, p, child) = pair()
    #expect(w.flushes { w.write(child, 0x1000) } == [1, 0, 0])
    #expect(w.flushes { w.write(p, 0x1000) } == [1, 0, 0])
    #expect(w.model.events.tablesPromoted == 1)
    // Its pages are still the child's too: a copy.
    #expect(w.flushes { w.write(p, 0x1040) } == [1, 1, 0])
    #expect(w.flushes { w.write(p, 0x1040) } == [0, 0, 0])
  }

  @Test func `a page made writable in a shared table is flushed for all owners`() {
    let w = NaiveWorld()
    let file = w.file(pages: 8)
    let reader = w.spawn()
    let writer = w.spawn()
    var request = MapRequest(
      backing: .anonymous, isShared: true, length: 512, offset: 0, protection: .read)
    request.placement = .at(VirtualAddress(0x1000))
    request.readOnly = true
    w.call(.mmap(reader, file: file, request))
    w.read(reader, 0x1000)
    w.mmap(writer, file: file, shared: true, pages: 8, at: 0x1000)
    #expect(w.flushes { w.read(writer, 0x1000) } == [0, 0, 0])
    _ = w.flushes { w.write(writer, 0x1040) }
    #expect(w.model.sharedTables == 1)
  }

  @Test func `munmap flushes if something was there`() {
    let (w, p, child) = pair()
    #expect(w.flushes { w.munmap(p, 0x3000, pages: 8) } == [0, 0, 0])
    // A table of its own first, then what is cleared.
    #expect(w.flushes { w.munmap(child, 0x1000, pages: 1) } == [2, 0, 0])
    #expect(w.flushes { w.munmap(child, 0x1000, pages: 8) } == [1, 0, 0])
    #expect(w.flushes { w.madvise(p, 0x1000, pages: 8, .dontneed) } == [1, 0, 0])
    #expect(w.flushes { w.madvise(p, 0x1000, pages: 8, .dontneed) } == [0, 0, 0])
  }

  @Test func `a detached table counts though it is empty`() {
    let (w, p, child) = pair()
    w.call(.undo(.mark))
    w.madvise(p, 0x1000, pages: 8, .dontneed)
    w.call(.undo(.restore(0)))
    #expect(w.flushes { w.munmap(child, 0x1000, pages: 8) } == [1, 0, 0])
  }

  @Test func `mprotect flushes each part that changes`() {
    let (w, p, _) = pair(.linux25)
    func protect(_ pages: Int, _ protection: Protection) -> [Int] {
      w.flushes { w.call(.mprotect(p, VirtualAddress(0x1000), pages * 64, protection)) }
    }
    #expect(protect(3, .read) == [1, 3, 0])
    #expect(protect(3, .read) == [0, 0, 0])
    // Three pages are read-only already.
    #expect(protect(8, .read) == [1, 5, 0])
  }

  @Test func `mremap flushes each page that moves`() {
    let (w, p, _) = pair(.linux25)
    w.munmap(p, 0x1000, pages: 2)
    let request = RemapRequest(
      start: VirtualAddress(0x1080), oldLength: 384, newLength: 384, mayMove: true,
      destination: VirtualAddress(0x3000), keepsSource: false)
    #expect(w.flushes { w.call(.mremap(p, request)) } == [6, 6, 0])
  }

  @Test func `mremap of linux-6.18 flushes each table with entries that move`() {
    let w = NaiveWorld(kernel: .linux618)
    let p = w.spawn()
    w.mmap(p, pages: 24, at: 0x1000)
    w.write(p, 0x1000)
    w.write(p, 0x1440)
    let request = RemapRequest(
      start: VirtualAddress(0x1000), oldLength: 20 * 64, newLength: 20 * 64, mayMove: true,
      destination: VirtualAddress(0x3000), keepsSource: false)
    // 8 pages of the first table; the second has no entries; 4 pages of the third.
    #expect(w.flushes { w.call(.mremap(p, request)) } == [2, 12, 0])
  }

  @Test func `truncate flushes each process that loses a page`() {
    let w = NaiveWorld(kernel: .linux25)
    let file = w.file(pages: 8)
    let processes = [w.spawn(), w.spawn(), w.spawn()]
    for p in processes { w.mmap(p, file: file, shared: true, pages: 8, at: 0x1000) }
    w.write(processes[0], 0x1000, pages: 8)
    w.write(processes[1], 0x11c0)
    w.write(processes[2], 0x1000)
    #expect(w.flushes { w.call(.truncate(file, size: 6 * 64)) } == [2, 0, 0])
  }

  @Test func `msync flushes the part for the owners of its tables`() {
    let w = NaiveWorld()
    let file = w.file(pages: 16)
    let processes = [w.spawn(), w.spawn()]
    for p in processes { w.mmap(p, file: file, shared: true, pages: 16, at: 0x1000) }
    for p in processes { w.write(p, 0x1000) }
    w.write(processes[0], 0x1200)
    #expect(
      w.flushes { w.call(.msync(processes[0], VirtualAddress(0x1000), 16 * 64)) } == [1, 16, 1])
  }

  @Test func `pageout flushes each page, exit nobody else`() {
    let w = NaiveWorld(slots: 8)
    let p = w.spawn()
    w.mmap(p, pages: 8, at: 0x1000)
    w.write(p, 0x1000, pages: 4)
    w.read(p, 0x1100)
    #expect(w.flushes { w.madvise(p, 0x1000, pages: 8, .pageout) } == [4, 4, 0])
    #expect(w.flushes { w.read(p, 0x1000) } == [0, 0, 0])
    w.call(.thread(p))
    #expect(w.flushes { w.call(.exit(0)) } == [0, 0, 0])
    #expect(w.flushes { w.call(.exit(1)) } == [1, 0, 0])
  }
}
