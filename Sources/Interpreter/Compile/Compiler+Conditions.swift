import PTLang

extension Compiler {
  /// Emits the evaluation of a condition.
  ///
  /// - Returns: the jumps taken when it does not hold, to be patched.
  func jumpUnless(_ condition: Expression) -> [Int] {
    let mark = frame.next
    defer { release(to: mark) }
    switch condition.kind {
    case .logical(.and, let left, let right):
      let first = jumpUnless(left)
      return first + jumpUnless(right)
    case .logical(.or, let left, let right):
      let first = jumpUnless(left)
      let holds = emit(.jump, at: condition.range)
      patch(first)
      let second = jumpUnless(right)
      patch(holds)
      return second
    case .comparison(let first, let rest) where rest.count == 1 && rest[0].op != .in:
      return jumpUnless(first, rest[0], at: condition.range)
    default:
      let register = value(condition)
      return [emit(.jumpIfFalse, a: register, at: condition.range)]
    }
  }

  private func jumpUnless(
    _ left: Expression, _ link: Comparison, at range: SourceRange
  ) -> [Int] {
    let a = operand(left, before: link.operand)
    if case .integer(let number) = link.operand.kind, let small = Int16(exactly: number) {
      let b = Int(small)
      switch link.op {
      case .less: emit(.unlessLessSmall, a: a, b: b, at: range)
      case .lessOrEqual: emit(.unlessLessOrEqualSmall, a: a, b: b, at: range)
      case .greater: emit(.unlessGreaterSmall, a: a, b: b, at: range)
      case .greaterOrEqual: emit(.unlessGreaterOrEqualSmall, a: a, b: b, at: range)
      case .equal: emit(.unlessEqualSmall, a: a, b: b, at: range)
      case .notEqual, .in: emit(.unlessEqualSmall, a: a, b: b, c: 1, at: range)
      }
    } else {
      let b = value(link.operand)
      switch link.op {
      case .less: emit(.unlessLess, a: a, b: b, at: range)
      case .lessOrEqual: emit(.unlessLessOrEqual, a: a, b: b, at: range)
      case .greater: emit(.unlessLess, a: b, b: a, at: range)
      case .greaterOrEqual: emit(.unlessLessOrEqual, a: b, b: a, at: range)
      case .equal: emit(.unlessEqual, a: a, b: b, at: range)
      case .notEqual, .in: emit(.unlessEqual, a: a, b: b, c: 1, at: range)
      }
    }
    return [emit(.jump, at: range)]
  }
}
