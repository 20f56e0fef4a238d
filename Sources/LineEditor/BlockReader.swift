/// What one read gave.
public enum BlockInput: Equatable, Sendable {
  /// A complete block, rows separated by `\n`, without the last line end.
  case text(String)
  /// Ctrl-C or SIGINT: what was typed is dropped.
  case interrupted
  /// Ctrl-D on an empty line, the end of the input, or a terminal that went away.
  case end
  /// The input or the output cannot be used; why, as in `errno`.
  case failed(errno: Int32)
}

/// Reads blocks: what a user types until it makes a whole.
///
/// Signal handlers are there only inside `read`; it puts back those that it found. SIGTERM and
/// SIGHUP while reading: the terminal is restored, and the signal is sent again to whoever handled
/// it before, by default nobody, which ends the process. Not for several threads.
public protocol BlockReader: AnyObject {
  /// Shows a prompt and reads one block, which also goes into the history.
  ///
  /// - Parameter prompt: printable ASCII; anything else is shown as `?`.
  func read(prompt: String) -> BlockInput

  /// The next read begins with this text, to be edited. A reader that cannot edit ignores it.
  func offer(_ text: String)

  /// Forgets what was typed ahead; after an interruption.
  func discardInput()
}
