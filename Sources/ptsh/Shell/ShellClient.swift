import Interpreter
import LineEditor
import PTLang

/// What the line editor asks about the text that is typed.
final class ShellClient: EditorClient {
  private let session: Session
  private let style: Style
  private let answersHelp: (String) -> String?

  init(session: Session, style: Style, answersHelp: @escaping (String) -> String?) {
    self.session = session
    self.style = style
    self.answersHelp = answersHelp
  }

  func isComplete(_ text: String) -> Bool {
    if text.drop(while: { $0.isWhitespace }).hasPrefix(".") { return true }
    return !Parser.parse(SourceFile(name: "input", text: text), mode: .shell).isIncomplete
  }

  func completion(of text: String, at cursor: Int) -> LineEditor.Completion {
    let (range, candidates) = ShellCompletion(names: session.names)
      .candidates(in: text, at: cursor)
    return LineEditor.Completion(
      range: range,
      candidates: candidates.map {
        LineEditor.Candidate($0.text, summary: $0.summary, suffix: $0.suffix)
      })
  }

  /// The clauses that may follow, once a blank asks for them.
  func hint(after text: String) -> String? {
    guard text.hasSuffix(" "), !text.hasPrefix(".") else { return nil }
    let expected = Completion(in: text, at: text.utf8.count).expected
    let clauses = expected.compactMap { expected -> [String]? in
      guard case .clause(let verb, let given) = expected else { return nil }
      return ShellCompletion.clauseSynopses(of: verb, given)
    }.joined()
    guard !clauses.isEmpty else { return nil }
    return clauses.prefix(Self.clausesHinted).map { "[\($0)]" }.joined(separator: " ")
  }

  private static let clausesHinted = 4

  func colors(of text: String) -> [ColorSpan] {
    guard !text.hasPrefix(".") else { return [] }
    return Highlight.spans(of: text).map { span in ColorSpan(span.range, Self.sgr(span.kind)) }
  }

  private static func sgr(_ kind: Highlight.Kind) -> String {
    switch kind {
    case .statement: "1;34"
    case .word: "34"
    case .number: "36"
    case .string: "32"
    case .comment: "2"
    }
  }

  /// The word under the cursor.
  func help(for text: String, at cursor: Int) -> String? {
    let bytes = Array(text.utf8)
    func belongs(_ index: Int) -> Bool {
      guard bytes.indices.contains(index) else { return false }
      let byte = bytes[index]
      return (0x30...0x39).contains(byte) || (0x61...0x7a).contains(byte | 0x20)
        || [UInt8(ascii: "_"), UInt8(ascii: "."), UInt8(ascii: "-")].contains(byte)
    }
    var lower = min(cursor, bytes.count)
    while belongs(lower - 1) { lower -= 1 }
    var upper = lower
    while belongs(upper) { upper += 1 }
    return answersHelp(String(decoding: bytes[lower..<upper], as: UTF8.self))
  }
}
