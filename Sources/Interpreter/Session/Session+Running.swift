import PTLang

extension Session {
  /// How far an input has come.
  struct Progress {
    var result = SessionResult.done
    /// Statements that have come into force.
    var steps = 0
  }

  /// Runs statements of an input that is loaded.
  ///
  /// - Parameter numbers: which; ascending, and all before the first are in force. nil for all, none
  ///   of which has run yet.
  func run(
    input: Int, units numbers: [Int]? = nil, _ emit: (Event) -> Void
  ) -> Progress {
    let code = SavedCode(compiler)
    let names = compiler.worldNames
    let included = compiler.included
    let first = numbers?.first ?? 0
    switch compile(input: input, from: first) {
    case .failure(let refusal):
      code.restore(compiler, state)
      compiler.worldNames = names
      return Progress(result: .refused(refusal.diagnostics))
    case .success(let units):
      let wanted = (numbers ?? Array(units.indices)).map { (number: $0, unit: units[$0 - first]) }
      let progress = withoutActuallyEscaping(emit) { emit in
        run(wanted, of: input, isRedo: numbers != nil, included, emit)
      }
      code.restoreUnlessNeeded(compiler, state)
      if !progress.result.isDone { collectWorldNames() }
      return progress
    }
  }

  private func run(
    _ units: [(number: Int, unit: SessionUnit)], of input: Int, isRedo: Bool,
    _ includedBefore: Set<Int>, _ emit: @escaping (Event) -> Void
  ) -> Progress {
    let runner = runner(options) { [self] event in tell(event, emit) }
    var progress = Progress()
    var included = includedBefore
    defer { compiler.included = included }
    do throws(Stop) {
      try runner.prepareInput()
      for (number, unit) in units {
        state.begin()
        try runner.execute(from: unit.entry)
        noteTyped(unit)
        if unit.isQuestion, !state.runningHasChanged(registers(of: runner, state.registers.count)) {
          _ = state.takeBackRunning()
          continue
        }
        if !isRedo { undone = [] }
        commit(unit, runner, (input, number), included)
        included = unit.included
        progress.steps += 1
      }
    } catch {
      progress.result = runner.report(error) == .interrupted ? .interrupted : .failed
      if !state.takeBackRunning() { rebuild(state.steps) }
    }
    return progress
  }

  private func commit(
    _ unit: SessionUnit, _ runner: Runner, _ place: (input: Int, unit: Int), _ included: Set<Int>
  ) {
    let names = compiler.bringIntoForce(
      unit, invariantCount: invariants.count, includedBefore: included)
    if let invariant = unit.invariant { invariants.append(invariant) }
    let registers = registers(of: runner, unit.registerCount)
    state.commit(
      input: place.input, unit: place.unit,
      registers: registers, names: names, historyLimit: options.limits.historyBytes)
  }

  /// The registers of variables, below a number, after a statement.
  private func registers(of runner: Runner, _ count: Int) -> [Value] {
    var registers = runner.outermostRegisters(count)
    // Where a check has been called from is no state.
    for invariant in invariants { registers[invariant.state] = .undefined }
    return registers
  }

  private func tell(_ event: Event, _ emit: (Event) -> Void) {
    if case .cost = event, !isTracing { return }
    guard case .reason(let reason, let name, let place) = event else { return emit(event) }
    if lastReasons.count < Self.maximumReasons {
      lastReasons.append(SessionReason(reason: reason, processName: name, statement: place))
    }
    if isTracing { emit(event) }
  }

  private func noteTyped(_ unit: SessionUnit) {
    guard let typed = state.typed else { return }
    state.typed = nil
    lastValue = LastValue(
      expression: fileSet.text(compiler.code.ranges[typed.place]), text: typed.text,
      literal: typed.literal)
  }

  // MARK: Compiling

