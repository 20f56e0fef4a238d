@testable import PTLang

/// A tree as one line of text, for assertions: expressions in prefix form in parentheses,
/// statements in angle brackets.
enum TreeDump {
  static func dump(_ tree: SyntaxTree) -> String {
    tree.root.statements.map(dump).joined(separator: " ")
  }

  static func dump(_ block: Block) -> String {
    "{" + block.statements.map(dump).joined(separator: " ") + "}"
  }

  static func dump(_ statement: Statement) -> String {
    "<" + words(statement.kind).filter { !$0.isEmpty }.joined(separator: " ") + ">"
  }

  private static func words(_ kind: Statement.Kind) -> [String] {
    switch kind {
    case .missing: ["?"]
    case .declare(let isMutable, let name, let value):
      [isMutable ? "var" : "let", name.text, dump(value)]
    case .assign(let target, let op, let value):
      [(op?.rawValue ?? "") + "=", dump(target), dump(value)]
    case .expression(let value): [dump(value)]
    case .if(let branches, let otherwise):
      ["if"] + branches.map { dump($0.condition) + dump($0.body) }
        + (otherwise.map { ["else", dump($0)] } ?? [])
    case .forIn(let name, let values, let body): ["for", name.text, dump(values), dump(body)]
    case .whileLoop(let condition, let body): ["while", dump(condition), dump(body)]
    case .repeatLoop(let count, let body): ["repeat", dump(count), dump(body)]
    case .breakLoop: ["break"]
    case .continueLoop: ["continue"]
    case .define(let name, let parameters, let body):
      ["def", name.text]
        + parameters.map { $0.name.text + ($0.defaultValue.map { "=" + dump($0) } ?? "") }
        + [dump(body)]
    case .returnValue(let value): ["return", value.map(dump) ?? ""]
    case .include(let path): ["include", path.text]
    case .machine(let name, let knobs): ["machine", dump(name)] + knobs.map(dump)
    case .kernel(let name, let knobs): ["kernel", dump(name)] + knobs.map(dump)
    case .file(let file):
      [
        file.isShm ? "shm" : "file", file.name.text, dump(file.size), file.filled ? "filled" : "",
        file.hugetlb ? "hugetlb" : "",
      ]
    case .birth(let birth):
      [birth.kind.rawValue, dump(birth.name), birth.block.map(dump) ?? ""]
        + expected(birth.expectation)
    case .exec(let expectation): ["exec"] + expected(expectation)
    case .exit: ["exit"]
    case .useProcess(let process): ["use", dump(process)]
    case .subject(let subject, let body, let isBraced):
      [dump(subject) + ":", isBraced ? dump(body) : body.statements.map(dump).joined()]
    case .call(let call): words(call)
    case .assert(let condition, let why): ["assert", dump(condition), why.map(dump) ?? ""]
    case .require(let condition, let why): ["require", dump(condition), why.map(dump) ?? ""]
    case .invariant(let condition): ["invariant", dump(condition)]
    case .whatif(let body): ["whatif", dump(body)]
    case .snapshot(let name): ["snapshot", name.text]
    case .restore(let name): ["restore", name.text]
    case .compare(let kernels, let body, let show):
      ["compare"] + kernels.map(dump) + [dump(body)] + show.map(dump)
    case .test(let test):
      ["test", dump(test.title)] + test.parameters.map { "\($0.name.text) in \(dump($0.values))" }
        + [dump(test.body)]
    case .skip(let condition, let reason):
      ["skip", condition.map(dump) ?? "", reason.map(dump) ?? ""]
    case .xfail(let reason): ["xfail", reason.map(dump) ?? ""]
    case .tag(let tags): ["tag"] + tags.map(dump)
    case .print(let values): ["print"] + values.map(dump)
    case .show(let request): ["show", request.topic?.text ?? ""] + request.arguments.map(dump)
    }
  }

  private static func words(_ call: Call) -> [String] {
    var words = [call.verb.rawValue] + call.operands.map(dump)
    for clause in call.clauses {
      words.append(clause.kind == .value ? "=" : clause.kind.rawValue)
      words += clause.arguments.map(dump)
      if let word = clause.word { words.append("'" + word.text) }
    }
    return words + expected(call.expectation)
  }

  private static func expected(_ expectation: Expectation?) -> [String] {
    guard let expectation else { return [] }
    return [expectation.isFault ? "faults" : "fails", expectation.name.text]
      + (expectation.address.map { ["@", dump($0)] } ?? [])
  }

  private static func dump(_ name: Selector) -> String {
    name.string.map(dump) ?? "'" + name.word.text
  }

  private static func dump(_ knob: Knob) -> String { "\(knob.name.text)=\(dump(knob.value))" }

  private static func dump(_ name: ProcessName) -> String {
    name.name.text + (name.index.map { "[\(dump($0))]" } ?? "")
  }

  static func dump(_ expression: Expression) -> String {
    switch expression.kind {
    case .missing: "?"
    case .integer(let value): "\(value)"
    case .float(let value): "\(value)"
    case .boolean(let value): "\(value)"
    case .null: "nil"
    case .string(let parts): "\"" + parts.map(dump).joined() + "\""
    case .pages(let count): "(pages \(dump(count)))"
    case .list(let elements): "[" + elements.map(dump).joined(separator: " ") + "]"
    case .name(let name): name
    case .member(let base, let name): "(. \(dump(base)) \(name.text))"
    case .index(let base, let index): "([] \(dump(base)) \(dump(index)))"
    case .call(let callee, let arguments):
      "(" + (["call", dump(callee)] + arguments.map(dump)).joined(separator: " ") + ")"
    case .unary(let op, let operand): "(\(op.rawValue) \(dump(operand)))"
    case .binary(let op, let left, let right): "(\(op.rawValue) \(dump(left)) \(dump(right)))"
    case .logical(let op, let left, let right): "(\(op.rawValue) \(dump(left)) \(dump(right)))"
    case .comparison(let first, let links):
      "(" + dump(first) + links.map { " \($0.op.rawValue) \(dump($0.operand))" }.joined() + ")"
    case .range(let lower, let upper, let isHalfOpen):
      "(\(isHalfOpen ? "..<" : "..") \(dump(lower)) \(dump(upper)))"
    case .measure(let body): "measure" + dump(body)
    }
  }

  private static func dump(_ part: StringPart) -> String {
    switch part {
    case .text(let text): text
    case .interpolation(let expression): "{\(dump(expression))}"
    }
  }
}

/// The statements of a text that has nothing wrong with it.
func tree(_ text: String, mode: Parser.Mode = .file) -> String {
  let result = Parser.parse(SourceFile(name: "t.pts", text: text), mode: mode)
  let problems = result.diagnostics.map { "\($0.code) \($0.message)" }
  return problems.isEmpty ? TreeDump.dump(result.tree) : problems.joined(separator: "; ")
}

/// What is wrong with a text, one line each: code, place as the text it covers, message, hint.
func problems(_ text: String, mode: Parser.Mode = .file) -> [String] {
  let file = SourceFile(name: "t.pts", text: text)
  return Parser.parse(file, mode: mode).diagnostics.map { diagnostic in
    let place = file.bytes[Int(diagnostic.range.lower)..<Int(diagnostic.range.upper)]
    let line = file.line(at: diagnostic.range.lower)
    let hint = diagnostic.hint.map { " (\($0))" } ?? ""
    return "\(diagnostic.code) \(line) `\(String(decoding: place, as: UTF8.self))`: "
      + diagnostic.message + hint
  }
}
