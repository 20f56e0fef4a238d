public import PTLang

extension WarningCode {
  /// Scripts that show the code; nil where none that is short can.
  public var example: CodeExample? {
    switch self {
    case .unusedLibrary, .tooManyWarnings: nil
    case .unusedVariable:
      CodeExample("let size = 64K\nassert processes == 0", "let size = 64K\nprint size")
    case .unusedParameter:
      CodeExample(
        "def f(a, b) { return a }\nprint f(1, 2)", "def f(a, _b) { return a }\nprint f(1, 2)")
    case .unusedLoopVariable:
      CodeExample("for i in 1..3 { print \"x\" }", "repeat 3 { print \"x\" }")
    case .unusedFunction:
      CodeExample("def f() { print 1 }\nprint 2", "def f() { print 1 }\nf()")
    case .unusedRegion: CodeExample("spawn p\nmmap 4K as buf", "spawn p\nmmap 4K as buf\nread buf")
    case .unusedFile:
      CodeExample("shm f 4K\nspawn p", "shm f 4K\nspawn p\nmmap shared f")
    case .unusedSnapshot:
      CodeExample("snapshot s\nspawn p", "snapshot s\nspawn p\nrestore s")
    case .hiddenVariable:
      CodeExample(
        "var n = 1\nif processes == 0 {\n  let n = 2\n  print n\n}\nn = 3\nprint n",
        "var n = 1\nif processes == 0 {\n  n = 2\n}\nprint n")
    case .hiddenThing:
      CodeExample(
        "def f() {\n  let buf = 1\n  return buf\n}\nspawn p\nmmap 4K as buf\nread buf\nprint f()",
        "def f() {\n  let n = 1\n  return n\n}\nspawn p\nmmap 4K as buf\nread buf\nprint f()")
    case .neverChanged: CodeExample("var n = 3\nprint n", "let n = 3\nprint n")
    case .selfAssignment: CodeExample("var n = 1\nn = n\nprint n", "var n = 1\nn = n + 1\nprint n")
    case .unreachable:
      CodeExample("for i in [1] {\n  break\n  print i\n}", "for i in [1] {\n  print i\n  break\n}")
    case .constantCondition:
      CodeExample("if 1 > 2 { print 1 }", "if processes > 2 { print 1 }")
    case .emptyBlock: CodeExample("if processes > 0 { }", "if processes > 0 { print 1 }")
    case .endlessLoop:
      CodeExample("while true { print 1 }", "while true {\n  print 1\n  break\n}")
    case .repeatedCondition:
      CodeExample(
        "if processes == 1 { print 1 } else if processes == 1 { print 2 }",
        "if processes == 1 { print 1 } else if processes == 2 { print 2 }")
    case .loopNeverRuns:
      CodeExample("for i in 3..1 { print i }", "for i in range(3, 0, -1) { print i }")
    case .overriddenChoice: CodeExample("kernel shpte\nkernel linux-2.5", "kernel linux-2.5")
    case .constantAssertion: CodeExample("assert 1 == 1", "assert processes == 0")
    case .comparedWithItself:
      CodeExample(
        "spawn p\nassert p.rss == p.rss",
        "spawn p\nlet before = p.rss\nmmap 4K\nassert p.rss == before")
    case .roundedEquality:
      CodeExample("let x = 0.5\nassert x + 0.1 == 0.6", "let x = 0.5\nassert x + 0.1 < 0.7")
    case .impossibleSize:
      CodeExample(
        "spawn p\nmmap 64K as buf\nwrite buf\nassert p.rss != 16",
        "spawn p\nmmap 64K as buf\nwrite buf\nassert p.rss == 16 pages")
    case .conditionAsReason:
      CodeExample(
        "assert processes == 0, pagetables == 0", "assert processes == 0 and pagetables == 0")
    case .invariantAtEnd:
      CodeExample("spawn p\ninvariant p.rss == 0", "spawn p\nassert p.rss == 0")
    case .testWithoutAssertions:
      CodeExample("test \"t\" { spawn p }", "test \"t\" {\n  spawn p\n  assert p.rss == 0\n}")
    case .sameTitle:
      CodeExample(
        "test \"t\" { assert processes == 0 }\ntest \"t\" { assert pagetables == 0 }",
        "test \"a\" { assert processes == 0 }\ntest \"b\" { assert pagetables == 0 }")
    case .failingExpression: CodeExample("print 1 / 0", "print 1 / 2")
    case .refusedCall:
      CodeExample("spawn p\nmmap 4K at 1", "spawn p\nmmap 4K at 1 fails EINVAL")
    case .unknownAllowance:
      CodeExample("var n = 3  # allow PT1999\nprint n", "var n = 3  # allow PT1211\nprint n")
    case .errorAllowed:
      CodeExample("let n = 3  # allow PT0310\nprint n", "let n = 3\nprint n")
    case .unneededAllowance:
      CodeExample("let n = 3  # allow PT1211\nprint n", "var n = 3  # allow PT1211\nprint n")
    }
  }
}
