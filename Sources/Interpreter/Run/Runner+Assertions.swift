import PTLang
import VM

extension Runner {
  /// `assert` and `require`.
  func check(
    _ number: Int, _ value: Value, _ registers: UnsafeMutablePointer<Value>
  ) throws(Stop) {
    try charge(1)
    assertions += 1
    guard value.tag == .boolean else { throw notACondition(value) }
    if !value.isTrue { try fail(code.assertions[number], registers) }
  }

  private func fail(
    _ site: AssertionSite, _ registers: UnsafeMutablePointer<Value>
  ) throws(Stop) {
    let isRequirement = site.kind == .require
    var message = isRequirement ? "requirement failed" : "assertion failed"
    if let why = site.why { message += ": \(text(registers[why]))" }
    fail(
      Failure(
        kind: .assertion,
        diagnostic: Diagnostic(
          code: (isRequirement ? RunCode.requirementFailed : .assertionFailed).rawValue,
          message: message, range: site.range, notes: chain(at: place)),
        values: shownValues(site, registers), explanations: explanations(site, registers)))
    if isRequirement || options.failFast || watch?.isDone == true { throw .ended }
    // It is told in full: a loop of failures ends as soon as one of other work.
    try charge(100)
  }

  /// An invariant after a statement; it is told once until it holds again.
  func checkInvariant(
    _ site: AssertionSite, _ value: Value, _ registers: UnsafeMutablePointer<Value>
  ) throws(Stop) {
    try charge(1)
    assertions += 1
    guard let state = site.state else { return }
    guard value.tag == .boolean else { throw notACondition(value) }
    let wasBroken = registers[state + 1].isTrue
    registers[state + 1] = Value(!value.isTrue)
    guard !value.isTrue, !wasBroken else { return }
    let breaker =
      code.ranges.indices.contains(guardedPlace) ? code.ranges[guardedPlace] : site.range
    fail(
      Failure(
        kind: .assertion,
        diagnostic: Diagnostic(
          code: RunCode.invariantBroken.rawValue, message: "invariant broken", range: site.range,
          notes: [.init(message: "by this statement", range: breaker)]),
        values: shownValues(site, registers), explanations: explanations(site, registers)))
    if options.failFast || watch?.isDone == true { throw .ended }
  }

  /// Checks the invariants in force where the functions that are running have been called.
  ///
  /// A caller's registers end where those of whom it calls begin, so each check works in a copy of
  /// them beyond the last.
  func checkCallersInvariants(at place: Int, _ offset: Int) throws(Stop) {
    guard guardedCall >= 0, !isCheckingCallers else { return }
    guardedPlace = place
    isCheckingCallers = true
    let callee = functions[instructions[frames[depth - 1].returnAddress - 1].b]
    let copy = offset + callee.registerCount + 1
    var call = guardedCall
    while call >= 0 {
      let caller = frames[call]
      let site = code.invariants[caller.invariant - 1]
      try charge(site.registerCount / 16 + 1)
      try growStack(copy + site.registerCount + 1)
      (stack + copy).update(from: stack + caller.baseOffset, count: site.registerCount)
      stack[copy + site.state] = Value(Self.outside)
      try execute(from: site.entry, at: copy)
      var checked: InvariantSite? = site
      while let invariant = checked {
        stack[caller.baseOffset + invariant.state + 1] = stack[copy + invariant.state + 1]
        checked = invariant.outer.map { code.invariants[$0] }
      }
      call = call > 0 ? frames[call - 1].guardedCall : -1
    }
    isCheckingCallers = false
  }

  private func shownValues(
    _ site: AssertionSite, _ registers: UnsafeMutablePointer<Value>
  ) -> [ShownValue] {
    var shown: [ShownValue] = []
    for (range, register) in site.values {
      let value = registers[register]
      switch value.tag {
      // Their text is what the source says already, or nothing was evaluated.
      case .undefined, .process, .family, .file, .symbol: continue
      case .region:
        guard let addresses = world.range(of: value) else { continue }
        shown.append(ShownValue(range: range, text: addresses.description))
      default: shown.append(ShownValue(range: range, text: quoted(value)))
      }
    }
    return shown.sorted { ($0.range.lower, $0.range.upper) < ($1.range.lower, $1.range.upper) }
  }

