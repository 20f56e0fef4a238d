import Interpreter

/// What has become of a test.
struct TestRecord: Sendable {
  let test: PlannedTest
  var outcome: Outcome
  /// Why: what the script says about a skip or an expected failure, what is wrong with a script
  /// that cannot be run, that the time was up.
  var reason: String?
  /// What the outcome makes the exit status of the whole run.
  var status: ExitStatus
  var assertions = 0
  var failedAssertions = 0
  /// Steps of the interpreter.
  var steps = 0
  /// By the clock.
  var seconds = 0.0
  /// What the test said, in order.
  var transcript = Transcript()

  var failures: [Failure] {
    transcript.items.compactMap { if case .failure(let failure) = $0 { failure } else { nil } }
  }

  /// Whether it needs somebody's attention.
  var isBad: Bool { outcome.isBad }
}

/// What a test says, kept until it is known whether anybody wants to read it.
struct Transcript: Sendable {
  private(set) var items: [Item] = []
  /// Items beyond what is kept.
  private(set) var dropped = 0
  private var bytes = 0

  enum Item: Sendable {
    /// From `print` and `show`; lines.
    case printed(String)
    case note(String)
    case failure(Failure)
  }

  /// What is kept of one test.
  private static let itemLimit = 1000
  private static let byteLimit = 1 << 20

  mutating func add(_ item: Item) {
    if case .printed(let text) = item { bytes += text.utf8.count }
    if items.count < Self.itemLimit, bytes <= Self.byteLimit {
      items.append(item)
    } else {
      dropped += 1
    }
  }

  /// What was printed.
  var printed: [String] {
    items.compactMap { if case .printed(let text) = $0 { text } else { nil } }
  }
}
