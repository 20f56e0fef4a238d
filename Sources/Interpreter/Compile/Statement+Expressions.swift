import PTLang

extension Statement {
  /// The expressions of the statement itself: those in its blocks are not among them.
  var expressions: [Expression] {
    switch kind {
    case .missing, .breakLoop, .continueLoop, .include, .exec(nil), .exit, .whatif, .snapshot,
      .restore:
      []
    case .declare(_, _, let value), .expression(let value), .useProcess(let value),
      .invariant(let value), .forIn(_, let value, _), .whileLoop(let value, _),
      .repeatLoop(let value, _), .subject(let value, _, _):
      [value]
    case .assign(let target, _, let value): [target, value]
    case .if(let branches, _): branches.map(\.condition)
    case .define(_, let parameters, _): parameters.compactMap(\.defaultValue)
    case .returnValue(let value), .xfail(let value): value.map { [$0] } ?? []
    case .machine(let selector, let knobs), .kernel(let selector, let knobs):
      selector.expressions + knobs.map(\.value)
    case .file(let file): [file.size]
    case .birth(let birth): [birth.name.index, birth.expectation?.address].compactMap { $0 }
    case .exec(let expectation): [expectation?.address].compactMap { $0 }
    case .call(let call): call.expressions
    case .assert(let condition, let why), .require(let condition, let why):
      [condition] + (why.map { [$0] } ?? [])
    case .compare(let kernels, _, let columns): kernels.flatMap(\.expressions) + columns
    case .test(let test): [test.title] + test.parameters.map(\.values)
    case .skip(let condition, let reason): [condition, reason].compactMap { $0 }
    case .tag(let values), .print(let values): values
    case .show(let request): request.arguments
    }
  }
}

extension Call {
  /// The operands, what the clauses are given, and the address of `faults SIGSEGV at ADDR`.
  var expressions: [Expression] {
    operands + clauses.flatMap(\.arguments) + (expectation?.address.map { [$0] } ?? [])
  }
}

extension Selector {
  /// The string, or the word as the variable that it may be.
  fileprivate var expressions: [Expression] {
    [string ?? Expression(.name(word.text), range: word.range)]
  }
}

extension Block {
  /// Whether one of its statements, or of the blocks in them, is such a statement.
  func contains(_ condition: (Statement) -> Bool) -> Bool {
    statements.contains { condition($0) || $0.blocks.contains { $0.contains(condition) } }
  }
}

extension Expression {
  /// The expression, and everything in it, outermost first.
  func forEachPart(_ body: (Expression) -> Void) {
    body(self)
    for part in parts { part.forEachPart(body) }
  }
}
