import Interpreter
import PTLang
import Testing

@Suite struct WorldTests {
  /// Runs a script with the model's invariants checked; what it printed, if nothing went wrong.
  private func printed(_ text: String) -> [String] {
    var options = Options()
    options.isParanoid = true
    let run = Run(text, options: options)
    return run.problems.isEmpty ? run.printed : run.problems
  }

  @Test("A write by one process is read by another that shares the memory")
  func sharedMemory() {
    let text = """
      spawn p1
      mmap shared 64M as buf
      write buf
      fork p2
      p2: write buf at 8K = 42
      print p1.value(buf.start + 8K), pagetables <= 40, p2.buf == p1.buf
      """
    #expect(printed(text) == ["42 true true"])
  }

  @Test("`spawn` makes current, `fork` does not, blocks put back")
  func currentProcess() {
    let text = """
      spawn a
      spawn b { mmap 4K as x }
      fork c { munmap x }
      a: mmap 8K as y
      print a.vmas, b.vmas, c.vmas, x.len
      use a
      print y.len
      """
    #expect(printed(text) == ["1 1 0 4096", "8192"])
  }

  @Test("A statement on a family runs for each member, in order")
  func families() {
    let text = """
      shm f 64K
      spawn p[1..4] { mmap shared f as buf }
      p[2..3]: write buf at 4K = 5
      print p[4].value(buf.start + 4K), len(p), p[1..2], p[2].buf.pages
      spawn p[9]
      for q in p { print q, q.alive }
      """
    #expect(
      printed(text) == [
        "5 4 [p[1], p[2]] 16", "p[1] true", "p[2] true", "p[3] true", "p[4] true", "p[9] true",
      ])
  }

  @Test("Leaving a loop from a subject's block puts the current process back")
  func leavingASubject() {
    let text = """
      spawn a
      spawn b
      for i in 1..2 { a: { mmap 4K; break } }
      def f() { a: { return 1 } }
      f()
      mmap 4K
      print a.vmas, b.vmas
      """
    #expect(printed(text) == ["1 1"])
  }

  @Test("A region keeps its range after munmap, follows mremap, and goes with exec")
  func regions() {
    let text = """
      spawn p
      mmap 8K at 0x10000 as r
      munmap r
      read r at 4K faults SIGSEGV at 0x11000
      mmap 8K at 0x20000 as s
      mremap s size 16K maymove
      print s.start, s.len
      exec
      """
    #expect(printed(text) == ["131072 16384"])
    #expect(printed(text + "\nprint s.len") == ["PT0507 9: s"])
  }

  @Test(
    "Names of the world are looked up when they are used",
    arguments: [
      ("if false { spawn p }\nlet x = p.rss", "PT0507 2: p"),
      ("spawn p\nexit\nlet x = p.rss", "PT0508 3: p.rss"),
      ("spawn p\nspawn p", "PT0509 2: spawn p"),
      ("mmap 4K", "PT0510 1: mmap 4K"),
      ("spawn p[1..2]\nlet x = p[3]", "PT0505 2: p[3]"),
      ("spawn p[1..2] { mmap 4K as b }\nlet x = b.len", "PT0516 2: b"),
      ("spawn p\nfork c { mmap 4K as b }\nlet x = b.len", "PT0507 3: b"),
    ])
  func names(text: String, problem: String) {
    #expect(printed(text) == [problem])
  }

  @Test("The name of a process that has exited can be given again")
  func reuse() {
    let text = "spawn p\nrepeat 3 { fork c { exit } }\nprint c.alive, processes"
    #expect(printed(text) == ["false 1"])
  }

  @Test(
    "What the kernel does is held against what the statement expects",
    arguments: [
      ("munmap b at 1", "p: munmap: EINVAL"),
      ("munmap b at 1 fails ENOMEM", "p: expected ENOMEM, got EINVAL"),
      ("munmap b fails EINVAL", "p: expected EINVAL, but munmap succeeded"),
      ("write 0x0", "p: write: SIGSEGV at 0x0"),
      ("write 0x0 faults SIGSEGV at 0x10", "p: expected the fault at 0x10, and it is at 0x0"),
    ])
  func outcomes(statement: String, message: String) {
    let run = Run("spawn p\nmmap 4K as b\n\(statement)")
    #expect(run.messages.count == 1)
    #expect(run.messages.first?.hasPrefix(message) == true)
    #expect(run.status == .failed)
  }

  @Test("A bad address comes with the map around it")
  func surroundings() {
    let run = Run("spawn p\nmmap 4K at 0x10000\nwrite 0x20000")
    #expect(
      run.failures.first?.diagnostic.notes.map(\.message) == [
        "p has mapped around 0x20000:", "  00010000-00011000 rw-p",
      ])
  }

  @Test("A refused mapping leaves no name behind")
  func refusedMapping() {
    let text = "spawn p\nmmap 4K at 0x10000 as a\nmmap 4K at 0x10000 as b fails EEXIST\nprint b.len"
    #expect(printed(text) == ["PT0507 4: b"])
  }

  @Test("Random accesses touch that many different pages, the same for the same seed")
  func random() {
    let text = """
      spawn p
      mmap 64 pages as b
      write b random 10 seed 7
      fork q
      exec
      mmap 64 pages as c
      write c random 10 seed 7
      var same = 0
      for i in 0..<64 { if q.pte(b.start + i * 4K).present == p.pte(c.start + i * 4K).present { same += 1 } }
      print p.rss, same
      """
    #expect(printed(text) == ["40960 64"])
  }

  @Test("`every` touches one page in so many")
  func every() {
    #expect(
      printed("spawn p\nmmap 64 pages as b\nread b every 16 pages\nprint faults.minor") == ["4"])
  }

  @Test("Names inside p.value(...) are p's regions first")
  func ownersRegions() {
    let text = """
      spawn p
      mmap 4K at 0x10000 as b
      write b = 1
      spawn q
      mmap 4K at 0x20000 as b
      write b = 2
      print p.value(b), q.value(b), p.value(q.b)
      """
    #expect(printed(text) == ["1 2 nil"])
  }

  @Test("The kernel may be chosen after files are made, and not after a process")
  func placement() {
    let text =
      "shm f 8K filled\nif true { kernel linux-2.5 }\nspawn p\nmmap shared f as b\nprint p.value(b.start + 4K), f.resident"
    #expect(printed(text) == ["2 8192"])
    #expect(printed("def f() { kernel shpte }\nspawn p\nf()").first?.hasPrefix("PT0") == true)
  }

  @Test("The command line's kernel is taken instead of the file's, and the run says so")
  func kernelOverride() {
    var options = Options()
    options.kernel = "linux-2.5"
    let run = Run(
      "kernel shpte\nshm f 2M\nspawn p[1..2] { mmap shared f; read 0x0 faults any }\nprint pagetables.shared",
      options: options)
    #expect(run.printed == ["0"])
    #expect(run.notes.count == 1)
  }

  @Test("Not modelled yet: said when checking")
  func notModelled() {
    for text in [
      "show locks", "show diff", "let x = locks.mmap.taken",
    ] {
      #expect(Run(text).problems.contains { $0.hasPrefix("PT0701") }, "\(text)")
    }
  }

  @Test("A broken model is noticed by the next statement, as a defect")
  func defect() {
    var options = Options()
    options.corruptsOwnerCountAfter = 3
    let run = Run("spawn p\nmmap 4K as b\nwrite b\nprint 1\nread b\nprint 2", options: options)
    #expect(run.status == .defect)
    #expect(run.printed == ["1"])
    #expect(run.problems == ["PT0690 5: read b"])
  }
}
