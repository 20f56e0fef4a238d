/// What may stand at a place of a text, as the parser that came there would take it.
public enum Expected: Hashable, Sendable {
  /// A statement, or a process that runs one.
  case statement
  case expression
  /// A clause of a call that has some already.
  case clause(of: Call.Verb, given: [Clause.Kind])
  /// What follows a `.`: the expression before it.
  case member(of: Expression)
  case protection
  case advice
  case errno
  case signal
  case machine
  case kernel
  /// A knob of the machine, or of the kernel, of that name.
  case knob(ofMachine: Bool, String)
  case showTopic
  /// A word that the statement has there: `in`, `with`, `filled`.
  case word(String)
  /// A name that is new.
  case newName
}
