import Interpreter
import PTLang
import Testing

@Suite struct ControlTests {
  @Test("Loops, break and continue")
  func loops() {
    let run = Run(
      """
      var out = []
      for i in 1..5 { if i == 2 { continue }; if i == 5 { break }; out += [i] }
      for c in "ab" { out += [c] }
      for i in range(6, 0, -3) { out += [i] }
      repeat 2 { out += [0] }
      var n = 3
      while n > 0 { n -= 2 }
      print out, n
      """)
    #expect(run.printed == ["[1, 3, 4, \"a\", \"b\", 6, 3, 0, 0] -1"])
  }

  @Test("A loop reaches the largest integer and ends")
  func loopToTheEnd() {
    let run = Run(
      "var n = 0\nfor i in 9223372036854775806..9223372036854775807 { n += 1 }\nprint n")
    #expect(run.printed == ["2"])
  }

  @Test("An inner name hides the outer one to the end of its block")
  func scopes() {
    let run = Run("let x = 1\nif true { let x = 2; print x }\nprint x\nfor x in [3] { print x }")
    #expect(run.printed == ["2", "1", "3"])
  }

  @Test("Functions recurse, have defaults, and see the variables around them")
  func functions() {
    let run = Run(
      """
      var calls = 0
      def fib(n) { calls += 1; if n < 2 { return n }; return fib(n - 1) + fib(n - 2) }
      def even(n) { if n == 0 { return true }; return odd(n - 1) }
      def odd(n) { if n == 0 { return false }; return even(n - 1) }
      def scaled(n, by = calls) { return n * by }
      print fib(10), calls, even(10), scaled(2, 3), scaled(1) == calls
      """)
    #expect(run.printed == ["55 177 true 6 true"])
  }

  @Test("A function that is called before the variables it needs have values says so")
  func usedTooEarly() {
    let run = Run("def f() { return g() }\nlet x = f()\nlet y = 1\ndef g() { return y }")
    #expect(run.problems == ["PT0507 4: y"])
  }

  @Test(
    "Names are checked without running",
    arguments: [
      ("let count = 1\nlet y = cuont", "PT0310 2: cuont", "did you mean `count`?"),
      ("let x = mx(1, 2)", "PT0312 1: mx", "did you mean `max`?"),
      ("let x = pagetables.leef", "PT0310 1: pagetables.leef", "did you mean `pagetables.leaf`?"),
      ("spawn p\nlet x = p.rsss", "PT0311 2: rsss", "did you mean `rss`?"),
      ("let x = 1\nx = 2", "PT0314 2: x", "declare it with `var`"),
      ("let p = 1\nspawn p", "PT0315 2: p", "choose another name"),
      ("kernel shpt", "PT0318 1: shpt", "did you mean `shpte`?"),
    ])
  func names(text: String, problem: String, hint: String) {
    let run = Run(text)
    #expect(run.problems == [problem])
    #expect(run.hints == [hint])
  }

  @Test("All mistakes of a file are reported at once, in order")
  func severalMistakes() {
    let run = Run("let a = b\nlet a = 1\nlen(1, 2)\nshow diff")
    #expect(
      run.problems == [
        "PT0310 1: b", "PT0313 2: a", "PT0431 3: len(1, 2)", "PT0701 4: show diff",
      ])
  }

  @Test("Libraries bring functions and constants; what is wrong inside shows who uses them")
  func libraries() {
    let lib = "let k = 4\ndef f(x) { return x * k }"
    #expect(Run("use \"lib/a.pts\"\nprint f(2)", files: ["lib/a.pts": lib]).printed == ["8"])
    let nested = ["a.pts": "use \"b.pts\"", "b.pts": "var x = 1"]
    let run = Run("use \"a.pts\"", files: nested)
    #expect(run.problems == ["PT0430 1: var x = 1"])
    #expect(run.program.diagnostics.first?.notes.count == 2)
  }

  @Test("Files that use each other, and files that are not there, are errors")
  func badLibraries() {
    let cycle = ["a.pts": "use \"main.pts\""]
    #expect(Run("use \"a.pts\"", files: cycle).problems.first?.hasPrefix("PT0317") == true)
    #expect(Run("use \"a.pts\"").messages == ["cannot read 'a.pts': no such file"])
  }
}
