/// What is wrong with a script, as a value: code, message, place, notes, hint.
///
/// The message is one phrase in lower case without a full stop. Codes are stable:
/// `PT01xx` lexical, `PT02xx` syntax, `PT03xx` names, `PT04xx` forms (clauses, placement),
/// `PT05xx` values and limits at run time, `PT06xx` outcomes of the modelled kernel,
/// `PT07xx` not modelled, `PT12xx` warnings.
public struct Diagnostic: Error, Hashable, Sendable {
  public var code: String
  public var severity: Severity
  public var message: String
  public var range: SourceRange
  public var notes: [Note]
  public var hint: String?

  public init(
    code: String, severity: Severity = .error, message: String, range: SourceRange,
    notes: [Note] = [], hint: String? = nil
  ) {
    self.code = code
    self.severity = severity
    self.message = message
    self.range = range
    self.notes = notes
    self.hint = hint
  }

  public enum Severity: String, Hashable, Sendable {
    /// The script is wrong, and does not run.
    case error
    /// The script runs, but something in it can hardly be meant.
    case warning
  }

  /// A remark that helps: where a name was first defined, what the map looks like there.
  public struct Note: Hashable, Sendable {
    public var message: String
    public var range: SourceRange?

    public init(message: String, range: SourceRange? = nil) {
      self.message = message
      self.range = range
    }
  }
}
