public import PTLang
public import VM

/// What a run says, in order. Events are the only output of the interpreter; recorders turn them
/// into text, TAP and so on.
public enum Event: Sendable {
  /// Text for people, from `print` and `show`: whole lines, without the last line end.
  case printed(String)
  /// Something the user should know that is no failure: `kernel` statements passed over.
  case note(String)
  /// A consequence of the statement at this place (only when tracing).
  case reason(Reason, processName: String?, statement: SourceRange)
  /// Modelled nanoseconds that the statement at this place has taken (only when tracing).
  case cost(Int, statement: SourceRange)
  /// An assertion or expectation that did not hold, or an error of the running script.
  case failure(Failure)
}

/// Something that makes a test fail.
public struct Failure: Sendable {
  public enum Kind: Sendable {
    /// `assert`, `require`, `invariant`; the run goes on after an `assert`.
    case assertion
    /// The modelled kernel did something other than the statement expected.
    case outcome
    /// Types, overflow, limits, unknown names, not modelled: the script went wrong while running.
    case error
    /// A defect of ptsh: an invariant of the model is broken. Exit status 70.
    case defect
  }

  public var kind: Kind
  /// Code, message, place, notes (the chain of `use` and calls among them) and hint.
  public var diagnostic: Diagnostic
  /// For a failed assertion: every sub-expression whose value is worth showing, with its place.
  public var values: [ShownValue]
  /// What the model knows that explains the values.
  public var explanations: [String]
  /// For a failed assertion: what led to the values, if the run was asked for it.
  public var history: History?

  public init(
    kind: Kind, diagnostic: Diagnostic, values: [ShownValue] = [], explanations: [String] = [],
    history: History? = nil
  ) {
    self.kind = kind
    self.diagnostic = diagnostic
    self.values = values
    self.explanations = explanations
    self.history = history
  }
}

/// The value of a sub-expression, for the picture under a failed assertion.
public struct ShownValue: Sendable, Hashable {
  public var range: SourceRange
  public var text: String

  public init(range: SourceRange, text: String) {
    self.range = range
    self.text = text
  }
}

/// How a test ended.
public struct TestResult: Sendable {
  public enum Status: Sendable, Hashable {
    case passed
    case failed
    case skipped(reason: String?)
    /// Failed as `xfail` said it would.
    case expectedFailure(reason: String?)
    /// Passed although `xfail` said otherwise: a failure.
    case unexpectedPass(reason: String?)
    /// An invariant of the model broke: exit status 70.
    case defect
    case interrupted
  }

  public var status: Status
  /// Assertions evaluated, `require` and `invariant` included.
  public var assertions: Int
  public var failures: Int
  /// Steps of the interpreter.
  public var steps: Int

  public init(status: Status, assertions: Int, failures: Int, steps: Int) {
    self.status = status
    self.assertions = assertions
    self.failures = failures
    self.steps = steps
  }
}
