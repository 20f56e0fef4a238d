internal import CLibEdit
internal import CLineShim
import Glibc

/// Reads blocks with libedit: several rows in one buffer, edited, completed and coloured.
///
/// libedit draws, moves and edits; the keys come from `KeyDecoder`, so that pasted text, lone
/// escapes and signals are seen before it sees them. What it lacks is in functions bound to keys
/// of its own, one file for each purpose.
public final class EditedReader: BlockReader {
  let client: any EditorClient
  let settings: EditorSettings
  let history: History
  let editor: OpaquePointer
  private let libeditHistory: OpaquePointer?
  /// What libedit's prompt function returns; ours for as long as libedit may ask.
  var promptBuffer: UnsafeMutablePointer<CChar>

  var painter: Painter
  var input = ByteInput()
  var decoder = KeyDecoder()
  /// Keys that come before those of the keyboard: one function calls another.
  var queue: [UInt32] = []
  var signals: CaughtSignals?
  /// How the read ends; nil while it goes on or when the block was accepted.
  var outcome: BlockInput?

  var cursor = HistoryCursor([])
  var search: HistorySearch?
  /// The key that `searched` or `pasted` is about.
  var keyForSearch = KeyEvent.end
  var pasted: [UInt8] = []
  var offered: String?
  /// The column that moving up and down returns to after a short row.
  var goalColumn: Int?

  /// Characters; longer blocks are neither coloured nor given hints, which would take too long.
  public static let coloredSize = 16 << 10

  /// Nil if the terminal cannot do it; see `standardReader`.
  public init?(client: any EditorClient, settings: EditorSettings, history: History) {
    guard isatty(STDIN_FILENO) == 1, isatty(STDOUT_FILENO) == 1, TextLocale.adopt() != .unusable,
      Self.terminalIsCapable(), let editor = le_new(settings.program, false)
    else { return nil }
    self.client = client
    self.settings = settings
    self.history = history
    self.editor = editor
    promptBuffer = strdup("")
    painter = Painter(usesColor: settings.usesColor, promptStyle: settings.promptStyle)
    libeditHistory = history_init()
    guard setUp() else { return nil }
  }

  deinit {
    el_end(editor)
    if let libeditHistory { history_end(libeditHistory) }
    free(promptBuffer)
  }

  /// Asked of an editor of its own, whose complaints about an unknown terminal nobody sees.
  private static func terminalIsCapable() -> Bool {
    guard let name = getenv("TERM"), name[0] != 0, strcmp(name, "dumb") != 0,
      let probe = le_new("probe", true)
    else { return false }
    defer { el_end(probe) }
    // How it clears the rest of a line tells whether it is an ANSI terminal.
    guard le_capability(probe, "up") != nil, let clear = le_capability(probe, "ce") else {
      return false
    }
    return strncmp(clear, "\u{1B}[", 2) == 0
  }

  private func setUp() -> Bool {
    le_set_client(editor, Unmanaged.passUnretained(self).toOpaque())
    // Its handlers signal the whole process group, the parent included.
    le_set_int(editor, EL_SIGNAL, 0)
    le_set_string(editor, EL_EDITOR, "emacs")
    addFunctions()
    setUpHistory()
    // The user's file first: `bind -v` in it takes all bindings away.
    let file = EditorFile()
    file.apply(to: editor)
    guard le_is_editing(editor) else { return false }
    decoder.userSequences = file.boundSequences
    bindKeys()
    // Ctrl-C and the like are keys, Ctrl-S is no flow control, and line ends come as they are.
    for mode in ["-isig", "-ixon", "-ixoff", "-icrnl", "-inlcr"] { le_set_tty(editor, mode) }
    le_set_prompt(editor, { EditedReader.of($0).promptBuffer }, CChar(Self.literal.value))
    le_set_getc(editor, { EditedReader.of($0).nextCharacter($1) })
    return true
  }

  /// For libedit's own functions, `vi`'s `G` and the like; the others use `history`,
  /// because libedit's lose what is longer than its buffer.
  private func setUpHistory() {
    guard let libeditHistory else { return }
    le_history_limit(libeditHistory, Int32(Self.libeditEntries))
    for text in history.entries.suffix(Self.libeditEntries) { enterIntoLibedit(text) }
    le_set_history(editor, libeditHistory)
  }

  private static let libeditEntries = 1000

  private func enterIntoLibedit(_ text: String) {
    guard let libeditHistory, text.utf8.count < 900 else { return }
    le_history_enter(libeditHistory, text)
  }

  /// Begins and ends what does not count for the width of a prompt.
  static let literal: Unicode.Scalar = "\u{1}"

  /// The reader whose editor called.
  static func of(_ editor: OpaquePointer) -> EditedReader {
    guard let client = le_client(editor) else { preconditionFailure("an editor without a reader") }
    return Unmanaged<EditedReader>.fromOpaque(client).takeUnretainedValue()
  }

  // MARK: Reading

  public func read(prompt: String) -> BlockInput {
    begin(prompt)
    var count: Int32 = 0
    let line = el_wgets(editor, &count)
    writeAll("\u{1B}[?2004l")
    let text = line.map { EditedText.string(UnsafeBufferPointer(start: $0, count: Int(count) - 1)) }
    let ending = signals?.release()
    signals = nil
    if let ending {
      SignalSet.raise(ending)
      return .end
    }
    guard let text, outcome == nil else { return outcome ?? .end }
    history.add(text)
    enterIntoLibedit(text)
    return .text(text)
  }

  private func begin(_ prompt: String) {
    painter.prompt = Prompt.ascii(prompt)
    free(promptBuffer)
    promptBuffer = strdup(styledPrompt())
    cursor = HistoryCursor(history.entries)
    search = nil
    outcome = nil
    goalColumn = nil
    queue = offered == nil ? [] : [SpecialKey.offered.rawValue]
    signals = CaughtSignals()
    // Before the prompt is seen: libedit would do it only then.
    takeTerminal()
  }

  /// libedit loses a literal at the end of a prompt, so a last space stays outside.
  private func styledPrompt() -> String {
    let text = painter.prompt
    guard settings.usesColor, text.count > 1, text.hasSuffix(" ") else { return text }
    let mark = String(Self.literal)
    return "\(mark)\u{1B}[\(painter.promptStyle)m\(mark)\(text.dropLast())\(mark)\u{1B}[0m\(mark) "
  }

  public func offer(_ text: String) { offered = PastedText.harmless(Array(text.utf8)) }

  public func discardInput() {
    input.discard()
    decoder.discard()
  }
}
