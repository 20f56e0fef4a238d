@testable import VM

/// The two models side by side, and VM in its flat form beside them.
struct Duo: ~Copyable {
  let configuration: Configuration
  /// Everything is compared after every so many calls; after the others, what is cheap to ask.
  let thoroughEvery: Int
  var naive: Side<NaiveMachine>
  var vm: Side<Machine>
  /// Stores every entry by itself and must not be told apart from `vm`.
  var flat: Side<Machine>
  var frames = Bijection()
  var tables = Bijection()
  /// Of one moment: a page that stays mapped while its slot is freed, as under linux-2.4, may get the
  /// same one again.
  var slots = Bijection()
  var step = 0
  /// The calls that have not been undone, and what came of them.
  private var history: [(call: Call, outcome: Outcome)] = []
  private var kept: [Kept] = []

  /// What belongs to an open mark.
  private struct Kept {
    /// Identities may be given out again after an undo.
    var frames: Bijection
    var tables: Bijection
    var calls: Int
    var runs: Int
    var flatRuns: Int
  }

  init(_ configuration: Configuration, thoroughEvery: Int = 1) {
    self.configuration = configuration
    self.thoroughEvery = thoroughEvery
    naive = Side(
      NaiveMachine(
        geometry: configuration.geometry, kernel: configuration.kernel,
        memory: configuration.memory, swap: configuration.swap, lowmem: configuration.lowmem))
    vm = Side(configuration.machine(.compressed))
    flat = Side(configuration.machine(.flat))
  }

  /// Does it on all and compares what came of it and everything that can be asked.
  @discardableResult
  mutating func perform(_ call: Call) throws(Difference) -> Outcome {
    step += 1
    naive.model.shortage = nil
    let a = naive.perform(call)
    let b = vm.perform(call)
    try same("outcome of \(call.verb)", "", a, b)
    // Where low memory may be short too, one of the models may have looked no further.
    if let why = naive.model.shortage, naive.model.lowMemoryTotal == nil {
      try same("shortage", "of \(call.verb)", why, vm.model.shortage.map { NaiveShortage($0) })
    }
    try sameForms("outcome of \(call.verb)", "", b, flat.perform(call))
    if case .undo(let undo) = call { try keepBooks(undo) } else { history.append((call, b)) }
    if step % thoroughEvery == 0 { try compareAll() } else { try compareGlobals() }
    try compareForms()
    return b
  }

  /// Kills every process; then nothing may be left but the page cache, and nothing at all once the
  /// files are empty.
  mutating func finish() throws(Difference) {
    // Once more from the first mark, if one is open.
    if !vm.marks.isEmpty && step % 2 == 0 {
      try exitAll()
      try perform(.undo(.restore(0)))
    }
    while !vm.marks.isEmpty { try perform(.undo(.release(step % vm.marks.count))) }
    try compareAll()
    try compareWithReplay()
    try exitAll()
    try same("leak", "tables", 0, vm.model.pageTables.total)
    try same(
      "leak", "tables allocated and freed", vm.model.events.tablesAllocated,
      vm.model.events.tablesFreed)
    // The naive model does not count flushes yet.
    var counted = vm.model.events
    counted.tlb = naive.model.events.tlb
    try same("leak", "entries set, copied and cleared", naive.model.events, counted)
    try same("leak", "frames", vm.model.pageCacheBytes, vm.model.memoryUsed)
    try same("leak", "runs of tables", 0, vm.model.runCountOfTables)
    try same("leak", "runs of tables of the flat form", 0, flat.model.runCountOfTables)
    for f in naive.files.indices {
      // Nothing makes a file of huge pages give them back.
      if try perform(.truncate(f, size: 0)) == .notModelled { return }
    }
    try same("leak", "memory", 0, vm.model.memoryUsed)
    try same("leak", "swap", 0, vm.model.swapUsed)
    try same("leak", "runs", 0, vm.model.storedRunCount)
    try same("leak", "runs of the flat form", 0, flat.model.storedRunCount)
    try same("leak", "empty storage", true, vm.model.hasEmptyMaps)
    try same("leak", "empty storage of the flat form", true, flat.model.hasEmptyMaps)
  }

  private mutating func exitAll() throws(Difference) {
    for p in naive.living where naive.model.isAlive(naive.processes[p]) { try perform(.exit(p)) }
  }

  func same<T: Equatable>(
    _ kind: String, _ subject: @autoclosure () -> String, _ a: T, _ b: T
  ) throws(Difference) {
    guard a != b else { return }
    throw Difference(kind: kind, subject: subject(), naive: "\(a)", vm: "\(b)")
  }

  // MARK: Undo

  private mutating func keepBooks(_ undo: Undo) throws(Difference) {
    switch undo {
    case .mark:
      kept.append(
        Kept(
          frames: frames, tables: tables, calls: history.count, runs: vm.model.storedRunCount,
          flatRuns: flat.model.storedRunCount))
    case .release(let n): kept.remove(at: n)
    case .restore(let n):
      kept.removeSubrange((n + 1)...)
      (frames, tables) = (kept[n].frames, kept[n].tables)
      history.removeSubrange(kept[n].calls...)
      try same("undo", "stored runs", kept[n].runs, vm.model.storedRunCount)
      try same("undo", "stored runs of the flat form", kept[n].flatRuns, flat.model.storedRunCount)
      try compareAll()
      try compareWithReplay()
    }
  }

  /// A machine that has done what was not undone, and nothing else, is the same machine; its
  /// accesses may be done piece by piece.
  private func compareWithReplay() throws(Difference) {
    guard !history.isEmpty else { return }
    var replay = Side(configuration.machine(.compressed))
    for (call, outcome) in history {
      try same("replay", "\(call)", outcome, replay.performInPieces(call))
    }
    try Self.compare(
      "replay", vm, ("with undone calls", "without"), replay, pages: { Self.pages(of: $0, vm) })
    guard vm.model.storedRunCount != replay.model.storedRunCount else { return }
    throw Difference(
      kind: "replay", subject: "stored runs", naive: "\(replay.model.storedRunCount)",
      vm: "\(vm.model.storedRunCount)")
  }
}

extension Machine {
  /// Not even empty chunks are left.
  var hasEmptyMaps: Bool {
    contents.isEmpty && leafTables.isEmpty && frames.isEmpty && firstValues.isEmpty
      && otherValues.isEmpty && oldestFileTables.isEmpty && youngerFileTables.isEmpty
      && files.allSatisfy { $0.cache.isEmpty }
  }

  /// Runs in the maps that processes need, and the page cache does not.
  var runCountOfTables: Int {
    var count =
      contents.runCount + leafTables.runCount + oldestFileTables.runCount
      + youngerFileTables.runCount
    for space in spaces.indices {
      count += spaces[space].leaves.runCount
      for level in 1..<leafLevel { count += spaces[space].uppers[level].runCount }
    }
    return count
  }
}
