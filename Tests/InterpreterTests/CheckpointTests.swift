import Testing
import VM

@testable import Interpreter

/// `whatif`, `snapshot`, `restore`; more of what they do stands in the corpus.
@Suite struct CheckpointTests {
  @Test(
    "A world that cannot be had is an error that explains itself",
    arguments: [
      (
        "spawn p\nsnapshot s\nwhatif { restore s }",
        "snapshot 's' was taken before this `whatif` began",
        "the end of `whatif` puts the world back by itself; restore it after that"
      ),
      (
        "spawn p\nwhatif { snapshot s }\nrestore s",
        "snapshot 's' is gone: the world was put back to before it was taken",
        "a snapshot belongs to the world; take it again, or before the older one"
      ),
      (
        "def f() { snapshot s }\nrestore s", "there is no snapshot 's' yet",
        "`snapshot s` takes it"
      ),
      (
        "snapshot s\ncompare kernels [shpte] { restore s } show processes",
        "snapshot 's' was taken outside of `compare`",
        "each kernel of a comparison has a world of its own"
      ),
    ])
  func outOfReach(text: String, message: String, hint: String) {
    let run = Run(text)
    #expect(run.messages == [message])
    #expect(run.hints == [hint])
  }

  /// With `kept` made inside a `whatif` before the first process, and another of its kind after it.
  @Test(
    "A value of something taken back stands for nothing, however it is used",
    arguments: [
      ("spawn a", "a", "spawn b", "kept: mmap 4K"),
      ("spawn a", "a", "spawn b", "use kept"),
      ("spawn a", "a", "spawn b", "print kept.rss"),
      ("spawn a", "a", "spawn b", "print kept.value(0)"),
      ("spawn a", "a", "spawn b", "show kept"),
      ("spawn a", "a", "spawn b", "show vmas kept"),
      ("spawn a", "a", "spawn b", "print kept + 1"),
      ("spawn a", "a", "spawn b", "let m = measure { }; print m.of(kept).rss"),
      ("spawn a", "[a]", "spawn b", "kept: mmap 4K"),
      ("spawn a[1..2]", "a", "spawn b[1..2]", "print kept[1]"),
      ("spawn a[1..2]", "a", "spawn b[1..2]", "print kept[1..2]"),
      ("spawn a[1..2]", "a", "spawn b[1..2]", "print len(kept)"),
      ("spawn a[1..2]", "a", "spawn b[1..2]", "print b[1] in kept"),
      ("spawn a[1..2]", "a", "spawn b[1..2]", "for q in kept { }"),
      ("spawn a[1..2]", "a", "spawn b[1..2]", "kept: mmap 4K"),
      ("spawn a[1..2]", "a", "spawn b[1..2]", "use kept"),
      ("file f 4K", "f", "file g 4K", "print kept.size"),
      ("file f 4K", "f", "file g 4K", "truncate kept 8K"),
      ("file f 4K", "f", "file g 4K\nspawn b", "mmap kept"),
      ("file f 4K", "f", "file g 4K", "show kept"),
      ("spawn a { mmap 4K as r }", "a.r", "spawn b { mmap 4K as r }", "print kept.start"),
      ("spawn a { mmap 4K as r }", "a.r", "spawn b { mmap 4K as r }", "print kept + 1"),
      ("spawn a { mmap 4K as r }", "a.r", "spawn b { mmap 4K as r }", "b: read kept"),
    ])
  func takenBack(make: String, value: String, next: String, use: String) {
    let run = Run("var kept = nil\nwhatif { \(make); kept = \(value) }\n\(next)\n\(use)")
    #expect(run.problems.map { $0.prefix(6) } == ["PT0518"], "\(run.problems) \(run.messages)")
  }

