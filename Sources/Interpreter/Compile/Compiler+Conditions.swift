import PTLang

extension Compiler {
  /// Emits the evaluation of a condition.
  ///
  /// - Returns: the jumps taken when it does not hold, to be patched.
  func jumpUnless(_ condition: Expression) -> [Int] {
    let mark = frame.next
    defer { release(to: mark) }
    switch condition.kind {
    case .boolean(true): return []
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
      compare(first, rest[0], .unless, at: condition.range)
      return [emit(.jump, at: condition.range)]
    default:
      let register = value(condition)
      return [emit(.jumpIfFalse, a: register, at: condition.range)]
    }
  }

  /// Emits the evaluation of a loop's condition, at the loop's end.
  ///
  /// - Parameter start: where to go back to when it holds.
  func loop(to start: Int, while condition: Expression, at range: SourceRange) {
    let mark = frame.next
    defer { release(to: mark) }
    switch condition.kind {
    case .logical(.and, let left, let right):
      let exits = jumpUnless(left)
      loop(to: start, while: right, at: range)
      patch(exits)
    case .comparison(let first, let rest) where rest.count == 1 && rest[0].op != .in:
      compare(first, rest[0], .while, at: condition.range)
      emitJump(.loop, to: start, at: range)
    default:
      let exits = jumpUnless(condition)
      emitJump(.loop, to: start, at: range)
      patch(exits)
    }
  }

  /// Emits a comparison that takes the jump after it, or skips it.
  private func compare(
    _ left: Expression, _ link: Comparison, _ sense: BranchOpcodes.Sense, at range: SourceRange
  ) {
    let a = operand(left, before: link.operand)
    if case .integer(let number) = link.operand.kind, let x = Int32(exactly: number) {
      emit(BranchOpcodes.withNumber(link.op, sense), a: a, x: Int(x), at: range)
    } else {
      let b = value(link.operand)
      let isSwapped = link.op == .greater || link.op == .greaterOrEqual
      emit(
        BranchOpcodes.withRegister(link.op, sense), a: isSwapped ? b : a, b: isSwapped ? a : b,
        at: range)
    }
  }
}

/// The instructions that compare and branch.
private enum BranchOpcodes {
  /// Whether the jump that follows is taken when the comparison fails, or when it holds.
  enum Sense { case unless, `while` }

  /// `a > b` is `b < a`.
  static func withRegister(_ op: ComparisonOperator, _ sense: Sense) -> Opcode {
    switch (op, sense) {
    case (.less, .unless), (.greater, .unless): .unlessLess
    case (.lessOrEqual, .unless), (.greaterOrEqual, .unless): .unlessLessOrEqual
    case (.equal, .unless): .unlessEqual
    case (.notEqual, .unless), (.in, .unless): .unlessNotEqual
    case (.less, .while), (.greater, .while): .whileLess
    case (.lessOrEqual, .while), (.greaterOrEqual, .while): .whileLessOrEqual
    case (.equal, .while): .whileEqual
    case (.notEqual, .while), (.in, .while): .whileNotEqual
    }
  }

  static func withNumber(_ op: ComparisonOperator, _ sense: Sense) -> Opcode {
    switch (op, sense) {
    case (.less, .unless): .unlessLessNumber
    case (.lessOrEqual, .unless): .unlessLessOrEqualNumber
    case (.greater, .unless): .unlessGreaterNumber
    case (.greaterOrEqual, .unless): .unlessGreaterOrEqualNumber
    case (.equal, .unless): .unlessEqualNumber
    case (.notEqual, .unless), (.in, .unless): .unlessNotEqualNumber
    case (.less, .while): .whileLessNumber
    case (.lessOrEqual, .while): .whileLessOrEqualNumber
    case (.greater, .while): .whileGreaterNumber
    case (.greaterOrEqual, .while): .whileGreaterOrEqualNumber
    case (.equal, .while): .whileEqualNumber
    case (.notEqual, .while), (.in, .while): .whileNotEqualNumber
    }
  }
}
