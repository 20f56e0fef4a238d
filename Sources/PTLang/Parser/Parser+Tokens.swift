// Looking at tokens, consuming them, and finding the way back after a mistake.

extension Parser {
  // MARK: Looking

  func range(_ lower: Int, _ upper: Int) -> SourceRange {
    SourceRange(file: fileIndex, lower: Int32(lower), upper: Int32(upper))
  }

  /// From an offset to the end of the token consumed last.
  func rangeFrom(_ lower: Int) -> SourceRange { range(lower, max(lower, previousUpper)) }

  var currentRange: SourceRange { range(current.lower, current.upper) }

  /// A line end stands before the current token and counts.
  var isAtLineStart: Bool { current.startsLine && openBrackets == 0 }

  /// Nothing more belongs to the statement.
  var isAtStatementEnd: Bool {
    switch current.kind {
    case .end, .semicolon: true
    case .rightBrace: true
    default: isAtLineStart
    }
  }

  /// The current token is on the same line and is that word.
  func isAtWord(_ word: String) -> Bool { current.isWord(word) && !isAtLineStart }

  func isAt(_ kind: Token.Kind) -> Bool { current.kind == kind && !isAtLineStart }

  /// The token after the current one.
  func peek() -> Token { lexer.token(from: current.upper) }

  /// The token begins an operand, as far as that can be told without what came before.
  func startsOperand(_ token: Token) -> Bool {
    switch token.kind {
    case .number, .quote, .leftParen, .leftBracket, .tilde, .minus: true
    case .word:
      !Vocabulary.reserved.contains(token.text)
        || ["not", "true", "false", "nil"].contains(token.text)
    default: false
    }
  }

  /// What the current token is called in a message.
  var currentDescription: String {
    switch current.kind {
    case .end: "the end of the text"
    case .quote: "a string"
    case _ where isAtLineStart: "the end of the line"
    default: "'\(abbreviated(lexer.text(current.lower..<min(current.upper, current.lower + 80))))'"
    }
  }

  // MARK: Consuming

  mutating func advance() { advance(from: current.upper) }

  /// Makes the token at or after the offset the current one. Bytes that are no token are reported
  /// and passed over.
  mutating func advance(from offset: Int) {
    guard !hasGivenUp else { return }
    previousUpper = offset
    var next = offset
    var startsLine = false
    while true {
      var found: [Range<Int>] = []
      current = lexer.token(from: next) { found.append($0) }
      for comment in found {
        countNode()
        comments.append(
          Comment(
            text: lexer.text(comment), range: range(comment.lowerBound, comment.upperBound)))
      }
      startsLine = startsLine || current.startsLine
      current.startsLine = startsLine
      if current.kind == .end, current.isContinuation { isIncomplete = true }
      guard current.kind == .invalid || current.kind == .strayBackslash else { return }
      reportInvalidToken()
      next = current.upper
    }
  }

  mutating func take(_ kind: Token.Kind) -> Bool {
    guard isAt(kind) else { return false }
    advance()
    return true
  }

  mutating func takeWord(_ word: String) -> Bool {
    mayStand(.word(word))
    guard isAtWord(word) else { return false }
    advance()
    return true
  }

  /// Consumes the token or reports that it is missing.
  mutating func expect(_ kind: Token.Kind, _ written: String, after what: String) {
    if !take(kind) { expected("`\(written)` after \(what)") }
  }

  mutating func expectWord(_ word: String, after what: String) {
    if !takeWord(word) { expected("`\(word)` after \(what)") }
  }

  /// Consumes a closing bracket; at the end of the text the statement is incomplete.
  mutating func expectClosing(_ kind: Token.Kind, _ written: String, openedAt: SourceRange) {
    if take(kind) { return }
    let note = Diagnostic.Note(message: "opened here", range: openedAt)
    if current.kind == .end {
      isIncomplete = true
      lose(.unclosed, "'\(written)' is missing at the end of the text", notes: [note])
    } else {
      lose(.expectedToken, "expected `\(written)`, found \(currentDescription)", notes: [note])
    }
  }

