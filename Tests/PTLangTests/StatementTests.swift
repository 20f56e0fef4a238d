import Testing

@testable import PTLang

/// Sections 3 to 6 of the language page: every statement but the calls.
@Suite struct Statements {
  @Test(arguments: [
    ("let x = 1", "<let x 1>"), ("var x = [1]", "<var x [1]>"), ("x = 2", "<= x 2>"),
    ("x += 2", "<+= x 2>"), ("x -= 2", "<-= x 2>"), ("x *= 2", "<*= x 2>"), ("x /= 2", "</= x 2>"),
    ("x //= 2", "<//= x 2>"), ("x %= 2", "<%= x 2>"), ("x &= 2", "<&= x 2>"),
    ("x |= 2", "<|= x 2>"), ("x ^= 2", "<^= x 2>"), ("x <<= 2", "<<<= x 2>"),
    ("x >>= 2", "<>>= x 2>"), ("xs[i][0] = e", "<= ([] ([] xs i) 0) e>"),
    ("x = measure { exec }", "<= x measure{<exec>}>"),
    ("if a { } else if b { exec } else { exit }", "<if a{} b{<exec>} else {<exit>}>"),
    ("if a { }\n\nelse if b { }\n# c\nelse { }", "<if a{} b{} else {}>"),
    ("for x in 1..3 { f(x) }", "<for x (.. 1 3) {<(call f x)>}>"),
    ("while true { break; continue }", "<while true {<break> <continue>}>"),
    ("repeat n { exec }", "<repeat n {<exec>}>"),
    ("def f(a, b = 4K) { return a + b }", "<def f a b=4096 {<return (+ a b)>}>"),
    ("def f(\na,\nb,\n) {\n return\n}", "<def f a b {<return>}>"),
    ("use \"lib.pts\"", "<include lib.pts>"), ("use p2", "<use p2>"),
    ("use p[3]", "<use ([] p 3)>"),
    ("machine toy; kernel shpte", "<machine 'toy> <kernel 'shpte>"),
    ("file db 1G filled", "<file db 1073741824 filled>"),
    ("shm sga 16M hugetlb filled", "<shm sga 16777216 filled hugetlb>"),
    ("file db n * 2", "<file db (* n 2)>"),
    ("spawn p", "<spawn p>"), ("spawn p[1..100] { exec }", "<spawn p[(.. 1 100)] {<exec>}>"),
    ("spawn g[0]", "<spawn g[0]>"), ("fork g[i]", "<fork g[i]>"),
    ("fork kids[1..10]", "<fork kids[(.. 1 10)]>"), ("fork c { exit }", "<fork c {<exit>}>"),
    ("thread t", "<thread t>"), ("exec", "<exec>"), ("exit", "<exit>"),
    ("p2: exit", "<p2: <exit>>"), ("p[1..5]: read buf", "<([] p (.. 1 5)): <read buf>>"),
    ("p2: { exec\nexit }", "<p2: {<exec> <exit>}>"), ("[a, b]: exit", "<[a b]: <exit>>"),
    ("p: fork c { exit }", "<p: <fork c {<exit>}>>"), ("a: b: exit", "<a: <b: <exit>>>"),
    ("p: let m = measure { exec }", "<p: <let m measure{<exec>}>>"),
    ("assert a == 1", "<assert (a == 1)>"), ("assert a, \"why {b}\"", "<assert a \"why {b}\">"),
    ("require a, \"why\"", "<require a \"why\">"), ("invariant a < b", "<invariant (a < b)>"),
    ("whatif { exec }", "<whatif {<exec>}>"),
    (
      "snapshot s; restore s",
      "<snapshot s> <restore s>"
    ),
    ("test \"a\" { exec }", "<test \"a\" {<exec>}>"),
    (
      "test \"a\" for k in [\"linux-2.5\", \"shpte\"], n in [1, 10] { kernel k }",
      "<test \"a\" k in [\"linux-2.5\" \"shpte\"] n in [1 10] {<kernel 'k>}>"
    ),
    ("skip", "<skip>"), ("skip \"r\"", "<skip \"r\">"), ("skip if a", "<skip a>"),
    ("skip if a, \"r\"", "<skip a \"r\">"), ("xfail", "<xfail>"), ("xfail \"r\"", "<xfail \"r\">"),
    ("tag \"slow\", \"big\"", "<tag \"slow\" \"big\">"), ("print a, b", "<print a b>"),
    ("print", "<print>"), ("show p1", "<show p1>"), ("show pagetables", "<show pagetables>"),
    ("show pagetables.leaf", "<show (. pagetables leaf)>"), ("show vmas p1", "<show vmas p1>"),
    ("show pte p1 0x1000", "<show pte p1 4096>"),
    (
      "show pte p[1] a + 1",
      "<show pte ([] p 1) (+ a 1)>"
    ),
    ("show frame (f)", "<show frame f>"), ("show rmap f", "<show rmap f>"),
    ("show locks; show stats; show diff", "<show locks> <show stats> <show diff>"),
    ("show frame - 1", "<show (- frame 1)>"),
    ("f(1)", "<(call f 1)>"), ("p.f(1)", "<(call (. p f) 1)>"), ("", ""), (";\n;", ""),
  ])
  func `a statement parses`(text: String, expected: String) {
    #expect(tree(text) == expected)
  }

