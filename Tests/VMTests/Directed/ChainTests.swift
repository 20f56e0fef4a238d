import Testing

@testable import VM

/// The reverse map: how many nodes the chains of pages and of tables have.
@Suite struct ChainTests {
  private static let base = 0x4000_0000

  /// Processes that have a file mapped to the end of its last table's span, and all of it read.
  private func readers(
    _ count: Int, of pages: Int, on world: Bare, at: (Int) -> Int = { _ in base }
  ) {
    let file = world.file(pages: pages)
    let entries = world.machine.leafEntryCount
    for number in 0..<count {
      let p = world.spawn()
      world.map(p, file, pages: (pages + entries - 1) / entries * entries, at: at(number))
      world.touch(p, .read, at(number), pages: pages)
    }
  }

  /// kernels.md 2.3: entries in a node, by the bytes of a line and of an address.
  @Test(arguments: [
    (32, 4, 7), (64, 4, 15), (128, 4, 31), (128, 8, 15), (64, 8, 7), (32, 8, 3),
  ])
  func `a node is a line of a pointer and addresses`(line: Int, address: Int, entries: Int) {
    for machine in ["x86_64", "i386"] {
      let kernel = Kernel.linux25.turned(("line", .integer(line)), ("pteaddr", .integer(address)))
      let world = Bare(machine, kernel)
      #expect(world.machine.chains.entriesPerNode == entries)
      let pages = 3000
      let file = world.file(pages: pages)
      for m in 1...2 * entries + 1 {
        let p = world.spawn()
        world.map(p, file, pages: pages, at: Self.base)
        world.touch(p, .read, Self.base, pages: pages)
        let nodes = m == 1 ? 0 : (m - 1) / entries + 1
        #expect(world.machine.chainNodes == nodes * pages)
        #expect(world.machine.chainBytes == nodes * pages * line)
        #expect(world.machine.chainedEntries == m * pages)
      }
      world.finish()
    }
  }

  @Test func `without knobs a line is as long as the machine's, an address as wide as an entry`() {
    for (machine, line, entries) in [
      ("i386", 32, 7), ("i386-pae", 32, 3), ("x86_64", 64, 7), ("sv39", 64, 7), ("toy", 64, 7),
    ] {
      let shape = ChainShape(.linux25, on: Geometry.named(machine)!)
      #expect(shape.nodeBytes == line && shape.entriesPerNode == entries, "\(machine)")
    }
  }

  @Test func `a private page is a page of two entries after fork, and of one after each write`() {
    let world = Bare("x86_64", .linux25)
    let p = world.spawn()
    world.map(p, nil, pages: 1000, at: Self.base)
    world.touch(p, .read, Self.base, pages: 1000)
    #expect(world.machine.chainedEntries == 0)  // the zero page
    world.touch(p, .write, Self.base, pages: 1000)
    world.fork(p)
    #expect(world.machine.chainedEntries == 2000 && world.machine.chainNodes == 1000)
    world.touch(p, .write, Self.base, pages: 400)
    #expect(world.machine.chainedEntries == 2000 && world.machine.chainNodes == 600)
    world.touch(1, .write, Self.base, pages: 1000)
    #expect(world.machine.chainedEntries == 2000 && world.machine.chainNodes == 0)
    world.check()
    world.finish()
  }

  @Test func `case 7: one of ten owners leaves in part, and each page has one entry more`() {
    let world = Bare("i386", .shpte)
    readers(10, of: 1024, on: world)
    #expect(world.machine.ownerNodes == 10 && world.machine.chainNodes == 0)
    world.unmap(9, Self.base, pages: 1)
    #expect(world.machine.chainedEntries == 1024 + 1023 && world.machine.chainNodes == 1023)
    #expect(world.machine.ownerNodes == 9)
    world.unmap(8, Self.base, pages: 1024)
    #expect(world.machine.chainNodes == 1023 && world.machine.ownerNodes == 8)
    for p in 1...7 { world.machine.exit(world.processes[p]) }
    // One owner is known by a pointer.
    #expect(world.machine.ownerNodes == 0 && world.machine.sharedTables == 0)
    world.check()
    world.finish()
  }

