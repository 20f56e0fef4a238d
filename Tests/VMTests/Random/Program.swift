import VM

/// A random program: what it runs on and what it does.
struct Program {
  var configuration: Configuration
  var operations: [Operation]

  init(seed: UInt64, number: Int) {
    // The program's number is part of the seed, so that each can be run again alone.
    var random = SplitMix64(seed: seed &* 1_000_003 &+ UInt64(number))
    configuration = Configuration.random(&random)
    var generator = Generator(
      seed: SplitMix64(seed: random.next()), geometry: configuration.geometry)
    operations = generator.program()
  }

  /// Runs it on both models; how they differ, and the calls up to there.
  func run(announce: Bool = false) -> (difference: Difference?, calls: [Call]) {
    var duo = Duo(configuration)
    var calls: [Call] = []
    do throws(Difference) {
      for operation in operations {
        guard let call = duo.naive.call(for: operation) else { continue }
        calls.append(call)
        if announce { print("  \(call)") }
        try duo.perform(call)
      }
      try duo.finish()
    } catch {
      return (error, calls)
    }
    return (nil, calls)
  }

  /// The program with as few operations as still show the same kind of disagreement.
  func reduced(keeping kind: String) -> Program {
    var best = self
    var chunk = max(1, operations.count / 2)
    while true {
      var dropped = false
      var start = 0
      while start < best.operations.count {
        var candidate = best
        candidate.operations.removeSubrange(start..<min(start + chunk, best.operations.count))
        if candidate.run().difference?.kind == kind {
          best = candidate
          dropped = true
        } else {
          start += chunk
        }
      }
      if chunk == 1 && !dropped { return best }
      chunk = max(1, chunk / 2)
    }
  }

  /// The reduced program as lines for people.
  static func report(seed: UInt64, number: Int, _ found: Difference, _ program: Program) -> String {
    let small = program.reduced(keeping: found.kind)
    let (difference, calls) = small.run()
    var lines = ["seed \(seed), program \(number), \(small.configuration)"]
    lines += calls.map { "  \($0)" }
    lines.append("\(difference ?? found)")
    return lines.joined(separator: "\n")
  }
}
