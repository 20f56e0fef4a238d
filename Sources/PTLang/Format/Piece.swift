/// A token as the layout sees it: its text, and what stood between it and the one before.
struct Piece {
  var kind: Token.Kind
  /// The bytes as they are written, strings and raw words whole.
  var text: ArraySlice<UInt8>
  var lower: Int32
  var upper: Int32
  /// In columns; of a string that takes several lines, the longest.
  var width = 0
  var comments: [PieceComment] = []
  /// Line ends between this token and the comment or token before.
  var lineEnds = 0

  var startsStatement = false
  /// A `(` or `[` that belongs to what stands before it.
  var isAttached = false
  /// A `-` between two operands.
  var isSubtraction = false
  /// A word between two operands.
  var isOperatorWord = false
  var startsClause = false
  var startsOutcome = false

  /// A line ends before or in this token.
  var hasLineEnd: Bool { lineEnds > 0 || text.contains(UInt8(ascii: "\n")) }

  func isWord(_ word: String) -> Bool { kind == .word && text.elementsEqual(word.utf8) }
}

/// A comment between two tokens.
struct PieceComment {
  /// From the `#` on, without blanks at the end.
  var text: ArraySlice<UInt8>
  /// Line ends between it and the comment or token before.
  var lineEnds: Int
}

extension Piece {
  /// The tokens of a text that the parser understands, `end` included; a `;` is a gap like any
  /// other, and there may be more of them than of anything that the parser counts.
  ///
  /// - Complexity: linear in the length of the text.
  static func pieces(of bytes: [UInt8], _ marks: TreeMarks) -> [Piece] {
    let lexer = Lexer(bytes: bytes)
    let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]
    var at = bytes.starts(with: byteOrderMark) ? byteOrderMark.count : 0
    var pieces: [Piece] = []
    repeat {
      var gap = Gap(bytes: bytes, at: at)
      var token = lexer.token(from: at) { gap.add($0) }
      while token.kind == .semicolon {
        gap.pass(token)
        token = lexer.token(from: token.upper) { gap.add($0) }
      }
      var piece = Piece(
        kind: token.kind, text: [], lower: Int32(token.lower), upper: Int32(token.upper),
        comments: gap.comments, lineEnds: gap.lineEnds(upTo: token.lower))
      if let upper = marks.rawWords[piece.lower] {
        (piece.kind, piece.upper) = (.word, upper)
      } else if token.kind == .quote {
        piece.upper = Int32(lexer.endOfWholeString(from: token.upper))
      }
      piece.setText(bytes)
      piece.setMarks(marks, after: pieces.last?.upper ?? -1)
      pieces.append(piece)
      at = Int(piece.upper)
    } while pieces.last?.kind != .end
    return pieces
  }

  private mutating func setText(_ bytes: [UInt8]) {
    text = bytes[Int(lower)..<Int(upper)]
    if kind == .quote, text.contains(UInt8(ascii: "\n")) {
      text = Self.withPlainLineEnds(text)
    }
    width = text.split(separator: UInt8(ascii: "\n")).map(UTF8Text.columns).max() ?? 0
  }

  /// Lines end inside a string only where an expression stands in it: there blanks mean nothing.
  private static func withPlainLineEnds(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    let lines = text.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    var result: [UInt8] = []
    for (index, line) in lines.enumerated() {
      let isLast = index == lines.count - 1
      let inner = index == 0 ? line : line.drop(while: Lexer.isBlank)
      let code = isLast ? inner : Lexer.withoutTrailingBlanks(inner)
      if index > 0, !code.isEmpty { result += repeatElement(UInt8(ascii: " "), count: 4) }
      result += code
      // One line end stands for several.
      if !isLast, !code.isEmpty || index == 0 { result.append(UInt8(ascii: "\n")) }
    }
    return result[...]
  }

  private mutating func setMarks(_ marks: TreeMarks, after previous: Int32) {
    startsStatement = marks.statements.contains(lower)
    switch kind {
    case .leftParen, .leftBracket: isAttached = marks.attachments.contains(previous)
    case .minus: isSubtraction = marks.minuends.contains(previous)
    case .word:
      startsClause = marks.clauses.contains(lower)
      startsOutcome = marks.outcomes.contains(lower)
      isOperatorWord =
        isWord("and") || isWord("or") || isWord("not")
        || (isWord("in") && marks.inOperators.contains(lower))
    default: break
    }
  }
}

/// The comments and line ends between two tokens.
private struct Gap {
  let bytes: [UInt8]
  var at: Int
  var comments: [PieceComment] = []
  /// The most line ends in a row before a `;` that has been passed.
  var passed = 0

  mutating func add(_ comment: Range<Int>) {
    let lineEnds = lineEnds(upTo: comment.lowerBound)
    comments.append(
      PieceComment(text: Lexer.withoutTrailingBlanks(bytes[comment]), lineEnds: lineEnds))
    (at, passed) = (comment.upperBound, 0)
  }

  mutating func pass(_ semicolon: Token) {
    (at, passed) = (semicolon.upper, lineEnds(upTo: semicolon.lower))
  }

  /// Line ends in a row since the token or comment before.
  func lineEnds(upTo offset: Int) -> Int {
    max(passed, bytes[at..<offset].reduce(0) { $1 == UInt8(ascii: "\n") ? $0 + 1 : $0 })
  }
}

extension Lexer {
  static func isBlank(_ byte: UInt8) -> Bool {
    byte == " " || byte == "\t" || byte == "\r" || byte == 0x0B || byte == 0x0C
  }

  static func withoutTrailingBlanks(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    var upper = bytes.endIndex
    while upper > bytes.startIndex, isBlank(bytes[upper - 1]) { upper -= 1 }
    return bytes[bytes.startIndex..<upper]
  }

  /// Past the closing quote of a well-formed string, the expressions in it included.
  fileprivate func endOfWholeString(from offset: Int) -> Int {
    var at = offset
    while true {
      let piece = stringPiece(from: at)
      guard case .brace = piece.ending else { return piece.upper }
      var token = token(from: piece.upper)
      while token.kind != .rightBrace, token.kind != .end {
        at = token.kind == .quote ? endOfWholeString(from: token.upper) : token.upper
        token = self.token(from: at)
      }
      at = token.upper
    }
  }
}