  private func compile(
    input number: Int, from first: Int
  ) -> Result<[SessionUnit], SessionRefusal> {
    let input = inputs[number]
    let root = fileSet.trees[input.file].root
    fileSet.numbers = input.libraries
    compiler.worldNames.collect(root)
    for library in input.libraries.values.sorted() {
      compiler.worldNames.collect(fileSet.trees[library].root)
    }
    compiler.printsCalls = input.mode == .shell
    let included = compiler.included
    let units = compiler.compile(root, from: first, invariants: invariants)
    guard compiler.diagnostics.isEmpty else {
      let diagnostics = compiler.diagnostics.inSourceOrder
      compiler.diagnostics = []
      compiler.included = included
      return .failure(SessionRefusal(diagnostics: diagnostics))
    }
    return .success(units)
  }

  /// What can run the code there is.
  private func runner(_ options: Options, _ emit: @escaping (Event) -> Void) -> Runner {
    Runner(
      code: compiler.code, uses: fileSet.uses, options: options, test: 0, session: state,
      emit: emit)
  }

  /// The names that statements in force can give to things of the world.
  func collectWorldNames() {
    var names = WorldNames()
    for step in state.steps {
      let root = fileSet.trees[inputs[step.input].file].root
      names.collect(Block([root.statements[step.unit]], range: root.range))
    }
    for library in compiler.included.sorted() { names.collect(fileSet.trees[library].root) }
    compiler.worldNames = names
  }

  // MARK: Replaying

  /// Makes the session anew out of its statements; for what the log cannot take back.
  ///
  /// - Parameter isInterrupted: asked whether to stop.
  /// - Returns: false if it was stopped; then the session is as it was.
  @discardableResult
  func rebuild(_ steps: [SessionStep], isInterrupted: (@Sendable () -> Bool)? = nil) -> Bool {
    let before = (compiler, state, invariants)
    (compiler, state) = Session.begun(fileSet, options)
    invariants = []
    var options = options
    // They have run before: nothing about them can fail now.
    options.limits.steps = Int.max / 2
    options.isInterrupted = isInterrupted
    var next = 0
    while next < steps.count {
      let input = steps[next].input
      let end = steps[next...].firstIndex { $0.input != input } ?? steps.count
      guard replay(steps[next..<end], options) else {
        (compiler, state, invariants) = before
        return false
      }
      next = end
    }
    collectWorldNames()
    return true
  }

  /// Runs statements of one input again; false if that was interrupted.
  private func replay(_ steps: ArraySlice<SessionStep>, _ options: Options) -> Bool {
    let code = SavedCode(compiler)
    var included = compiler.included
    guard let first = steps.first,
      case .success(let units) = compile(input: first.input, from: 0)
    else { preconditionFailure("a statement in force does not compile any more") }
    let runner = runner(options) { _ in }
    do throws(Stop) {
      try runner.prepareInput()
      for step in steps {
        state.begin()
        try runner.execute(from: units[step.unit].entry)
        commit(units[step.unit], runner, (step.input, step.unit), included)
        included = units[step.unit].included
      }
    } catch {
      if case .interrupted = error { return false }
      preconditionFailure("a statement in force fails when it is run again: \(error)")
    }
    compiler.included = included
    code.restoreUnlessNeeded(compiler, state)
    return true
  }
}

extension SessionResult {
  fileprivate var isDone: Bool { if case .done = self { true } else { false } }
}

/// Why an input cannot run.
private struct SessionRefusal: Error {
  let diagnostics: [Diagnostic]
}

/// The code before an input, to be had again after it.
private struct SavedCode {
  private let compiler: Compiler
  private let code: Code
  private let constants: [Constant: Int]
  private let members: [Member: Int]

  init(_ compiler: Compiler) {
    self.compiler = compiler
    (code, constants, members) = (compiler.code, compiler.constants, compiler.members)
  }

  /// What has run is not needed any more, but for functions; what it has named is.
  func restoreUnlessNeeded(_ now: Compiler, _ state: SessionState) {
    // A replay has begun anew.
    guard now === compiler, now.code.functions.count == code.functions.count else { return }
    let names = now.code.names
    restore(now, state)
    now.code.names = names
  }

  func restore(_ now: Compiler, _ state: SessionState) {
    (now.code, now.constants, now.members) = (code, constants, members)
    state.constants.removeSubrange(min(code.constants.count, state.constants.count)...)
  }
}
