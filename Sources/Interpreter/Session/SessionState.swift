import VM

/// What goes on from input to input in a session: values, world, and how to go back.
final class SessionState {
  let heap: Heap
  let world: World
  /// The outermost frame's registers that variables have, as of the last statement in force.
  var registers: [Value] = []
  /// The values of the code's constants.
  var constants: [Value] = []

  /// The statements in force, in order.
  var steps: [SessionStep] = []
  /// The statement that runs; nil once undoing it takes a replay.
  private var running: SessionMemory?
  /// The latest value that an expression alone has printed.
  var typed: TypedValue?

  init(names: NameTable, _ options: Options) {
    heap = Heap(limit: max(options.limits.valueBytes, 0))
    world = World(names: names, options)
  }

  // MARK: Statements

  /// A statement begins.
  func begin() {
    typed = nil
    running = SessionMemory(world: world.remember(), heapPlace: heap.mark())
  }

  /// The statement has gone well, with these registers.
  func commit(
    input: Int, unit: Int, registers new: [Value], names: SessionNamesBefore, historyLimit: Int
  ) {
    var changed: [(Int, Value)] = []
    for (number, old) in registers.enumerated() where !old.isIdentical(to: new[number]) {
      changed.append((number, old))
    }
    steps.append(
      SessionStep(
        input: input, unit: unit, memory: running, changedRegisters: changed,
        registerCount: registers.count, names: names))
    running = nil
    registers = new
    makeRoom(historyLimit)
  }

  /// Whether the statement that runs has left anything behind.
  ///
  /// - Parameter now: the registers of variables.
  func runningHasChanged(_ now: [Value]) -> Bool {
    guard let memory = running, !world.hasChanged(since: memory.world),
      heap.undoLog.end == memory.heapPlace
    else { return true }
    return !zip(registers, now).allSatisfy { $0.isIdentical(to: $1) }
  }

  /// The statement that runs is taken back; false if that takes a replay.
  func takeBackRunning() -> Bool {
    guard let memory = running else { return false }
    running = nil
    guard world.canGoBack(to: memory.world) else { return false }
    world.goBack(to: memory.world)
    heap.rewind(to: memory.heapPlace)
    return true
  }

  /// Takes back the statements from a number on, with their changes of registers; false if that
  /// takes a replay.
  func takeBack(from first: Int) -> Bool {
    guard let memory = steps[first].memory, world.canGoBack(to: memory.world) else { return false }
    world.goBack(to: memory.world)
    heap.rewind(to: memory.heapPlace)
    for step in steps[first...].reversed() {
      registers.removeSubrange(min(step.registerCount, registers.count)...)
      for (number, value) in step.changedRegisters { registers[number] = value }
    }
    return true
  }

  // MARK: Memory

  /// What garbage collection must keep: all that going back may bring back.
  var values: [Value] {
    var values = registers + heap.loggedValues
    for step in steps {
      values += step.changedRegisters.map(\.1) + (step.memory?.world.values ?? [])
    }
    return values + (running?.world.values ?? [])
  }

  /// Lets go of memories, the oldest first, until the log is within its limit, if it can be.
  func makeRoom(_ limit: Int) {
    while historyBytes > limit, forgetOldest() {}
  }

  /// Lets go of all memories but the running statement's; false if there are none.
  func forgetUndone() -> Bool {
    guard let last = steps.last, last.memory != nil else { return false }
    forget(steps.indices)
    return true
  }

  private var historyBytes: Int {
    world.machine.journalBytes + heap.undoLog.bytes + steps.count * MemoryLayout<SessionStep>.stride
  }

  /// Half of what there is; the running statement's own last.
  private func forgetOldest() -> Bool {
    let first = steps.firstIndex { $0.memory != nil } ?? steps.count
    if first < steps.count {
      forget(first..<(first + (steps.count - first + 1) / 2))
    } else if running != nil {
      running = nil
      forget(0..<0)
    } else {
      return false
    }
    return true
  }

  private func forget(_ places: Range<Int>) {
    for place in places {
      steps[place].memory = nil
      steps[place].changedRegisters = []
    }
    let memories = steps.compactMap(\.memory) + [running].compactMap { $0 }
    world.forgetMemories(except: memories.lazy.map(\.world))
    heap.undoLog.drop(before: memories.first?.heapPlace ?? heap.undoLog.end)
  }
}

/// A statement in force.
struct SessionStep {
  /// Its input, and its place in it.
  let input: Int
  let unit: Int
  /// How it was before; nil if going back there takes a replay.
  fileprivate(set) var memory: SessionMemory?
  /// The registers that the statement has changed, with their old values.
  fileprivate(set) var changedRegisters: [(Int, Value)]
  let registerCount: Int
  let names: SessionNamesBefore
}

/// World and heap before a statement.
struct SessionMemory {
  let world: WorldMemory
  /// In the heap's log.
  let heapPlace: Int
}

/// A value that an expression alone has printed.
struct TypedValue {
  let place: Int
  let text: String
  let literal: String?
}
