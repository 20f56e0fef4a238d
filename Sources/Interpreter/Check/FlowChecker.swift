import PTLang

/// Finds what never runs, what never ends, and what does nothing.
struct FlowChecker {
  private let comments: [Comment]
  private var warnings: [Diagnostic] = []

  static func warnings(about tree: SyntaxTree) -> [Diagnostic] {
    var checker = FlowChecker(comments: tree.comments)
    _ = checker.reachesEnd(of: tree.root)
    return checker.warnings
  }

  private init(comments: [Comment]) { self.comments = comments }

  private mutating func warn(
    _ code: WarningCode, _ message: String, _ range: SourceRange,
    notes: [Diagnostic.Note] = [], hint: String? = nil
  ) {
    warnings.append(Diagnostic(code, message, range, notes: notes, hint: hint))
  }

  // MARK: What runs

  /// Checks a block; whether what stands after it may run.
  private mutating func reachesEnd(of block: Block) -> Bool {
    var leaving: SourceRange?
    var hasWarned = false
    checkChoices(of: block)
    checkLastInvariant(of: block)
    for statement in block.statements {
      if let leaving, !hasWarned, !statement.kind.isDeclarative {
        warn(
          .unreachable, "this statement is never reached", statement.range,
          notes: [.init(message: "nothing goes on from here", range: leaving)])
        hasWarned = true
      }
      if !goesOn(after: statement), leaving == nil { leaving = statement.range }
    }
    return leaving == nil
  }

  /// Checks a statement; whether the next one may run.
  private mutating func goesOn(after statement: Statement) -> Bool {
    checkEmptyBlocks(of: statement)
    switch statement.kind {
    case .breakLoop, .continueLoop, .returnValue: return false
    case .require(let condition, _): return condition.truth != false
    case .if(let branches, let otherwise):
      checkRepeatedConditions(of: branches)
      var goesOn = false
      for branch in branches where reachesEnd(of: branch.body) { goesOn = true }
      guard let otherwise else { return true }
      return reachesEnd(of: otherwise) || goesOn
    case .whileLoop(let condition, let body):
      _ = reachesEnd(of: body)
      guard condition.truth == true, !body.leavesLoop else { return true }
      if !body.mayEndOtherwise {
        warn(
          .endlessLoop, "this loop never ends", condition.range,
          hint: "leave it with `break`, or ask for something that changes")
      }
      return false
    default:
      // The others run what is in them not at all, or more than once, or put the world back.
      for block in statement.blocks { _ = reachesEnd(of: block) }
      checkRounds(of: statement)
      return true
    }
  }

  private mutating func checkRepeatedConditions(of branches: [Branch]) {
    guard branches.count > 1 else { return }
    var asked: [[String]: SourceRange] = [:]
    for branch in branches where !branch.condition.mayCallFunctions {
      let wording = branch.condition.wording
      if let earlier = asked[wording] {
        warn(
          .repeatedCondition, "this condition has been asked already", branch.condition.range,
          notes: [.init(message: "here", range: earlier)])
      } else {
        asked[wording] = branch.condition.range
      }
    }
  }

  private mutating func checkRounds(of statement: Statement) {
    let folder = ConstantFolder()
    switch statement.kind {
    case .repeatLoop(let count, _):
      guard case .integer(let number)? = folder.fold(count), number <= 0 else { return }
      warn(.loopNeverRuns, "this loop never runs", count.range)
    case .forIn(_, let sequence, _):
      guard case .list(let elements)? = folder.fold(sequence), elements.isEmpty else { return }
      var hint: String?
      if case .range(let first, let last, _) = sequence.kind,
        case .integer(let high)? = folder.fold(first), case .integer(let low)? = folder.fold(last),
        high > low
      {
        hint = "downwards it is `range(\(high), \(low - 1), -1)`"
      }
      warn(.loopNeverRuns, "this loop never runs", sequence.range, hint: hint)
    default: return
    }
  }

  // MARK: What does nothing

  private mutating func checkEmptyBlocks(of statement: Statement) {
    switch statement.kind {
    // `spawn p { }` says who stays current; a test has a rule of its own.
    case .birth, .test: return
    case .whileLoop(let condition, _) where condition.truth == true: return
    default: break
    }
    for block in statement.blocks where block.statements.isEmpty && !hasComment(in: block) {
      warn(
        .emptyBlock, "this block is empty", block.range,
        hint: "a comment inside says that this is meant")
    }
  }

  private func hasComment(in block: Block) -> Bool {
    var low = 0
    var high = comments.count
    while low < high {
      let middle = (low + high) / 2
      if comments[middle].range.lower < block.range.lower {
        low = middle + 1
      } else {
        high = middle
      }
    }
    return low < comments.count && comments[low].range.lower < block.range.upper
  }

  /// `machine` and `kernel` twice with nothing but declarations between.
  private mutating func checkChoices(of block: Block) {
    var machine: SourceRange?
    var kernel: SourceRange?
    for statement in block.statements {
      switch statement.kind {
      case .machine:
        if let machine { warnOverridden("machine", machine, by: statement.range) }
        machine = statement.range
      case .kernel:
        if let kernel { warnOverridden("kernel", kernel, by: statement.range) }
        kernel = statement.range
      case let kind where !kind.isDeclarative: (machine, kernel) = (nil, nil)
      default: break
      }
    }
  }

  private mutating func warnOverridden(
    _ word: String, _ first: SourceRange, by second: SourceRange
  ) {
    warn(
      .overriddenChoice, "this `\(word)` has no effect", first,
      notes: [.init(message: "replaced here", range: second)])
  }

  private mutating func checkLastInvariant(of block: Block) {
    guard let last = block.statements.last, case .invariant = last.kind else { return }
    warn(
      .invariantAtEnd, "nothing follows that could break this invariant", last.range,
      hint: "write `assert`, or move it further up")
  }
}

extension Statement.Kind {
  /// Changes nothing of the world by itself.
  fileprivate var isDeclarative: Bool {
    switch self {
    case .define, .include, .test, .tag, .xfail: true
    case .declare(_, _, let value):
      switch value.kind {
      case .integer, .float, .boolean, .null, .string: true
      default: false
      }
    default: false
    }
  }
}

extension Block {
  /// A `break` of the loop whose body this is, or a `return`.
  fileprivate var leavesLoop: Bool {
    statements.contains { statement in
      switch statement.kind {
      case .breakLoop, .returnValue: true
      case .forIn, .whileLoop, .repeatLoop:
        statement.blocks.contains { block in
          block.contains { if case .returnValue = $0.kind { true } else { false } }
        }
      default: statement.blocks.contains(where: \.leavesLoop)
      }
    }
  }

  /// Something in it may end the test: a requirement, a call that may be refused, a function.
  fileprivate var mayEndOtherwise: Bool {
    contains { statement in
      switch statement.kind {
      case .require, .skip, .call, .birth, .exec, .exit, .restore: true
      default: statement.expressions.contains(where: \.mayCallFunctions)
      }
    }
  }
}
