import Testing

@testable import VM

/// Low memory: what lies there, and what fails when it is full.
@Suite struct LowMemoryTests {
  private static let base = 0x4000_0000
  private static let low = 896 << 20
  private static let highpte = ("highpte", KnobValue.word("on"))

  /// Starts processes that read all of a 2 GiB file until one is killed; how many are not.
  private func count(_ world: Bare, of limit: Int = 1 << 16) -> Int {
    let pages = 1 << 19
    let file = world.file(pages: pages)
    for number in 0..<limit {
      let p = world.spawn()
      #expect(world.map(p, file, pages: pages, at: Self.base) == nil)
      if let refusal = world.touch(p, .read, Self.base, pages: pages) {
        guard case .signal(.SIGKILL, _) = refusal else {
          Issue.record("\(refusal)")
          return number
        }
        #expect(!world.isAlive(p))
        return number
      }
    }
    return limit
  }

  /// The most processes for which so many bytes fit into low memory.
  private func most(_ bytes: (Int) -> Int) -> Int {
    var n = 0
    while bytes(n + 1) <= Self.low { n += 1 }
    return n
  }

  @Test func `i386 holds as many processes as the tables let it, with chains fewer`() {
    let tables = { 513 * 4096 * $0 }
    let chains = { $0 < 2 ? 0 : ($0 + 6) / 7 * (16 << 20) }
    for (kernel, closed, expected) in [
      (Kernel.linux24, tables, 447), (.linux25, { tables($0) + chains($0) }, 207),
      // Only the top tables, and the chains.
      (.linux24.turned(Self.highpte), { 4096 * $0 }, 229_376),
      (.linux25.turned(Self.highpte), { 4096 * $0 + chains($0) }, 385),
    ] {
      #expect(most(closed) == expected, "\(kernel.name)")
      if expected > 1000 { continue }
      let world = Bare("i386", kernel)
      #expect(count(world) == expected, "\(kernel.name)")
      #expect(world.machine.lowMemoryTaken == closed(expected))
      world.check()
    }
  }

  @Test func `with PAE tables and addresses are twice as wide`() {
    let chains = { $0 < 2 ? 0 : ($0 + 2) / 3 * (16 << 20) }
    for (kernel, closed, expected) in [
      (Kernel.linux24, { 1027 * 4096 * $0 }, 223),
      (.linux25, { 1027 * 4096 * $0 + chains($0) }, 95),
      (.linux25.turned(Self.highpte), { 3 * 4096 * $0 + chains($0) }, 165),
    ] {
      #expect(most(closed) == expected, "\(kernel.name)")
      let world = Bare("i386-pae", kernel)
      #expect(count(world) == expected, "\(kernel.name)")
      #expect(world.machine.lowMemoryTaken == closed(expected))
      world.check()
    }
  }

