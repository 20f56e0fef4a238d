import PTLang

extension Compiler {
  /// Emits the evaluation of an expression.
  ///
  /// - Parameter target: the register that gets the value; without it, the value may stay in the
  ///   register of a variable, or gets one of its own.
  /// - Returns: the register of the value.
  @discardableResult
  func value(_ expression: Expression, to target: Int? = nil) -> Int {
    guard recorded != nil, expression.isWorthShowing else {
      return evaluate(expression, to: target)
    }
    // A register that nothing writes to afterwards, and nothing before: a variable's would have a
    // value even where the condition has been cut short.
    var own: Int?
    if case .name = expression.kind { own = allocate() }
    let register = evaluate(expression, to: own)
    recorded?.append((expression.range, register))
    guard let target else { return register }
    emit(.move, a: target, b: register, at: expression.range)
    return target
  }

  private func evaluate(_ expression: Expression, to target: Int?) -> Int {
    let range = expression.range
    switch expression.kind {
    case .missing: return simple(.undefined, to: target, at: range)
    case .integer(let number): return integer(Int(number), to: target, at: range)
    case .float(let number): return load(.float(number), to: target, at: range)
    case .boolean(let flag): return simple(Value(flag), to: target, at: range)
    case .null: return simple(.null, to: target, at: range)
    case .string(let parts): return string(parts, to: target, at: range)
    case .pages(let count):
      return unary(.pages, count, to: target, at: range)
    case .list(let elements): return list(elements, to: target, at: range)
    case .name(let name): return self.name(name, to: target, at: range)
    case .member: return member(expression, to: target)
    case .index(let base, let index):
      return binary(.index, base, index, to: target, at: range)
    case .call(let callee, let arguments):
      return call(callee, arguments, to: target, at: range)
    case .unary(.negate, let operand):
      if case .integer(let number) = operand.kind, number != .min {
        return integer(-Int(number), to: target, at: range)
      }
      return unary(.negate, operand, to: target, at: range)
    case .unary(.complement, let operand):
      return unary(.complement, operand, to: target, at: range)
    case .unary(.not, let operand): return unary(.not, operand, to: target, at: range)
    case .binary(let op, let left, let right):
      return arithmetic(op, left, right, to: target, at: range)
    case .logical(let op, let left, let right):
      return logical(op, left, right, to: target, at: range)
    case .comparison(let first, let rest):
      return comparison(first, rest, to: target, at: range)
    case .range(let low, let high, let isHalfOpen):
      return binary(isHalfOpen ? .newRangeHalfOpen : .newRange, low, high, to: target, at: range)
    case .measure(let block): return measure(block, to: target, at: range)
    }
  }

  // MARK: Literals

  private func integer(_ number: Int, to target: Int?, at range: SourceRange) -> Int {
    guard Int32(exactly: number) != nil else {
      return load(.integer(number), to: target, at: range)
    }
    let register = target ?? allocate()
    emit(.loadInteger, a: register, x: number, at: range)
    return register
  }

  func load(_ constant: Constant, to target: Int?, at range: SourceRange) -> Int {
    let register = target ?? allocate()
    emit(.loadConstant, a: register, x: self.constant(constant), at: range)
    return register
  }

  /// nil, true, false, or nothing.
  func simple(_ value: Value, to target: Int?, at range: SourceRange) -> Int {
    let register = target ?? allocate()
    emit(.loadSimple, a: register, b: Int(value.tag.rawValue), c: value.bits, at: range)
    return register
  }

  private func string(_ parts: [StringPart], to target: Int?, at range: SourceRange) -> Int {
    if parts.isEmpty { return load(.string(""), to: target, at: range) }
    if parts.count == 1, case .text(let text) = parts[0] {
      return load(.string(text), to: target, at: range)
    }
    let register = target ?? allocate()
    let first = frame.next
    for _ in parts { _ = allocate() }
    for (offset, part) in parts.enumerated() {
      switch part {
      case .text(let text): _ = load(.string(text), to: first + offset, at: range)
      case .interpolation(let expression): value(expression, to: first + offset)
      }
    }
    emit(.concatenate, a: register, b: first, c: parts.count, at: range)
    release(to: max(first, register + 1))
    return register
  }

  private func list(_ elements: [Expression], to target: Int?, at range: SourceRange) -> Int {
    // In a register of its own: the elements may mention the variable that gets the list.
    let list = allocate()
    emit(.newList, a: list, x: elements.count, at: range)
    for element in elements {
      let mark = frame.next
      let register = value(element)
      emit(.appendElement, a: list, b: register, at: element.range)
      release(to: mark)
    }
    guard let target else { return list }
    emit(.move, a: target, b: list, at: range)
    return target
  }

  // MARK: Operators

  private func unary(
    _ op: Opcode, _ operand: Expression, to target: Int?, at range: SourceRange
  ) -> Int {
    let register = target ?? allocate()
    let mark = frame.next
    let source = value(operand)
    emit(op, a: register, b: source, at: range)
    release(to: mark)
    return register
  }

