import VM

/// The counters of a world and its processes at one time.
struct CounterReading {
  private static let processCounters: [ProcessCounter] = [
    .rss, .swap, .vmas, .pagetables, .tablesShared,
  ]

  private struct Process {
    let birth: BirthNumber
    let name: String
    let values: [Int]
  }

  private var global: [Int] = []
  /// Those that are alive, in order of birth; nil if there are too many to look at.
  private var processes: [Process]? = []

  init() {}

  init(_ world: World) {
    global = GlobalCounter.allCases.map { $0.value(in: world.machine) }
    guard world.machine.processCount <= WorldChange.maximumProcesses else {
      processes = nil
      return
    }
    processes = world.processes.filter { world.isAlive($0) }.map { process in
      Process(
        birth: world.value(of: process).birth, name: world.name(of: process),
        values: Self.processCounters.map { $0.value(of: process, in: world.machine) })
    }
  }

  /// What has changed since an earlier time.
  func change(since before: CounterReading) -> WorldChange {
    var change = WorldChange()
    change.counters = Self.changed(
      GlobalCounter.allCases.map(\.rawValue), before.global, global)
    guard let old = before.processes, let new = processes else { return change }
    let oldByBirth = Dictionary(uniqueKeysWithValues: old.map { ($0.birth, $0) })
    let living = Set(new.map(\.birth))
    let none = Self.processCounters.map { _ in 0 }
    for process in old where !living.contains(process.birth) {
      change.add(process.name, .gone, Self.changed(Self.names, process.values, none))
    }
    for process in new {
      let values = oldByBirth[process.birth]?.values
      change.add(
        process.name, values == nil ? .born : .stayed,
        Self.changed(Self.names, values ?? none, process.values))
    }
    return change
  }

  private static let names = processCounters.map(\.rawValue)

  private static func changed(
    _ names: [String], _ before: [Int], _ after: [Int]
  ) -> [WorldChange.Counter] {
    zip(names, zip(before, after)).compactMap { name, values in
      values.0 == values.1
        ? nil : WorldChange.Counter(name: name, before: values.0, after: values.1)
    }
  }
}

extension WorldChange {
  fileprivate mutating func add(_ name: String, _ fate: Process.Fate, _ counters: [Counter]) {
    guard fate != .stayed || !counters.isEmpty else { return }
    processes.append(Process(name: name, fate: fate, counters: counters))
  }
}

extension Session {
  /// Compares the counters with those after the input before.
  func noteChange() {
    let now = CounterReading(state.world)
    lastChange = now.change(since: counters)
    counters = now
  }
}
