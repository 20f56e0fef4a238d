import PTLang

/// Works out what can be known without running: titles of tests, the lists of their parameters,
/// `-D name=value`.
struct ConstantFolder {
  private(set) var values: [String: Constant] = [:]

  mutating func define(_ name: String, _ value: Constant) { values[name] = value }

  /// Takes note of the constants at the top level of a file.
  mutating func collect(_ block: Block) {
    for statement in block.statements {
      guard case .declare(_, let name, let expression) = statement.kind else { continue }
      if case .declare(isMutable: false, _, _) = statement.kind {
        values[name.text] = fold(expression)
      } else {
        values[name.text] = nil
      }
    }
  }

  func fold(_ expression: Expression) -> Constant? {
    switch expression.kind {
    case .integer(let number): return .integer(Int(number))
    case .float(let number): return .float(number)
    case .boolean(let flag): return .boolean(flag)
    case .null: return .null
    case .string(let parts): return string(parts).map { .string($0) }
    case .name(let name): return values[name]
    case .list(let elements):
      let folded = elements.compactMap { fold($0) }
      return folded.count == elements.count ? .list(folded) : nil
    case .range(let low, let high, let isHalfOpen): return range(low, high, isHalfOpen)
    case .unary(.negate, let operand):
      guard case .integer(let number)? = fold(operand), number != .min else { return nil }
      return .integer(-number)
    case .binary(let op, let left, let right):
      guard case .integer(let a)? = fold(left), case .integer(let b)? = fold(right) else {
        return nil
      }
      return combine(op, a, b)
    default: return nil
    }
  }

  private func combine(_ op: BinaryOperator, _ a: Int, _ b: Int) -> Constant? {
    guard let value = try? Arithmetic.apply(op.opcode, .integer(a), .integer(b)) else { return nil }
    return value.tag == .integer ? .integer(value.bits) : .float(value.double)
  }

  private func range(_ low: Expression, _ high: Expression, _ isHalfOpen: Bool) -> Constant? {
    guard case .integer(let first)? = fold(low), case .integer(let bound)? = fold(high) else {
      return nil
    }
    let range = RangeValue(first: first, bound: bound, step: 1, isHalfOpen: isHalfOpen)
    guard range.count <= TestCase.maximumCombinations else { return nil }
    return .list((0..<range.count).map { .integer(range[$0]) })
  }

  func string(_ parts: [StringPart]) -> String? {
    var text = ""
    for part in parts {
      switch part {
      case .text(let plain): text += plain
      case .interpolation(let expression):
        guard let value = fold(expression) else { return nil }
        text += value.text
      }
    }
    return text
  }

  /// The value of `-D name=value`: an integer with suffix, a float, `true`, `false`, `nil`, or
  /// else a string.
  static func definition(_ text: String) -> Constant {
    let result = Parser.parse(SourceFile(name: "-D", text: "let x = \(text)"))
    guard result.diagnostics.isEmpty, result.tree.root.statements.count == 1,
      case .declare(_, _, let expression) = result.tree.root.statements[0].kind,
      let value = ConstantFolder().fold(expression)
    else { return .string(text) }
    switch value {
    case .string, .list, .symbol: return .string(text)
    default: return value
    }
  }
}

extension Constant {
  /// As `print` writes it.
  var text: String {
    switch self {
    case .null: "nil"
    case .boolean(let flag): flag ? "true" : "false"
    case .integer(let number): String(number)
    case .float(let number): number.description
    case .string(let text): text
    case .list(let elements): "[" + elements.map(\.text).joined(separator: ", ") + "]"
    case .symbol(let number): Symbols.all[number]
    }
  }
}
