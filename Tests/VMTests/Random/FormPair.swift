@testable import VM

/// The two forms of VM side by side, for programs that are too large for the naive model.
struct FormPair: ~Copyable {
  let configuration: Configuration
  var vm: Side<Machine>
  var flat: Side<Machine>
  private var step = 0
  /// The calls that have not been undone, and how many they were at each open mark.
  private var history: [Call] = []
  private var lengths: [Int] = []
  private var runs: [Int] = []

  init(_ configuration: Configuration) {
    self.configuration = configuration
    vm = Side(configuration.machine(.compressed))
    flat = Side(configuration.machine(.flat))
  }

  mutating func perform(_ call: Call) throws(Difference) -> Outcome {
    step += 1
    let outcome = vm.perform(call)
    let other = flat.perform(call)
    if outcome != other {
      throw Difference(
        kind: "flat outcome of \(call.verb)", subject: "", first: ("compressed", "\(outcome)"),
        second: ("flat", "\(other)"))
    }
    if case .undo(let undo) = call { try keepBooks(undo) } else { history.append(call) }
    let (step, page) = (step, configuration.geometry.pageSize)
    try Duo.compare(
      "flat", vm, ("compressed", "flat"), flat, isThorough: step % 12 == 0,
      comparesIdentities: false
    ) { p in
      Duo.pages(of: p, vm).enumerated().filter { $0.offset % 12 == step % 12 }
        .map { $0.element + (step * 7 % 512) * page * (step % 2) }
    }
    if step % 8 == 0 {
      try Duo.checkStorage(vm)
      try Duo.checkStorage(flat)
    }
    return outcome
  }

  private mutating func keepBooks(_ undo: Undo) throws(Difference) {
    switch undo {
    case .mark:
      lengths.append(history.count)
      runs.append(vm.model.storedRunCount)
    case .release(let n):
      lengths.remove(at: n)
      runs.remove(at: n)
    case .restore(let n):
      lengths.removeSubrange((n + 1)...)
      runs.removeSubrange((n + 1)...)
      history.removeSubrange(lengths[n]...)
      try same("undo", "stored runs", runs[n], vm.model.storedRunCount)
    }
  }

  private func same(_ kind: String, _ subject: String, _ a: Int, _ b: Int) throws(Difference) {
    guard a != b else { return }
    throw Difference(
      kind: kind, subject: subject, first: ("the rule", "\(a)"), second: ("VM", "\(b)"))
  }

  /// Compares with a machine that never did what was undone; then every process exits.
  mutating func finish() throws(Difference) {
    var replay = Side(configuration.machine(.compressed))
    for call in history { _ = replay.perform(call) }
    try Duo.compare("replay", vm, ("with undone calls", "without"), replay) {
      Duo.pages(of: $0, vm)
    }
    try same("replay", "stored runs", replay.model.storedRunCount, vm.model.storedRunCount)
    for violation in [vm.model.firstViolation(), flat.model.firstViolation()] {
      if let violation {
        throw Difference(
          kind: "invariant", subject: violation.name, naive: "holds", vm: violation.text)
      }
    }
    while !vm.marks.isEmpty { _ = try perform(.undo(.release(0))) }
    for p in vm.living where vm.model.isAlive(vm.processes[p]) { _ = try perform(.exit(p)) }
    for f in vm.files.indices {
      if try perform(.truncate(f, size: 0)) == .notModelled { return }
    }
    try same("leak", "memory", 0, vm.model.memoryUsed)
    try same("leak", "swap", 0, vm.model.swapUsed)
    try same("leak", "runs", 0, vm.model.storedRunCount)
    try same("leak", "runs of the flat form", 0, flat.model.storedRunCount)
  }
}
