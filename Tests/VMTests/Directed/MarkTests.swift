import Testing

@testable import VM

/// Going back to marks. Each `restore` is also compared with a machine that never did what is
/// undone.
@Suite struct MarkTests {
  /// Two processes that share a file of two spans, and a parent and child with private memory.
  private func populated() -> (World, shared: [Int], forked: [Int]) {
    let w = World(threshold: 0)
    let file = w.file(pages: 16)
    let (a, b) = (w.spawn(), w.spawn())
    for p in [a, b] {
      w.mmap(p, file: file, shared: true, pages: 16, at: 0x1000)
      w.write(p, 0x1000, pages: 16, Int64(p + 1))
    }
    let c = w.spawn()
    w.mmap(c, pages: 16, at: 0x2000)
    w.write(c, 0x2000, pages: 16, 7)
    return (w, [a, b], [c, w.fork(c)])
  }

  @Test func `every call is undone`() {
    let (w, shared, forked) = populated()
    let before = w.events
    let mark = w.mark()
    let calls: [(World) -> Void] = [
      { w in _ = w.spawn() },
      { w in _ = w.fork(forked[0]) },
      { w in _ = w.thread(shared[0]) },
      { w in w.exit(shared[1]) },
      { w in w.call(.exec(forked[1])) },
      { w in w.write(forked[1], 0x2000, pages: 16, 9) },
      { w in w.write(shared[0], 0x1008, 9) },
      { w in w.munmap(shared[1], 0x1000, pages: 3) },
      { w in w.munmap(shared[1], 0x1000, pages: 16) },
      { w in w.mprotect(shared[1], 0x1000, pages: 16, .read) },
      { w in w.mprotect(forked[0], 0x2000, pages: 5, .none) },
      { w in w.mremap(forked[0], 0x2000, pages: 16, size: 16, to: 0x4000) },
      { w in w.mremap(shared[0], 0x1000, pages: 8, size: 8, to: 0x4000, keepsSource: true) },
      { w in w.madvise(forked[0], 0x2000, pages: 9, .dontneed) },
      { w in w.madvise(forked[0], 0x2000, pages: 9, .dontfork) },
      { w in w.mlock(forked[1], 0x2000, pages: 16) },
      { w in w.call(.msync(shared[0], VirtualAddress(0x1000), 16 * w.page)) },
      { w in w.call(.brk(shared[0], 20 * w.page)) },
      { w in w.call(.remap(shared[0], VirtualAddress(0x1000), 2 * w.page, offset: 5 * w.page)) },
      { w in w.call(.truncate(0, size: 100)) },
      { w in w.call(.createFile(.regular, size: 1000, filled: true)) },
      { w in w.mmap(shared[0], shared: true, pages: 9) { $0.populate = true } },
    ]
    for call in calls {
      call(w)
      w.restore(mark)
      #expect(w.events == before)
    }
    // All of them together; the exits last.
    for call in calls.reversed() { call(w) }
    w.restore(mark)
    #expect(w.events == before)
    #expect(w.value(shared[0], 0x1000) == 2 && w.value(forked[1], 0x2000) == 7)
    w.finish()
  }

  @Test func `a mark stays when it is gone back to, later ones go`() {
    let (w, shared, _) = populated()
    let outer = w.mark()
    w.write(shared[0], 0x1000, 10)
    w.mark()
    w.write(shared[0], 0x1000, 11)
    w.restore(outer)
    #expect(w.value(shared[0], 0x1000) == 2)
    w.write(shared[0], 0x1000, 12)
    w.restore(outer)
    #expect(w.value(shared[0], 0x1000) == 2)
    w.finish()
  }

  @Test func `marks may be released in any order, and what they remember with them`() {
    for order in [[0, 0, 0], [2, 1, 0], [1, 0, 0], [1, 1, 0]] {
      let (w, shared, forked) = populated()
      for value in 10..<13 {
        w.mark()
        w.write(shared[0], 0x1000, Int64(value))
        w.write(forked[1], 0x2000 + 0x200 * (value - 10) % 0x400, Int64(value))
      }
      for n in order {
        w.release(n)
        w.write(shared[1], 0x1040, Int64(n))
      }
      #expect(w.value(shared[0], 0x1000) == 12)
      w.finish()
    }
  }

  @Test func `an outer mark outlives the release of an inner one`() {
    let (w, shared, forked) = populated()
    let outer = w.mark()
    w.write(forked[1], 0x2000, 10)
    let inner = w.mark()
    w.write(forked[1], 0x2000, 11)
    w.write(shared[0], 0x1000, 11)
    w.release(inner)
    w.munmap(forked[1], 0x2000, pages: 1)
    w.restore(outer)
    #expect(w.value(forked[1], 0x2000) == 7 && w.value(shared[0], 0x1000) == 2)
    w.finish()
  }

  @Test func `what an access has looked up is forgotten with it`() {
    let (w, shared, forked) = populated()
    w.mprotect(shared[1], 0x1000, pages: 16, .read)
    w.munmap(forked[0], 0x2000, pages: 1)
    let mark = w.mark()
    w.mprotect(shared[1], 0x1000, pages: 16, [.read, .write])
    w.write(shared[1], 0x1000, 5)
    w.restore(mark)
    #expect(w.write(shared[1], 0x1000, 6) == .signal(.SIGSEGV, VirtualAddress(0x1000)))
    w.mmap(forked[0], pages: 1, at: 0x2000)
    w.write(forked[0], 0x2000, 5)
    w.restore(mark)
    #expect(w.read(forked[0], 0x2000) == .signal(.SIGSEGV, VirtualAddress(0x2000)))
    w.finish()
  }

  @Test func `identities are given out again`() {
    let (w, _, forked) = populated()
    let mark = w.mark()
    w.write(forked[1], 0x2000, 10)
    let first = w.pte(forked[1], 0x2000)
    w.restore(mark)
    w.write(forked[1], 0x2000, 11)
    #expect(w.pte(forked[1], 0x2000) == first)
    w.finish()
  }

  @Test func `a process that was killed is alive again`() {
    let w = World(frames: 12)
    let p = w.spawn()
    w.mmap(p, pages: 16, at: 0x1000)
    w.write(p, 0x1000, pages: 3, 4)
    let mark = w.mark()
    #expect(w.write(p, 0x1000, pages: 16) == .signal(.SIGKILL, VirtualAddress(0x1200)))
    #expect(!w.isAlive(p))
    w.restore(mark)
    #expect(w.isAlive(p) && w.value(p, 0x1080) == 4)
    w.finish()
  }

  @Test func `a mark changes no count, and nothing is logged without one`() {
    var machine = Machine(geometry: .x86_64, kernel: .shpte, memory: 1 << 30)
    let p = try! machine.spawn(name: "p")
    let request = MapRequest(backing: .anonymous, isShared: false, length: 1 << 24)
    let start = try! machine.mmap(p, request)
    let (events, used) = (machine.events, machine.memoryUsed)
    let mark = machine.mark()
    #expect(machine.events == events && machine.memoryUsed == used)
    try! machine.access(
      p, AccessRequest(kind: .write, range: AddressRange(start, length: 1 << 24)))
    #expect(machine.journalBytes > 0)
    machine.release(mark)
    try! machine.access(
      p, AccessRequest(kind: .write, range: AddressRange(start, length: 1 << 24), value: 3))
    #expect(machine.journalBytes == 0 && !machine.isOpen(mark))
  }
}
