import Glibc
import LineEditor

/// Shows what the editor reads: for the tests, which run it on a terminal.
///
/// Arguments: the history file; none for a history without one.
final class Demo: EditorClient {
  private static let verbs = [
    ("fork", "a child process"), ("format", "not a verb of ptsh"), ("show", "draw"),
    ("spin", "run until interrupted"), ("spawn", "start a process"),
  ]

  func isComplete(_ text: String) -> Bool {
    text.utf8.filter { $0 == UInt8(ascii: "{") }.count
      <= text.utf8.filter { $0 == UInt8(ascii: "}") }.count
  }

  func completion(of text: String, at cursor: Int) -> Completion {
    let before = text.utf8.prefix(cursor)
    let word = before.reversed().prefix { $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: "\n") }
    let typed = String(decoding: word.reversed(), as: UTF8.self)
    let words = Self.verbs + (0..<300).map { ("many\($0)", "") }
    let candidates = words.filter { $0.0.hasPrefix(typed) && (typed != "" || $0.1 != "") }
    return Completion(
      range: (cursor - word.count)..<cursor,
      candidates: candidates.map { Candidate($0.0, summary: $0.1) })
  }

  func hint(after text: String) -> String? { text == "mmap" ? " shared" : nil }

  func colors(of text: String) -> [ColorSpan] {
    text.hasPrefix("let") ? [ColorSpan(0..<3, "35")] : []
  }

  func help(for text: String, at cursor: Int) -> String? { "help for [\(text)] at \(cursor)" }
}

signal(SIGPIPE, SIG_IGN)
Spinning.installHandler()
let kind = TextLocale.adopt()
let history = History(path: CommandLine.arguments.count > 1 ? CommandLine.arguments[1] : nil)
for note in history.takeNotes() { show("note: \(note)") }
let color = getenv("NO_COLOR") == nil && getenv("DEMO_COLOR") != nil
let client = Demo()
let reader = standardReader(
  client: client, settings: EditorSettings(program: "demo", usesColor: color), history: history)
show("\(type(of: reader)) \(kind)")

reading: while true {
  switch reader.read(prompt: "demo> ") {
  case .text("spin"): Spinning.run()
  case .text(let text) where text.hasPrefix("offer "): reader.offer(String(text.dropFirst(6)))
  case .text("edit"): show("\(ExternalEditor.edit("a", fileExtension: ".txt"))")
  case .text("columns"):
    var size = winsize()
    _ = ioctl(0, UInt(TIOCGWINSZ), &size)
    show("columns \(size.ws_col)")
  case .text(let text):
    // Long ones by their size.
    show(text.utf8.count > 2000 ? "[\(text.utf8.count) bytes]" : "[" + text.debugDescription + "]")
  case .interrupted: show("interrupted")
  case .end: break reading
  case .failed(let error):
    show("failed \(error)")
    break reading
  }
  for note in history.takeNotes() { show("note: \(note)") }
}
show("bye")