  private func binary(
    _ op: Opcode, _ left: Expression, _ right: Expression, to target: Int?, at range: SourceRange
  ) -> Int {
    let register = target ?? allocate()
    let mark = frame.next
    let a = operand(left, before: right)
    let b = value(right)
    emit(op, a: register, b: a, c: b, at: range)
    release(to: mark)
    return register
  }

  private func arithmetic(
    _ op: BinaryOperator, _ left: Expression, _ right: Expression, to target: Int?,
    at range: SourceRange
  ) -> Int {
    guard let small = op.withSmall(right) else {
      return binary(op.opcode, left, right, to: target, at: range)
    }
    let register = target ?? allocate()
    let mark = frame.next
    emit(small.opcode, a: register, b: value(left), c: small.number, at: range)
    release(to: mark)
    return register
  }

  /// The left operand's value, in a register that evaluating the right one does not change.
  func operand(_ left: Expression, before right: Expression) -> Int {
    if case .name = left.kind, right.mayCallFunctions { return value(left, to: allocate()) }
    return value(left)
  }

  private func logical(
    _ op: LogicalOperator, _ left: Expression, _ right: Expression, to target: Int?,
    at range: SourceRange
  ) -> Int {
    // In a register of its own: the right side may mention the variable that gets the value.
    let register = allocate()
    let mark = frame.next
    value(left, to: register)
    let skip = emit(op == .and ? .jumpIfFalse : .jumpIfTrue, a: register, at: left.range)
    value(right, to: register)
    // Says so if the right side is no boolean.
    emit(.jumpIfTrue, a: register, x: 0, at: right.range)
    patch(skip)
    release(to: mark)
    guard let target else { return register }
    emit(.move, a: target, b: register, at: range)
    return target
  }

  private func comparison(
    _ first: Expression, _ rest: [Comparison], to target: Int?, at range: SourceRange
  ) -> Int {
    // A chain writes its value before it has read its last operand.
    let register = rest.count > 1 ? allocate() : target ?? allocate()
    let mark = frame.next
    var left = rest.first.map { operand(first, before: $0.operand) } ?? value(first)
    var exits: [Int] = []
    for (position, link) in rest.enumerated() {
      let isLast = position == rest.count - 1
      let right =
        isLast ? value(link.operand) : operand(link.operand, before: rest[position + 1].operand)
      emit(
        comparing: link.op, register, left, right,
        at: isLast && position == 0 ? range : link.opRange)
      if !isLast { exits.append(emit(.jumpIfFalse, a: register, at: link.opRange)) }
      left = right
    }
    patch(exits)
    release(to: mark)
    guard let target, target != register else { return register }
    emit(.move, a: target, b: register, at: range)
    return target
  }

  private func emit(
    comparing op: ComparisonOperator, _ register: Int, _ left: Int, _ right: Int,
    at range: SourceRange
  ) {
    switch op {
    case .equal: emit(.equal, a: register, b: left, c: right, at: range)
    case .notEqual: emit(.notEqual, a: register, b: left, c: right, at: range)
    case .less: emit(.less, a: register, b: left, c: right, at: range)
    case .lessOrEqual: emit(.lessOrEqual, a: register, b: left, c: right, at: range)
    case .greater: emit(.less, a: register, b: right, c: left, at: range)
    case .greaterOrEqual: emit(.lessOrEqual, a: register, b: right, c: left, at: range)
    case .in: emit(.isIn, a: register, b: left, c: right, at: range)
    }
  }

  private func measure(_ block: Block, to target: Int?, at range: SourceRange) -> Int {
    let register = allocate()
    emit(.measureBegin, a: register, at: range)
    self.block(block)
    emit(.measureEnd, a: register, at: range)
    guard let target else { return register }
    emit(.move, a: target, b: register, at: range)
    return target
  }
}

extension BinaryOperator {
  var opcode: Opcode {
    switch self {
    case .add: .add
    case .subtract: .subtract
    case .multiply: .multiply
    case .divide: .divide
    case .floorDivide: .floorDivide
    case .modulo: .modulo
    case .and: .bitAnd
    case .or: .bitOr
    case .xor: .bitXor
    case .shiftLeft: .shiftLeft
    case .shiftRight: .shiftRight
    }
  }

  /// The instruction that has the right operand in it, if that is a small number.
  func withSmall(_ right: Expression) -> (opcode: Opcode, number: Int)? {
    guard case .integer(let number) = right.kind, let small = Int16(exactly: number) else {
      return nil
    }
    switch self {
    case .add: return (.addSmall, Int(small))
    case .subtract where small != .min: return (.addSmall, -Int(small))
    case .multiply: return (.multiplySmall, Int(small))
    case .floorDivide: return (.floorDivideSmall, Int(small))
    case .modulo: return (.moduloSmall, Int(small))
    default: return nil
    }
  }
}
