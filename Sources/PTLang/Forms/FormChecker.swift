/// Checks of a tree that need no run: whether statements stand where they may.
///
/// What a call must have is checked by `CallChecker`, as soon as the call is parsed.
struct FormChecker {
  /// What encloses a statement.
  private struct Surroundings {
    var isTopLevel = false
    var isInLoop = false
    var isInFunction = false
    /// The innermost block that `return` cannot leave: `measure`, `whatif`, `compare`.
    var barrier: String?
    /// Likewise for `break` and `continue`, inside the innermost loop.
    var barrierInLoop: String?

    mutating func enter(barrier: String) {
      self.barrier = barrier
      barrierInLoop = barrier
    }
  }

  private let mode: Parser.Mode
  private(set) var diagnostics: [Diagnostic] = []
  /// What a `snapshot` of the file may have been taken before: `restore` makes it undone.
  private var snapshotMayPrecede = (process: false, file: false)
  private var hasRestore = false
  /// The diagnostics that something stands after the first process, or the first file.
  private var lateAfter: (process: [Int], file: [Int]) = ([], [])

  init(mode: Parser.Mode) { self.mode = mode }

  mutating func check(_ root: Block) {
    if mode == .file { checkOrderOfTests(root.statements) }
    var setup = Setup()
    check(root, Surroundings(isTopLevel: true), &setup)
    // What may have gone again is known only while running.
    guard hasRestore else { return }
    let unsure =
      (snapshotMayPrecede.process ? lateAfter.process : [])
      + (snapshotMayPrecede.file ? lateAfter.file : [])
    for place in unsure.sorted().reversed() { diagnostics.remove(at: place) }
  }

  private var isFull: Bool { diagnostics.count > Parser.maximumDiagnostics }

  private mutating func report(
    _ code: DiagnosticCode, _ message: String, _ range: SourceRange,
    notes: [Diagnostic.Note] = [], hint: String? = nil
  ) {
    if isFull { return }
    diagnostics.append(Diagnostic(code, message, range, notes: notes, hint: hint))
  }

  private mutating func checkOrderOfTests(_ statements: [Statement]) {
    var first: SourceRange?
    for statement in statements {
      if let first, !statement.kind.mayFollowTest {
        report(
          .misplacedTest, "only `test`, `def`, `let` and `use` stand after the first test",
          statement.range, notes: [Diagnostic.Note(message: "the first test", range: first)],
          hint: "put it into a test, or before the first one to run it for each")
      }
      if case .test = statement.kind { first = first ?? statement.range }
    }
  }

  // MARK: Statements

  private mutating func check(_ block: Block, _ outer: Surroundings, _ setup: inout Setup) {
    for statement in block.statements { check(statement, outer, &setup) }
  }

  /// A block that may not run, or whose world is put back: what it makes is not counted on.
  private mutating func checkApart(_ block: Block, _ outer: Surroundings, _ setup: Setup) {
    var apart = setup
    check(block, outer, &apart)
  }

