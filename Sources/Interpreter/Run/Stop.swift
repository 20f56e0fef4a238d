import PTLang

/// Why a run does not go on.
enum Stop: Error {
  /// An error of the script, or an outcome that was not expected; the run loop adds the place.
  case problem(Problem)
  /// There is no room for a value; the run loop collects garbage and tries once more.
  case outOfValues
  /// What happened has been reported.
  case ended
  case skipped(reason: String?)
  case interrupted
  /// An invariant of the model is broken.
  case defect(String)
}

/// An error of a running script, without its place.
struct Problem {
  var code: RunCode
  var message: String
  var kind = Failure.Kind.error
  var notes: [String] = []
  var hint: String?
  /// Shown under the running statement instead of the expression.
  var concernsStatement = false
  /// Values to show under the source line.
  var values: [ShownValue] = []
}

extension Stop {
  static func error(_ code: RunCode, _ message: String, hint: String? = nil) -> Stop {
    .problem(Problem(code: code, message: message, hint: hint))
  }
}
