import PTLang

extension Compiler {
  /// A block in a scope of its own.
  func block(_ block: Block) {
    written.forget(whatIsChosenIn: block)
    runOnce(block)
  }

  /// The same for one that certainly runs, once.
  func runOnce(_ block: Block) {
    withScope {
      hoistFunctions(of: block)
      for statement in block.statements { self.statement(statement) }
    }
  }

  func statement(_ statement: Statement) {
    let outer = self.statement
    self.statement = statement.range
    defer { self.statement = outer }
    watchBegin(statement)
    if case .declare(let isMutable, let name, let expression) = statement.kind {
      let register = allocate()
      value(expression, to: register)
      release(to: register + 1)
      declare(name, register: register, isMutable: isMutable)
    } else if case .invariant(let condition) = statement.kind {
      invariant(condition, at: statement.range)
    } else if case .include(let path) = statement.kind {
      // The library's constants keep their registers.
      include(path)
    } else {
      let mark = frame.next
      emit(statement)
      frame.next = mark
    }
    watchEnd(statement)
    checkInvariants(at: statement.range)
  }

  private func emit(_ statement: Statement) {
    let range = statement.range
    switch statement.kind {
    case .missing, .declare, .invariant, .include, .tag: return
    case .assign(let target, let op, let value): assign(target, op, value, at: range)
    case .expression(let expression):
      if isSession { typed(expression) } else { value(expression) }
    case .if(let branches, let otherwise): branch(branches, otherwise, at: range)
    case .forIn(let name, let sequence, let body): forLoop(name, sequence, body, at: range)
    case .whileLoop(let condition, let body): whileLoop(condition, body, at: range)
    case .repeatLoop(let count, let body): repeatLoop(count, body, at: range)
    case .breakLoop: leaveLoop(isBreak: true, at: range)
    case .continueLoop: leaveLoop(isBreak: false, at: range)
    case .define(let name, let parameters, let body): define(name, parameters, body, at: range)
    case .returnValue(let expression): returnValue(expression, at: range)
    case .machine(let selector, let knobs): machine(selector, knobs, at: range)
    case .kernel(let selector, let knobs): kernel(selector, knobs, at: range)
    case .file(let declaration): file(declaration, at: range)
    case .birth(let birth): self.birth(birth, at: range)
    case .exec(let expectation): exec(expectation, at: range)
    case .exit: forEachCurrent(at: range) { emit(.exit, at: range) }
    case .useProcess(let process): emit(.useProcess, a: value(process), at: process.range)
    case .subject(let subject, let body, _): self.subject(subject, body, at: range)
    case .call(let call): systemCall(call, at: range)
    case .assert(let condition, let why): assertion(.assert, condition, why, at: range)
    case .require(let condition, let why): assertion(.require, condition, why, at: range)
    case .whatif(let body):
      emit(.whatifBegin, at: range)
      block(body)
      emit(.whatifEnd, at: range)
    case .snapshot(let name):
      emit(.snapshot, x: Int(checkWorldName(name).index), at: range)
    case .restore(let name): restore(name, at: range)
    case .compare(let kernels, let body, let columns): compare(kernels, body, columns, at: range)
    case .test: return  // compiled after everything else
    case .skip(let condition, let reason): skip(condition, reason, at: range)
    case .xfail(let reason): emit(.xfail, a: optional(reason, at: range), at: range)
    case .print(let values): print(values, at: range)
    case .show(let request): show(request, at: range)
    }
  }

  private func assign(
    _ target: Expression, _ op: BinaryOperator?, _ value: Expression, at range: SourceRange
  ) {
    switch target.kind {
    case .name(let name): assign(name, op, value, target.range, at: range)
    case .index(let base, let index):
      let list = self.value(base)
      let position = self.value(index)
      var register: Int
      if let op {
        register = allocate()
        emit(.index, a: register, b: list, c: position, at: target.range)
        combine(register, op, value, at: range)
      } else {
        register = self.value(value)
      }
      emit(
        isSession ? .storeIndexUndoably : .storeIndex, a: list, b: position, c: register, at: range)
    default: return
    }
  }