  @Test("What is taken back can be printed and compared, and is not alive")
  func printed() {
    let text = """
      var kept = []
      whatif {
        file f 4K
        spawn a[1..2]
        kept = [a, a[1], f]
      }
      file f 4K
      spawn a[1..2]
      print kept, kept[1].alive, kept[0] == a, kept[1] == a[1], kept[2] == f
      """
    #expect(
      Run(text).printed == [
        "[(family taken back), (process taken back), (file taken back)] false false false false"
      ])
  }

  @Test("A comparison's processes stand for nothing in the next world")
  func compared() {
    let text = """
      var kept = nil
      compare kernels [linux-2.5, shpte] {
        spawn p
        if kept != nil { assert kept != p and not kept.alive }
        kept = p
      } show processes
      print kept.rss
      """
    let run = Run(text)
    #expect(run.problems == ["PT0518 7: kept.rss"])
  }

  @Test("A refused birth leaves no family behind")
  func refusedFamily() {
    let text = """
      machine toy with memory = 2 pages
      spawn p
      spawn q[1..3] fails ENOMEM
      """
    #expect(Run(text).problems == ["PT0605 3: spawn q[1..3] fails ENOMEM"])
    let full = "machine toy with memory = 1 page\nspawn p\nspawn q[1..3] fails ENOMEM\n"
    #expect(Run(full + "p: exit\nspawn q").problems == [])
    #expect(Run(full + "print len(q)").problems == ["PT0507 4: q"])
    #expect(Run("spawn q[1..0]\nprint len(q)").printed == ["0"])
  }

  @Test("The list that is current is not the script's")
  func currentList() {
    let text = """
      spawn a
      spawn b
      let both = [a, b]
      use both
      both[0] = 5
      mmap 4K
      print a.vmas, b.vmas
      """
    #expect(Run(text).printed == ["1 1"])
  }

  @Test("Nested deeply, a whatif ends well or with the limit on calls")
  func deep() {
    let text = "def f(n) { if n > 0 { whatif { f(n - 1) } } }\nf(900)\nprint processes"
    #expect(Run(text).printed == ["0"])
    #expect(Run("def f() { whatif { f() } }\nf()").problems == ["PT0512 1: f()"])
  }

  @Test("An endless whatif ends with the limit on steps")
  func endless() {
    var options = Options()
    options.limits.steps = 10_000
    let run = Run("while true { whatif { file f 4K } }", options: options)
    #expect(run.problems.map { $0.prefix(6) } == ["PT0511"])
  }
}

/// The parts that a world is made of.
@Suite struct WorldStateTests {
  @Test("A chunked array keeps its order through insertions, and its copies do not change")
  func chunks() {
    var chunked = ChunkedArray<Int>()
    var plain: [Int] = []
    var generator = SplitMix64(seed: 7)
    for number in 0..<3000 {
      let place = Int(generator.next() % UInt64(plain.count + 1))
      chunked.insert(number, at: place)
      plain.insert(number, at: place)
    }
    #expect(Array(chunked) == plain)
    let copy = chunked
    for place in stride(from: 0, to: 3000, by: 7) { chunked[place] = -1 }
    chunked.append(-2)
    #expect(Array(copy) == plain)
    #expect(chunked.count == 3001 && chunked[3000] == -2 && chunked[7] == -1)
    #expect(Array(ChunkedArray(repeating: 4, count: 1025)) == Array(repeating: 4, count: 1025))
  }

  @Test("A region's process is found by its birth, also after births that were taken back")
  func births() throws {
    var names = NameTable()
    let name = names.intern("p")
    var state = WorldState(nameCount: 1)
    let born: [BirthNumber] = [0, 1, 5, 6, 40]
    for (index, birth) in born.enumerated() {
      state.register(
        ProcessID(index: Int32(index)), .spawned, as: name, member: nil, birth: birth)
    }
    for (index, birth) in born.enumerated() {
      #expect(state.process(born: birth) == ProcessID(index: Int32(index)))
    }
    for birth: BirthNumber in [2, 3, 4, 7, 39, 41, 1000] {
      #expect(state.process(born: birth) == nil)
    }
  }
}
