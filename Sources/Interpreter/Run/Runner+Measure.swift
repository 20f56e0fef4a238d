import VM

extension Runner {
  /// Takes down every counter of the world, and those of processes that the program asks for.
  ///
  /// The record holds the world's counters and a list: for each process that is alive its number
  /// and its counters.
  func beginMeasure() throws(Stop) -> Value {
    if heap.needsCollection { try collect() }
    var values = globalCounters().map { Value($0) }
    values.append(try heap.makeList(try processCounters()))
    return try heap.makeRecord(.measured, values)
  }

  /// The same record with the change since then.
  func endMeasure(_ begun: Value) throws(Stop) -> Value {
    if heap.needsCollection { try collect() }
    let before = Array(heap.values(begun))
    guard let processesBefore = before.last else { return .null }
    var values: [Value] = []
    for (now, old) in zip(globalCounters(), before) { values.append(Value(now &- old.bits)) }
    values.append(try heap.makeList(try changes(since: Array(heap.values(processesBefore)))))
    return try heap.makeRecord(.measured, values)
  }

  private func globalCounters() -> [Int] {
    GlobalCounter.allCases.map { $0.value(in: world.machine) }
  }

  private func processCounters() throws(Stop) -> [Value] {
    let counters = code.measuredCounters
    guard !counters.isEmpty else { return [] }
    var values: [Value] = []
    try charge(world.processes.count / 16)
    for process in world.processes where world.isAlive(process) {
      values.append(world.value(of: process))
      for counter in counters {
        values.append(Value(counter.value(of: process, in: world.machine)))
      }
    }
    try charge(values.count)
    return values
  }

  /// Processes stand in order of their numbers, in both lists.
  private func changes(since before: [Value]) throws(Stop) -> [Value] {
    var now = try processCounters()
    let width = code.measuredCounters.count + 1
    var old = 0
    for start in stride(from: 0, to: now.count, by: width) {
      while old < before.count, before[old].process < now[start].process { old += width }
      // Born in the block, perhaps with the number of one that `restore` has taken back: from 0.
      guard old < before.count, before[old].bits == now[start].bits else { continue }
      for offset in 1..<width { now[start + offset].bits &-= before[old + offset].bits }
    }
    return now
  }

  /// `m.of(p)`.
  func change(of process: Value, in measured: Value) throws(Stop) -> Value {
    guard measured.tag == .record, heap.shape(measured) == .measured,
      let list = heap.values(measured).last
    else { throw .error(.wrongType, "only what `measure` returns has 'of'") }
    guard process.tag == .process else {
      try checkUsable(process)
      throw .error(.wrongType, "'of' takes a process, not \(process.kindName)")
    }
    let width = code.measuredCounters.count + 1
    let values = Array(heap.values(list))
    if width == 1 { return try heap.makeRecord(.processChange, []) }
    for start in stride(from: 0, to: values.count, by: width)
    where values[start].bits == process.bits {
      return try heap.makeRecord(.processChange, Array(values[(start + 1)..<(start + width)]))
    }
    let name = world.name(of: try existing(process))
    throw .error(.processGone, "process '\(name)' was not alive at the end of the measurement")
  }
}
