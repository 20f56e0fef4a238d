import Testing
import VM

/// model.md, "Reverse maps" and "Low memory": numbers worked out by hand.
@Suite struct NaiveChainTests {
  @Test func `one entry needs no node, more need one for every seven`() {
    let w = NaiveWorld(threshold: 1000)
    let p = w.spawn()
    w.mmap(p, pages: 8, at: 0x1000)
    w.write(p, 0x1000, pages: 8)
    #expect(w.model.chainedEntries == 8 && w.model.chainNodes == 0)
    w.fork(p)
    // Lines of 64 bytes: (64 - 4) / 8 entries a node.
    #expect(w.model.chainedEntries == 16 && w.model.chainNodes == 8 && w.model.chainBytes == 512)
    for _ in 0..<5 { w.fork(p) }
    #expect(w.model.chainNodes == 8)
    w.fork(p)
    #expect(w.model.chainedEntries == 64 && w.model.chainNodes == 16)
    #expect(w.model.ownerNodes == 0)
  }

  @Test func `the zero page has no chain`() {
    let w = NaiveWorld(threshold: 1000)
    let p = w.spawn()
    w.mmap(p, pages: 8, at: 0x1000)
    w.read(p, 0x1000, pages: 8)
    w.fork(p)
    #expect(w.model.chainedEntries == 0 && w.model.chainNodes == 0)
  }

  @Test func `ten share a table of 1024 entries, one unmaps a page`() {
    let w = NaiveWorld("i386")
    let file = w.file(pages: 1024)
    let p = w.spawn()
    w.mmap(p, file: file, shared: true, pages: 1024, at: 0x4000_0000)
    w.write(p, 0x4000_0000, pages: 1024)
    for _ in 0..<9 { w.fork(p) }
    #expect(w.model.chainedEntries == 1024 && w.model.chainNodes == 0)
    #expect(w.model.ownerNodes == 10)
    w.munmap(p, 0x4000_0000, pages: 1)
    #expect(w.model.chainedEntries == 1024 + 1023 && w.model.chainNodes == 1023)
    #expect(w.model.ownerNodes == 9)
  }

  @Test func `a hundred that map a page of a file: 15 nodes without shared tables, none with`() {
    for (kernel, nodes, owners) in [(Kernel.linux25, 15, 0), (.shpte, 0, 100)] {
      let w = NaiveWorld("i386", kernel: kernel)
      let file = w.file(pages: 1024)
      let p = w.spawn()
      w.mmap(p, file: file, shared: true, pages: 1024, at: 0x4000_0000)
      w.read(p, 0x4000_0000)
      for _ in 0..<99 { w.fork(p) }
      #expect(w.model.chainNodes == nodes && w.model.ownerNodes == owners)
      #expect(w.model.chainBytes == nodes * 32)
    }
  }

  @Test func `without a reverse map there are no nodes`() {
    let w = NaiveWorld(kernel: .linux24)
    let p = w.spawn()
    w.mmap(p, pages: 8, at: 0x1000)
    w.write(p, 0x1000, pages: 8)
    w.fork(p)
    #expect(w.model.chainedEntries == 0 && w.model.chainNodes == 0 && w.model.chainBytes == 0)
  }

  /// How many children a process with one page gets until fork fails.
  private func children(
    _ kernel: Kernel, threshold: Int? = nil, lowmem: Int, highPTE: Bool = false
  ) -> Int {
    let kernel = highPTE ? try! kernel.with(knob: "highpte", .word("on")) : kernel
    let w = NaiveWorld("i386", kernel: kernel, threshold: threshold, lowmem: lowmem)
    let p = w.spawn()
    w.mmap(p, pages: 1, at: 0x4000_0000)
    w.write(p, 0x4000_0000)
    var count = 0
    while count < 100 {
      let (tables, nodes) = (w.model.pageTables, w.model.chainNodes)
      if w.call(.fork(p)) != .done {
        #expect(w.model.pageTables == tables && w.model.chainNodes == nodes)
        break
      }
      count += 1
    }
    return count
  }

  @Test func `tables and chains come out of low memory`() {
    // Two tables a process, and a node for up to seven entries of the one page.
    #expect(children(.linux25, lowmem: 10 * 4096) == 3)
    #expect(children(.linux25, lowmem: 10 * 4096 + 32) == 4)
    #expect(children(.linux25, lowmem: 10 * 4096, highPTE: true) == 8)
    // One table a process, one leaf for all, 8 bytes an owner.
    #expect(children(.shpte, threshold: 0, lowmem: 10 * 4096) == 7)
    #expect(children(.shpte, threshold: 0, lowmem: 10 * 4096 + 72) == 8)
  }

  @Test func `an access for which low memory is too small kills and changes nothing else`() {
    let w = NaiveWorld("i386", lowmem: 2 * 4096)
    let p = w.spawn()
    w.mmap(p, pages: 2048, at: 0x4000_0000)
    #expect(w.write(p, 0x4000_0000) == .done)
    #expect(w.model.kernelBytes == 2 * 4096 && w.model.lowMemoryFree == 0)
    #expect(
      w.write(p, 0x4040_0000) == .signal(.SIGKILL, VirtualAddress(0x4040_0000)))
    #expect(!w.isAlive(p) && w.model.lowMemoryFree == 2 * 4096)
  }

  @Test func `low memory is no more than memory`() {
    let w = NaiveWorld("i386", frames: 20)
    let p = w.spawn()
    w.mmap(p, pages: 20, at: 0x4000_0000)
    w.write(p, 0x4000_0000, pages: 8)
    #expect(w.model.lowMemoryTotal == 20 * 4096)
    #expect(w.model.lowMemoryFree == 10 * 4096)
  }
}
