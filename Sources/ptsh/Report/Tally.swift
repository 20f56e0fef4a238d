import Interpreter

/// What has been counted over some tests.
struct Tally {
  var tests = 0
  var passed = 0
  var failed = 0
  var skipped = 0
  var expectedFailures = 0
  var unexpectedPasses = 0
  var defects = 0
  var assertions = 0
  var failedAssertions = 0
  var isInterrupted = false

  /// Tests that ran, to whatever end.
  var ran: Int { tests - skipped }

  mutating func add(_ result: TestResult, failedAssertions: Int) {
    tests += 1
    assertions += result.assertions
    switch result.status {
    case .passed: passed += 1
    case .failed: failed += 1
    case .skipped: skipped += 1
    case .expectedFailure: expectedFailures += 1
    case .unexpectedPass: unexpectedPasses += 1
    case .defect: defects += 1
    // A run that nobody reads any more is stopped in the same way, and has its own status.
    case .interrupted: isInterrupted = StopRequest.isInterrupted
    }
    if result.status == .failed { self.failedAssertions += failedAssertions }
  }

  static func += (a: inout Tally, b: Tally) {
    a.tests += b.tests
    a.passed += b.passed
    a.failed += b.failed
    a.skipped += b.skipped
    a.expectedFailures += b.expectedFailures
    a.unexpectedPasses += b.unexpectedPasses
    a.defects += b.defects
    a.assertions += b.assertions
    a.failedAssertions += b.failedAssertions
    a.isInterrupted = a.isInterrupted || b.isInterrupted
  }

  /// What the tests alone say; whether anything ran at all is for the whole run to judge.
  var status: ExitStatus {
    if defects > 0 { return .defect }
    if isInterrupted { return .interrupted }
    return failed + unexpectedPasses > 0 ? .failed : .passed
  }

  /// `1 test`, `3 tests`.
  static func count(_ number: Int, _ noun: String) -> String {
    "\(number) \(noun)\(number == 1 ? "" : "s")"
  }
}
