import VM

/// What a probe is asked for on the command line.
struct Options {
  var pages = 65536
  var order = "sequential"
  var isShared = false
  var kernel = Kernel.shpte
  var storage = StorageForm.compressed
  /// Of `world`.
  var processes = 100
  /// Of `world`: random unmaps and writes of single pages.
  var edits = 0
  /// Of `world`: writes that are taken back.
  var whatifs = 0

  struct Problem: Error, CustomStringConvertible {
    let description: String
  }

  init(_ arguments: some Sequence<String>) throws {
    for argument in arguments {
      let parts = argument.split(separator: "=", maxSplits: 1).map(String.init)
      guard parts.count == 2 else { throw Problem(description: "'\(argument)' is no KEY=VALUE") }
      try set(parts[0], to: parts[1])
    }
  }

  private mutating func set(_ key: String, to value: String) throws {
    switch key {
    case "pages": pages = try number(value)
    case "processes": processes = try number(value)
    case "edits": edits = try number(value)
    case "whatifs": whatifs = try number(value)
    case "order": order = value
    case "memory": isShared = value == "shared"
    case "storage": storage = value == "flat" ? .flat : .compressed
    case "kernel":
      guard let named = Kernel.named(value) else {
        throw Problem(description: "no kernel '\(value)'")
      }
      kernel = named
    default: throw Problem(description: "no option '\(key)'")
    }
  }

  private func number(_ text: String) throws -> Int {
    guard let number = Int(text), number >= 0 else {
      throw Problem(description: "'\(text)' is no number")
    }
    return number
  }

  /// The numbers of the pages in the order in which they are touched.
  var pageOrder: [Int] {
    var numbers = Array(0..<pages)
    guard order == "shuffled", pages > 1 else { return numbers }
    var random = SplitMix64(state: 1)
    for index in stride(from: pages - 1, to: 0, by: -1) {
      numbers.swapAt(index, Int(random.next() % UInt64(index + 1)))
    }
    return numbers
  }
}

/// A small generator of random numbers; `peer` has the same.
struct SplitMix64 {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var z = state
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return z ^ (z >> 31)
  }

  mutating func next(below bound: Int) -> Int { Int(next() % UInt64(bound)) }
}