  private func assign(
    _ name: String, _ op: BinaryOperator?, _ value: Expression, _ nameRange: SourceRange,
    at range: SourceRange
  ) {
    guard let variable = variable(name) else {
      self.value(value)
      if worldNames.contains(name) {
        report(.notAssignable, "'\(name)' is no variable and cannot be assigned", nameRange)
      } else {
        reportUnknown(name, at: nameRange)
      }
      return
    }
    noteUse(of: variable.range, at: nameRange)
    if !variable.isMutable {
      report(
        .notAssignable, "'\(name)' is a constant and cannot be assigned", nameRange,
        hint: "declare it with `var`",
        notes: variable.range.map { [.init(message: "declared here", range: $0)] } ?? [])
    }
    let isOutside = variable.isGlobal && !frame.isOutermost
    let register = isOutside ? allocate() : variable.register
    if let op {
      if isOutside { emit(.loadGlobal, a: register, x: variable.register, at: nameRange) }
      combine(register, op, value, at: range)
    } else if case .call = value.kind {
      // Not there at once: its arguments would be in the way of the variable's old value.
      emit(.move, a: register, b: self.value(value), at: range)
    } else {
      self.value(value, to: register)
    }
    if isOutside { emit(.storeGlobal, a: register, x: variable.register, at: range) }
  }

  /// register ← register op value
  private func combine(
    _ register: Int, _ op: BinaryOperator, _ value: Expression, at range: SourceRange
  ) {
    if let small = op.withSmall(value) {
      emit(small.opcode, a: register, b: register, c: small.number, at: range)
    } else if op == .add, case .list(let elements) = value.kind, elements.count == 1 {
      emit(.appendAssign, a: register, b: self.value(elements[0]), at: range)
    } else {
      let right = self.value(value)
      emit(op == .add ? .addAssign : op.opcode, a: register, b: register, c: right, at: range)
    }
  }

  private func returnValue(_ expression: Expression?, at range: SourceRange) {
    let register = expression.map { value($0) } ?? simple(.null, to: nil, at: range)
    guard !frame.isOutermost else { return }
    if let saved = frame.savedCurrents.first { emit(.leaveSubject, a: saved, at: range) }
    emit(.returnValue, a: register, at: range)
  }

  /// The register of an expression that may be left out; nil then.
  func optional(_ expression: Expression?, at range: SourceRange) -> Int {
    expression.map { value($0) } ?? simple(.null, to: nil, at: range)
  }

  private func restore(_ name: Name, at range: SourceRange) {
    if !worldNames.snapshots.contains(name.text), !hasGaps {
      report(
        .unknownName, "unknown snapshot '\(name.text)'", name.range,
        hint: Suggestion.hint(for: name.text, in: worldNames.snapshots.sorted())
          ?? "`snapshot \(name.text)` takes one")
    }
    emit(.restore, x: Int(code.names.intern(name.text).index), at: range)
  }

  private func skip(_ condition: Expression?, _ reason: Expression?, at range: SourceRange) {
    let exits = condition.map { jumpUnless($0) } ?? []
    emit(.skip, a: optional(reason, at: range), at: range)
    patch(exits)
  }

  private func print(_ values: [Expression], at range: SourceRange) {
    emit(.printValues, a: consecutive(values), x: values.count, at: range)
  }

  /// Evaluates expressions into registers one after the other.
  ///
  /// - Parameter given: the first register, which is the one allocated last; without it, a new one.
  /// - Returns: the first register.
  @discardableResult
  func consecutive(_ expressions: [Expression], from given: Int? = nil) -> Int {
    let first = given ?? frame.next
    if recorded != nil {
      // What a failed assertion may show keeps its register; these must lie before all of that.
      for _ in frame.next..<max(frame.next, first + expressions.count) { _ = allocate() }
    }
    for (offset, expression) in expressions.enumerated() {
      let register = first + offset
      if register == frame.next { _ = allocate() }
      value(expression, to: register)
      release(to: register + 1)
    }
    return first
  }
}
