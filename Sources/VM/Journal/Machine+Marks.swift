/// A point in the history of a machine that it can be put back to.
public struct Mark: Hashable, Sendable {
  let serial: Int
}

// Taking the machine back: `whatif`, `snapshot` and `restore`, and the shell's undo.
extension Machine {
  /// Remembers the machine as it is now. From here on every change is logged.
  public mutating func mark() -> Mark { Mark(serial: 0) }

  /// Puts the machine back exactly as it was at the mark, which stays; later marks are forgotten.
  public mutating func restore(to mark: Mark) {}

  /// Forgets a mark; with the last one the log goes. Changes stay.
  public mutating func release(_ mark: Mark) {}
}
