@testable import VM

/// What a random program runs on.
struct Configuration: CustomStringConvertible {
  var geometry: Geometry
  var kernel: Kernel
  /// Frames of memory; nil: more than enough.
  var frames: Int?
  /// Bytes of low memory, on machines that have it; nil: what is usual.
  var lowmem: Int?
  /// Pages of swap space.
  var slots = 0
  /// The first tables and frames get numbers before and behind a border of the store's blocks, which
  /// small programs would never reach.
  var firstNumber = 1

  var swap: Int { slots * geometry.pageSize }
  var memory: Int { frames.map { $0 * geometry.pageSize } ?? geometry.defaultMemory }

  func machine(_ storage: StorageForm) -> Machine {
    var machine = Machine(
      geometry: geometry, kernel: kernel, memory: memory, lowmem: lowmem, swap: swap,
      storage: storage)
    machine.totals.nextTable = TableCounts(each: firstNumber)
    machine.totals.nextFrame = firstNumber
    return machine
  }

  var description: String {
    "machine \(geometry.name) with memory = \(frames.map { "\($0) pages" } ?? "ample"), "
      + "swap = \(slots) pages, kernel \(kernel.name) with attach = \(kernel.sharing.attach), "
      + "threshold = \(kernel.sharing.forkThreshold.map { "\($0)" } ?? "none"), "
      + "lowmem = \(lowmem.map { "\($0) bytes" } ?? "usual")"
      + kernel.knobs.filter { ["line", "pteaddr", "highpte"].contains($0.name) }
      .compactMap { knob in kernel.value(of: knob).map { ", \(knob.name) = \($0)" } }.joined()
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
    if style == .pressure {
      machine = random.weighted([(6, "toy"), (3, "i386"), (2, "i386-pae"), (3, "x86_64")])
    }
    if style == .window {
      machine = random.weighted([
        (6, "x86_64"), (6, "toy"), (1, "x86_64-la57"), (1, "arm64-16k"), (1, "sv39"), (1, "i386"),
      ])
    }
    var kernel = random.weighted(
      style == .window
        ? [(10, Kernel.linux618), (1, .linux25), (2, .shpte)]
        : style == .pressure
          ? [(3, .linux618), (2, .linux25), (3, .linux24), (5, .shpte)]
          : [(4, .linux618), (2, .linux25), (1, .linux24), (8, .shpte)])
    if kernel.name == "shpte" {
      let threshold = random.pick([0, 0, 0, 1, 3, 3, 8])
      kernel = try! kernel.with(knob: "threshold", .integer(threshold))
      if random.once(in: 3) { kernel = try! kernel.with(knob: "match", .word("identical")) }
    }
    kernel = turned(kernel, &random)
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
    case .pressure:
      frames = 20 + random.below(random.pick([20, 60, 180]))
      // A 256th of it is a few frames.
      if random.once(in: 4) { frames = 256 * (1 + random.below(4)) - random.below(2) }
    }
    let slots = random.pick([0, 1 + random.below(30), 1 + random.below(30), 1 << 18])
    return Configuration(
      geometry: Geometry.named(machine)!, kernel: kernel, frames: frames,
      lowmem: random.once(in: style == .pressure ? 2 : 6) ? smallLowmem(&random) : nil,
      slots: slots,
      firstNumber: random.once(in: 2) ? 1 : 513 - random.below(random.pick([8, 32, 200])))
  }

  /// With knobs turned that change no more than what chains take.
  private static func turned(_ kernel: Kernel, _ random: inout SplitMix64) -> Kernel {
    var kernel = kernel
    for (name, values) in [("line", [32, 64, 128]), ("pteaddr", [4, 8]), ("highpte", [1])]
    where random.once(in: 4) && kernel.knob(name) != nil {
      kernel = try! kernel.with(knob: name, .integer(random.pick(values)))
    }
    return kernel
  }

  /// Room for some tables, and for some nodes of chains.
  private static func smallLowmem(_ random: inout SplitMix64) -> Int {
    4096 * (4 + random.below(random.pick([10, 60]))) + 8 * random.below(100)
  }
}
