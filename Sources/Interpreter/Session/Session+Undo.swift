extension Session {
  /// Takes back the last statements: world, variables, names.
  ///
  /// Nearly always that costs what they have changed. It costs what the session has cost if a
  /// `restore`, a new machine or kernel, or the limit on history stands in the way.
  ///
  /// - Returns: how many; 0 also if that took long and was interrupted.
  @discardableResult
  public func undo(_ count: Int = 1) -> Int {
    let count = min(max(count, 0), state.steps.count)
    guard count > 0 else { return 0 }
    let first = state.steps.count - count
    let taken = state.steps[first...].reversed()
    if state.takeBack(from: first) {
      for step in taken {
        let invariantCount = compiler.takeBack(step.names)
        invariants.removeSubrange(invariantCount...)
      }
      state.steps.removeSubrange(first...)
      collectWorldNames()
    } else {
      let kept = Array(state.steps[..<first])
      guard rebuild(kept, isInterrupted: options.isInterrupted) else { return 0 }
    }
    undone += taken.map { ($0.input, $0.unit) }
    lastReasons = []
    noteChange()
    return count
  }

  /// Runs undone statements again, in the order in which they were typed.
  ///
  /// - Returns: how many; fewer if one does not end well, as one that is interrupted.
  @discardableResult
  public func redo(_ count: Int = 1, emit: (Event) -> Void) -> Int {
    lastReasons = []
    var left = min(max(count, 0), undone.count)
    var done = 0
    while left > 0, let input = undone.last?.input {
      let units = undone.reversed().prefix(left).prefix { $0.input == input }.map(\.unit)
      let progress = run(input: input, units: units, emit)
      undone.removeLast(progress.steps)
      done += progress.steps
      guard progress.steps == units.count else { break }
      left -= units.count
    }
    noteChange()
    return done
  }

  /// Begins anew: no process, no variable, nothing to undo.
  public func reset() {
    (compiler, state) = Session.begun(fileSet, options)
    fileSet.drop(from: 0)
    compiler.declarations = [:]
    (invariants, inputs, undone) = ([], [], [])
    lastReasons = []
    lastValue = nil
    noteChange()
  }
}
