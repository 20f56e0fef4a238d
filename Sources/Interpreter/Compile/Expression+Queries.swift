import PTLang

extension Expression {
  /// A failed assertion shows the values of names, members, calls and operators.
  var isWorthShowing: Bool {
    switch kind {
    case .missing, .integer, .float, .boolean, .null, .string, .list, .range, .measure: false
    // In bytes, as what it is compared with.
    case .pages: true
    case .unary(.negate, let operand): operand.isWorthShowing
    case .name, .member, .index, .call, .unary, .binary, .logical, .comparison: true
    }
  }

  /// Evaluating it may change variables.
  var mayCallFunctions: Bool {
    contains {
      if case .call(let callee, _) = $0.kind, case .name = callee.kind { true } else { false }
    }
  }

  /// Parts of it may be left out when it is evaluated.
  var mayBeCutShort: Bool {
    contains {
      switch $0.kind {
      case .logical: true
      case .comparison(_, let rest): rest.count > 1
      default: false
      }
    }
  }

  /// Whether it or one of its parts is such an expression.
  func contains(_ condition: (Expression) -> Bool) -> Bool {
    if condition(self) { return true }
    return parts.contains { $0.contains(condition) }
  }

  /// The expressions that it is made of; none for `measure`, whose block has statements.
  var parts: [Expression] {
    switch kind {
    case .missing, .integer, .float, .boolean, .null, .name, .measure: []
    case .string(let parts):
      parts.compactMap { if case .interpolation(let expression) = $0 { expression } else { nil } }
    case .pages(let operand), .unary(_, let operand), .member(let operand, _): [operand]
    case .list(let elements): elements
    case .index(let a, let b), .binary(_, let a, let b), .logical(_, let a, let b),
      .range(let a, let b, _):
      [a, b]
    case .call(let callee, let arguments): [callee] + arguments
    case .comparison(let first, let rest): [first] + rest.map(\.operand)
    }
  }
}
