extension DiagnosticCode {
  /// Scripts that show the code; nil where none that is short can.
  public var example: CodeExample? {
    switch self {
    case .invalidEncoding, .fileTooLarge, .nestedTooDeeply, .tooManyErrors: nil
    case .unexpectedCharacter: CodeExample("let half = 1 ÷ 2", "let half = 1 / 2")
    case .malformedNumber: CodeExample("let mode = 0644", "let mode = 0o644")
    case .unknownSuffix: CodeExample("let size = 64KB", "let size = 64K")
    case .literalOverflow:
      CodeExample("let n = 9223372036854775808", "let n = 9223372036854775807")
    case .unterminatedString: CodeExample("print \"no end", "print \"an end\"")
    case .unknownEscape: CodeExample("print \"100\\%\"", "print \"100%\"")
    case .expectedExpression: CodeExample("let sum = 1 +", "let sum = 1 + 2")
    case .expectedToken: CodeExample("for i 1..3 { }", "for i in 1..3 { }")
    case .expectedName: CodeExample("let 2nd = 2", "let second = 2")
    case .unclosed: CodeExample("repeat 3 {\n  print 1", "repeat 3 {\n  print 1\n}")
    case .expectedStatementEnd: CodeExample("let a = 1 let b = 2", "let a = 1; let b = 2")
    case .unknownStatement:
      CodeExample("spwan p1", "spawn p1")
    case .notAssignable:
      CodeExample("spawn p\np.rss = 0", "spawn p\nassert p.rss == 0")
    case .notASubject: CodeExample("spawn p\n1 + 1: exit", "spawn p\np: exit")
    case .reservedName: CodeExample("let write = 1", "let written = 1")
    case .ambiguousName:
      CodeExample("spawn p\nmmap 64K as len", "spawn p\nmmap 64K as buf")
    case .clauseNotAllowed:
      CodeExample(
        "spawn p\nmmap 64K as buf\nmunmap buf every 8K",
        "spawn p\nmmap 64K as buf\nmunmap buf at 8K")
    case .repeatedClause:
      CodeExample("spawn p\nmmap 64K as a as b", "spawn p\nmmap 64K as a")
    case .missingPart:
      CodeExample(
        "spawn p\nmmap 64K as buf\nmprotect buf", "spawn p\nmmap 64K as buf\nmprotect buf r")
    case .clausesExclude:
      CodeExample("spawn p\nmmap shared private 64K", "spawn p\nmmap shared 64K")
    case .addressWithoutLength:
      CodeExample("spawn p\nmunmap 0x1000", "spawn p\nmunmap 0x1000 len 4K")
    case .expressionAlone: CodeExample("let x = 3\nx == 3", "let x = 3\nassert x == 3")
    case .misplacedSetup: CodeExample("spawn p\nkernel shpte", "kernel shpte\nspawn p")
    case .misplacedJump: CodeExample("break", "while true { break }")
    case .misplacedTest:
      CodeExample("test \"a\" { }\nprint 1", "test \"a\" { print 1 }")
    case .misplacedUse: CodeExample("if true { use \"lib.pts\" }", "if true { print \"no lib\" }")
    case .misplacedMeasure:
      CodeExample("let n = 1 + measure { }", "let m = measure { }\nlet n = 1 + m.pagetables")
    case .unknownWord:
      CodeExample(
        "spawn p\nmmap 64K as buf\nmadvise buf dontned",
        "spawn p\nmmap 64K as buf\nmadvise buf dontneed")
    case .wrongExpectation:
      CodeExample("spawn p\nread 0x0 fails EFAULT", "spawn p\nread 0x0 faults SIGSEGV")
    case .badParameter:
      CodeExample("def f(a = 1, b) { return b }", "def f(b, a = 1) { return b }")
    case .notAString: CodeExample("test 1 { }", "test \"1\" { }")
    case .inclusiveAddressRange:
      CodeExample(
        "spawn p\nmunmap 0x1000..0x3000", "spawn p\nmunmap 0x1000..<0x3000")
    }
  }
}
