/// Finds tokens in bytes; a function of the offset alone, so that looking ahead costs nothing to
/// undo.
///
/// What stands between tokens (blanks, comments, line ends) is skipped; whether a line end counts
/// is the parser's business, which knows the brackets. Strings and raw words are read on demand:
/// only the parser knows where a `}` ends an interpolation, or where `linux-2.5` is a name.
struct Lexer {
  let bytes: [UInt8]

  /// The token at or after the offset, and the comments before it.
  ///
  /// - Complexity: the length of what is skipped and of the token.
  func token(from offset: Int, comments: (Range<Int>) -> Void = { _ in }) -> Token {
    var at = offset
    var startsLine = false
    var isContinuation = false
    while at < bytes.count {
      switch bytes[at] {
      case " ", "\t", "\r", 0x0B, 0x0C:
        at += 1
      case "\n":
        startsLine = true
        isContinuation = false
        at += 1
      case "#":
        let end = endOfLine(from: at)
        comments(at..<end)
        at = end
      case "\\":
        guard let next = endOfContinuedLine(from: at + 1, comments: comments) else {
          return Token(kind: .strayBackslash, lower: at, upper: at + 1, startsLine: startsLine)
        }
        isContinuation = true
        at = next
      default:
        var token = significantToken(at: at)
        token.startsLine = startsLine
        return token
      }
    }
    return Token(
      kind: .end, lower: bytes.count, upper: bytes.count, startsLine: startsLine,
      isContinuation: isContinuation)
  }

  /// The raw word of a machine or kernel name that begins exactly at the offset; nil if none does.
  func rawWord(at offset: Int) -> Range<Int>? {
    var end = offset
    while end < bytes.count, bytes[end].isWordByte || bytes[end] == "." || bytes[end] == "-" {
      end += 1
    }
    return end > offset ? offset..<end : nil
  }

  /// The offset of the line end at or after an offset, or that of the end of the text.
  func endOfLine(from offset: Int) -> Int {
    var at = offset
    while at < bytes.count, bytes[at] != "\n" { at += 1 }
    if at > offset, bytes[at - 1] == "\r" { at -= 1 }
    return at
  }

  func text(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }

  /// After a `\`: the offset past the line end, if only blanks and a comment stand before it.
  private func endOfContinuedLine(
    from offset: Int, comments: (Range<Int>) -> Void
  ) -> Int? {
    var at = offset
    while at < bytes.count {
      switch bytes[at] {
      case " ", "\t", "\r", 0x0B, 0x0C:
        at += 1
      case "#":
        let end = endOfLine(from: at)
        comments(at..<end)
        at = end
      case "\n":
        return at + 1
      default:
        return nil
      }
    }
    return at
  }

  private func significantToken(at lower: Int) -> Token {
    let byte = bytes[lower]
    if byte.isLetter || byte == "_" {
      var upper = lower + 1
      while upper < bytes.count, bytes[upper].isWordByte { upper += 1 }
      return Token(
        kind: .word, lower: lower, upper: upper, startsLine: false, text: text(lower..<upper))
    }
    if byte.isDigit {
      return Token(kind: .number, lower: lower, upper: endOfNumber(from: lower), startsLine: false)
    }
    let (kind, length) = symbol(at: lower)
    return Token(kind: kind, lower: lower, upper: lower + length, startsLine: false)
  }

  /// Where a number that begins at the offset ends; `NumberLiteral` says what it is worth.
  private func endOfNumber(from lower: Int) -> Int {
    var at = lower
    func skip(while condition: (UInt8) -> Bool) {
      while at < bytes.count, condition(bytes[at]) { at += 1 }
    }
    func byte(_ ahead: Int) -> UInt8 { at + ahead < bytes.count ? bytes[at + ahead] : 0 }
    func isDigitOrUnderscore(_ byte: UInt8) -> Bool { byte.isDigit || byte == "_" }
    func isRadixLetter(_ byte: UInt8) -> Bool {
      (byte | 0x20) == "x" || (byte | 0x20) == "b" || (byte | 0x20) == "o"
    }

    let isRadix = byte(0) == "0" && isRadixLetter(byte(1))
    if !isRadix {
      skip(while: isDigitOrUnderscore)
      if byte(0) == ".", byte(1).isDigit {
        at += 1
        skip(while: isDigitOrUnderscore)
      }
      let isSigned = byte(1) == "+" || byte(1) == "-"
      if byte(0) == "e" || byte(0) == "E", byte(isSigned ? 2 : 1).isDigit {
        at += isSigned ? 2 : 1
      }
    }
    skip { $0.isWordByte }
    return at
  }

  private func symbol(at lower: Int) -> (Token.Kind, length: Int) {
    func byte(_ ahead: Int) -> UInt8 { lower + ahead < bytes.count ? bytes[lower + ahead] : 0 }
    switch byte(0) {
    case "\"": return (.quote, 1)
    case "(": return (.leftParen, 1)
    case ")": return (.rightParen, 1)
    case "[": return (.leftBracket, 1)
    case "]": return (.rightBracket, 1)
    case "{": return (.leftBrace, 1)
    case "}": return (.rightBrace, 1)
    case ",": return (.comma, 1)
    case ";": return (.semicolon, 1)
    case ":": return (.colon, 1)
    case "~": return (.tilde, 1)
    case ".":
      if byte(1) != "." { return (.dot, 1) }
      return byte(2) == "<" ? (.halfOpenRange, 3) : (.range, 2)
    case "=": return byte(1) == "=" ? (.equal, 2) : (.assign, 1)
    case "!": return byte(1) == "=" ? (.notEqual, 2) : (.invalid, 1)
    case "<":
      if byte(1) == "<" { return byte(2) == "=" ? (.shiftLeftAssign, 3) : (.shiftLeft, 2) }
      return byte(1) == "=" ? (.lessOrEqual, 2) : (.less, 1)
    case ">":
      if byte(1) == ">" { return byte(2) == "=" ? (.shiftRightAssign, 3) : (.shiftRight, 2) }
      return byte(1) == "=" ? (.greaterOrEqual, 2) : (.greater, 1)
    case "/":
      if byte(1) == "/" { return byte(2) == "=" ? (.doubleSlashAssign, 3) : (.doubleSlash, 2) }
      return byte(1) == "=" ? (.slashAssign, 2) : (.slash, 1)
    case "+": return byte(1) == "=" ? (.plusAssign, 2) : (.plus, 1)
    case "-": return byte(1) == "=" ? (.minusAssign, 2) : (.minus, 1)
    case "*": return byte(1) == "=" ? (.starAssign, 2) : (.star, 1)
    case "%": return byte(1) == "=" ? (.percentAssign, 2) : (.percent, 1)
    case "&": return byte(1) == "=" ? (.ampersandAssign, 2) : (.ampersand, 1)
    case "|": return byte(1) == "=" ? (.pipeAssign, 2) : (.pipe, 1)
    case "^": return byte(1) == "=" ? (.caretAssign, 2) : (.caret, 1)
    default: return (.invalid, lengthOfInvalid(from: lower))
    }
  }

  /// One character that is no token, or a run of control bytes or of bytes that are no UTF-8.
  private func lengthOfInvalid(from lower: Int) -> Int {
    if bytes[lower] >= 0x80 { return max(1, UTF8Text.lengthOfScalar(in: bytes, at: lower)) }
    guard bytes[lower] < 0x20 || bytes[lower] == 0x7F else { return 1 }
    var upper = lower + 1
    while upper < bytes.count, bytes[upper] == bytes[lower] { upper += 1 }
    return upper - lower
  }
}
