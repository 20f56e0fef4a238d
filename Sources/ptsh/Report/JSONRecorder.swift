import Interpreter
import PTLang

/// JSON lines: one object for the beginning, one for each test, one for the end. The fields are
/// documented in docs/testing.md; `version` changes when one changes its meaning or goes.
struct JSONRecorder: Recorder {
  private let output: ReportOutput

  static let version = 1

  init(output: ReportOutput) { self.output = output }

  func record(_ event: TestEvent) {
    switch event {
    case .began(let start): output.say(Self.json(start).text)
    case .ended(let record): output.say(Self.json(record).text)
    case .finished(let end): output.say(Self.json(end).text)
    }
  }

  private static func json(_ start: TestRunStart) -> JSON {
    .object([
      "type": .string("run"), "version": .integer(version), "ptsh": .string(Ptsh.version),
      "tests": .integer(start.tests), "files": .integer(start.files),
      "seed": start.seed.map { .string(String($0)) },
      "shard": .optional(start.shard?.description),
    ])
  }

  /// A test of a plan, as `--list` shows it.
  static func json(listing test: PlannedTest) -> JSON { .object(members(of: test)) }

  private static func members(of test: PlannedTest) -> [JSON.Member] {
    JSON.object([
      "type": .string("test"), "title": .string(test.title), "file": .string(test.path),
      "kernel": .optional(test.kernel), "name": .optional(test.name),
      "line": test.lines.map { .integer($0.lowerBound) }, "tags": .strings(test.tags),
    ]).members
  }

  private static func json(_ record: TestRecord) -> JSON {
    let test = record.test
    let failures = DiagnosticJSON(files: test.program?.files ?? [])
    let found =
      test.isBroken
      ? test.program?.diagnostics.map { failures.json($0) } ?? []
      : record.failures.map { failures.json($0) }
    let ending = JSON.object([
      "outcome": .string(record.outcome.rawValue), "reason": .optional(record.reason),
      "assertions": .integer(record.assertions),
      "failedAssertions": .integer(record.failedAssertions), "steps": .integer(record.steps),
      "seconds": .number(Seconds.rounded(record.seconds)),
      "output": .strings(record.transcript.printed), "failures": .array(found),
    ])
    return .object(members(of: test) + ending.members)
  }

  private static func json(_ end: TestRunEnd) -> JSON {
    let tally = end.tally
    return .object([
      "type": .string("summary"), "tests": .integer(tally.tests + end.notRun),
      "files": .integer(end.files), "passed": .integer(tally[.passed]),
      "failed": .integer(tally[.failed]), "errors": .integer(tally[.error]),
      "skipped": .integer(tally[.skipped]),
      "expectedFailures": .integer(tally[.expectedFailure]),
      "unexpectedPasses": .integer(tally[.unexpectedPass]), "defects": .integer(tally[.defect]),
      "interrupted": .integer(tally[.interrupted]), "notRun": .integer(end.notRun),
      "assertions": .integer(tally.assertions), "seconds": .number(Seconds.rounded(end.seconds)),
      "slowest": .array(
        end.slowest.map {
          .object(["title": .string($0.title), "seconds": .number(Seconds.rounded($0.seconds))])
        }),
      "status": .integer(Int(end.status.rawValue)),
    ])
  }
}
