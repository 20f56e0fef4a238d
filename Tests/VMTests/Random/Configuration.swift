@testable import VM

/// What a random program runs on.
struct Configuration: CustomStringConvertible {
  var geometry: Geometry
  var kernel: Kernel
  /// Frames of memory; nil: more than enough.
  var frames: Int?
  /// Pages of swap space.
  var slots = 0
  /// The first tables and frames get numbers before and behind a border of the store's blocks, which
  /// small programs would never reach.
  var firstNumber = 1

  var swap: Int { slots * geometry.pageSize }
  var memory: Int { frames.map { $0 * geometry.pageSize } ?? geometry.defaultMemory }

  func machine(_ storage: StorageForm) -> Machine {
    var machine = Machine(
      geometry: geometry, kernel: kernel, memory: memory, swap: swap, storage: storage)
    machine.totals.nextTable = TableCounts(each: firstNumber)
    machine.totals.nextFrame = firstNumber
    return machine
  }

  var description: String {
    "machine \(geometry.name) with memory = \(frames.map { "\($0) pages" } ?? "ample"), "
      + "swap = \(slots) pages, kernel \(kernel.name) with attach = \(kernel.sharing.attach), "
      + "threshold = \(kernel.sharing.forkThreshold.map { "\($0)" } ?? "none")"
  }

  /// `toy` mostly, memory ample mostly.
  static func random(_ style: Program.Style, _ random: inout SplitMix64) -> Configuration {
    var machine = random.weighted([
      (12, "toy"), (2, "sv39"), (1, "i386"), (1, "i386-pae"), (1, "x86_64"), (1, "x86_64-la57"),
      (1, "arm64-16k"),
    ])
    if style == .large { machine = "toy" }
    if style == .real || style == .forms {
      machine = random.pick([
        "x86_64", "x86_64", "i386", "i386-pae", "sv39", "x86_64-la57", "arm64-16k", "arm64-64k",
      ])
    }
    if style == .window {
      machine = random.weighted([
        (6, "x86_64"), (6, "toy"), (1, "x86_64-la57"), (1, "arm64-16k"), (1, "sv39"), (1, "i386"),
      ])
    }
    var kernel = random.weighted(
      style == .window
        ? [(10, Kernel.linux618), (1, .linux25), (2, .shpte)]
        : [(2, .linux618), (1, .linux25), (4, .shpte)])
    if kernel.name == "shpte" {
      let threshold = random.pick([0, 0, 0, 1, 3, 3, 8])
      kernel = try! kernel.with(knob: "threshold", .integer(threshold))
      if random.once(in: 3) { kernel = try! kernel.with(knob: "match", .word("identical")) }
    }
    let isShort = random.once(in: 3)
    var frames = isShort ? 8 + random.below(random.pick([30, 120, 250])) : nil
    switch style {
    case .plain: break
    case .large, .undo: if let some = frames { frames = some * random.pick([1, 2, 4]) }
    // So much that the naive model need not count it.
    case .real: frames = 16 << 20
    case .forms:
      frames = isShort ? 500 + random.below(random.pick([3000, 30_000])) : 16 << 20
    case .window:
      if machine != "toy" && isShort { frames = 600 + random.below(random.pick([1000, 5000])) }
    }
    let slots = random.pick([0, 1 + random.below(30), 1 + random.below(30), 1 << 18])
    return Configuration(
      geometry: Geometry.named(machine)!, kernel: kernel, frames: frames, slots: slots,
      firstNumber: random.once(in: 2) ? 1 : 513 - random.below(random.pick([8, 32, 200])))
  }
}
