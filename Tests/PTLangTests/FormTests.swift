import Testing

@testable import PTLang

/// What can be told from where statements stand, without running.
@Suite struct Forms {
  @Test(arguments: [
    ("spawn p\nmachine toy", "PT0407 2 `machine toy`: `machine` after the first process"),
    ("spawn p\nkernel shpte", "PT0407 2 `kernel shpte`: `kernel` after the first process"),
    ("file f 4K\nmachine toy", "PT0407 2 `machine toy`: `machine` after the first file"),
    ("spawn p { machine toy }", "PT0407 1 `machine toy`: `machine` after the first process"),
    (
      "let m = measure { spawn p }\nkernel k",
      "PT0407 2 `kernel k`: `kernel` after the first process"
    ),
    ("spawn p\ntest \"a\" { kernel k }", "PT0407 2 `kernel k`: `kernel` after the first process"),
    ("spawn p\nif a { kernel k }", "PT0407 2 `kernel k`: `kernel` after the first process"),
    (
      "spawn p\ncompare kernels [a] { exec } show cost",
      "PT0407 2 `compare kernels [a] { exec } show cost`: `compare` after the first process"
    ),
    ("break", "PT0408 1 `break`: `break` outside a loop"),
    ("def f() { continue }", "PT0408 1 `continue`: `continue` outside a loop"),
    ("while a { def f() { break } }", "PT0408 1 `break`: `break` outside a loop"),
    ("while a { whatif { break } }", "PT0408 1 `break`: `break` cannot leave `whatif`"),
    (
      "while a { let m = measure { continue } }",
      "PT0408 1 `continue`: `continue` cannot leave `measure`"
    ),
    ("return", "PT0408 1 `return`: `return` outside a function"),
    ("def f() { whatif { return 1 } }", "PT0408 1 `return 1`: `return` cannot leave `whatif`"),
    ("test \"a\" { return }", "PT0408 1 `return`: `return` outside a function"),
    (
      "test \"a\" { }\nexec",
      "PT0409 2 `exec`: only `test`, `def`, `let` and `use` stand after the "
        + "first test (put it into a test, or before the first one to run it for each)"
    ),
    (
      "test \"a\" { }\nvar x = 1",
      "PT0409 2 `var x = 1`: only `test`, `def`, `let` and `use` stand "
        + "after the first test (put it into a test, or before the first one to run it for each)"
    ),
    (
      "spawn p\nsnapshot s\nrestore s\nkernel k",
      "PT0407 4 `kernel k`: `kernel` after the first process"
    ),
    ("test \"a\" { test \"b\" { } }", "PT0409 1 `test \"b\" { }`: `test` inside a block"),
    (
      "if a { use \"b\" }",
      "PT0410 1 `use \"b\"`: `use` of a file inside a block (move it to the top of the file)"
    ),
    (
      "def f(xs) { whatif { for x in xs { return x } } }",
      "PT0408 1 `return x`: `return` cannot leave `whatif`"
    ),
    (
      "for x in [1] { measure_it(); let m = measure { break } }",
      "PT0408 1 `break`: `break` cannot leave `measure`"
    ),
    ("def f(a, a) { }", "PT0414 1 `a`: 'a' a second time"),
    (
      "def f(a = 1, b) { }",
      "PT0414 1 `b`: parameter 'b' needs a default value "
        + "(the ones before it have one)"
    ),
    ("machine toy with swap = 1, swap = 2", "PT0414 1 `swap`: 'swap' a second time"),
    ("test \"a\" for k in a, k in b { }", "PT0414 1 `k`: 'k' a second time"),
  ])
  func `a statement in the wrong place`(text: String, problem: String) {
    #expect(problems(text) == [problem])
  }

  @Test(arguments: [
    "if a { machine toy } else { machine sv39 }\nkernel k", "if a { spawn p }\nkernel k",
    "file f 4K\nkernel k\nspawn p", "whatif { spawn p }\nkernel k",
    "snapshot s\nspawn p\nrestore s\nkernel k\nmachine m",
    "file f 4K\nsnapshot s\nspawn p\nrestore s\nkernel k",
    "test \"a\" { spawn p }\ntest \"b\" { kernel k\nspawn p }", "def f() { spawn p }\nkernel k",
    "while a { whatif { while b { break } } }", "for x in xs { p: { break } }",
    "while a { spawn p { continue } }", "def f() { for x in xs { return x } }",
    "test \"a\" { }\ntest \"b\" { }\ndef f() { }\nlet x = 1\nuse \"c\"",
    "use \"a\"\nspawn p\nuse p\ntest \"t\" { }", "machine a; machine b",
  ])
  func `a statement in the right place`(text: String) {
    #expect(problems(text) == [])
  }

  @Test func `a note shows where the first process is made`() {
    let found = Parser.parse(SourceFile(name: "t", text: "spawn p; kernel k")).diagnostics
    #expect(
      found[0].notes == [
        Diagnostic.Note(
          message: "the first process is made here", range: SourceRange(lower: 0, upper: 7))
      ])
  }

  @Test func `errors come in the order of the text`() {
    #expect(
      problems("x == 1\nlet\nbreak\n\"\nx").map { $0.prefix(8) } == [
        "PT0406 1", "PT0203 2", "PT0408 3", "PT0106 4", "PT0406 5",
      ])
  }

  @Test func `a library holds def, let and use`() {
    let tree = Parser.parse(
      SourceFile(name: "t", text: "def f() { }\nlet x = 1\nuse \"a\"\nvar y = 1\nexec\nuse p")
    ).tree
    #expect(
      tree.root.statements.map(\.kind.mayStandInLibrary) == [true, true, true, false, false, false])
    #expect(!tree.hasTests)
  }
}
