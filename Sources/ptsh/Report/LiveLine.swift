/// The last line of a terminal, which says what is going on until there is something to say for
/// good.
struct LiveLine {
  private let stream: OutputStream
  private let style: Style
  private let isUsable: Bool
  private var isShown = false
  private var clock = Stopwatch()
  private var hasShown = false

  /// Nothing is ever shown on what is no terminal, or a dumb one.
  init(stream: OutputStream, style: Style) {
    self.stream = stream
    self.style = style
    isUsable = stream.isTerminal && Environment.value("TERM") != "dumb"
  }

  /// Seconds between two changes of the line: it is there to be read.
  private static let pace = 0.1

  mutating func show(_ progress: TestProgress) {
    guard isUsable, !hasShown || clock.seconds >= Self.pace else { return }
    clock = Stopwatch()
    (isShown, hasShown) = (true, true)
    stream.write("\r\u{1b}[K" + text(progress))
  }

  mutating func clear() {
    guard isShown else { return }
    isShown = false
    stream.write("\r\u{1b}[K")
  }

  /// `[ 12/60] 2 bad  loops/forever.pts`, cut to the terminal's width.
  private func text(_ progress: TestProgress) -> String {
    let total = String(progress.total)
    let done = String(progress.done)
    let padding = String(repeating: " ", count: total.count - done.count)
    let bad = progress.bad > 0 ? "\(progress.bad) bad, " : ""
    let line = "[\(padding)\(done)/\(total)] \(bad)running \(Printable.escape(progress.current))"
    let width = (stream.width ?? 80) - 1
    return style.paint(Printable.cut(line, to: width, ellipsis: style.ellipsis), .faint)
  }
}
