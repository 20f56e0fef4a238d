// Where statements may stand in a file, for the checkers here and in the interpreter.

extension Statement.Kind {
  /// May stand at the top level of a file that another one uses: `def`, `let`, `use "..."`.
  public var mayStandInLibrary: Bool {
    switch self {
    case .define, .declare(isMutable: false, _, _), .include, .missing: true
    default: false
    }
  }

  /// May stand at the top level of a file after its first `test`.
  public var mayFollowTest: Bool {
    if case .test = self { return true }
    return mayStandInLibrary
  }
}

extension SyntaxTree {
  /// The file has tests of its own: what stands before the first is the setup of each.
  public var hasTests: Bool {
    root.statements.contains {
      if case .test = $0.kind { true } else { false }
    }
  }
}
