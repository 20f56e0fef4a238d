/// What a run of `ptsh test` reports, in order: it begins, tests end one after the other, it ends.
///
/// The order is that of the plan, whatever was finished first. Recorders make text of the events.
enum TestEvent: Sendable {
  case began(TestRunStart)
  case ended(TestRecord)
  case finished(TestRunEnd)
}

struct TestRunStart: Sendable {
  /// Tests that are going to run, and the scripts they belong to.
  let tests: Int
  let files: Int
  /// The seed of the order, if it was shuffled.
  let seed: UInt64?
  let shard: Shard?
}

struct TestRunEnd: Sendable {
  let tally: Tally
  /// Tests of the plan that were not run, because of `--fail-fast` or the user.
  let notRun: Int
  let files: Int
  let seconds: Double
  /// The slowest tests, slowest first.
  let slowest: [(title: String, seconds: Double)]
  let status: ExitStatus
}

/// How far a run is, for whoever watches.
struct TestProgress: Sendable {
  let done: Int
  let total: Int
  let bad: Int
  /// The test that everything waits for.
  let current: String
}

/// Turns the events of a run into a report.
protocol Recorder {
  mutating func record(_ event: TestEvent)
  /// Called now and then while nothing else happens.
  mutating func tick(_ progress: TestProgress)
}

extension Recorder {
  mutating func tick(_: TestProgress) {}
}
