import Interpreter
import Synchronization

/// One run of `ptsh test`: carries a plan out and tells recorders about it.
struct TestRun {
  let plan: [PlannedTest]
  let jobs: Int
  let failFast: Bool
  /// Seconds by the clock that a test may take; nil for no limit.
  let timeout: Double?
  /// Failures come with what led to them, for which tests run again.
  let explainsFailures: Bool
  /// The order's seed and the part of the tests that is run, for the report.
  var seed: UInt64?
  var shard: Shard?
  var slowest = SlowestTests()

  /// Runs the tests; the records of those that ran, in the order of the plan.
  ///
  /// With `failFast` the tests after the first bad one of the plan count as not run, also when
  /// another thread has run them: what is reported does not depend on timing.
  func run(_ recorders: inout [any Recorder]) -> (records: [TestRecord], end: TestRunEnd) {
    let clock = Stopwatch()
    let files = Set(plan.map(\.path)).count
    send(.began(TestRunStart(tests: plan.count, files: files, seed: seed, shard: shard)))
    var records: [TestRecord] = []
    var tally = Tally()
    var slowest = slowest
    let (plan, timeout, explainsFailures) = (plan, timeout, explainsFailures)
    let cancellation = Cancellation()
    OrderedWork.run(count: plan.count, jobs: jobs) { index in
      Self.run(plan[index], timeout, explainsFailures, cancellation)
    } wait: { next in
      let progress = TestProgress(
        done: records.count, total: plan.count, bad: tally.bad, current: plan[next].title)
      for index in recorders.indices { recorders[index].tick(progress) }
    } deliver: { _, record in
      records.append(record)
      tally.add(
        record.outcome, assertions: record.assertions, failedAssertions: record.failedAssertions,
        status: record.status)
      slowest.add(record)
      send(.ended(record))
      let goesOn = !(failFast && record.isBad) && !StopRequest.isPending
      if !goesOn { cancellation.cancel() }
      return goesOn
    }
    let end = TestRunEnd(
      tally: tally, notRun: plan.count - records.count, files: files, seconds: clock.seconds,
      slowest: slowest.list, status: status(tally))
    send(.finished(end))
    return (records, end)

    func send(_ event: TestEvent) {
      for index in recorders.indices { recorders[index].record(event) }
    }
  }

  private func status(_ tally: Tally) -> ExitStatus {
    if StopRequest.isInterrupted { return tally.status.worse(.interrupted) }
    return tally.ran == 0 ? tally.status.worse(.nothingRan) : tally.status
  }

  // MARK: One test

  private static func run(
    _ planned: PlannedTest, _ timeout: Double?, _ explainsFailures: Bool,
    _ cancellation: Cancellation
  ) -> TestRecord {
    switch planned.content {
    case .broken(let breakage):
      return TestRecord(
        test: planned, outcome: .error, reason: breakage.phrase, status: breakage.status)
    case .test(let test, let program, var options):
      let clock = Stopwatch()
      options.explainsFailures = explainsFailures
      let isInterrupted = options.isInterrupted
      options.isInterrupted = {
        cancellation.isCancelled || isInterrupted?() == true
          || timeout.map { clock.seconds > $0 } == true
      }
      var record = run(planned, test, program, options)
      record.seconds = clock.seconds
      if record.outcome == .interrupted, !StopRequest.isPending, let timeout {
        record.outcome = .error
        record.status = .failed
        record.reason = "took longer than \(Seconds.phrase(timeout))"
      }
      return record
    }
  }

  private static func run(
    _ planned: PlannedTest, _ test: TestCase, _ program: Program, _ options: Options
  ) -> TestRecord {
    var transcript = Transcript()
    var failedAssertions = 0
    var hasError = false
    let result = program.run(test, options: options) { event in
      switch event {
      case .printed(let text): transcript.add(.printed(text))
      case .note(let text): transcript.add(.note(text))
      case .reason, .cost: break
      case .failure(let failure):
        if failure.kind == .assertion { failedAssertions += 1 }
        if failure.kind == .error { hasError = true }
        transcript.add(.failure(failure))
      }
    }
    let outcome = Outcome(result.status, hasError: hasError)
    return TestRecord(
      test: planned, outcome: outcome, reason: result.status.reason, status: outcome.status,
      assertions: result.assertions, failedAssertions: failedAssertions, steps: result.steps,
      transcript: transcript)
  }

  /// Tells the tests that are still running that nobody waits for them any more.
  private final class Cancellation: Sendable {
    private let flag = Atomic<Bool>(false)
    var isCancelled: Bool { flag.load(ordering: .relaxed) }
    func cancel() { flag.store(true, ordering: .relaxed) }
  }
}
