import VM

/// A random program: what it runs on and what it does.
struct Program {
  /// What sort of program.
  enum Style: String, CaseIterable {
    /// Single operations and short scenes.
    case plain
    /// Families and ranges of many tables, on `toy`.
    case large
    /// The same on real machines, with ranges of up to 300 MiB.
    case real
    /// Plain or large, with pieces that are undone.
    case undo
    /// Ranges of up to 300 MiB, undone pieces, little memory: without the naive model, which
    /// would take too long; the two forms of VM watch each other.
    case forms
    /// A few processes on a small window of addresses, mostly on linux-6.18; or on huge pages.
    case window
    /// More pages than memory and swap space have room for, or more tables than low memory.
    case pressure
  }

  var style: Style
  var configuration: Configuration
  var operations: [Operation]

  init(_ style: Style, seed: UInt64, number: Int) {
    self.style = style
    // The program's number is part of the seed, so that each can be run again alone.
    var random = SplitMix64(seed: seed &* 1_000_003 &+ UInt64(number))
    configuration = Configuration.random(style, &random)
    var generator = Generator(
      seed: SplitMix64(seed: random.next()), configuration)
    switch style {
    case .plain: operations = generator.program()
    case .large, .real: operations = generator.largeProgram()
    case .forms: operations = generator.withUndo(generator.largeProgram())
    case .undo:
      operations =
        random.once(in: 3)
        ? generator.windowProgram()
        : generator.isToy ? generator.largeProgram() : generator.program()
      operations = generator.withUndo(operations)
    case .window:
      operations =
        configuration.supportsHugePages && random.once(in: 3)
        ? generator.hugeProgram() : generator.windowProgram()
    case .pressure:
      operations = generator.pressureProgram()
      if random.once(in: 4) { operations = generator.withUndo(operations) }
    }
  }

  private var mostProcesses: Int {
    switch style {
    case .plain: 7
    case .real, .pressure: 8
    case .window: 4
    case .large, .undo, .forms: 12
    }
  }

  /// Runs it on both models; how they differ, and the calls up to there.
  func run(announce: Bool = false) -> Trial {
    if style == .forms { return runForms(announce: announce) }
    var duo = Duo(configuration, thoroughEvery: style == .real ? 12 : 1)
    var trial = Trial()
    do throws(Difference) {
      for operation in operations {
        guard let call = duo.naive.call(for: operation, mostProcesses: mostProcesses)
        else { continue }
        trial.calls.append(call)
        if announce { print("  \(call)") }
        trial.coverage.count(call, try duo.perform(call))
      }
      try duo.finish()
    } catch {
      trial.difference = error
    }
    trial.coverage.count(duo.naive.model.events)
    return trial
  }

  /// Runs it on the two forms of VM alone.
  private func runForms(announce: Bool) -> Trial {
    var pair = FormPair(configuration)
    var trial = Trial()
    do throws(Difference) {
      for operation in operations {
        guard let call = pair.flat.call(for: operation, mostProcesses: mostProcesses)
        else { continue }
        trial.calls.append(call)
        if announce { print("  \(call)") }
        trial.coverage.count(call, try pair.perform(call))
      }
      try pair.finish()
    } catch {
      trial.difference = error
    }
    trial.coverage.count(pair.flat.model.events)
    return trial
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
    let run = small.run()
    var lines = ["seed \(seed), program \(program.style)-\(number), \(small.configuration)"]
    lines += run.calls.map { "  \($0)" }
    lines.append("\(run.difference ?? found)")
    return lines.joined(separator: "\n")
  }
}

/// What came of running a program.
struct Trial {
  var difference: Difference?
  var calls: [Call] = []
  var coverage = Coverage()
}

/// How much of what is interesting happened, so that a run can be judged.
struct Coverage: CustomStringConvertible {
  private var counts: [String: Int] = [:]
  /// By call and outcome.
  private var refused: [String: Int] = [:]
  private var done = 0

  mutating func count(_ call: Call, _ outcome: Outcome) {
    done += 1
    switch outcome {
    case .done, .address, .range: break
    case .errno(let errno): refused["\(call.verb) \(errno)", default: 0] += 1
    case .signal(let signal, _): refused["\(call.verb) \(signal)", default: 0] += 1
    case .notModelled: refused["\(call.verb) not modelled", default: 0] += 1
    }
  }

  mutating func count(_ events: EventCounters) {
    counts["minor faults", default: 0] += events.faults.minor
    counts["cow", default: 0] += events.faults.cow
    counts["major faults", default: 0] += events.faults.major
    counts["pages swapped in", default: 0] += events.swapIn
    counts["pages swapped out", default: 0] += events.swapOut
    counts["tables shared", default: 0] += events.tablesShared
    counts["tables unshared", default: 0] += events.tablesUnshared
    counts["tables promoted", default: 0] += events.tablesPromoted
  }

  static func += (a: inout Coverage, b: Coverage) {
    a.counts.merge(b.counts, uniquingKeysWith: +)
    a.refused.merge(b.refused, uniquingKeysWith: +)
    a.done += b.done
  }

  var description: String {
    func list(_ counts: [String: Int]) -> String {
      counts.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }.joined(separator: ", ")
    }
    let share = refused.values.reduce(0, +) * 100 / max(1, done)
    return "\(list(counts)); \(share)% refused: \(list(refused))"
  }
}