  private mutating func check(
    _ statement: Statement, _ here: Surroundings, _ setup: inout Setup
  ) {
    var inner = here
    inner.isTopLevel = false
    switch statement.kind {
    case .expression(let value):
      checkAlone(value)
    case .declare(_, _, let value), .assign(_, _, let value):
      if case .measure(let body) = value.kind {
        inner.enter(barrier: "measure")
        check(body, inner, &setup)
      }
    case .if(let branches, let otherwise):
      for branch in branches { checkApart(branch.body, inner, setup) }
      if let otherwise { checkApart(otherwise, inner, setup) }
    case .forIn(_, _, let body), .whileLoop(_, let body), .repeatLoop(_, let body):
      inner.isInLoop = true
      inner.barrierInLoop = nil
      checkApart(body, inner, setup)
    case .breakLoop: checkJump("break", out: "a loop", here.isInLoop, here.barrierInLoop, statement)
    case .continueLoop:
      checkJump("continue", out: "a loop", here.isInLoop, here.barrierInLoop, statement)
    case .returnValue:
      checkJump("return", out: "a function", here.isInFunction, here.barrier, statement)
    case .define(_, let parameters, let body):
      checkParameters(parameters)
      checkApart(body, Surroundings(isInFunction: true), Setup())
    case .include:
      if !here.isTopLevel {
        report(
          .misplacedUse, "`use` of a file inside a block", statement.range,
          hint: "move it to the top of the file")
      }
    case .test(let test):
      checkNames(test.parameters.map(\.name))
      if !here.isTopLevel { report(.misplacedTest, "`test` inside a block", statement.range) }
      checkApart(test.body, Surroundings(), setup)
    case .whatif(let body):
      inner.enter(barrier: "whatif")
      checkApart(body, inner, setup)
    case .compare(_, let body, _):
      checkSetup("compare", setup.process, "process", statement)
      inner.enter(barrier: "compare")
      checkApart(body, inner, setup)
    case .machine(_, let knobs):
      checkSetup("machine", setup.process, "process", statement)
      if setup.process == nil { checkSetup("machine", setup.file, "file", statement) }
      checkNames(knobs.map(\.name))
    case .kernel(_, let knobs):
      checkSetup("kernel", setup.process, "process", statement)
      checkNames(knobs.map(\.name))
    case .file:
      setup.file = setup.file ?? statement.range
    case .birth(let birth):
      setup.process = setup.process ?? statement.range
      if let block = birth.block { check(block, inner, &setup) }
    case .subject(_, let body, _):
      check(body, inner, &setup)
    case .snapshot:
      if setup.process == nil { snapshotMayPrecede.process = true }
      if setup.file == nil { snapshotMayPrecede.file = true }
    case .restore:
      hasRestore = true
    case .missing, .exec, .exit, .useProcess, .call, .assert, .require, .invariant, .skip,
      .xfail, .tag, .print, .show:
      break
    }
  }

  // MARK: Rules

  /// In a file an expression alone must be a call.
  private mutating func checkAlone(_ value: Expression) {
    // Suggestions cost more than the rest of the check: none for a list that is full.
    guard mode == .file, !isFull else { return }
    switch value.kind {
    case .call, .missing:
      break
    case .name(let name):
      report(
        .expressionAlone, "'\(abbreviated(name))' alone does nothing", value.range,
        hint: Suggestion.hint(for: name, in: Vocabulary.statementStarts)
          ?? "did you mean `print \(abbreviated(name))`?")
    case .comparison, .logical, .boolean, .unary(.not, _):
      report(
        .expressionAlone, "a condition alone does nothing", value.range,
        hint: "did you mean `assert`?")
    default:
      report(
        .expressionAlone, "an expression alone does nothing", value.range,
        hint: "did you mean `print` or `assert`?")
    }
  }

  private mutating func checkJump(
    _ word: String, out place: String, _ isInside: Bool, _ barrier: String?, _ statement: Statement
  ) {
    if !isInside {
      report(.misplacedJump, "`\(word)` outside \(place)", statement.range)
    } else if let barrier {
      report(.misplacedJump, "`\(word)` cannot leave `\(barrier)`", statement.range)
    }
  }

  private mutating func checkSetup(
    _ word: String, _ made: SourceRange?, _ what: String, _ statement: Statement
  ) {
    guard let made, !isFull else { return }
    if what == "process" {
      lateAfter.process.append(diagnostics.count)
    } else {
      lateAfter.file.append(diagnostics.count)
    }
    report(
      .misplacedSetup, "`\(word)` after the first \(what)", statement.range,
      notes: [Diagnostic.Note(message: "the first \(what) is made here", range: made)])
  }

  private mutating func checkParameters(_ parameters: [Parameter]) {
    checkNames(parameters.map(\.name))
    var hasDefault = false
    for parameter in parameters {
      if hasDefault, parameter.defaultValue == nil {
        report(
          .badParameter, "parameter '\(abbreviated(parameter.name.text))' needs a default value",
          parameter.name.range, hint: "the ones before it have one")
      }
      hasDefault = hasDefault || parameter.defaultValue != nil
    }
  }

  /// Parameters and knobs are named once.
  private mutating func checkNames(_ names: [Name]) {
    var seen: [String: SourceRange] = [:]
    for name in names {
      if let first = seen[name.text] {
        report(
          .badParameter, "'\(abbreviated(name.text))' a second time", name.range,
          notes: [Diagnostic.Note(message: "first given here", range: first)])
      }
      seen[name.text] = seen[name.text] ?? name.range
    }
  }
}

/// What has certainly been made when a statement runs: the machine is chosen before any of it.
private struct Setup {
  var process: SourceRange?
  var file: SourceRange?
}
