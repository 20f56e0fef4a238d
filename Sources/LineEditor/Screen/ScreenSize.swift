import Glibc

/// Columns and rows of the terminal.
struct ScreenSize: Equatable {
  var columns = 80
  var rows = 24
  /// Whether the terminal said so, and libedit believes it.
  var isKnown = false

  static func current() -> ScreenSize {
    var size = winsize()
    guard ioctl(STDIN_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 1, size.ws_row > 0
    else { return ScreenSize() }
    return ScreenSize(columns: Int(size.ws_col), rows: Int(size.ws_row), isKnown: true)
  }
}
