import Interpreter
import PTLang
import Synchronization
import Testing
import VM

@Suite struct LimitTests {
  private func options(_ change: (inout Limits) -> Void) -> Options {
    var options = Options()
    change(&options.limits)
    return options
  }

  @Test("An endless loop ends with an error that names its statement")
  func steps() {
    let run = Run("let a = 1\nwhile true { }", options: options { $0.steps = 1000 })
    #expect(run.problems == ["PT0511 2: while true { }"])
    #expect(run.results.first?.steps == 1000)
  }

  @Test("Endless recursion ends with an error that shows the calls")
  func depth() {
    let run = Run("def f(x) { return f(x + 1) }\nf(0)", options: options { $0.callDepth = 50 })
    #expect(run.problems == ["PT0512 1: return f(x + 1)"])
    #expect(run.failures.first?.diagnostic.notes.first?.message == "called from here")
  }

  @Test("Values that are in use are limited; garbage is not")
  func values() {
    let small = options { $0.valueBytes = 1 << 20 }
    let garbage = "var s = \"\"\nfor i in 1..100000 { s = \"number {i} of many\" }\nprint s"
    #expect(Run(garbage, options: small).printed == ["number 100000 of many"])
    let growing = "var xs = []\nwhile true { xs += [[1, 2, 3]] }"
    #expect(Run(growing, options: small).problems == ["PT0513 2: xs += [[1, 2, 3]]"])
    let doubling = "var s = \"x\"\nwhile true { s += s }"
    #expect(Run(doubling, options: small).problems == ["PT0513 2: s += s"])
  }

  @Test("Near the limit on values, collecting counts as work")
  func collecting() {
    let few = options {
      $0.valueBytes = 8 << 20
      $0.steps = 1_000_000
    }
    let close = "var xs = []\nrepeat 70_000 { xs += [[1]] }\nprint 1\nwhile true { let y = [1] }"
    let run = Run(close, options: few)
    #expect(run.printed == ["1"])
    #expect(run.problems == ["PT0511 4: let y = [1]"])
  }

  @Test("A loop of failures ends, and soon")
  func failures() {
    let run = Run("while true { assert false }", options: options { $0.steps = 10_000 })
    #expect(run.failures.count < 110)
    #expect(run.problems.last == "PT0511 1: assert false")
  }

  @Test("What a limit leaves is there for assertions too")
  func lastSteps() {
    let run = Run("repeat 3 { }\nassert true", options: options { $0.steps = 20 })
    #expect(run.status == .passed)
  }

  @Test("Processes are limited")
  func processes() {
    let few = options { $0.processes = 10 }
    #expect(Run("spawn p[1..11]", options: few).problems == ["PT0514 1: spawn p[1..11]"])
    #expect(Run("spawn p[1..10]", options: few).problems == [])
  }

  @Test("A run can be interrupted")
  func interruption() {
    var options = Options()
    options.isInterrupted = { true }
    #expect(Run("while true { }", options: options).status == .interrupted)
  }

  @Test(
    "An interrupt is noticed inside an access",
    arguments: ["", "every 1 page", "random 9000 seed 1"])
  func interruptedAccess(clause: String) {
    let asked = Asked(limit: 20)
    var options = Options()
    options.storage = .flat
    options.isInterrupted = { asked.isOver }
    let run = Run("spawn p\nmmap 64M as buf\nwrite buf \(clause)", options: options)
    #expect(run.status == .interrupted)
  }

  @Test("Each uniform piece that is accessed is three steps, also before a fault")
  func pieces() {
    func steps(_ text: String) -> Int {
      var options = Options()
      options.storage = .flat
      return Run("spawn p\nmmap 4M as buf\n" + text, options: options).results.first?.steps ?? 0
    }
    let call = steps("write buf page 0") - 3
    #expect(steps("write buf") == call + 3 * 1024)
    #expect(steps("write buf every 4 pages") == call + 3 * 256)
    #expect(steps("read (buf.start)..<(buf.end + 4K) faults SIGSEGV") >= call + 3 * 1024)
    #expect(steps("write buf random 100 seed 1") >= call + 3 * 100)
  }

  @Test(
    "Endless loops of statements end, and soon",
    arguments: [
      "spawn p\nwhile true { mmap 4K }",
      "spawn p\nmmap 4K as buf\nwhile true { write buf }",
      "spawn p\nwhile true { fork c { exit } }",
      "spawn p\nwhile true { exec }",
      "spawn p\nwhile true { read 0 faults SIGSEGV }",
      "spawn p\nwhile true { show p }",
      "shm f 4K filled\nwhile true { truncate f 4K }",
      "var n = 100_000\nwhile true { spawn p[n]; n -= 1 }",
    ])
  func endlessStatements(text: String) {
    let run = Run(text, options: options { $0.steps = 1_000_000 })
    #expect(run.problems.map { $0.prefix(6) } == ["PT0511"])
  }
}

/// Says that it is over once it has been asked so often.
private final class Asked: Sendable {
  private let count: Mutex<Int>

  init(limit: Int) { count = Mutex(limit) }

  var isOver: Bool {
    count.withLock {
      $0 -= 1
      return $0 < 0
    }
  }
}
