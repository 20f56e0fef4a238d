import Testing

@testable import PTLang

/// Section 3 of the language page: values, operators, their order.
@Suite struct Expressions {
  @Test(arguments: [
    ("a or b and not c", "(or a (and b (not c)))"),
    ("not a == b", "(not (a == b))"), ("not not a", "(not (not a))"),
    ("a == b or c != d", "(or (a == b) (c != d))"),
    ("a and b or c and d", "(or (and a b) (and c d))"),
    ("x in 1..10", "(x in (.. 1 10))"), ("0..<n | 1", "(..< 0 (| n 1))"),
    ("a | b ^ c & d << 1 + 2 * -e", "(| a (^ b (& c (<< d (+ 1 (* 2 (- e)))))))"),
    ("a * b + c << d & e ^ f | g", "(| (^ (& (<< (+ (* a b) c) d) e) f) g)"),
    ("a - b - c", "(- (- a b) c)"), ("a / b // c % d", "(% (// (/ a b) c) d)"),
    ("a << b >> c", "(>> (<< a b) c)"), ("(a or b) and c", "(and (or a b) c)"),
    ("-~a", "(- (~ a))"), ("-a.b[1]", "(- ([] (. a b) 1))"),
    ("a.b(1, 2).c", "(. (call (. a b) 1 2) c)"),
  ])
  func `operators bind in the order of the page`(text: String, expected: String) {
    #expect(tree("let x = \(text)") == "<let x \(expected)>")
  }

  @Test(arguments: ["a[1](2)", "3(4)", "(a)(b)(c)[1](d)", "a ** 2"])
  func `only names and members are called, and there is no power`(text: String) {
    #expect(problems("let x = \(text)").count == 1)
  }

  @Test func `comparisons chain`() {
    #expect(tree("assert 1 <= x <= 9") == "<assert (1 <= x <= 9)>")
    #expect(tree("assert a < b == c in d") == "<assert (a < b == c in d)>")
  }

  @Test(arguments: [
    ("true", "true"), ("false", "false"), ("nil", "nil"), ("[]", "[]"), ("[1, 2]", "[1 2]"),
    ("[1, 2,]", "[1 2]"), ("[[1], []]", "[[1] []]"), ("f()", "(call f)"),
    ("f(1, g(2),)", "(call f 1 (call g 2))"), ("p[1]", "([] p 1)"), ("p[1..5]", "([] p (.. 1 5))"),
    ("p1.rss.anon", "(. (. p1 rss) anon)"), ("swap.in", "(. swap in)"),
    ("p.vma(x).file", "(. (call (. p vma) x) file)"), ("EINVAL", "EINVAL"),
    ("locks.mmap.taken", "(. (. locks mmap) taken)"), ("size(65536)", "(call size 65536)"),
    ("measure { exec }", "measure{<exec>}"), ("m.of(p1).rss", "(. (call (. m of) p1) rss)"),
    ("x\n", "x"), ("range(1, 2, 3)", "(call range 1 2 3)"),
  ])
  func `an operand`(text: String, expected: String) {
    #expect(tree("let x = \(text)") == "<let x \(expected)>")
  }

  @Test func `places cover exactly the text of an expression`() {
    let text = "let x = (a + b) * f(1)[2].c"
    let file = SourceFile(name: "t", text: text)
    guard case .declare(_, _, let value) = Parser.parse(file).tree.root.statements[0].kind,
      case .binary(_, let left, let right) = value.kind
    else {
      Issue.record("not a product")
      return
    }
    func covered(_ range: SourceRange) -> String {
      String(decoding: file.bytes[Int(range.lower)..<Int(range.upper)], as: UTF8.self)
    }
    #expect(covered(value.range) == "(a + b) * f(1)[2].c")
    #expect(covered(left.range) == "(a + b)")
    #expect(covered(right.range) == "f(1)[2].c")
  }

  @Test(arguments: [
    ("let x = 1..2..3", "PT0205 1 `..`: a range has two ends (put one range in brackets)"),
    ("let x = a && b", "PT0201 1 `&`: expected an expression, found '&' (write `and`)"),
    ("let x = a || b", "PT0201 1 `|`: expected an expression, found '|' (write `or`)"),
    (
      "let x = a == not b",
      "PT0201 1 `not`: expected an expression, found 'not' (put `not ...` in parentheses)"
    ),
    ("let x = a.", "PT0203 1 ``: expected a name after '.', found the end of the text"),
    ("let x = p1.5", "PT0203 1 `5`: expected a name after '.', found '5'"),
    ("let x = read", "PT0201 1 `read`: expected an expression, found 'read'"),
    ("let x = (1", "PT0204 1 ``: ')' is missing at the end of the text"),
    ("let x = [1 2]", "PT0202 1 `2`: expected `]`, found '2'"),
    ("let x = measure { } + 1", "PT0205 1 `+`: expected the end of the statement, found '+'"),
    (
      "let x = 1 + measure { }",
      "PT0411 1 `measure`: `measure` inside an expression "
        + "(name its result first: `let m = measure { ... }`)"
    ),
    (
      "x += measure { }",
      "PT0411 1 `measure`: `measure` inside an expression "
        + "(name its result first: `let m = measure { ... }`)"
    ),
  ])
  func `an expression that is none`(text: String, problem: String) {
    #expect(problems(text) == [problem])
  }

  @Test func `256 deep is allowed and 257 is not`() {
    func nested(_ depth: Int) -> String {
      "let x = " + String(repeating: "(", count: depth) + "1" + String(repeating: ")", count: depth)
    }
    #expect(problems(nested(255)) == [])
    #expect(problems(nested(256)).map { $0.prefix(6) } == ["PT0207"])
    func sum(_ terms: Int) -> String { "let x = 1" + String(repeating: " + 1", count: terms - 1) }
    #expect(problems(sum(256)) == [])
    #expect(problems(sum(257)).map { $0.prefix(6) } == ["PT0207"])
  }
}
