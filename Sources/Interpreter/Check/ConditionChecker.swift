import PTLang

/// Finds conditions that say nothing: always the same, or comparing something with itself.
enum ConditionChecker {
  static func warnings(about statement: Statement, in files: FileSet) -> [Diagnostic] {
    var found: [Diagnostic] = []
    switch statement.kind {
    case .assert(let condition, let why), .require(let condition, let why):
      found += constantAssertion(condition)
      if let why, why.isCondition { found.append(conditionAsReason(why)) }
    case .invariant(let condition): found += constantAssertion(condition)
    case .if(let branches, _):
      for branch in branches { found += constantCondition(branch.condition) }
    case .whileLoop(let condition, _) where condition.truth == false:
      found += constantCondition(condition)
    case .skip(let condition?, _): found += constantCondition(condition)
    default: break
    }
    for expression in statement.expressions {
      expression.forEachPart { part in
        if case .comparison(let first, let rest) = part.kind {
          found += comparisons(first, rest, files)
        }
      }
    }
    return found
  }

  private static func constantAssertion(_ condition: Expression) -> [Diagnostic] {
    guard let truth = condition.truth else { return [] }
    // This place should not be reached.
    if case .boolean(false) = condition.kind { return [] }
    return [
      Diagnostic(
        .constantAssertion, "this is always \(truth)", condition.range,
        hint: "assert something that the script has an influence on")
    ]
  }

  private static func constantCondition(_ condition: Expression) -> [Diagnostic] {
    guard let truth = condition.truth else { return [] }
    return [
      Diagnostic(.constantCondition, "this condition is always \(truth)", condition.range)
    ]
  }

  private static func conditionAsReason(_ why: Expression) -> Diagnostic {
    Diagnostic(
      .conditionAsReason, "this condition is only the reason that a failure shows", why.range,
      hint: "join conditions with `and`, or write two assertions")
  }

  // MARK: Comparisons

  private static func comparisons(
    _ first: Expression, _ rest: [Comparison], _ files: FileSet
  ) -> [Diagnostic] {
    var found: [Diagnostic] = []
    var left = first
    for link in rest {
      let right = link.operand
      let range = left.range.union(right.range)
      if left.hasNames, !left.mayCallFunctions, left.wording == right.wording {
        found.append(
          Diagnostic(
            .comparedWithItself, "'\(files.shortText(left.range))' is compared with itself", range,
            hint: "to compare with a value of before, keep that in a variable"))
      } else if link.op == .equal || link.op == .notEqual, left.isRounded || right.isRounded {
        found.append(
          Diagnostic(
            .roundedEquality, "`\(link.op.rawValue)` of floats that have been rounded", range,
            hint: "ask whether they are near: `abs(a - b) < 0.001`"))
      }
      left = right
    }
    return found
  }
}

extension FileSet {
  /// The text of a place, cut when it is long.
  func shortText(_ range: SourceRange) -> String {
    let text = text(range)
    return text.count <= 40 ? text : String(text.prefix(37)) + "..."
  }
}

extension Expression {
  /// It gives true or false, and is no mere name.
  fileprivate var isCondition: Bool {
    switch kind {
    case .boolean, .comparison, .logical, .unary(.not, _): true
    default: false
    }
  }

  /// Some name stands in it: it is not made of constants alone.
  fileprivate var hasNames: Bool {
    contains { if case .name = $0.kind { true } else { false } }
  }

  /// A sum, difference or product in which a float with a fraction takes part.
  fileprivate var isRounded: Bool {
    switch kind {
    case .binary(.add, let a, let b), .binary(.subtract, let a, let b),
      .binary(.multiply, let a, let b):
      a.hasInexactFloat || b.hasInexactFloat
    case .unary(.negate, let operand): operand.isRounded
    default: false
    }
  }

  /// A float that no binary fraction of a few digits is: 0.1, but not 0.5.
  private var hasInexactFloat: Bool {
    contains { part in
      guard case .float(let number) = part.kind else { return false }
      let scaled = number * 65536
      return scaled != scaled.rounded()
    }
  }
}
