import Interpreter
import PTLang
import Testing

/// Puts texts through everything that reads them, and looks after the limits.
struct Trial {
  private(set) var ran = 0
  private(set) var formatted = 0
  private(set) var refused = 0
  private var slowest = (duration: Duration.zero, seed: UInt64(0))
  private let watchdog = Watchdog()
  private static let options = {
    var options = Options()
    options.limits.steps = 2_000
    options.limits.callDepth = 100
    options.limits.processes = 1_000
    options.limits.valueBytes = 1 << 20
    options.limits.historyBytes = 1 << 20
    return options
  }()
  /// No case may take longer, on a machine that does other things as well.
  static let limit = Duration.seconds(5)

  mutating func run(_ bytes: [UInt8], _ seed: UInt64) {
    watchdog.begin(seed)
    let duration = ContinuousClock().measure {
      format(bytes, seed)
      checkAndRun(bytes, seed)
    }
    watchdog.end()
    if duration > slowest.duration { slowest = (duration, seed) }
  }

  /// To be said once all cases have run.
  func checkTime() {
    #expect(slowest.duration < Self.limit, "seed \(slowest.seed) took \(slowest.duration)")
  }

  private mutating func format(_ bytes: [UInt8], _ seed: UInt64) {
    let file = SourceFile(name: "main.pts", bytes: bytes)
    do {
      let layout = try Formatter.format(file)
      formatted += 1
      // Every few: it costs as much as all the rest.
      guard seed % 4 == 0 else { return }
      let again = try Formatter.format(SourceFile(name: "main.pts", bytes: layout))
      #expect(again == layout, "seed \(seed): not its own layout")
    } catch .notUnderstood(let diagnostics) {
      refused += 1
      #expect(!diagnostics.isEmpty, "seed \(seed)")
    } catch {
      Issue.record("seed \(seed): \(error)")
    }
  }

  private mutating func checkAndRun(_ bytes: [UInt8], _ seed: UInt64) {
    let program = Program.load(name: "main.pts", bytes: bytes, options: Self.options) { _ in
      .failure(ReadFailure(text: "no such file"))
    }
    #expect(program.diagnostics.count <= 60, "seed \(seed)")
    for diagnostic in program.diagnostics {
      let place = diagnostic.range
      #expect(
        place.lower >= 0 && place.lower <= place.upper && place.upper <= bytes.count,
        "seed \(seed): \(diagnostic)")
    }
    guard program.isRunnable else { return }
    ran += 1
    for test in program.tests.prefix(3) {
      let result = program.run(test, options: Self.options) { _ in }
      #expect(result.steps <= Self.options.limits.steps + 100, "seed \(seed)")
      if result.status == .failed { #expect(result.failures > 0, "seed \(seed)") }
    }
  }
}
