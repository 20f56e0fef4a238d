extension Vocabulary {
  /// The words that begin a statement, the verbs of `Call.Verb` aside, in the order of the
  /// reference page.
  public static let statements: [VocabularyEntry] = [
    VocabularyEntry("let", "let NAME = E", "a name for a value"),
    VocabularyEntry("var", "var NAME = E", "a name that can be assigned again"),
    VocabularyEntry("if", "if C { } else if C { } else { }", "runs a block when a condition holds"),
    VocabularyEntry("for", "for NAME in E { }", "runs a block for each value of a list or range"),
    VocabularyEntry("while", "while C { }", "runs a block as long as a condition holds"),
    VocabularyEntry("repeat", "repeat N { }", "runs a block N times"),
    VocabularyEntry("break", "leaves the innermost loop"),
    VocabularyEntry("continue", "goes on with the next round of the innermost loop"),
    VocabularyEntry("def", "def NAME(A, B = DEFAULT) { }", "defines a function"),
    VocabularyEntry("return", "return [E]", "leaves a function, with a value"),
    VocabularyEntry("use", "use \"FILE\" | use PROCESS", "includes a file; changes the process"),
    VocabularyEntry("machine", "machine NAME [with KNOB = V, ...]", "chooses the machine"),
    VocabularyEntry("kernel", "kernel NAME [with KNOB = V, ...]", "chooses the modelled kernel"),
    VocabularyEntry("file", "file NAME SIZE [filled] [hugetlb]", "makes a regular file"),
    VocabularyEntry("shm", "shm NAME SIZE [filled] [hugetlb]", "makes a shared-memory file"),
    VocabularyEntry("spawn", "spawn NAME [{ }]", "starts a process with nothing mapped"),
    VocabularyEntry("fork", "fork NAME [{ }]", "forks the current process"),
    VocabularyEntry("thread", "thread NAME", "adds a thread to the current process"),
    VocabularyEntry("exec", "gives the current process an empty address space"),
    VocabularyEntry("exit", "ends the current process"),
    VocabularyEntry("assert", "assert E [, WHY]", "fails the test if E does not hold"),
    VocabularyEntry("require", "require E [, WHY]", "stops the test if E does not hold"),
    VocabularyEntry("invariant", "invariant E", "holds after every statement of the block"),
    VocabularyEntry("whatif", "whatif { }", "runs a block and puts the world back"),
    VocabularyEntry("snapshot", "snapshot NAME", "remembers the world"),
    VocabularyEntry("restore", "restore NAME", "puts a remembered world back"),
    VocabularyEntry(
      "compare", "compare kernels [K, ...] { } show E, ...", "runs a block under several kernels"),
    VocabularyEntry("test", "test TITLE [for NAME in LIST, ...] { }", "a test with a fresh world"),
    VocabularyEntry("skip", "skip [if C] [, REASON]", "passes the test over"),
    VocabularyEntry("xfail", "xfail [REASON]", "the test is expected to fail"),
    VocabularyEntry("tag", "tag STRING, ...", "names a group that the test belongs to"),
    VocabularyEntry("print", "print E, ...", "prints values"),
    VocabularyEntry("show", "show WHAT", "shows a part of the world to people"),
  ]

  /// Words inside expressions and after blocks that can name nothing.
  public static let operatorWords: [VocabularyEntry] = [
    VocabularyEntry("and", "a and b", "both hold; b is looked at only if a holds"),
    VocabularyEntry("or", "a or b", "one of them holds; b is looked at only if a does not hold"),
    VocabularyEntry("not", "not a", "a does not hold"),
    VocabularyEntry("in", "a in xs", "a is an element of a list, range or string"),
    VocabularyEntry("true", "holds"),
    VocabularyEntry("false", "does not hold"),
    VocabularyEntry("nil", "nothing"),
    VocabularyEntry("else", "if C { } else { }", "what runs when no condition holds"),
    VocabularyEntry("measure", "let m = measure { }", "runs a block: a record of what it changed"),
  ]

  static let statementNames = Set(statements.map(\.name) + Call.Verb.allCases.map(\.rawValue))

  /// Words that no variable, process, function, region, file or snapshot may have as its name.
  public static let reserved = statementNames.union(operatorWords.map(\.name))

  /// Everything that may begin a statement, for suggestions: a fixed order.
  static let statementStarts = statements.map(\.name) + Call.Verb.allCases.map(\.rawValue)
}