  @Test func `a process more costs sharers their upper tables and the owners' chains`() {
    for (machine, leaves, uppers) in [("i386", 512, 1), ("i386-pae", 1024, 3)] {
      let world = Bare(machine, .shpte)
      #expect(count(world, of: 5000) == 5000)
      let bytes = (leaves + 5000 * uppers) * 4096 + 5000 * leaves * 8
      #expect(
        world.machine.lowMemoryTaken == bytes && world.machine.lowMemoryFree == Self.low - bytes)
      world.check()
    }
  }

  @Test func `shared tables fill low memory with the owners' chains in the end`() {
    // 512 tables once; each process has a top table, and a node of 8 bytes for each leaf.
    // One more has its top table, and is killed at the leaf for whose owners' chain there is no node.
    let (expected, spare) = (768, 4096 + 100 * 8 + 7)
    let world = Bare("i386", .shpte, lowmem: 512 * 4096 + expected * 8192 + spare)
    #expect(count(world) == expected)
    #expect(world.machine.lowMemoryTaken == 512 * 4096 + expected * 8192)
    #expect(world.machine.events.tablesShared == 767 * 512 + 100)
    world.check()
  }

  @Test func `low memory is no more than memory, and free no more than memory's`() {
    let world = Bare("i386", .linux25, memory: 1 << 20, lowmem: 1 << 30)
    #expect(world.machine.lowMemoryTotal == 1 << 20)
    let p = world.spawn()
    #expect(world.machine.lowMemoryFree == 255 * 4096)
    world.map(p, nil, pages: 200, at: Self.base)
    world.touch(p, .write, Self.base, pages: 200)
    #expect(world.machine.lowMemoryFree == 54 * 4096)
    #expect(Bare("x86_64", .linux25, lowmem: 1 << 20).machine.lowMemoryTotal == nil)
  }

  @Test func `spawn and fork fail, exec of the last user does not`() {
    let world = Bare("i386", .linux25, lowmem: 3 * 4096)
    let p = world.spawn()
    world.map(p, nil, pages: 1, at: Self.base)
    #expect(world.touch(p, .write, Self.base, pages: 1) == nil)
    // A top table would fit, the copy of the leaf not.
    let before = world.machine.totals
    #expect(world.fork(p) == .errno(.ENOMEM))
    #expect(world.machine.totals == before && world.machine.processCount == 1)
    _ = world.spawn()
    #expect(
      world.refusal { machine throws(Refusal) in
        _ = try machine.spawn(name: "q")
      } == .errno(.ENOMEM))
    #expect(
      world.refusal { machine throws(Refusal) in
        try machine.exec(world.processes[p])
      } == nil)
    #expect(world.machine.lowMemoryTaken == 2 * 4096)
    let thread = try! world.machine.thread(of: world.processes[p], name: "t")
    _ = world.spawn()
    #expect(
      world.refusal { machine throws(Refusal) in try machine.exec(thread) }
        == .errno(.ENOMEM))
    world.check()
  }

  @Test func `a fork that needs a node too many changes nothing`() {
    // Four tables; the copies' chains of 100 pages are a node each.
    for (spare, isFine) in [(100 * 32, true), (100 * 32 - 1, false)] {
      let world = Bare("i386", .linux25, lowmem: 4 * 4096 + spare)
      let p = world.spawn()
      world.map(p, nil, pages: 100, at: Self.base)
      world.touch(p, .write, Self.base, pages: 100)
      let before = world.machine.totals
      #expect(world.fork(p) == (isFine ? nil : .errno(.ENOMEM)))
      #expect((world.machine.totals == before) == !isFine)
      #expect(world.isAlive(p))
      world.check()
    }
  }

  @Test func `an access stops at the page for whose chain there is no node`() {
    // Two processes of two tables each, and nodes for 41 pages.
    let world = Bare("i386", .linux25, lowmem: 4 * 4096 + 41 * 32 + 31)
    let file = world.file(pages: 1000)
    for _ in 0..<2 { world.map(world.spawn(), file, pages: 1000, at: Self.base) }
    world.touch(0, .write, Self.base, pages: 1000)
    #expect(
      world.touch(1, .read, Self.base, pages: 1000)
        == .signal(.SIGKILL, at: VirtualAddress(Self.base + 41 * 4096)))
    #expect(world.machine.events.pteSet == 1041 && world.machine.events.faults.minor == 1041)
    #expect(!world.isAlive(1) && world.machine.lowMemoryTaken == 2 * 4096)
    world.check()
  }

  @Test func `populate stops silently, mlock says ENOMEM, and what was touched stays`() {
    for locks in [false, true] {
      let world = Bare("i386", .linux25, lowmem: 4 * 4096 + 41 * 32)
      let file = world.file(pages: 1000)
      let (a, b) = (world.spawn(), world.spawn())
      world.map(a, file, pages: 1000, at: Self.base)
      world.touch(a, .write, Self.base, pages: 1000)
      #expect(world.map(b, file, pages: 1000, at: Self.base) { $0.populate = !locks } == nil)
      if locks {
        let refusal = world.refusal { machine throws(Refusal) in
          try machine.mlock(world.processes[b], VirtualAddress(Self.base), length: 1000 * 4096)
        }
        #expect(refusal == .errno(.ENOMEM))
      }
      let resident = world.machine.resident(of: world.processes[b])
      #expect(resident.total == 41)
      world.check()
    }
  }

  @Test func `calls that unshare fail whole where the copy's chains do not fit`() {
    for (spare, isFine) in [(4096 + 99 * 32 - 8, true), (4096 + 99 * 32 - 9, false)] {
      // Parent and child share one table of 100 pages: two nodes name its owners.
      let world = Bare(
        "i386", .shpte.turned(("threshold", .integer(0))), lowmem: 3 * 4096 + 16 + spare - 8)
      let p = world.spawn()
      world.map(p, nil, pages: 100, at: Self.base)
      world.touch(p, .write, Self.base, pages: 100)
      #expect(world.fork(p) == nil)
      #expect(world.machine.lowMemoryTaken == 3 * 4096 + 16)
      var before = world.machine.totals
      let refusal = world.unmap(p, Self.base + 50 * 4096, pages: 1)
      // A refused call is counted.
      before.work.calls += 1
      // The owners' chain is gone then, and 99 pages have two entries each.
      #expect(refusal == (isFine ? nil : .errno(.ENOMEM)))
      #expect((world.machine.totals == before) == !isFine)
      if isFine { #expect(world.machine.lowMemoryTaken == 4 * 4096 + 99 * 32) }
      world.check()
    }
  }

  @Test func `a stack grows with the access that needs it, or not at all`() {
    for (tables, isFine) in [(3, true), (2, false)] {
      let world = Bare("i386", .linux25, lowmem: tables * 4096)
      let p = world.spawn()
      // The stack begins where a leaf's span does: what grows needs another one.
      world.map(p, nil, pages: 4, at: Self.base) { $0.growsDown = true }
      world.touch(p, .write, Self.base, pages: 1)
      let refusal = world.touch(p, .write, Self.base - 4096, pages: 1)
      if isFine {
        #expect(refusal == nil)
      } else {
        #expect(refusal == .signal(.SIGKILL, at: VirtualAddress(Self.base - 4096)))
      }
      #expect(world.machine.events.tablesAllocated == tables)
      world.check()
    }
  }

  @Test func `swapoff fails whole where the chains of what comes back do not fit`() {
    for (spare, isFine) in [(100 * 32, true), (100 * 32 - 1, false)] {
      let world = Bare("i386", .linux25, lowmem: 4 * 4096 + spare, swap: 1 << 20)
      let p = world.spawn()
      world.map(p, nil, pages: 100, at: Self.base)
      world.touch(p, .write, Self.base, pages: 100)
      try! world.machine.madvise(
        world.processes[p], VirtualAddress(Self.base), length: 100 * 4096, .pageout)
      #expect(world.fork(p) == nil)
      let refusal = world.refusal { machine throws(Refusal) in try machine.swapOff() }
      #expect(refusal == (isFine ? nil : .errno(.ENOMEM)))
      #expect(world.machine.swapTotal == (isFine ? 0 : 1 << 20))
      world.check()
    }
  }
}
