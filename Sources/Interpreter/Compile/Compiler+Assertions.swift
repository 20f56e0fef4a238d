import PTLang

extension Compiler {
  func assertion(
    _ kind: AssertionSite.Kind, _ condition: Expression, _ why: Expression?, at range: SourceRange
  ) {
    let (register, values) = evaluateRecording(condition)
    var site = site(kind, condition, values)
    let exit = why.map { _ in emit(.jumpIfTrue, a: register, at: condition.range) }
    if let why { site.why = value(why) }
    // The reason is evaluated only for a failure; a success skips it and is counted below.
    if let exit { patch(exit) }
    code.assertions.append(site)
    emit(.assertion, a: register, x: code.assertions.count - 1, at: condition.range)
    if isWatched { emit(.watchedCondition, at: condition.range) }
  }

  /// Emits a condition; its sub-expressions keep registers of their own.
  private func evaluateRecording(
    _ condition: Expression
  ) -> (register: Int, values: [(range: SourceRange, register: Int)]) {
    let outer = recorded
    recorded = []
    if isWatched { emit(.watchCondition, at: condition.range) }
    let clear = condition.mayBeCutShort ? emit(.clear, a: frame.next, at: condition.range) : nil
    let first = frame.next
    let register = value(condition)
    if let clear {
      code.instructions[clear] = Instruction(.clear, a: first, x: frame.next - first)
    }
    // The whole condition is false, or we would not look.
    let values = (recorded ?? []).filter { $0.range != condition.range || !isComparison(condition) }
    recorded = outer
    return (register, values)
  }

  private func isComparison(_ condition: Expression) -> Bool {
    switch condition.kind {
    case .comparison, .logical, .unary(.not, _): true
    default: false
    }
  }

  private func site(
    _ kind: AssertionSite.Kind, _ condition: Expression,
    _ values: [(range: SourceRange, register: Int)]
  ) -> AssertionSite {
    let concernsTables = condition.contains {
      switch $0.kind {
      case .name(let name): name == "pagetables" || name == "tables" || name == "owners"
      case .member(_, let name): name.text == "pagetables" || name.text == "vmpte"
      default: false
      }
    }
    let asksAddress = condition.contains {
      guard case .member(_, let name) = $0.kind else { return false }
      return name.text == "table" || name.text == "pmd"
    }
    return AssertionSite(
      kind: kind, range: condition.range, values: values,
      concernsTables: concernsTables || asksAddress, asksAddress: asksAddress)
  }

  // MARK: Invariants

  func invariant(_ condition: Expression, at range: SourceRange) {
    guard code.invariants.count < 1_000 else {
      return report(.tooLarge, "more than 1000 invariants", range)
    }
    let state = allocate()
    let isBroken = allocate()
    _ = simple(Value(false), to: isBroken, at: range)
    frame.invariants.append(
      PendingInvariant(
        condition: condition, range: range, scopes: scopes, statement: statement,
        number: code.invariants.count, state: state, outer: scopes[scopes.count - 1].invariant))
    code.invariants.append(
      InvariantSite(
        state: state,
        outer: scopes[scopes.count - 1].invariant.map { frame.invariants[$0].number }))
    scopes[scopes.count - 1].invariant = frame.invariants.count - 1
  }

  /// Emits the check of the invariants in force, after a statement.
  func checkInvariants(at range: SourceRange) {
    if let invariant = scopes.last?.invariant { enter(invariant, .checkInvariants, at: range) }
    if hasInvariants, !frame.isOutermost { emit(.checkCallersInvariants, at: range) }
  }

  private func enter(_ invariant: Int, _ op: Opcode, at range: SourceRange) {
    let call = emit(op, a: frame.invariants[invariant].state, at: range)
    frame.invariants[invariant].callers.append(call)
  }

  /// For a call: the place of the innermost invariant in force in `code.invariants`, counted
  /// from 1; 0 if there is none.
  var invariantInForce: Int {
    scopes.last?.invariant.map { frame.invariants[$0].number + 1 } ?? 0
  }

  /// Emits the checks themselves, once everything else of the function is there.
  func finishInvariants() {
    let outer = (scopes, statement)
    defer { (scopes, statement) = outer }
    // An outer invariant comes before those that go on to it: the last one first.
    for number in frame.invariants.indices.reversed() {
      let invariant = frame.invariants[number]
      for call in invariant.callers { patch(call) }
      code.invariants[invariant.number].entry = here
      (scopes, statement) = (invariant.scopes, invariant.statement)
      // What the condition calls is not checked itself.
      scopes[scopes.count - 1].invariant = nil
      frame.next = frame.registerCount
      let (register, values) = evaluateRecording(invariant.condition)
      var site = site(.invariant, invariant.condition, values)
      site.state = invariant.state
      code.assertions.append(site)
      emit(.invariant, a: register, x: code.assertions.count - 1, at: invariant.condition.range)
      if isWatched { emit(.watchedCondition, at: invariant.condition.range) }
      if let outer = invariant.outer { enter(outer, .enterSubroutine, at: invariant.range) }
      emit(.leaveSubroutine, a: invariant.state, at: invariant.range)
    }
    for invariant in frame.invariants {
      code.invariants[invariant.number].registerCount = frame.registerCount
    }
  }
}