  /// What the model knows that explains the numbers.
  private func explanations(
    _ site: AssertionSite, _ registers: UnsafeMutablePointer<Value>
  ) -> [String] {
    guard site.concernsTables else { return [] }
    var processes: [ProcessID] = []
    var addresses: [VirtualAddress] = []
    for (_, register) in site.values {
      let value = registers[register]
      if value.tag == .process, let process = world.process(value), world.isAlive(process),
        !processes.contains(process)
      {
        processes.append(process)
      } else if site.asksAddress, case .integer(let address)? = number(value) {
        addresses.append(VirtualAddress(address))
      }
    }
    return SharingExplanation(world, processes: processes, addresses: addresses).lines()
  }

  private func fail(_ failure: Failure) {
    failures += 1
    if failure.kind == .assertion, let watch { return watch.assertionFailed(self) }
    guard let comparing = comparisons.last, comparing.kernels.indices.contains(comparing.rows.count)
    else { return emit(.failure(explained(failure))) }
    var failure = explained(failure)
    failure.diagnostic.notes.append(
      .init(message: "under kernel `\(comparing.kernels[comparing.rows.count])`"))
    emit(.failure(failure))
  }

  /// The failure with the statements that have led to it, if somebody wants to know them.
  private func explained(_ failure: Failure) -> Failure {
    guard failure.kind == .assertion, let historian, !expectsFailure else { return failure }
    var failure = failure
    failure.history = historian.nextHistory()
    failure.explanations += failure.history?.explanations ?? []
    return failure
  }

  // MARK: How a run ends

  /// Reports what ended the run; the status that follows from it.
  func report(_ stop: Stop) -> TestResult.Status {
    switch stop {
    case .problem(let problem): fail(failure(problem))
    case .outOfValues:
      if case .problem(let problem) = outOfValues() { fail(failure(problem)) }
    case .ended: break
    case .skipped(let reason): return failures > 0 ? .failed : .skipped(reason: reason)
    case .interrupted: return .interrupted
    case .defect(let text):
      hasDefect = true
      fail(
        Failure(
          kind: .defect,
          diagnostic: Diagnostic(
            code: RunCode.defect.rawValue, message: text, range: statementRange(at: place))))
    }
    return .failed
  }

  private func failure(_ problem: Problem) -> Failure {
    let range = problem.concernsStatement ? statementRange(at: place) : expressionRange(at: place)
    let notes = problem.notes.map { Diagnostic.Note(message: $0) } + chain(at: place)
    return Failure(
      kind: problem.kind,
      diagnostic: Diagnostic(
        code: problem.code.rawValue, message: problem.message, range: range, notes: notes,
        hint: problem.hint))
  }

  private func statementRange(at place: Int) -> SourceRange {
    code.statements.indices.contains(place)
      ? code.statements[place] : SourceRange(lower: 0, upper: 0)
  }

  private func expressionRange(at place: Int) -> SourceRange {
    code.ranges.indices.contains(place) ? code.ranges[place] : SourceRange(lower: 0, upper: 0)
  }

  /// The calls that lead to a place, the innermost first, and the uses that lead to its file.
  private func chain(at place: Int) -> [Diagnostic.Note] {
    var notes: [Diagnostic.Note] = []
    let shown = 8
    for frame in stride(from: depth - 1, through: max(0, depth - shown), by: -1) {
      notes.append(
        .init(
          message: "called from here", range: expressionRange(at: frames[frame].returnAddress - 1)))
    }
    if depth > shown { notes.append(.init(message: "and \(depth - shown) calls more")) }
    for use in FileSet.chain(to: expressionRange(at: place).file, uses) {
      notes.append(.init(message: "used from here", range: use))
    }
    return notes
  }
}
