/// A token with its place; the text of words only.
struct Token {
  var kind: Kind
  var lower: Int
  var upper: Int
  /// A line end that counts stands between this token and the one before.
  var startsLine: Bool
  /// A `\` at the end of the line before joins this token to what precedes it.
  var isContinuation = false
  /// The text of a `word`; empty for the others.
  var text = ""

  enum Kind: UInt8 {
    case end
    case word, number
    /// The `"` that opens a string; the parser reads on with `Lexer.stringPiece`.
    case quote
    case leftParen, rightParen, leftBracket, rightBracket, leftBrace, rightBrace
    case comma, semicolon, colon, dot, range, halfOpenRange
    case assign, equal, notEqual, less, lessOrEqual, greater, greaterOrEqual
    case plus, minus, star, slash, doubleSlash, percent
    case ampersand, pipe, caret, tilde, shiftLeft, shiftRight
    case plusAssign, minusAssign, starAssign, slashAssign, doubleSlashAssign, percentAssign
    case ampersandAssign, pipeAssign, caretAssign, shiftLeftAssign, shiftRightAssign
    /// Bytes that begin no token; neighbours of the same kind are one token.
    case invalid
    /// A `\` that does not stand at the end of its line.
    case strayBackslash
  }

  func isWord(_ word: String) -> Bool { kind == .word && text == word }
}
