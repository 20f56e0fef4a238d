import Testing
import VM

@testable import Interpreter

/// A private mapping of four pages at 0x5000_0000, written to, under Linux 6.18 with swap space.
@Suite("A picture of what is not in memory, or in huge pages")
struct SwapPicturesTests {
  private let world: World
  private let p1: ProcessID
  private let p2Name: WorldName
  private let poolName: WorldName
  private let start = VirtualAddress(0x5000_0000)

  init() throws {
    var names = NameTable()
    let p1Name = names.intern("p1")
    p2Name = names.intern("p2")
    poolName = names.intern("pool")
    world = World(names: names)
    var state = world.state
    (state.kernel, state.memory, state.swap) = (.linux618, 1 << 32, 1 << 20)
    try world.start(state)
    p1 = try world.spawn(p1Name, member: nil)
    let length = 4 << 12
    _ = try world.machine.mmap(
      p1, MapRequest(backing: .anonymous, isShared: false, length: length, placement: .at(start)))
    try world.machine.access(
      p1, AccessRequest(kind: .write, range: AddressRange(start, length: length)))
  }

  private func shown(_ topic: ShowTopic) -> [String] { renderShow(topic, world: world) }

  private func lastLine(ofPage page: Int) -> String? {
    shown(.pte(p1, VirtualAddress(start.value + page << 12))).last
  }

  @Test func `of a page in swap space names its slot`() throws {
    try world.machine.madvise(p1, start, length: 1 << 12, .pageout)
    let identity = world.machine.frame(p1, at: start)
    let slot = try #require(identity)
    #expect(slot.shown.hasPrefix("slot#"))
    #expect(lastLine(ofPage: 0) == "  entry: swap   \(slot.shown)  refcount 1")
    #expect(shown(.frame(slot)) == ["\(slot.shown)  refcount 1"])
    #expect(shown(.process(p1)).first == "p1  rss 12 KiB   swap 4 KiB   tables 4")
    try world.machine.munmap(p1, start, length: 1 << 12)
    #expect(shown(.frame(slot)) == ["\(slot.shown)  free"])
  }

  @Test func `of a page that is in memory and in swap space says so`() throws {
    try world.machine.madvise(p1, start, length: 1 << 12, .pageout)
    _ = try world.fork(p1, p2Name, member: nil)
    try world.machine.access(
      p1, AccessRequest(kind: .read, range: AddressRange(start, length: 1 << 12)))
    #expect(lastLine(ofPage: 0)?.hasSuffix("mapcount 1  refcount 2  in the swap cache") == true)
    let identity = world.machine.frame(p1, at: start)
    let frame = try #require(identity)
    #expect(shown(.frame(frame))[0].hasSuffix("in the page cache or the swap cache"))
  }

  @Test func `of a guard page says what it is`() throws {
    try world.machine.madvise(p1, start, length: 1 << 12, .guardInstall)
    #expect(lastLine(ofPage: 0) == "  entry: guard")
    #expect(lastLine(ofPage: 1)?.hasPrefix("  entry: anon rw") == true)
  }

  @Test func `of tables of huge pages draws them as those that map pages`() throws {
    try world.createFile(poolName, kind: .hugetlb, size: 1 << 30, filled: false)
    guard case .file(let pool)? = world.meaning(of: poolName) else { preconditionFailure() }
    let processes = [p1, try world.spawn(p2Name, member: nil)]
    let far = VirtualAddress(0x40_0000_0000)
    for process in processes {
      _ = try world.machine.mmap(
        process,
        MapRequest(
          backing: .file(pool), isShared: true, length: 1 << 30, placement: .at(far)))
      try world.machine.access(
        process,
        AccessRequest(kind: .write, range: AddressRange(far, length: 2 << 20), stride: 2 << 20))
    }
    #expect(
      shown(.pageTables).suffix(2) == [
        "p2  rss 0 bytes   tables 3 (1 shared)",
        "  pgd ─ pud#2 ─ pmd#2 ✕2  as in p1  rwx   4000000000",
      ])
    #expect(
      Array(shown(.pte(p1, far))[1...]) == [
        "  pgd ─ pud#1 ─ pmd#2 ✕2 ─ huge page",
        "  entry: file rw dirty young   frame#4  mapcount 1  refcount 2  in the page cache",
      ])
  }
}
