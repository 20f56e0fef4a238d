import PTLang
import Testing

@testable import Interpreter

/// Instructions that stand for several things at a time do what each of them would do.
@Suite struct InstructionTests {
  /// Conditions of every operator, between variables and with a number on the right.
  @Test(
    "A condition means the same as a value, in `if` and in `while`",
    arguments: ["<", "<=", ">", ">=", "==", "!="], ["3", "2.5", "n"])
  func conditions(op: String, right: String) {
    let run = Run(
      """
      var n = 3
      for x in [2, 3, 4, 2.5, 3.5] {
        let value = x \(op) \(right)
        var branch = false
        if x \(op) \(right) { branch = true }
        var loop = false
        var y = x
        while y \(op) \(right) { loop = true; y = nil; break }
        var both = false
        while true and x \(op) \(right) { both = true; break }
        var either = false
        while false or x \(op) \(right) { either = true; break }
        assert [branch, loop, both, either] == [value, value, value, value]
      }
      """)
    #expect(run.problems.isEmpty)
    #expect(run.results.first?.assertions == 5)
  }

  @Test("A loop's rounds are steps, `continue` goes to its condition, and numbers may be wide")
  func whileLoops() {
    let run = Run(
      """
      var i = 0
      var odd = 0
      while i < 100_000 { i += 1; if i % 2 == 0 { continue }; odd += 1 }
      var far = 4_000_000_000
      while far > 3_999_999_990 { far -= 1 }
      while far != 0 and i >= 99_999 { far = 0; i = 99_999 }
      print odd, far, i
      """)
    #expect(run.printed == ["50000 0 99999"])
    #expect((100_000...110_000).contains(run.results.first?.steps ?? 0))
  }

  @Test(
    "A small number on the right is as any other",
    arguments: [
      ("var x = 7\nx *= -3; x += 32767; x -= 32768; x //= 4; x %= 5; print x", "4"),
      ("let x = 2.5\nprint x * 2, x // 2, x % 2, x + 1, x - 1", "5.0 1.0 0.5 3.5 1.5"),
      ("let x = -7\nprint x % 3, x // 3, x * 0, x - -32768", "2 -3 0 32761"),
    ])
  func smallNumbers(text: String, expected: String) {
    #expect(Run(text).printed == [expected])
  }

  @Test(
    "Messages name the operator that was written",
    arguments: [
      ("let x = nil\nlet y = x - 1", "the value is nil"),
      ("let x = [1]\nlet y = x - 1", "'-' does not go with a list and an integer"),
      ("let x = \"a\"\nlet y = x * 2", "'*' does not go with a string and an integer"),
      ("var x = 1\nx += [2]", "'+' does not go with an integer and a list"),
      ("let x = 9223372036854775807\nlet y = x * 2", "9223372036854775807 * 2 overflows"),
      ("let x = 1\nlet y = x % 0", "division by zero"),
    ])
  func messages(text: String, message: String) {
    #expect(Run(text).messages.first?.hasPrefix(message) == true)
  }

  @Test("A call's arguments are worked out before the variable that gets its value changes")
  func callsAndTheirTargets() {
    let run = Run(
      """
      def pair(a, b = 5) { return [a, b] }
      def next(x) { return x + 1 }
      var x = 1
      x = pair(x + 1, x)
      print x, pair(7), pair(next(next(1)), next(2))
      x = len(x) + len(pair(x[0]))
      print x
      """)
    #expect(run.printed == ["[2, 1] [7, 5] [3, 3]", "4"])
  }

  @Test("`xs += [x]` adds to the list that all its names see, also itself")
  func appending() {
    let run = Run(
      """
      var xs = []
      let same = xs
      def longer() { xs += [1]; return len(xs) }
      xs += [longer()]
      xs += [2, 3]
      var nested = [[]]
      nested[0] += [4]
      print xs, same, nested
      """)
    #expect(run.printed == ["[1, 1, 2, 3] [1, 1, 2, 3] [[4]]"])
  }

  @Test("The constants of a library keep their values")
  func constantsOfLibraries() {
    let run = Run(
      "use \"a.pts\"\nlet x = 1\nlet y = 2\nprint k, x, y, f(2)",
      files: ["a.pts": "let k = 4\ndef f(x) { return x * k }"])
    #expect(run.printed == ["4 1 2 8"])
  }

  @Test("Kinds of clauses have the numbers by which calls know them, and arguments do not overlap")
  func clauses() {
    #expect(Clause.Kind.allCases.map { Int($0.number) } == Array(Clause.Kind.allCases.indices))
    var all = ClauseSet()
    var positions: Set<Int> = []
    for kind in Clause.Kind.allCases { all.insert(kind) }
    for kind in Clause.Kind.allCases { positions.insert(all.count(before: kind)) }
    #expect(positions == Set(Clause.Kind.allCases.indices))
    #expect(all.count(before: .random) == all.argumentCount - 2)
  }

  @Test("Clauses are worked out in the order in which they are written")
  func orderOfClauses() {
    let run = Run(
      """
      def say(x) { print x; return x }
      spawn p
      mmap private at say(0x10000) offset say(0) size say(64K) as buf
      write buf = say(7) len say(8K) at say(4K)
      read buf random say(2) seed say(3)
      read buf at say(64K) faults SIGSEGV at say(buf.end)
      print p.value(buf.start + 8K), p.rss
      """)
    #expect(
      run.printed == [
        "65536", "0", "65536", "7", "8192", "4096", "2", "3", "65536", "131072", "7 8192",
      ])
  }

  @Test("A block of one statement acts as each member; what it calls may change who is current")
  func turns() {
    let run = Run(
      """
      spawn p[1..3] { mmap private 16K as buf }
      spawn q { mmap private 16K as buf }
      p[1..2]: write buf at 4K
      p[3]: { repeat 2 { write buf; use q } }
      p: read buf
      p[1..0]: exit
      [q, p[1]]: { write buf }
      print p[1].rss.anon, p[2].rss.anon, p[3].rss.anon, q.rss.anon
      p: exit
      print p[1].alive, p[3].alive, q.alive
      """)
    #expect(run.problems.isEmpty)
    #expect(run.printed == ["16384 4096 16384 16384", "false false true"])
  }
}