  /// After an operator, a comma and the like the statement goes on: on the next line too.
  mutating func continueStatement() {
    if current.kind == .end { isIncomplete = true }
    current.startsLine = false
  }

  // MARK: Reporting

  /// Reports something that does not keep the parser from going on.
  mutating func report(
    _ code: DiagnosticCode, _ message: String, _ range: SourceRange,
    notes: [Diagnostic.Note] = [], hint: String? = nil
  ) {
    report(Diagnostic(code, message, range, notes: notes, hint: hint))
  }

  mutating func report(_ diagnostic: Diagnostic) {
    guard !isLost, !hasGivenUp else { return }
    diagnostics.append(diagnostic)
    if diagnostics.count > Parser.maximumDiagnostics { giveUp() }
  }

  /// Reports at the current token that the parser does not know what this is.
  mutating func lose(
    _ code: DiagnosticCode, _ message: String, notes: [Diagnostic.Note] = [], hint: String? = nil
  ) {
    // The end of a line is shown where the line ends, not where the next one begins.
    let place =
      isAtLineStart || current.kind == .end
      ? range(previousUpper, previousUpper) : currentRange
    report(code, message, place, notes: notes, hint: hint)
    isLost = true
  }

  mutating func expected(_ what: String, hint: String? = nil) {
    lose(.expectedToken, "expected \(what), found \(currentDescription)", hint: hint)
  }

  private mutating func reportInvalidToken() {
    if isLost { return }
    let first = lexer.bytes[current.lower]
    if current.kind == .strayBackslash {
      report(
        .unexpectedCharacter, "'\\' in the middle of a line", currentRange,
        hint: "a '\\' at the end of a line continues it")
    } else if first == "!" {
      report(.unexpectedCharacter, "unexpected character '!'", currentRange, hint: "write `not`")
    } else if first < 0x20 || first == 0x7F {
      report(
        .unexpectedCharacter, "unexpected control character \(Parser.codePoint(UInt32(first)))",
        currentRange)
    } else if UTF8Text.lengthOfScalar(in: lexer.bytes, at: current.lower) > 0 {
      let text = lexer.text(current.lower..<current.upper)
      let value = text.unicodeScalars.first?.value ?? 0
      report(
        .unexpectedCharacter, "unexpected character '\(text)' (\(Parser.codePoint(value)))",
        currentRange)
    }
    isLost = true
  }

  static func codePoint(_ value: UInt32) -> String {
    let digits = String(value, radix: 16, uppercase: true)
    return "U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
  }

  /// Ends the parse where it is: nothing after this is looked at.
  mutating func giveUp() {
    hasGivenUp = true
    isLost = true
    let end = lexer.bytes.count
    current = Token(kind: .end, lower: end, upper: end, startsLine: true)
  }

  // MARK: Finding the way back

  /// Passes over tokens up to the end of the statement; blocks are passed over whole.
  mutating func recover() {
    isLost = true
    while !isAtStatementEnd {
      if current.kind == .leftBrace { skipBlock() } else { skipToken() }
    }
    isLost = false
  }

  /// Passes over tokens up to a `{` on this line, so that the block of a statement whose head is
  /// wrong is parsed all the same.
  mutating func recoverToBlock() {
    while !isAtStatementEnd, current.kind != .leftBrace { skipToken() }
    if current.kind == .leftBrace { isLost = false }
  }

  /// Passes over a block and all that is in it.
  mutating func skipBlock() {
    var open = 0
    repeat {
      if current.kind == .leftBrace { open += 1 }
      if current.kind == .rightBrace { open -= 1 }
      skipToken()
    } while open > 0 && current.kind != .end
    if open > 0 { isIncomplete = true }
  }

  private mutating func skipToken() {
    if current.kind == .quote {
      advance(from: lexer.endOfString(from: current.upper))
    } else {
      advance()
    }
  }
}
