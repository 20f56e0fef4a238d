import Testing
import VM

/// kernels.md 1.6, "Protection".
@Suite struct ProtectionTests {
  /// Two processes attached to one table at 0x1000, all of it present.
  private func attached(_ w: World) -> (a: Int, b: Int) {
    let file = w.file(pages: 8)
    let (a, b) = (w.spawn(), w.spawn())
    for p in [a, b] {
      w.mmap(p, file: file, shared: true, pages: 8, at: 0x1000)
      w.write(p, 0x1000, pages: 8, 1)
    }
    return (a, b)
  }

  /// Parent and child with a COW table at 0x1000.
  private func forked(_ w: World) -> (parent: Int, child: Int) {
    let p = w.spawn()
    w.mmap(p, pages: 8, at: 0x1000)
    w.write(p, 0x1000, pages: 8, 1)
    return (p, w.fork(p))
  }

  @Test func `mprotect over the whole span of a file table changes only the table entry`() {
    let w = World()
    let (a, b) = attached(w)
    let change = w.during { w.mprotect(b, 0x1000, pages: 8, .read) }
    #expect(change == EventCounters())
    #expect(w.owners(b, 0x1000) == [a, b])
    #expect(w.pte(b, 0x1000).isWritable && !w.pmd(b, 0x1000).isWritable)
    #expect(w.pmd(a, 0x1000).isWritable)
    w.finish()
  }

  @Test func `PROT_NONE over the whole span makes the table entry non-present but attached`() {
    let w = World()
    let (a, b) = attached(w)
    w.mprotect(b, 0x1000, pages: 8, .none)
    #expect(!w.pmd(b, 0x1000).isPresent && w.pmd(b, 0x1000).owners == 2)
    #expect(w.value(b, 0x1000) == nil && w.value(a, 0x1000) == 1)
    #expect(w.read(b, 0x1000) == .signal(.SIGSEGV, VirtualAddress(0x1000)))
    w.mprotect(b, 0x1000, pages: 8, [.read, .write])
    #expect(w.during { w.write(b, 0x1000, 2) }.faults.minor == 0)
    #expect(w.value(a, 0x1000) == 2)
    w.finish()
  }

  @Test func `mprotect of part of a span unshares first`() {
    let w = World()
    let (a, b) = attached(w)
    let change = w.during { w.mprotect(b, 0x1000, pages: 4, .read) }
    #expect(change.tablesUnshared == 1 && change.pteCopied == 8 && change.tablesAllocated == 1)
    #expect(w.owners(a, 0x1000) == [a] && w.owners(b, 0x1000) == [b])
    #expect(!w.pte(b, 0x1000).isWritable && w.pte(b, 0x1100).isWritable)
    #expect(w.pte(a, 0x1000).isWritable)
    w.finish()
  }

  @Test func `a COW table's entry never becomes writable while it has two owners`() {
    let w = World(threshold: 0)
    let (p, child) = forked(w)
    w.mprotect(child, 0x1000, pages: 8, .read)
    w.mprotect(child, 0x1000, pages: 8, [.read, .write])
    #expect(!w.pmd(child, 0x1000).isWritable && w.pmd(child, 0x1000).owners == 2)
    w.write(child, 0x1000, 2)
    #expect(w.value(p, 0x1000) == 1)
    w.finish()
  }

  @Test func `an mprotect that changes nothing does nothing`() {
    let w = World(threshold: 0)
    let (_, child) = forked(w)
    #expect(w.during { w.mprotect(child, 0x1000, pages: 3, [.read, .write]) } == EventCounters())
    #expect(w.pmd(child, 0x1000).owners == 2)
    w.finish()
  }

  @Test func `added write leaves private page entries read-only until the next write`() {
    let w = World()
    let p = w.spawn()
    w.mmap(p, pages: 4, at: 0x1000)
    w.write(p, 0x1000, 1)
    w.mprotect(p, 0x1000, pages: 4, .read)
    w.mprotect(p, 0x1000, pages: 4, [.read, .write])
    #expect(!w.pte(p, 0x1000).isWritable)
    let change = w.during { w.write(p, 0x1000, 2) }
    #expect(change.faults.minor == 1 && change.faults.cow == 0)
    w.finish()
  }

  @Test func `such a write copies if the page is shared`() {
    let w = World(kernel: "linux-2.5")
    let (p, child) = forked(w)
    w.mprotect(child, 0x1000, pages: 8, .read)
    w.mprotect(child, 0x1000, pages: 8, [.read, .write])
    #expect(w.during { w.write(child, 0x1000, 2) }.faults.cow == 1)
    #expect(w.value(p, 0x1000) == 1)
    w.finish()
  }

  @Test func `a hole answers ENOMEM after the part before it has changed`() {
    let w = World()
    let p = w.spawn()
    w.mmap(p, pages: 2, at: 0x1000)
    #expect(w.mprotect(p, 0x1000, pages: 4, .read) == .errno(.ENOMEM))
    #expect(w.vmas(p)[0].protection == .read)
    w.finish()
  }

  @Test func `write is refused on a shared readonly mapping`() {
    let w = World()
    let file = w.file(pages: 8)
    let p = w.spawn()
    w.mmap(p, file: file, shared: true, pages: 8, at: 0x1000, .read) { $0.readOnly = true }
    #expect(w.mprotect(p, 0x1000, pages: 8, [.read, .write]) == .errno(.EACCES))
    w.finish()
  }

  @Test func `without memory for the unshares mprotect fails and nothing has changed`() {
    let w = World(threshold: 0, frames: 13)
    let (_, child) = forked(w)
    #expect(w.mprotect(child, 0x1000, pages: 3, .read) == .errno(.ENOMEM))
    #expect(w.vmas(child).count == 1 && w.pmd(child, 0x1000).owners == 2)
    w.finish()
  }
}
