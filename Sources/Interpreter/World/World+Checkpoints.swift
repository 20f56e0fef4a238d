import VM

/// A world to go back to: that at the beginning of a `whatif` that runs, or a snapshot.
struct Checkpoint {
  /// nil for a `whatif`.
  let name: WorldName?
  fileprivate let state: WorldState
  let current: Value
  /// The machine that the mark is of; see `World.machineNumber`.
  fileprivate(set) var machineNumber: Int
  fileprivate(set) var mark: Mark
}

// Checkpoints lie on a stack, as going back to one forgets what is younger. What is below the
// innermost `whatif` is out of reach until its end.
extension World {
  func beginWhatif() { push(nil) }

  /// - Throws: what a file that was made before meets with now: never.
  func endWhatif() throws(Refusal) {
    guard let begin = checkpoints.lastIndex(where: { $0.name == nil }) else { return }
    try goBack(to: begin)
    release(checkpoints.removeLast())
  }

  /// Remembers the world under a name; what had the name before in the same `whatif` goes.
  func takeSnapshot(_ name: WorldName) {
    if case .found(let old) = findSnapshot(name) { release(checkpoints.remove(at: old)) }
    snapshotNames.insert(name)
    push(name)
  }

  enum SnapshotSearch {
    /// Its place on the stack.
    case found(Int)
    case isOutsideWhatif
    case isGone
    case wasNeverTaken
  }

  func findSnapshot(_ name: WorldName) -> SnapshotSearch {
    var hasLeftWhatif = false
    for (place, checkpoint) in checkpoints.enumerated().reversed() {
      if checkpoint.name == name { return hasLeftWhatif ? .isOutsideWhatif : .found(place) }
      if checkpoint.name == nil { hasLeftWhatif = true }
    }
    return snapshotNames.contains(name) ? .isGone : .wasNeverTaken
  }

  /// Puts everything back as it was at a checkpoint, which stays; younger ones go.
  ///
  /// - Throws: as `endWhatif`.
  func goBack(to place: Int) throws(Refusal) {
    checkpoints.removeLast(checkpoints.count - place - 1)
    current = checkpoints[place].current
    if checkpoints[place].machineNumber == machineNumber {
      machine.restore(to: checkpoints[place].mark)
      state = checkpoints[place].state
    } else {
      // `machine` or `kernel` has replaced the machine, so that no process had been born then.
      try start(checkpoints[place].state)
      checkpoints[place].machineNumber = machineNumber
      checkpoints[place].mark = machine.mark()
    }
  }

  /// What garbage collection must keep.
  var values: [Value] { [current] + checkpoints.map(\.current) }

  private func push(_ name: WorldName?) {
    checkpoints.append(
      Checkpoint(
        name: name, state: state, current: current, machineNumber: machineNumber,
        mark: machine.mark()))
  }

  /// Lets go of a checkpoint that is no longer on the stack.
  private func release(_ checkpoint: Checkpoint) {
    if checkpoint.machineNumber == machineNumber { machine.release(checkpoint.mark) }
  }
}
