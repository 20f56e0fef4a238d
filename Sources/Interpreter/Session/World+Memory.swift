import VM

/// A world as it was before a statement of a session.
struct WorldMemory {
  fileprivate let state: WorldState
  fileprivate let snapshotNames: Set<WorldName>
  fileprivate let checkpoints: [Checkpoint]
  fileprivate let machineNumber: Int
  let current: Value
  let mark: Mark

  /// The marks without which it cannot be had again.
  var marks: [Mark] {
    [mark] + checkpoints.filter { $0.machineNumber == machineNumber }.map(\.mark)
  }

  /// What garbage collection must keep.
  var values: [Value] { [current] + checkpoints.map(\.current) }
}

extension World {
  /// Remembers the world as it is; to be forgotten with `releaseMarks` or by going back.
  func remember() -> WorldMemory {
    WorldMemory(
      state: state, snapshotNames: snapshotNames, checkpoints: checkpoints,
      machineNumber: machineNumber, current: current, mark: machine.mark())
  }

  /// False if `restore`, `machine` and the like have put the world back past it, or replaced it.
  func canGoBack(to memory: WorldMemory) -> Bool {
    memory.machineNumber == machineNumber && memory.marks.allSatisfy { machine.isOpen($0) }
  }

  /// Whether anything is not as it was.
  func hasChanged(since memory: WorldMemory) -> Bool {
    !canGoBack(to: memory) || machine.hasChanged(since: memory.mark)
      || !current.isIdentical(to: memory.current)
      || checkpoints.map(\.mark) != memory.checkpoints.map(\.mark)
  }

  /// Puts the world back as it was; memories of later worlds and this one are of no use then.
  func goBack(to memory: WorldMemory) {
    machine.restore(to: memory.mark)
    machine.release(memory.mark)
    state = memory.state
    snapshotNames = memory.snapshotNames
    checkpoints = memory.checkpoints
    current = memory.current
  }

  /// Only these memories are wanted any more.
  func forgetMemories(except kept: some Sequence<WorldMemory>) {
    let own = checkpoints.filter { $0.machineNumber == machineNumber }.map(\.mark)
    let others = kept.filter { $0.machineNumber == machineNumber }.flatMap(\.marks)
    machine.releaseMarks(except: Set(own + others))
  }
}
