/// Checks that need no run: what stands where it cannot stand.
struct FormChecker {
  private let mode: Parser.Mode
  private(set) var diagnostics: [Diagnostic] = []

  init(mode: Parser.Mode) { self.mode = mode }

  mutating func check(_ root: Block) {
    for statement in root.statements { check(statement) }
  }

  private mutating func check(_ statement: Statement) {
    if case .expression(let e) = statement.kind, mode == .file {
      switch e.kind {
      case .call, .missing: break
      default:
        diagnostics.append(Diagnostic(.expressionAlone, "an expression alone does nothing", statement.range, hint: "did you mean `assert`?"))
      }
    }
  }
}
