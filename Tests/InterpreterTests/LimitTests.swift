import Interpreter
import PTLang
import Testing

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
}
