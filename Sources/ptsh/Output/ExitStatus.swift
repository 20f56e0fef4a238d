/// How a run of `ptsh` ends: one meaning a status.
///
/// With several files the *worst* status decides; the cases stand in that order, worst last.
/// `usage` never meets another one: nothing runs then.
enum ExitStatus: Int32, CaseIterable, Sendable {
  /// All passed.
  case passed = 0
  /// Nothing ran: no test was found, or all were skipped.
  case nothingRan = 4
  /// An assertion or expectation failed, or a running script went wrong.
  case failed = 1
  /// The script is wrong: lexical, syntax, names, forms.
  case wrongScript = 65
  /// No such file, or it cannot be read.
  case noInput = 66
  /// Output could not be written.
  case cannotWrite = 74
  /// Stopped by SIGINT.
  case interrupted = 130
  /// A defect of ptsh.
  case defect = 70
  /// Bad command line.
  case usage = 64

  /// The worse of the two.
  func worse(_ other: ExitStatus) -> ExitStatus {
    severity >= other.severity ? self : other
  }

  /// What it says, for people.
  var meaning: String {
    switch self {
    case .passed: "all passed"
    case .nothingRan: "nothing ran: no test was found, or all were skipped"
    case .failed: "an assertion or expectation failed, or a running script went wrong"
    case .wrongScript: "the script is wrong"
    case .noInput: "a file is not there or cannot be read"
    case .cannotWrite: "output cannot be written"
    case .interrupted: "interrupted"
    case .defect: "a defect of ptsh"
    case .usage: "the command line is wrong"
    }
  }

  private var severity: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}
