import Testing

@testable import VM

/// Ranges in as few pieces as can be, and page by page: low memory ends at the same page.
@Suite struct LowMemoryRandomTests {
  private static let base = 0x4000_0000

  @Test(arguments: 0..<60)
  func `pieces of an access end where its pages would`(seed: Int) {
    var random = SplitMix64(seed: UInt64(seed))
    let machine = random.pick(["i386", "i386-pae"])
    let kernel = random.pick([
      Kernel.linux25, .shpte, .shpte.turned(("threshold", .integer(0))), .linux24,
      .shpte.turned(("threshold", .integer(0)), ("highpte", .word("on"))), .linux618,
    ])
    let lowmem = random.below(400) * 1024 + 40_960
    let pair = [StorageForm.compressed, .flat].map {
      Bare(machine, kernel, memory: 1 << 30, lowmem: lowmem, swap: 1 << 24, storage: $0)
    }
    let pages = 3000
    let files = pair.map { $0.file(pages: pages) }
    var refusals = 0
    for step in 0..<60 {
      let choice = random.below(10)
      let p = random.below(max(1, pair[0].processes.count))
      let first = random.below(pages)
      let count = 1 + random.below(pages - first)
      let kind: AccessKind = random.pick([.read, .write])
      let isShared = random.below(2) == 0
      let outcomes = zip(pair, files).map { world, file -> Refusal? in
        if world.processes.isEmpty || choice == 0 {
          return world.refusal { machine throws(Refusal) in
            let process = try machine.spawn(name: "p")
            world.adopt(process)
          }
        }
        guard world.isAlive(p) else { return nil }
        let start = Self.base + first * world.page
        switch choice {
        case 1: return world.fork(p)
        case 2, 3:
          return world.map(p, isShared ? file : nil, pages: count, at: start) {
            $0.placement = .replacing(VirtualAddress(start))
            $0.offset = first * world.page
            $0.populate = kind == .write
          }
        case 4: return world.unmap(p, start, pages: count)
        case 5:
          return world.refusal { machine throws(Refusal) in
            try machine.madvise(
              world.processes[p], VirtualAddress(start), length: count * world.page,
              isShared ? .pageout : .dontneed)
          }
        case 6 where step % 3 == 0:
          world.machine.exit(world.processes[p])
          return nil
        case 6:
          return world.refusal { machine throws(Refusal) in
            try machine.mprotect(
              world.processes[p], VirtualAddress(start), length: count * world.page,
              kind == .read ? .read : [.read, .write])
          }
        default: return world.touch(p, kind, start, pages: count)
        }
      }
      #expect(outcomes[0] == outcomes[1], "step \(step)")
      if outcomes[0] == .errno(.ENOMEM) { refusals += 1 }
      if case .signal(.SIGKILL, _)? = outcomes[0] { refusals += 1 }
      let (a, b) = (pair[0].machine.totals, pair[1].machine.totals)
      #expect(a.events == b.events && a.pageTables == b.pageTables, "step \(step)")
      #expect(a.chainNodes == b.chainNodes && a.chainedEntries == b.chainedEntries)
      #expect(a.ownerNodes == b.ownerNodes && a.framesInUse == b.framesInUse)
      for world in pair { world.check() }
    }
    // Enough of them, or nothing has been tried.
    if lowmem < 100_000 { #expect(refusals > 0) }
  }
}
