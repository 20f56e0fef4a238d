import Interpreter

/// What has been counted over some tests.
struct Tally: Sendable {
  private(set) var tests = 0
  private(set) var assertions = 0
  private(set) var failedAssertions = 0
  /// The worst status of them; whether anything ran at all is for the whole run to judge.
  private(set) var status = ExitStatus.passed
  private var counts: [Outcome: Int] = [:]

  subscript(outcome: Outcome) -> Int { counts[outcome] ?? 0 }

  /// Tests that ran, to whatever end.
  var ran: Int { tests - self[.skipped] - self[.interrupted] }

  /// Tests with a failure, an error among them.
  var bad: Int { self[.failed] + self[.error] + self[.unexpectedPass] + self[.defect] }

  /// - Parameter status: if it is more than the outcome says: of a script that cannot be run.
  mutating func add(
    _ outcome: Outcome, assertions: Int, failedAssertions: Int, status: ExitStatus? = nil
  ) {
    tests += 1
    counts[outcome, default: 0] += 1
    self.assertions += assertions
    // The failures of a test that was expected to fail are nobody's business.
    if outcome.isBad { self.failedAssertions += failedAssertions }
    self.status = self.status.worse(status ?? outcome.status)
  }

  static func += (a: inout Tally, b: Tally) {
    a.tests += b.tests
    a.counts.merge(b.counts, uniquingKeysWith: +)
    a.assertions += b.assertions
    a.failedAssertions += b.failedAssertions
    a.status = a.status.worse(b.status)
  }

  /// `1 test`, `3 tests`.
  static func count(_ number: Int, _ noun: String) -> String {
    "\(number) \(noun)\(number == 1 ? "" : "s")"
  }
}
