@testable import PTLang

/// Walks a tree and notes which of its promises are broken: every place lies in the text and
/// inside the place of what it belongs to; nothing is higher than the limit.
struct TreeWalk {
  let limit: Int32
  var violations: [String] = []
  var hasMissing = false
  private var depth = 0

  init(limit: Int32) { self.limit = limit }

  mutating func visit(_ block: Block) {
    for statement in block.statements { visit(statement, in: block.range) }
  }

  private mutating func check(_ range: SourceRange, in outer: SourceRange, _ what: String) {
    if range.lower < 0 || range.lower > range.upper || range.upper > limit {
      violations.append("\(what) outside the text: \(range)")
    }
    // What is missing stands behind the last token, which may belong to the parent's parent.
    if range.lower < range.upper, range.lower < outer.lower || range.upper > outer.upper {
      violations.append("\(what) outside its parent: \(range) in \(outer)")
    }
  }

  private mutating func visit(_ statement: Statement, in outer: SourceRange) {
    depth += 1
    defer { depth -= 1 }
    if depth > 2 * Parser.maximumDepth { violations.append("too deep") }
    check(statement.range, in: outer, "statement")
    func visit(_ block: Block?) {
      guard let block else { return }
      check(block.range, in: statement.range, "block")
      self.visit(block)
    }
    func visit(_ expression: Expression?) {
      if let expression { self.visit(expression, in: statement.range) }
    }
    switch statement.kind {
    case .missing: hasMissing = true
    case .declare(_, _, let value), .expression(let value), .useProcess(let value),
      .invariant(let value):
      visit(value)
    case .assign(let target, _, let value):
      visit(target)
      visit(value)
    case .if(let branches, let otherwise):
      for branch in branches {
        visit(branch.condition)
        visit(branch.body)
      }
      visit(otherwise)
    case .forIn(_, let value, let body), .whileLoop(let value, let body),
      .repeatLoop(let value, let body), .subject(let value, let body, _):
      visit(value)
      visit(body)
    case .define(_, let parameters, let body):
      for parameter in parameters { visit(parameter.defaultValue) }
      visit(body)
    case .returnValue(let value): visit(value)
    case .machine(_, let knobs), .kernel(_, let knobs): for knob in knobs { visit(knob.value) }
    case .file(let file): visit(file.size)
    case .birth(let birth):
      visit(birth.name.index)
      visit(birth.block)
      visit(birth.expectation?.address)
    case .exec(let expectation): visit(expectation?.address)
    case .call(let call):
      for operand in call.operands { visit(operand) }
      for clause in call.clauses {
        check(clause.range, in: statement.range, "clause")
        for argument in clause.arguments { visit(argument) }
      }
      visit(call.expectation?.address)
    case .assert(let condition, let why), .require(let condition, let why):
      visit(condition)
      visit(why)
    case .whatif(let body): visit(body)
    case .compare(_, let body, let show):
      visit(body)
      for expression in show { visit(expression) }
    case .test(let test):
      visit(test.title)
      for parameter in test.parameters { visit(parameter.values) }
      visit(test.body)
    case .skip(let condition, let reason):
      visit(condition)
      visit(reason)
    case .xfail(let reason): visit(reason)
    case .tag(let values), .print(let values): for value in values { visit(value) }
    case .show(let request): for argument in request.arguments { visit(argument) }
    case .breakLoop, .continueLoop, .include, .exit, .snapshot, .restore: break
    }
  }

  private mutating func visit(_ expression: Expression, in outer: SourceRange) {
    depth += 1
    defer { depth -= 1 }
    if depth > 2 * Parser.maximumDepth { violations.append("too deep") }
    check(expression.range, in: outer, "expression")
    let children: [Expression]
    switch expression.kind {
    case .missing:
      hasMissing = true
      children = []
    case .integer, .float, .boolean, .null, .name: children = []
    case .string(let parts):
      children = parts.compactMap {
        if case .interpolation(let inner) = $0 { inner } else { nil }
      }
    case .pages(let inner), .unary(_, let inner), .member(let inner, _): children = [inner]
    case .list(let elements): children = elements
    case .index(let a, let b), .binary(_, let a, let b), .logical(_, let a, let b),
      .range(let a, let b, _):
      children = [a, b]
    case .call(let callee, let arguments): children = [callee] + arguments
    case .comparison(let first, let links): children = [first] + links.map(\.operand)
    case .measure(let body):
      visit(body)
      children = []
    }
    for child in children { visit(child, in: expression.range) }
  }
}
