import Testing

@Suite struct ExpressionTests {
  @Test(
    "Operators do what the language says",
    arguments: [
      ("7 // 2, -7 // 2, 7 // -2", "3 -4 -4"),
      ("7 % 3, -7 % 3, 7 % -3, -7 % -3", "1 2 -2 -1"),
      ("(-9223372036854775807 - 1) % -1", "0"),
      ("1 / 2, 6 / 3", "0.5 2.0"),
      ("7.5 // 2, -7.5 % 2", "3.0 0.5"),
      ("1 << 62, -8 >> 1, 6 & 3, 6 | 1, 6 ^ 3, ~0", "4611686018427387904 -4 2 7 5 -1"),
      ("1 <= 2 <= 2, 1 < 2 > 3", "true false"),
      ("not true or true, true and not false", "true true"),
      ("9007199254740993 == 9007199254740992.0", "false"),
      ("9007199254740993 > 9007199254740992.0", "true"),
      ("2 in [1, 2], 3 in 1..<3, \"b\" in \"abc\"", "true false true"),
      ("\"a\" + \"b\", [1] + [2]", "ab [1, 2]"),
      ("\"x{1 + 1}y\"", "x2y"),
      ("[1, 2] == [1, 2], [1] == [1.0], nil == 0", "true true false"),
      ("[10, 20, 30][-1], [10, 20, 30][0..1], \"äb\"[0]", "30 [10, 20] ä"),
      ("2 pages, (1 + 1) pages", "8192 8192"),
    ])
  func operators(expression: String, expected: String) {
    #expect(Run("print \(expression)").printed == [expected])
  }

  @Test(
    "Functions do what the language says",
    arguments: [
      ("len(\"äb\"), len([1]), len(1..10), len(0..<0)", "2 1 10 0"),
      ("min(3, 1), max([1, 5]), sum(1..4), abs(-3)", "1 5 10 3"),
      ("ceil(1.2), floor(-1.2), round(2.5)", "2 -2 3"),
      ("str(1.5), hex(255), size(65536), size(1), size(1536)", "1.5 0xff 64 KiB 1 byte 1.5 KiB"),
      ("all([true, false]), any([true, false])", "false true"),
      ("sum(range(4)), sum(range(1, 4)), sum(range(4, 0, -1))", "6 6 10"),
    ])
  func functions(expression: String, expected: String) {
    #expect(Run("print \(expression)").printed == [expected])
  }

  @Test(
    "Mistakes are errors at the expression",
    arguments: [
      ("let x = 9223372036854775807 + 1", "PT0501 1: 9223372036854775807 + 1"),
      ("let x = 4611686018427387904 * 2 + 1", "PT0501 1: 4611686018427387904 * 2"),
      ("let x = 1 << 63", "PT0501 1: 1 << 63"),
      ("let x = 1 + 2 // 0", "PT0502 1: 2 // 0"),
      ("let x = 1.0 / 0", "PT0502 1: 1.0 / 0"),
      ("let x = 1 << 64", "PT0503 1: 1 << 64"),
      ("let x = 1 + \"a\"", "PT0504 1: 1 + \"a\""),
      ("let x = 1 < \"a\"", "PT0504 1: 1 < \"a\""),
      ("if 1 { }", "PT0504 1: 1"),
      ("let x = [1][1]", "PT0505 1: [1][1]"),
      ("let x = nil\nlet y = x.kind", "PT0506 2: x.kind"),
    ])
  func mistakes(text: String, problem: String) {
    #expect(Run(text).problems == [problem])
  }

  @Test("The right side of `and` and `or` is evaluated only when needed")
  func shortCircuit() {
    let run = Run("print false and 1 // 0 == 0, true or 1 // 0 == 0")
    #expect(run.printed == ["false true"])
  }

  @Test("Lists are references and grow in place")
  func listsAreReferences() {
    let run = Run("var a = [1]\nlet b = a\na += [2]\nb[0] = 7\nprint a, b")
    #expect(run.printed == ["[7, 2] [7, 2]"])
  }

  @Test("An operand keeps the value that it had when it was evaluated")
  func orderOfEvaluation() {
    let run = Run("var x = 1\ndef f() { x = 10; return 1 }\nprint x + f(), x")
    #expect(run.printed == ["2 10"])
  }

  @Test("A list that holds itself can be printed and compared")
  func cycles() {
    let run = Run(
      "var a = [1]\na += [a]\nvar b = [1]\nb += [b]\nprint len(str(a)) > 5\nlet c = a == b")
    #expect(run.printed == ["true"])
    #expect(run.problems == ["PT0517 6: a == b"])
  }
}
