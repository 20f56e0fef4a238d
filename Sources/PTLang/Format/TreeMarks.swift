/// What the layout must know about tokens and only the tree can say, by their offsets.
struct TreeMarks {
  /// Where the statements of the file and of blocks begin; not the one after `SUBJECT:`.
  private(set) var statements: Set<Int32> = []
  /// The end of what a `(` or `[` is attached to: `f(x)`, `p[1]`.
  private(set) var attachments: Set<Int32> = []
  /// The end of what a binary `-` is subtracted from; every other `-` is a sign.
  private(set) var minuends: Set<Int32> = []
  /// Where an `in` stands that is an operator.
  private(set) var inOperators: Set<Int32> = []
  /// Raw words of machines and kernels: where each begins and ends.
  private(set) var rawWords: [Int32: Int32] = [:]
  /// Where clauses begin that have a word, `fails` and `faults` included.
  private(set) var clauses: Set<Int32> = []
  /// Where `fails` and `faults` begin.
  private(set) var outcomes: Set<Int32> = []
  /// The place of every node, in the order of a walk.
  private(set) var nodes: [SourceRange] = []

  init(_ root: Block) { visit(root.statements) }

  private mutating func visit(_ statements: [Statement]) {
    for statement in statements {
      self.statements.insert(statement.range.lower)
      visit(statement)
    }
  }

  private mutating func visit(_ block: Block?) {
    guard let block else { return }
    nodes.append(block.range)
    visit(block.statements)
  }

  private mutating func visit(_ statement: Statement) {
    nodes.append(statement.range)
    switch statement.kind {
    case .missing, .breakLoop, .continueLoop, .include, .exit, .snapshot, .restore: break
    case .declare(_, _, let value), .expression(let value), .useProcess(let value),
      .invariant(let value):
      visit(value)
    case .assign(let target, _, let value): visit(target, value)
    case .if(let branches, let otherwise):
      for branch in branches {
        visit(branch.condition)
        visit(branch.body)
      }
      visit(otherwise)
    case .forIn(_, let values, let body): visit(values, body)
    case .whileLoop(let condition, let body): visit(condition, body)
    case .repeatLoop(let count, let body): visit(count, body)
    case .define(let name, let parameters, let body):
      attachments.insert(name.range.upper)
      for parameter in parameters { visit(parameter.defaultValue) }
      visit(body)
    case .returnValue(let value): visit(value)
    case .machine(let selector, let knobs), .kernel(let selector, let knobs):
      visit(selector)
      for knob in knobs {
        visit(knob.value)
        if case .name(let word) = knob.value.kind, Vocabulary.dashedKnobWords.contains(word) {
          rawWords[knob.value.range.lower] = knob.value.range.upper
        }
      }
    case .file(let file): visit(file.size)
    case .birth(let birth):
      visit(birth.name)
      visit(birth.block)
      visit(birth.expectation)
    case .exec(let expectation): visit(expectation)
    case .subject(let subject, let body, let isBraced):
      visit(subject)
      if isBraced {
        visit(body)
      } else {
        for statement in body.statements { visit(statement) }
      }
    case .call(let call): visit(call)
    case .assert(let condition, let why), .require(let condition, let why):
      visit(condition, why)
    case .whatif(let body): visit(body)
    case .compare(let kernels, let body, let show):
      for kernel in kernels { visit(kernel) }
      visit(body)
      visit(show)
    case .test(let test):
      visit(test.title)
      visit(test.parameters.map(\.values))
      visit(test.body)
    case .skip(let condition, let reason): visit(condition, reason)
    case .xfail(let reason): visit(reason)
    case .tag(let values), .print(let values): visit(values)
    case .show(let request): visit(request.arguments)
    }
  }

  private mutating func visit(_ call: Call) {
    visit(call.operands)
    for clause in call.clauses {
      nodes.append(clause.range)
      if clause.kind != .value { clauses.insert(clause.range.lower) }
      visit(clause.arguments)
    }
    visit(call.expectation)
  }

  private mutating func visit(_ expectation: Expectation?) {
    guard let expectation else { return }
    nodes.append(expectation.range)
    clauses.insert(expectation.range.lower)
    outcomes.insert(expectation.range.lower)
    visit(expectation.address)
  }

  private mutating func visit(_ selector: Selector) {
    nodes.append(selector.word.range)
    if let string = selector.string {
      visit(string)
    } else if !selector.word.text.isEmpty {
      rawWords[selector.word.range.lower] = selector.word.range.upper
    }
  }

  private mutating func visit(_ name: ProcessName) {
    guard let index = name.index else { return }
    attachments.insert(name.name.range.upper)
    visit(index)
  }

  // MARK: Expressions

  private mutating func visit(_ expressions: [Expression]) {
    for expression in expressions { visit(expression) }
  }

  private mutating func visit(_ first: Expression?, _ second: Expression?) {
    visit(first)
    visit(second)
  }

  private mutating func visit(_ expression: Expression, _ body: Block) {
    visit(expression)
    visit(body)
  }

  private mutating func visit(_ expression: Expression?) {
    guard let expression else { return }
    nodes.append(expression.range)
    switch expression.kind {
    case .missing, .integer, .float, .boolean, .null, .name: break
    case .string(let parts):
      for case .interpolation(let inner) in parts { visit(inner) }
    case .pages(let inner), .unary(_, let inner), .member(let inner, _): visit(inner)
    case .list(let elements): visit(elements)
    case .index(let base, let index):
      attachments.insert(base.range.upper)
      visit(base, index)
    case .call(let callee, let arguments):
      attachments.insert(callee.range.upper)
      visit(callee)
      visit(arguments)
    case .binary(let op, let left, let right):
      if op == .subtract { minuends.insert(left.range.upper) }
      visit(left, right)
    case .logical(_, let left, let right), .range(let left, let right, _): visit(left, right)
    case .comparison(let first, let links):
      visit(first)
      for link in links {
        if link.op == .in { inOperators.insert(link.opRange.lower) }
        visit(link.operand)
      }
    case .measure(let body): visit(body)
    }
  }
}