  @Test func `case 11: a hundred owners a table save 99 of 100 nodes`() {
    // 700 processes, in seven groups that each have a table of their own.
    let group = { Self.base + $0 / 100 * (256 << 20) }
    let (pages, processes) = (50_000, 700)
    for (kernel, nodes) in [
      (Kernel.linux25, 5_000_000), (.shpte.turned(("match", .word("identical"))), 50_000),
    ] {
      let world = Bare("i386", kernel)
      readers(processes, of: pages, on: world, at: group)
      #expect(world.machine.chainNodes == nodes)
      world.check()
      world.finish()
    }
  }

  @Test func `case 12: chains of 5000 tasks are larger than their tables`() {
    for (kernel, leaves, bytes, owners) in [
      (Kernel.linux25, 5000 * 512, 715 * 32 * 524_288, 0), (.shpte, 512, 0, 5000 * 512),
    ] {
      let world = Bare("i386", kernel, lowmem: 1 << 40)
      readers(5000, of: 524_288, on: world)
      #expect(world.machine.pageTables.pte == leaves)
      #expect(world.machine.chainBytes == bytes && world.machine.ownerNodes == owners)
      world.check()
      world.finish()
    }
  }

  @Test(arguments: [(64, 8, 7), (128, 4, 31)])
  func `ten thousand processes with a tebibyte are counted to the entry`(
    line: Int, address: Int, entries: Int
  ) {
    let (processes, pages) = (10_000, 1 << 28)
    let kernel = Kernel.linux25.turned(("line", .integer(line)), ("pteaddr", .integer(address)))
    let world = Bare("x86_64", kernel, memory: 1 << 50)
    readers(processes, of: pages, on: world, at: { _ in 1 << 44 })
    let nodes = ((processes - 1) / entries + 1) * pages
    #expect(world.machine.chainedEntries == processes * pages)
    #expect(world.machine.chainNodes == nodes && world.machine.chainBytes == nodes * line)
    // A page in the middle goes from one of them.
    world.unmap(4711, 1 << 44 + 4711 * 4096, pages: 1)
    #expect(world.machine.chainedEntries == processes * pages - 1)
    #expect(world.machine.chainNodes == nodes - ((processes - 1) % entries == 0 ? 1 : 0))
    world.finish()
  }

  @Test func `swap space takes entries out of the chains, and swapoff puts them back`() {
    let world = Bare("x86_64", .linux25, swap: 1 << 30)
    let p = world.spawn()
    world.map(p, nil, pages: 100, at: Self.base)
    world.touch(p, .write, Self.base, pages: 100)
    try! world.machine.madvise(
      world.processes[p], VirtualAddress(Self.base), length: 100 * 4096, .pageout)
    #expect(world.machine.chainedEntries == 0)
    world.fork(p)
    world.touch(p, .read, Self.base, pages: 30)
    #expect(world.machine.chainedEntries == 30 && world.machine.chainNodes == 0)
    try! world.machine.swapOff()
    #expect(world.machine.chainedEntries == 200 && world.machine.chainNodes == 100)
    world.check()
    world.finish()
  }

  @Test func `a mark takes the chains back too`() {
    let world = Bare("i386", .shpte)
    readers(3, of: 2048, on: world)
    let before = world.machine.totals
    let mark = world.machine.mark()
    world.unmap(1, Self.base, pages: 7)
    world.machine.exit(world.processes[2])
    #expect(world.machine.totals != before)
    world.machine.restore(to: mark)
    #expect(world.machine.totals == before)
    world.check()
  }

  @Test func `linux-2.4 is linux-2.5 without any chains`() {
    let (a, b) = (Bare("x86_64", .linux25), Bare("x86_64", .linux24))
    for world in [a, b] {
      readers(5, of: 700, on: world)
      world.fork(2)
    }
    #expect(a.machine.events == b.machine.events && a.machine.pageTables == b.machine.pageTables)
    #expect(a.machine.chainedEntries == 4200 && a.machine.chainNodes == 700)
    #expect(b.machine.chainedEntries == 0 && b.machine.chainNodes == 0 && b.machine.chainBytes == 0)
    b.check()
  }
}
