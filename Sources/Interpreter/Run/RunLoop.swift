extension Runner {
  /// Runs the program, or a unit of a session, from an instruction to its `end`.
  func execute(from entry: Int = 0) throws(Stop) {
    defer {
      stepsLeft += max(granted, 0)
      granted = 0
    }
    try growStack(code.registerCount + 1)
    try execute(from: entry, at: 0)
  }

  /// The return address of a subroutine that was entered by `execute(from:at:)`.
  static let outside = -1

  /// Runs from an instruction to an `end`, or to the end of the subroutine if it is one's entry.
  ///
  /// - Parameter offset: where its registers begin on the stack.
  func execute(from entry: Int, at offset: Int) throws(Stop) {
    var position = Position(pc: instructions + entry, base: stack + offset)
    var retry = (place: -1, granted: -1, portions: -1)
    while true {
      do throws(Stop) {
        return try run(&position)
      } catch {
        // What a check has thrown has its place already.
        if offset > 0 || !isCheckingCallers { place = position.pc - instructions - 1 }
        guard case .outOfValues = error else { throw error }
        // Once more without the garbage; the same failure in the same place is final.
        let attempt = (place: place, granted: granted, portions: portions)
        let isLast = attempt == retry
        retry = attempt
        if isLast, session?.forgetUndone() != true { throw outOfValues() }
        try collect()
        if heap.isFull, session?.forgetUndone() == true { try collect() }
        guard !heap.isFull else { throw outOfValues() }
        position.pc -= 1
      }
    }
  }

  /// Where the run loop is: its next instruction, and the registers of the function it is in.
  private struct Position {
    var pc: UnsafePointer<Instruction>
    var base: UnsafeMutablePointer<Value>
  }

  /// The run loop.
  ///
  /// Program counter and registers are locals. What it does itself is short and does not fail;
  /// the rest is a call, so that the compiler finds machine registers for those two.
  private func run(_ position: inout Position) throws(Stop) {
    var pc = position.pc
    var base = position.base
    defer { position = Position(pc: pc, base: base) }

    while true {
      let i = pc.pointee
      pc += 1
      switch i.op {
      // MARK: Moving
      case .loadInteger: base[i.a] = Value(i.x)
      case .loadConstant: base[i.a] = constants[i.x]
      case .loadSimple:
        base[i.a] = Value(
          tag: Value.Tag(rawValue: UInt8(truncatingIfNeeded: i.b)) ?? .null, bits: i.c)
      case .move: base[i.a] = base[i.b]
      case .loadGlobal:
        base[i.a] = stack[i.x]
        if base[i.a].tag == .undefined { try refuseUndefined() }
      case .storeGlobal: stack[i.x] = base[i.a]

      // MARK: Arithmetic
      case .add:
        base[i.a] = try integers(.add, base[i.b], base[i.c]) { $0.addingReportingOverflow($1) }
      case .addSmall:
        base[i.a] = try integers(.addSmall, base[i.b], Value(i.smallC)) {
          $0.addingReportingOverflow($1)
        }
      case .addAssign:
        base[i.a] = try integers(.addAssign, base[i.b], base[i.c]) {
          $0.addingReportingOverflow($1)
        }
      case .subtract:
        base[i.a] = try integers(.subtract, base[i.b], base[i.c]) {
          $0.subtractingReportingOverflow($1)
        }
      case .multiply:
        base[i.a] = try integers(.multiply, base[i.b], base[i.c]) {
          $0.multipliedReportingOverflow(by: $1)
        }
      case .multiplySmall:
        base[i.a] = try integers(.multiply, base[i.b], Value(i.smallC)) {
          $0.multipliedReportingOverflow(by: $1)
        }
      case .modulo: base[i.a] = try naturals(.modulo, base[i.b], base[i.c]) { $0 % $1 }
      case .moduloSmall: base[i.a] = try naturals(.modulo, base[i.b], Value(i.smallC)) { $0 % $1 }
      case .floorDivide: base[i.a] = try naturals(.floorDivide, base[i.b], base[i.c]) { $0 / $1 }
      case .floorDivideSmall:
        base[i.a] = try naturals(.floorDivide, base[i.b], Value(i.smallC)) { $0 / $1 }

      // MARK: Comparing
      case .equal: base[i.a] = Value(try isEqual(base[i.b], base[i.c]))
      case .notEqual: base[i.a] = Value(try !isEqual(base[i.b], base[i.c]))
      case .less: base[i.a] = Value(try isLess(base[i.b], base[i.c]))
      case .lessOrEqual: base[i.a] = Value(try isLessOrEqual(base[i.b], base[i.c]))

      // MARK: Jumps
      case .jump: pc += i.x
      case .loop:
        try step()
        pc += i.x
      case .jumpIfTrue: if try condition(base[i.a]) { pc += i.x }
      case .jumpIfFalse: if try !condition(base[i.a]) { pc += i.x }
      case .jumpIfDefined: if base[i.a].tag != .undefined { pc += i.x }

      case .unlessLess: pc.jump(if: try !isLess(base[i.a], base[i.b]))
      case .unlessLessOrEqual: pc.jump(if: try !isLessOrEqual(base[i.a], base[i.b]))
      case .unlessEqual: pc.jump(if: try !isEqual(base[i.a], base[i.b]))
      case .unlessNotEqual: pc.jump(if: try isEqual(base[i.a], base[i.b]))
      case .unlessLessNumber: pc.jump(if: try !isLess(base[i.a], Value(i.x)))
      case .unlessLessOrEqualNumber: pc.jump(if: try !isLessOrEqual(base[i.a], Value(i.x)))
      case .unlessGreaterNumber: pc.jump(if: try !isLess(Value(i.x), base[i.a]))
      case .unlessGreaterOrEqualNumber: pc.jump(if: try !isLessOrEqual(Value(i.x), base[i.a]))
      case .unlessEqualNumber: pc.jump(if: try !isEqual(base[i.a], Value(i.x)))
      case .unlessNotEqualNumber: pc.jump(if: try isEqual(base[i.a], Value(i.x)))

      case .whileLess: pc.jump(if: try stepping(isLess(base[i.a], base[i.b])))
      case .whileLessOrEqual: pc.jump(if: try stepping(isLessOrEqual(base[i.a], base[i.b])))
      case .whileEqual: pc.jump(if: try stepping(isEqual(base[i.a], base[i.b])))
      case .whileNotEqual: pc.jump(if: try stepping(!isEqual(base[i.a], base[i.b])))
      case .whileLessNumber: pc.jump(if: try stepping(isLess(base[i.a], Value(i.x))))
      case .whileLessOrEqualNumber: pc.jump(if: try stepping(isLessOrEqual(base[i.a], Value(i.x))))
      case .whileGreaterNumber: pc.jump(if: try stepping(isLess(Value(i.x), base[i.a])))
      case .whileGreaterOrEqualNumber:
        pc.jump(if: try stepping(isLessOrEqual(Value(i.x), base[i.a])))
      case .whileEqualNumber: pc.jump(if: try stepping(isEqual(base[i.a], Value(i.x))))
      case .whileNotEqualNumber: pc.jump(if: try stepping(!isEqual(base[i.a], Value(i.x))))

      // MARK: Loops
      case .rangeBegin: if try !beginRange(base + i.a, isHalfOpen: false) { pc += i.x }
      case .rangeBeginHalfOpen: if try !beginRange(base + i.a, isHalfOpen: true) { pc += i.x }
      case .rangeLoop:
        if base[i.a].bits < base[i.a + 1].bits {
          base[i.a].bits &+= 1
          try step()
          pc += i.x
        }
      case .iterateBegin: try beginIteration(base + i.a)
      case .iterateNext: if try !nextElement(base + i.a) { pc += i.x }
      case .repeatBegin: if try !beginRepeat(base[i.a]) { pc += i.x }
      case .repeatLoop:
        base[i.a].bits &-= 1
        if base[i.a].bits > 0 {
          try step()
          pc += i.x
        }

      // MARK: Calls
      case .call:
        let function = functions[i.b]
        let offset = base - stack
        if depth >= options.limits.callDepth { try refuseDepth() }
        if offset + i.a + function.registerCount >= stackCapacity {
          try growStack(offset + i.a + function.registerCount + 1)
          base = stack + offset
        }
        try step()
        frames[depth].returnAddress = pc - instructions
        frames[depth].baseOffset = offset
        depth += 1
        base += i.a
        pc = instructions + function.entry
      case .callUnderInvariant:
        frames[depth].guardedCall = i.x > 0 ? depth : guardedCall
        frames[depth].invariant = i.x
      case .returnValue:
        base[0] = base[i.a]
        depth -= 1
        pc = instructions + frames[depth].returnAddress
        base = stack + frames[depth].baseOffset
      case .enterSubroutine:
        base[i.a] = Value(pc - instructions)
        pc += i.x
      case .checkInvariants:
        guardedPlace = pc - instructions - 1
        base[i.a] = Value(pc - instructions)
        pc += i.x
      case .leaveSubroutine:
        if base[i.a].bits == Self.outside { return }
        pc = instructions + base[i.a].bits
      case .checkCallersInvariants:
        let offset = base - stack
        try checkCallersInvariants(at: pc - instructions - 1, offset)
        base = stack + offset

      // MARK: Lists
      case .appendElement: try heap.append(base[i.b], to: base[i.a])
      case .index:
        if let element = heap.element(of: base[i.b], at: base[i.c]) {
          base[i.a] = element.pointee
        } else {
          base[i.a] = try element(of: base[i.b], at: base[i.c])
        }
      case .storeIndex:
        if let element = heap.element(of: base[i.a], at: base[i.b]) {
          element.pointee = base[i.c]
        } else {
          try store(base[i.c], in: base[i.a], at: base[i.b])
        }

      // MARK: Statements in loops
      case .eachMember: pc.jump(if: try !beginTurns(of: base[i.b], base + i.a))
      case .eachCurrent: pc.jump(if: try !beginTurnsOfCurrent(base + i.a))
      case .nextMember:
        try step()
        if try nextTurn(base + i.a) { pc += i.x }
      case .targetName: base[i.a] = try targetName(i.x)
      case .worldName: base[i.a] = try worldName(i.x)
      case .member: base[i.a] = try member(code.members[i.c], of: base[i.b])
      case .counter: base[i.a] = Value(GlobalCounter.table[i.x].value(in: world.machine))
      case .systemCall:
        place = pc - instructions - 1
        try systemCall(i.x, base + i.a)
      case .assertion:
        place = pc - instructions - 1
        try check(i.x, base[i.a], base)

      case .selectTest: pc = instructions + testStart
      case .end: return
      default:
        place = pc - instructions - 1
        try perform(i, base)
      }
    }
  }

  // MARK: What most instructions need

  /// Counts a step: on every way back and with every call.
  @inline(__always)
  private func step() throws(Stop) {
    granted &-= 1
    if granted < 0 { try refill() }
  }

  /// A step if the loop goes on.
  @inline(__always)
  private func stepping(_ goesOn: Bool) throws(Stop) -> Bool {
    if goesOn { try step() }
    return goesOn
  }

  /// The result of an operation on two integers; `combine` does what is left.
  @inline(__always)
  private func integers(
    _ op: Opcode, _ l: Value, _ r: Value,
    _ operation: (Int, Int) -> (partialValue: Int, overflow: Bool)
  ) throws(Stop) -> Value {
    if l.tag == .integer, r.tag == .integer {
      let (result, overflow) = operation(l.bits, r.bits)
      if !overflow { return Value(result) }
    }
    return try combine(op, l, r)
  }

  /// The same for a division, whose usual operands are not negative.
  @inline(__always)
  private func naturals(
    _ op: Opcode, _ l: Value, _ r: Value, _ operation: (Int, Int) -> Int
  ) throws(Stop) -> Value {
    if l.tag == .integer, r.tag == .integer, l.bits >= 0, r.bits > 0 {
      return Value(operation(l.bits, r.bits))
    }
    return try combine(op, l, r)
  }

  @inline(__always)
  private func isLess(_ l: Value, _ r: Value) throws(Stop) -> Bool {
    if l.tag == .integer, r.tag == .integer { return l.bits < r.bits }
    return try isLess(l, r, orEqual: false)
  }

  @inline(__always)
  private func isLessOrEqual(_ l: Value, _ r: Value) throws(Stop) -> Bool {
    if l.tag == .integer, r.tag == .integer { return l.bits <= r.bits }
    return try isLess(l, r, orEqual: true)
  }

  @inline(__always)
  private func isEqual(_ l: Value, _ r: Value) throws(Stop) -> Bool {
    if l.tag == .integer, r.tag == .integer { return l.bits == r.bits }
    return try areEqual(l, r)
  }

  @inline(__always)
  private func condition(_ value: Value) throws(Stop) -> Bool {
    if value.tag != .boolean { try refuseCondition(value) }
    return value.bits != 0
  }

  // Out of line, so that the loop holds no more of them than a call.

  @inline(never)
  private func refuseUndefined() throws(Stop) { throw notInitialised() }

  @inline(never)
  private func refuseCondition(_ value: Value) throws(Stop) { throw notACondition(value) }

  @inline(never)
  private func refuseDepth() throws(Stop) { throw tooDeep() }
}

extension UnsafePointer<Instruction> {
  /// Takes the jump that is the next instruction, or skips it.
  @inline(__always)
  fileprivate mutating func jump(if isTaken: Bool) {
    if isTaken { self += pointee.x }
    self += 1
  }
}
