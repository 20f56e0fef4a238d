import PTLang

extension Expression {
  /// What the condition always is, whatever the script has done; nil if that depends.
  ///
  /// Names of constants count as unknown: scripts are adjusted by them.
  var truth: Bool? {
    switch kind {
    case .boolean(let flag): return flag
    case .unary(.not, let operand): return operand.truth.map { !$0 }
    case .logical(.and, let left, let right):
      if left.truth == false || right.truth == false { return false }
      return left.truth == true && right.truth == true ? true : nil
    case .logical(.or, let left, let right):
      if left.truth == true || right.truth == true { return true }
      return left.truth == false && right.truth == false ? false : nil
    case .comparison(let first, let rest): return Self.truth(of: first, rest)
    default: return nil
    }
  }

  private static func truth(of first: Expression, _ rest: [Comparison]) -> Bool? {
    var left = first
    for link in rest {
      guard let holds = truth(of: left, link.op, link.operand) else { return nil }
      if !holds { return false }
      left = link.operand
    }
    return true
  }

  private static func truth(
    of left: Expression, _ op: ComparisonOperator, _ right: Expression
  ) -> Bool? {
    let folder = ConstantFolder()
    guard let a = folder.fold(left), let b = folder.fold(right) else { return nil }
    switch (op, a.number, b.number) {
    case (.in, _, _): return nil
    case (.equal, nil, _), (.equal, _, nil): return a == b
    case (.notEqual, nil, _), (.notEqual, _, nil): return a != b
    case (_, let a?, let b?): return Arithmetic.order(a, b).map { op.holds($0) }
    default: return nil
    }
  }
}

extension Constant {
  /// Of an integer or a float.
  var number: Arithmetic.Number? {
    switch self {
    case .integer(let number): .integer(number)
    case .float(let number): .float(number)
    default: nil
    }
  }
}

extension ComparisonOperator {
  fileprivate func holds(_ order: Arithmetic.Order) -> Bool {
    switch self {
    case .equal: order == .equal
    case .notEqual: order != .equal
    case .less: order == .less
    case .lessOrEqual: order != .greater
    case .greater: order == .greater
    case .greaterOrEqual: order != .less
    case .in: false
    }
  }
}