  @Test(arguments: [
    ("asert x == 3", "PT0206 1 `asert`: unknown statement 'asert' (did you mean `assert`?)"),
    ("mnap 4K", "PT0206 1 `mnap`: unknown statement 'mnap' (did you mean `mmap`?)"),
    (
      "p2 read buf",
      "PT0206 1 `p2`: unknown statement 'p2' (a process that runs a statement is followed by ':')"
    ),
    (
      "p2.read buf",
      "PT0205 1 `buf`: expected the end of the statement, found 'buf'"
    ),
    (
      "if a { } elif b { }",
      "PT0205 1 `elif`: expected the end of the statement, found 'elif' (did you mean `else if`?)"
    ),
    ("else { }", "PT0206 1 `else`: `else` without an `if` before it"),
    ("x == 3", "PT0406 1 `x == 3`: a condition alone does nothing (did you mean `assert`?)"),
    ("not x", "PT0406 1 `not x`: a condition alone does nothing (did you mean `assert`?)"),
    ("exti", "PT0406 1 `exti`: 'exti' alone does nothing (did you mean `exit`?)"),
    (
      "p1.rss",
      "PT0406 1 `p1.rss`: an expression alone does nothing "
        + "(did you mean `print` or `assert`?)"
    ),
    (
      "assert x = 3",
      "PT0205 1 `=`: expected the end of the statement, found '=' "
        + "(two values are compared with `==`)"
    ),
    (
      "if x = 3 { }",
      "PT0202 1 `=`: expected `{` after the condition, found '=' "
        + "(two values are compared with `==`)"
    ),
    (
      "1 = x",
      "PT0209 1 `1`: only a variable or an element of one is assigned to "
        + "(two values are compared with `==`)"
    ),
    (
      "p.x = 3",
      "PT0209 1 `p.x`: only a variable or an element of one is assigned to "
        + "(two values are compared with `==`)"
    ),
    (
      "a + b: exit",
      "PT0210 1 `a + b`: only a process or processes stand before ':' "
        + "(as in `p2: read buf` or `p[1..5]: read buf`)"
    ),
    ("p:", "PT0202 1 ``: expected a statement after ':', found the end of the text"),
    ("let = 3", "PT0203 1 `=`: expected the name of a variable after `let`, found '='"),
    ("let x", "PT0202 1 ``: expected `=` after the name, found the end of the text"),
    ("let x\nexit", "PT0202 1 ``: expected `=` after the name, found the end of the line"),
    ("spawn \"p\"", "PT0203 1 `\"`: expected the name of a process after `spawn`, found a string"),
    (
      "exit fails ENOMEM",
      "PT0205 1 `fails`: expected the end of the statement, found 'fails' "
        + "(only system calls and accesses take `fails`)"
    ),
    (
      "fork c fails ENOMEM { }",
      "PT0413 1 `{`: `fails` stands last, found '{'"
    ),
    ("whatif", "PT0202 1 ``: expected `{` after `whatif`, found the end of the text"),
    ("whatif { exec", "PT0204 1 ``: '}' is missing at the end of the text"),
    ("}", "PT0205 1 `}`: '}' without a '{'"),
    ("machine", "PT0203 1 ``: expected the name of a machine, found the end of the text"),
    ("kernel x wiht a = 1", "PT0205 1 `wiht`: expected the end of the statement, found 'wiht'"),
    (
      "file f 4K filed",
      "PT0202 1 `filed`: expected `filled`, `hugetlb` or the end of the "
        + "statement, found 'filed' (did you mean `filled`?)"
    ),
    ("file f 4K filled filled", "PT0402 1 `filled`: `filled` a second time"),
    ("compare kernels [] { } show a", "PT0403 1 `[`: `compare` needs at least one kernel"),
    (
      "compare kernels [a] { }",
      "PT0202 1 ``: expected `show` after the block, found the end of "
        + "the text"
    ),
    ("test a { }", "PT0415 1 `a`: expected the title of the test as a string, found 'a'"),
    ("tag slow", "PT0415 1 `slow`: expected a tag as a string, found 'slow'"),
    ("xfail because", "PT0415 1 `because`: expected a reason as a string, found 'because'"),
    ("use \"a{b}\"", "PT0415 1 `\"a{b}\"`: the path of `use` is a plain string"),
    ("show vmas", "PT0403 1 `vmas`: `show vmas` takes one argument (write `show vmas PROCESS`)"),
    ("show locks p", "PT0403 1 `locks p`: `show locks` takes no arguments (write `show locks`)"),
  ])
  func `a statement that is none`(text: String, problem: String) {
    #expect(problems(text) == [problem])
  }

  @Test func `each mistake of a file is reported, and what is right around it is kept`() {
    let text = """
      let x = 1
      let = 2
      if x = 1 {
        asert x
        exit
      }
      read
      munmap buf at at at
      whatif { let y = ) }
      exec
      """
    #expect(
      problems(text).map { $0.prefix(8) } == [
        "PT0203 2", "PT0202 3", "PT0206 4", "PT0403 7", "PT0201 8", "PT0201 9",
      ])
    let tree = Parser.parse(SourceFile(name: "t", text: text)).tree
    let dump = TreeDump.dump(tree)
    #expect(dump.hasPrefix("<let x 1> <let ?> <if x{<?> <exit>}> "))
    #expect(dump.hasSuffix("<exec>"))
  }

  @Test func `the fifty-first error is the last`() {
    let found = Parser.parse(
      SourceFile(name: "t", text: String(repeating: "let\n", count: 1000))
    ).diagnostics
    #expect(found.count == 51)
    #expect(found[50].message == "too many errors")
    #expect(found[49].code == "PT0203")
  }
}
