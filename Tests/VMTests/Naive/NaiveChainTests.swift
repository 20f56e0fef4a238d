import Testing
import VM

/// model.md, "Reverse maps" and "Low memory": numbers worked out by hand.
@Suite struct NaiveChainTests {
  @Test func `one entry needs no node, more need one for every seven`() {
    let w = NaiveWorld(threshold: 1000)
    let p = w.spawn()
    w.mmap(p, pages: 8, at: 0x1000)
    w.write(p, 0x1000, pages: 8)
    #expect(w.model.rmapEntries == 8 && w.model.rmapNodes == 0)
    w.fork(p)
    // Lines of 64 bytes: (64 - 4) / 8 entries a node.
    #expect(w.model.rmapEntries == 16 && w.model.rmapNodes == 8 && w.model.rmapBytes == 512)
    for _ in 0..<5 { w.fork(p) }
    #expect(w.model.rmapNodes == 8)
    w.fork(p)
    #expect(w.model.rmapEntries == 64 && w.model.rmapNodes == 16)
    #expect(w.model.mmchainNodes == 0)
  }

  @Test func `the zero page has no chain`() {
    let w = NaiveWorld(threshold: 1000)
    let p = w.spawn()
    w.mmap(p, pages: 8, at: 0x1000)
    w.read(p, 0x1000, pages: 8)
    w.fork(p)
    #expect(w.model.rmapEntries == 0 && w.model.rmapNodes == 0)
  }

  @Test func `ten share a table of 1024 entries, one unmaps a page`() {
    let w = NaiveWorld("i386")
    let file = w.file(pages: 1024)
    let p = w.spawn()
    w.mmap(p, file: file, shared: true, pages: 1024, at: 0x4000_0000)
    w.write(p, 0x4000_0000, pages: 1024)
    for _ in 0..<9 { w.fork(p) }
    #expect(w.model.rmapEntries == 1024 && w.model.rmapNodes == 0)
    #expect(w.model.mmchainNodes == 10)
    w.munmap(p, 0x4000_0000, pages: 1)
    #expect(w.model.rmapEntries == 1024 + 1023 && w.model.rmapNodes == 1023)
    #expect(w.model.mmchainNodes == 9)
  }

  @Test func `a hundred that map a page of a file: 15 nodes without shared tables, none with`() {
    for (kernel, nodes, owners) in [(Kernel.linux25, 15, 0), (.shpte, 0, 100)] {
      let w = NaiveWorld("i386", kernel: kernel)
      let file = w.file(pages: 1024)
      let p = w.spawn()
      w.mmap(p, file: file, shared: true, pages: 1024, at: 0x4000_0000)
      w.read(p, 0x4000_0000)
      for _ in 0..<99 { w.fork(p) }
      #expect(w.model.rmapNodes == nodes && w.model.mmchainNodes == owners)
      #expect(w.model.rmapBytes == nodes * 32)
    }
  }

  @Test func `without a reverse map there are no nodes`() {
    let w = NaiveWorld(kernel: .linux25) { $0.reverseMap = .none }
    let p = w.spawn()
    w.mmap(p, pages: 8, at: 0x1000)
    w.write(p, 0x1000, pages: 8)
    w.fork(p)
    #expect(w.model.rmapEntries == 0 && w.model.rmapNodes == 0 && w.model.rmapBytes == 0)
  }

  /// How many children a process with one page gets until fork fails.
  private func children(
    _ kernel: Kernel, threshold: Int? = nil, lowmem: Int, highPTE: Bool = false
  ) -> Int {
    let w = NaiveWorld("i386", kernel: kernel, threshold: threshold) {
      $0.lowmem = lowmem
      $0.highPTE = highPTE
    }
    let p = w.spawn()
    w.mmap(p, pages: 1, at: 0x4000_0000)
    w.write(p, 0x4000_0000)
    var count = 0
    while count < 100 {
      let (tables, nodes) = (w.model.pageTables, w.model.rmapNodes)
      if w.call(.fork(p)) != .done {
        #expect(w.model.pageTables == tables && w.model.rmapNodes == nodes)
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
    let w = NaiveWorld("i386") { $0.lowmem = 2 * 4096 }
    let p = w.spawn()
    w.mmap(p, pages: 2048, at: 0x4000_0000)
    #expect(w.write(p, 0x4000_0000) == .done)
    #expect(w.model.lowmemUsed == 2 * 4096 && w.model.lowmemFree == 0)
    #expect(
      w.write(p, 0x4040_0000) == .signal(.SIGKILL, VirtualAddress(0x4040_0000)))
    #expect(!w.isAlive(p) && w.model.lowmemFree == 2 * 4096)
  }

  @Test func `low memory is no more than memory`() {
    let w = NaiveWorld("i386", frames: 20)
    let p = w.spawn()
    w.mmap(p, pages: 20, at: 0x4000_0000)
    w.write(p, 0x4000_0000, pages: 8)
    #expect(w.model.lowmemTotal == 20 * 4096)
    #expect(w.model.lowmemFree == 10 * 4096 && w.model.lowmemUsed == 10 * 4096)
  }
}
