public import PTLang
public import VM

/// What became of an input.
public enum SessionResult: Sendable {
  /// Every statement has run.
  case done
  /// The text ends while something is open: another line is to be asked for. The diagnostics are
  /// those that the text would get as it is.
  case incomplete([Diagnostic])
  /// Lexical, syntax or name errors: nothing has run.
  case refused([Diagnostic])
  /// A statement went wrong and an `Event.failure` has told of it. World and variables are as they
  /// were before that statement; those before it are in force, those after it have not run.
  case failed
  /// The user stopped a statement; the rest as for `failed`.
  case interrupted
}

/// A reason that a statement had, with its process and its place.
public struct SessionReason: Sendable {
  public var reason: Reason
  /// nil for what no process has caused.
  public var processName: String?
  public var statement: SourceRange

  public init(reason: Reason, processName: String?, statement: SourceRange) {
    self.reason = reason
    self.processName = processName
    self.statement = statement
  }
}

/// The value of an expression that was typed alone.
public struct LastValue: Sendable, Hashable {
  /// The expression as written.
  public var expression: String
  /// The value as `print` writes it.
  public var text: String
  /// The value as an expression of the language; nil if there is none for it, as for a record.
  public var literal: String?

  public init(expression: String, text: String, literal: String?) {
    self.expression = expression
    self.text = text
    self.literal = literal
  }
}

/// What is visible at the prompt, each kind in order of name.
public struct SessionNames: Sendable, Hashable {
  public var variables: [String] = []
  public var functions: [String] = []
  /// Processes that are alive, and families.
  public var processes: [String] = []
  /// Those of the current process; without one, those of every process.
  public var regions: [String] = []
  public var files: [String] = []
  /// Those that can be restored.
  public var snapshots: [String] = []

  public init() {}
}
