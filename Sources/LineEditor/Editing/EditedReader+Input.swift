internal import CLibEdit
internal import CLineShim
import Glibc

/// Where libedit gets its characters from.
extension EditedReader {
  /// libedit's `EL_GETCFN`: 1 with a character, -1 at the end.
  func nextCharacter(_ character: UnsafeMutablePointer<wchar_t>) -> Int32 {
    while true {
      if !queue.isEmpty {
        character.pointee = wchar_t(queue.removeFirst())
        return 1
      }
      guard outcome == nil else { return -1 }
      paintIfIdle()
      let key = nextKey()
      painter.hide()
      drawAnewIfTall()
      if let value = deliver(key) {
        character.pointee = wchar_t(value)
        return 1
      }
    }
  }

  /// The next key, signals among them.
  func nextKey() -> KeyEvent {
    decoder.next { [self] timeout in input.next(signals: signals, timeout: timeout) }
  }

  /// Whether the user is ahead of us, or what is typed is really pasted.
  var isInputPending: Bool { decoder.isPending || input.isPending }

  /// What libedit gets for a key; nil for nothing.
  private func deliver(_ key: KeyEvent) -> UInt32? {
    switch key {
    case .signals(let signals):
      handle(signals)
      return nil
    case .end:
      outcome = .end
      return nil
    case .failed(let error):
      // EIO: the terminal went away.
      outcome = error == EIO ? .end : .failed(errno: error)
      return nil
    default: break
    }
    if key != .special(.up), key != .special(.down) { goalColumn = nil }
    if search != nil {
      keyForSearch = key
      return SpecialKey.searched.rawValue
    }
    switch key {
    case .paste(let bytes):
      pasted = bytes
      return SpecialKey.pasted.rawValue
    case .special(let special): return special.rawValue
    case .character(let scalar): return scalar.value
    default: return nil
    }
  }

  // MARK: Signals

  private func handle(_ signals: SignalSet) {
    if signals.ending != nil {
      leaveText()
      outcome = .end
    } else if signals.contains(.interrupt) {
      leaveText(after: "^C")
      outcome = .interrupted
    } else {
      if signals.contains(.stop) { stop(wholeGroup: false) }
      if signals.contains(.continue) { resume() }
      if signals.contains(.resize) { resize() }
    }
  }

  /// Ctrl-Z.
  func suspend() -> UInt8 {
    stop(wholeGroup: true)
    return UInt8(CC_NORM)
  }

  private func stop(wholeGroup: Bool) {
    leaveText()
    releaseTerminal()
    signals?.suspended {
      // As the terminal does: the programs of a pipe stop together.
      _ = kill(wholeGroup ? 0 : getpid(), SIGTSTP)
    }
    takeTerminal()
    le_refresh(editor)
  }

  /// After SIGCONT: whoever ran in between may have changed the terminal.
  private func resume() {
    releaseTerminal()
    takeTerminal()
    writeAll("\r")
    le_refresh(editor)
  }

  func releaseTerminal() {
    writeAll("\u{1B}[?2004l")
    le_set_int(editor, EL_PREP_TERM, 0)
  }

  func takeTerminal() {
    // libedit does nothing in a mode that it believes to be in.
    le_set_int(editor, EL_PREP_TERM, 0)
    le_set_int(editor, EL_PREP_TERM, 1)
    // Pasted text comes in brackets.
    writeAll("\u{1B}[?2004h")
    el_resize(editor)
  }

  private func resize() {
    let old = size
    el_resize(editor)
    let line = self.line
    let layout = layout(of: line, columns: Self.reflows ? size.columns : old.columns)
    let up = min(layout.places[line.cursor].row, size.rows - 1)
    writeAll((up > 0 ? "\u{1B}[\(up)A" : "") + "\r\u{1B}[J")
    le_refresh(editor)
  }

  /// Whether the terminal wraps lines anew when its width changes, as most do.
  private static let reflows: Bool = {
    let name = getenv("TERM").map { String(cString: $0) } ?? ""
    let isScreen = name.hasPrefix("screen") && getenv("TMUX") == nil
    return name != "linux" && !isScreen && getenv("XTERM_VERSION") == nil
  }()

  // MARK: The screen

  /// What libedit draws for: it asks the terminal when a read begins and when it is told to.
  var size: ScreenSize {
    ScreenSize(columns: Int(le_number(editor, "co")), rows: Int(le_number(editor, "li")))
  }

  private func paintIfIdle() {
    guard !isInputPending else { return }
    let line = self.line
    let text = colorable(line)
    painter.paint(
      line, colors: text.map(client.colors) ?? [],
      hint: line.isAtEnd ? text.flatMap(client.hint) : nil, size: size)
  }

  /// The text, if it is to be coloured and given hints.
  func colorable(_ line: EditedText) -> String? {
    guard settings.usesColor, search == nil, !line.characters.isEmpty,
      line.characters.count <= Self.coloredSize
    else { return nil }
    return line.text
  }

  func layout(of line: EditedText, columns: Int) -> ScreenLayout {
    ScreenLayout(prompt: painter.prompt, text: line.characters, columns: columns)
  }

  /// Whether the text fills the screen.
  var isTall: Bool { layout(of: line, columns: size.columns).rows >= size.rows }

  /// Has libedit draw a text that fills the screen from its first row on.
  ///
  /// Where the cursor is in such a text, libedit does not know, and it crashes when it is wrong.
  /// What is seen then is the end of the text, until the painter comes.
  private func drawAnewIfTall() {
    guard isTall else { return }
    writeAll("\u{1B}[H\u{1B}[J")
    le_refresh(editor)
  }

  /// Moves to a new row below the text.
  func leaveText(after mark: String = "") {
    let line = self.line
    let layout = layout(of: line, columns: size.columns)
    let down = min(layout.end.row - layout.places[line.cursor].row, size.rows - 1)
    let sequence = down > 0 ? "\u{1B}[\(down)B" : ""
    writeAll(
      sequence + "\r" + (layout.end.column > 0 ? "\u{1B}[\(layout.end.column)C" : "")
        + mark + "\n")
  }

  /// Shows rows below the text, which is drawn again below them.
  func showBelow(_ rows: [String]) {
    leaveText()
    writeAll(rows.map { $0 + "\n" }.joined())
    le_refresh(editor)
  }
}
