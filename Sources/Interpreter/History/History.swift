public import PTLang

/// Which statements changed what a failed assertion reads, in the order of their first change.
public struct History: Sendable, Hashable {
  public var changes: [Change]
  /// False if the run was too long to be followed to its end.
  public var isComplete: Bool
  /// Why there is nothing at an address that it reads, as phrases.
  public var explanations: [String]

  public init(changes: [Change], isComplete: Bool = true, explanations: [String] = []) {
    self.changes = changes
    self.isComplete = isComplete
    self.explanations = explanations
  }
}

/// A statement after which something that an assertion reads had another value.
///
/// A statement that runs often, in a loop or for each member of a family, is one change.
public struct Change: Sendable, Hashable {
  /// The innermost statement; the closing brace of a `whatif`.
  public var statement: SourceRange
  /// Who acted, if it was always the same process.
  public var process: String?
  /// What the assertion reads, in the words of the source: `pagetables.leaf`.
  public var subject: String
  /// Before the first time; nil if it had no value then.
  public var old: String?
  /// After the last time.
  public var new: String
  /// The sum of the changes, if other statements changed it in between.
  public var sum: Int?
  public var count: Int
  /// The kernel's rules behind it, as phrases.
  public var reasons: [String]

  public init(
    statement: SourceRange, process: String? = nil, subject: String, old: String?, new: String,
    sum: Int? = nil, count: Int = 1, reasons: [String] = []
  ) {
    self.statement = statement
    self.process = process
    self.subject = subject
    self.old = old
    self.new = new
    self.sum = sum
    self.count = count
    self.reasons = reasons
  }
}
