import Interpreter

/// How a test of `ptsh test` or `ptsh run` ended. The raw value is its name in JSON.
enum Outcome: String, CaseIterable, Sendable {
  case passed
  /// An assertion or an expectation did not hold.
  case failed
  /// There was nothing to run, or the script itself went wrong.
  case error
  case skipped
  /// Failed as `xfail` said it would.
  case expectedFailure
  /// Passed although `xfail` said otherwise.
  case unexpectedPass
  /// An invariant of the model broke.
  case defect
  /// Stopped before its end, or before its beginning, by the user.
  case interrupted

  /// - Parameter hasError: the script itself went wrong while running.
  init(_ status: TestResult.Status, hasError: Bool) {
    self =
      switch status {
      case .passed: .passed
      case .failed: hasError ? .error : .failed
      case .skipped: .skipped
      case .expectedFailure: .expectedFailure
      case .unexpectedPass: .unexpectedPass
      case .defect: .defect
      case .interrupted: .interrupted
      }
  }

  /// What the outcome alone makes the program's exit status.
  var status: ExitStatus {
    switch self {
    case .passed, .skipped, .expectedFailure: .passed
    case .failed, .error, .unexpectedPass: .failed
    case .defect: .defect
    // A run whose output nobody reads any more is stopped in the same way.
    case .interrupted: StopRequest.isInterrupted ? .interrupted : .passed
    }
  }

  /// The test is not as it should be.
  var isBad: Bool {
    switch self {
    case .passed, .skipped, .expectedFailure: false
    case .failed, .error, .unexpectedPass, .defect, .interrupted: true
    }
  }
}

extension TestResult.Status {
  /// What the script says about a skip or an expected failure.
  var reason: String? {
    switch self {
    case .skipped(let reason), .expectedFailure(let reason), .unexpectedPass(let reason): reason
    case .passed, .failed, .defect, .interrupted: nil
    }
  }
}
