/// The parts of a text that have a colour of their own while it is typed.
public enum Highlight {
  public enum Kind: Hashable, Sendable {
    /// The word that a statement begins with.
    case statement
    /// Another word of the language.
    case word
    case number, string, comment
  }

  public struct Span: Hashable, Sendable {
    /// In bytes.
    public var range: Range<Int>
    public var kind: Kind
  }

  /// The spans in order, without overlaps. Mistakes have no colour.
  ///
  /// - Complexity: linear in the length of the text.
  public static func spans(of text: String) -> [Span] {
    let bytes = Array(text.utf8)
    let lexer = Lexer(bytes: bytes)
    var spans: [Span] = []
    var at = 0
    var beginsStatement = true
    while at < bytes.count {
      var comments: [Range<Int>] = []
      let token = lexer.token(from: at) { comments.append($0) }
      spans += comments.map { Span(range: $0, kind: .comment) }
      beginsStatement = beginsStatement || token.startsLine
      let upper = token.kind == .quote ? lexer.endOfString(from: token.upper) : token.upper
      if let kind = kind(of: token, beginsStatement) {
        spans.append(Span(range: token.lower..<upper, kind: kind))
      }
      switch token.kind {
      case .end: return spans
      case .semicolon, .leftBrace, .rightBrace, .colon: beginsStatement = true
      default: beginsStatement = false
      }
      at = max(upper, at + 1)
    }
    return spans
  }

  private static func kind(of token: Token, _ beginsStatement: Bool) -> Kind? {
    switch token.kind {
    case .number: return .number
    case .quote: return .string
    case .word:
      if beginsStatement, Vocabulary.statementNames.contains(token.text) { return .statement }
      return Vocabulary.reserved.contains(token.text) ? .word : nil
    default: return nil
    }
  }
}
