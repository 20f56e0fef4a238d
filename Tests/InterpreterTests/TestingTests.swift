import Interpreter
import PTLang
import Testing

@Suite struct TestingTests {
  @Test("A failed assertion shows the values of its parts, and the run goes on")
  func assertions() {
    let run = Run("let a = 3\nassert a + 1 == 5 and a > 0, \"a is {a}\"\nassert a == 3\nprint 1")
    #expect(run.messages == ["assertion failed: a is 3"])
    #expect(run.failures.first?.values.map(\.text) == ["3", "4", "false"])
    #expect(run.printed == ["1"])
    #expect(run.results.first?.assertions == 2)
  }

  @Test("What was not computed is not shown")
  func cutShort() {
    let run = Run("let a = 1\nassert a == 2 and a / 0 == 1")
    #expect(run.failures.first?.values.map(\.text) == ["1", "false"])
    let chain = Run("let a = 1\nlet b = 9\nfor i in 1..2 { assert 2 < a < b and b == i }")
    #expect(chain.failures.map { $0.values.map(\.text) } == [["false", "1"], ["false", "1"]])
  }

  @Test("A failure inside `compare` says under which kernel")
  func comparingSaysWhich() {
    let run = Run("compare kernels [shpte, linux-2.5] { assert 1 == 2 } show processes")
    #expect(
      run.failures.flatMap { $0.diagnostic.notes.map(\.message) } == [
        "under kernel `shpte`", "under kernel `linux-2.5`",
      ])
  }

  @Test("Values are those at the time of the assertion")
  func valuesOfCalls() {
    let run = Run("def f(x) { x = 7; return x }\nlet a = [1]\nassert f(len(a)) == 8")
    #expect(run.failures.first?.values.map(\.text) == ["7", "1", "[1]"])
  }

  @Test("`require` ends the test; so does any failure with fail-fast")
  func requirements() {
    #expect(Run("require 1 == 2\nprint 1").printed == [])
    var options = Options()
    options.failFast = true
    #expect(Run("assert 1 == 2\nprint 1", options: options).printed == [])
  }

  @Test(
    "An invariant is checked after every statement of its block, and names the one that broke it")
  func invariants() {
    let run = Run(
      """
      var n = 0
      if true {
        invariant n < 2
        for i in 1..3 { n += 1 }
        n = 0
        n = 5
      }
      n = 9
      """)
    #expect(run.problems == ["PT0603 3: n < 2", "PT0603 3: n < 2"])
    let notes = run.failures.compactMap { $0.diagnostic.notes.first?.range }
    #expect(notes.map { run.program.files[0].line(at: $0.lower) } == [4, 6])
  }

  @Test("`measure` tells what a block changed, of the world and of each process")
  func measuring() {
    let run = Run(
      """
      spawn p
      mmap private 8K as b
      let m = measure { write b; fork q; q: write b }
      print m.faults.minor, m.pte.copied, m.processes, m.of(p).rss, m.of(q).rss.anon
      """)
    #expect(run.problems == [])
    #expect(run.printed == ["4 2 1 8192 8192"])
  }

  @Test("`compare` runs its block under each kernel and prints one table")
  func comparing() {
    let run = Run(
      """
      shm f 2M
      compare kernels [linux-2.5, shpte] {
        spawn p[1..3] { mmap shared f at 0x4000_0000 as b; read b }
      } show pagetables.leaf, pte.set
      print processes
      """)
    #expect(
      run.printed == [
        "kernel     pagetables.leaf  pte.set\nlinux-2.5                3     1536\nshpte                    1      512",
        "0",
      ])
  }

  @Test("Each test has a world and a setup of its own, once for each combination")
  func tests() {
    let run = Run(
      """
      let base = [1, 2]
      spawn p
      test "a {n}" for n in base, k in ["x"] { spawn q; print processes, n, k }
      test "b" { tag "slow"; skip if true, "not now" }
      test "c" { xfail "known"; assert false }
      test "d" { xfail; assert true }
      """)
    #expect(run.program.tests.map(\.name) == ["a 1 [n=1, k=x]", "a 2 [n=2, k=x]", "b", "c", "d"])
    #expect(run.program.tests[2].tags == ["slow"])
    #expect(run.printed == ["2 1 x", "2 2 x"])
    #expect(
      run.results.map(\.status) == [
        .passed, .passed, .skipped(reason: "not now"), .expectedFailure(reason: "known"),
        .unexpectedPass(reason: nil),
      ])
  }

  @Test("`-D` defines constants of the outermost scope")
  func definitions() {
    var options = Options()
    options.definitions = [("n", "4K"), ("s", "shpte"), ("f", "true")]
    #expect(
      Run("print n, s, f\nlet n = 1\nprint n", options: options).printed == [
        "4096 shpte true", "1",
      ])
  }

  @Test("Every code has a title and an explanation, and belongs to nothing else")
  func catalogue() {
    for code in RunCode.allCases {
      #expect(!code.title.isEmpty && !code.explanation.isEmpty)
      #expect(code.title.first?.isUppercase == false)
    }
    #expect(Set(RunCode.allCases.map(\.rawValue)).count == RunCode.allCases.count)
  }
}
