import Testing
import VM

@testable import Interpreter

@Suite("A picture")
struct PicturesTests {
  private let world: World
  /// p1 to p9.
  private let processNames: [WorldName]
  private let p1: ProcessID
  private let sga: FileID

  /// p1 maps and reads 64 MiB of `sga` at 0x4000_0000.
  init() throws {
    var names = NameTable()
    let sgaName = names.intern("sga")
    processNames = (1...9).map { names.intern("p\($0)") }
    world = World(names: names)
    try world.createFile(sgaName, kind: .shm, size: 64 << 20, filled: false)
    p1 = try world.spawn(processNames[0], member: nil)
    guard case .file(let file)? = world.meaning(of: sgaName) else { preconditionFailure() }
    sga = file
    try Self.map(sga, in: p1, world)
  }

  private static func map(_ file: FileID, in process: ProcessID, _ world: World) throws {
    let start = VirtualAddress(0x4000_0000)
    _ = try world.machine.mmap(
      process,
      MapRequest(backing: .file(file), isShared: true, length: 64 << 20, placement: .at(start)))
    try world.machine.access(
      process, AccessRequest(kind: .read, range: AddressRange(start, length: 64 << 20)))
  }

  private func shown(_ topic: ShowTopic) -> String {
    renderShow(topic, world: world).joined(separator: "\n")
  }

  @Test func `of a process has a line a vma and its tables as a tree, like ones folded`() throws {
    let p2 = try world.spawn(processNames[1], member: nil)
    try Self.map(sga, in: p2, world)
    _ = try world.fork(p2, processNames[2], member: nil)
    #expect(
      shown(.process(p1)) == """
        p1  rss 64 MiB   tables 35 (32 shared with p2 p3)
          40000000-44000000 rw-s  sga+0  64 MiB
          pgd ─ pud#1 ─ pmd#1 ┬ pte#1 ✕3  512/512  rw   40000000
                              ├ pte#2 ✕3  512/512  rw   40200000
                              ┆ 30 more like it
        """)
  }

  @Test func `is drawn in ASCII when that is asked for`() throws {
    world.drawsASCII = true
    _ = try world.fork(p1, processNames[1], member: nil)
    let lines = renderShow(.process(p1), world: world)
    #expect(lines.joined().utf8.allSatisfy { $0 < 0x80 })
    #expect(lines.last == "                      : 30 more like it")
  }

  @Test func `of all page tables draws a shared table once and refers to it afterwards`() throws {
    for name in processNames.dropFirst() {
      let process = try world.spawn(name, member: nil)
      try Self.map(sga, in: process, world)
    }
    #expect(
      shown(.pageTables) == """
        pagetables 59  236 KiB   pte 32  pmd 9  pud 9  pgd 9   shared 32  saved 256
        p1  rss 64 MiB   tables 35 (32 shared with p2 p3 p4 p5 and 4 more)
          pgd ─ pud#1 ─ pmd#1 ┬ pte#1 ✕9  512/512  rw   40000000
                              ├ pte#2 ✕9  512/512  rw   40200000
                              ┆ 30 more like it
        p2  rss 64 MiB   tables 35 (32 shared with p1 p3 p4 p5 and 4 more)
          pgd ─ pud#2 ─ pmd#2 ┬ pte#1 ✕9  as in p1  rw   40000000
                              ├ pte#2 ✕9  as in p1  rw   40200000
                              ┆ 30 more like it
        ┆ 7 more processes like it
        """)
  }

  @Test func `of unlike tables shows each of them`() throws {
    _ = try world.machine.mmap(
      p1,
      MapRequest(
        backing: .anonymous, isShared: false, length: 6 << 20,
        placement: .at(VirtualAddress(0x5000_0000))))
    for (offset, pages) in [(0, 1), (2 << 20, 2), (4 << 20, 3)] {
      try world.machine.access(
        p1,
        AccessRequest(
          kind: .write,
          range: AddressRange(VirtualAddress(0x5000_0000 + offset), length: pages << 12)))
    }
    try world.machine.munmap(p1, VirtualAddress(0x4000_0000), length: 64 << 20)
    #expect(
      shown(.process(p1)) == """
        p1  rss 24 KiB   tables 6
          50000000-50600000 rw-p  anon  6 MiB
          pgd ─ pud#1 ─ pmd#1 ┬ pte#33  1/512  rwx   50000000
                              ├ pte#34  2/512  rwx   50200000
                              └ pte#35  3/512  rwx   50400000
        """)
  }

  @Test func `of an entry shows the way to it, and the frame`() throws {
    #expect(
      shown(.pte(p1, VirtualAddress(0x4000_2000))) == """
        p1 40002000  rw-s  sga page 2
          pgd ─ pud#1 ─ pmd#1 ─ pte#1  rw
          entry: file rw young   frame#2  mapcount 1  refcount 2  in the page cache
        """)
    #expect(
      shown(.pte(p1, VirtualAddress(-8))) == """
        p1 -00000008  not mapped
          pgd ─ none
          entry: none
        """)
  }

  @Test func `of a file shows who maps it`() {
    #expect(
      shown(.file(sga)) == """
        sga  64 MiB   resident 64 MiB   dirty 0 bytes   1 mapping
          p1  40000000-44000000 rw-s  sga+0  64 MiB
        """)
  }

  @Test func `of the counters names each`() {
    #expect(
      shown(.stats) == """
        machine     x86_64   kernel shpte
        processes   1
        pagetables  35   leaf 32   shared 0   mapped 35   saved 0   140 KiB
        memory      used 64.1 MiB of 64 GiB   pagecache 64 MiB
        faults      minor 16384   major 0   cow 0   segv 0   bus 0
        pte         set 16384   copied 0   cleared 0
        tables      allocated 35   freed 0   shared 0   unshared 0   promoted 0
        tlb         flushes 0   pages 0   ipis 0
        cost        117.09 ms   prices mccracken-2002
        rmap        entries 16384   nodes 0   0 bytes   mmchain 0
        """)
  }

  @Test func `of the counters names swap space where there is some`() throws {
    try world.swapOn(1 << 20)
    #expect(shown(.stats).contains("\nswap        used 0 bytes of 1 MiB   in 0   out 0\nfaults "))
  }

  @Test func `of the counters names low memory where there is some`() throws {
    let world = World(names: NameTable())
    var state = WorldState(nameCount: 0)
    state.choose(try #require(Geometry.named("i386")))
    try world.start(state)
    let lines = renderShow(.stats, world: world)
    #expect(lines.contains("lowmem      used 0 bytes of 896 MiB"))
  }

  @Test func `of a freed table or frame never takes it for its successor`() throws {
    let identity = world.machine.frame(p1, at: VirtualAddress(0x4000_0000))
    let frame = try #require(identity)
    try world.machine.truncate(sga, to: 0)
    #expect(shown(.frame(frame)).hasSuffix("free"))
  }
}

@Suite("A size for people")
struct HumanSizeTests {
  @Test(arguments: [
    (0, "0 bytes"), (1, "1 byte"), (1023, "1023 bytes"), (65536, "64 KiB"), (1536, "1.5 KiB"),
    ((1 << 20) - 1, "1024.0 KiB"), (Int.max, "8192.0 PiB"), (-4096, "-4 KiB"),
    (Int.min, "-9223372036854775808 bytes"),
  ])
  func `is in the largest unit that it reaches`(bytes: Int, text: String) {
    #expect(HumanSize.text(bytes) == text)
  }
}
