// What operators stand between: names, literals, calls, members, brackets.

extension Parser {
  /// An operand with what follows it: `p.rss`, `p[1]`, `f(x)`, `(n) pages`.
  mutating func parsePostfix() -> Expression {
    let lower = current.lower
    var mayBeCounted = current.kind == .leftParen || isAtPlainDecimal
    var operand = parsePrimary()
    while !isLost {
      if isAt(.dot) {
        advance()
        mayStand(.member(of: operand))
        guard current.kind == .word, !isAtLineStart else {
          lose(.expectedName, "expected a name after '.', found \(currentDescription)")
          return operand
        }
        let name = Name(text: current.text, range: currentRange)
        advance()
        operand = node(.member(operand, name), rangeFrom(lower))
        mayBeCounted = false
      } else if isAt(.leftBracket) {
        let base = height
        let index = parseBracketed(.rightBracket, "]")
        height = max(height, base)
        operand = node(.index(operand, index), rangeFrom(lower))
        mayBeCounted = false
      } else if isAt(.leftParen), operand.isCallable {
        let base = height
        let arguments = parseList(.rightParen, ")")
        height = max(height, base)
        operand = node(.call(operand, arguments), rangeFrom(lower))
        mayBeCounted = true
      } else if mayBeCounted, isAtUnit {
        advance()
        operand = node(.pages(operand), rangeFrom(lower))
        mayBeCounted = false
      } else {
        break
      }
    }
    return operand
  }

  private mutating func parsePrimary() -> Expression {
    mayStand(.expression)
    if isAtStatementEnd { return reportMissingExpression() }
    height = 0
    switch current.kind {
    case .number: return parseNumber()
    case .quote: return parseString()
    case .word: return parseWord()
    case .leftBracket:
      let lower = current.lower
      let elements = parseList(.rightBracket, "]")
      return node(.list(elements), rangeFrom(lower))
    case .leftParen:
      let lower = current.lower
      var inner = parseBracketed(.rightParen, ")")
      inner.range = rangeFrom(lower)
      return inner
    default: return reportMissingExpression()
    }
  }

  private mutating func parseWord() -> Expression {
    let place = currentRange
    switch current.text {
    case "true", "false":
      let value = current.text == "true"
      advance()
      return node(.boolean(value), place)
    case "nil":
      advance()
      return node(.null, place)
    case "measure":
      return parseMisplacedMeasure()
    case let text where Vocabulary.reserved.contains(text):
      return reportMissingExpression()
    case let text:
      advance()
      return node(.name(text), place)
    }
  }

  private mutating func parseNumber() -> Expression {
    let place = currentRange
    let literal = NumberLiteral(lexer.bytes[current.lower..<current.upper])
    advance()
    switch literal {
    case .integer(let magnitude):
      guard let value = Int64(exactly: magnitude) else {
        report(.literalOverflow, "number does not fit a signed 64-bit integer", place)
        return node(.missing, place)
      }
      return node(.integer(value), place)
    case .float(let value):
      return node(.float(value), place)
    case .wrong(let problem):
      report(problem.code, problem.message, place, hint: problem.hint)
      return node(.missing, place)
    }
  }

  /// `"text {expression} text"`; a string ends on its line.
  mutating func parseString() -> Expression {
    let opening = currentRange
    var parts: [StringPart] = []
    var tallest = 0
    var at = current.upper
    while true {
      let piece = lexer.stringPiece(from: at)
      for problem in piece.problems {
        report(
          .unknownEscape, problem.message,
          range(problem.range.lowerBound, problem.range.upperBound),
          hint: problem.hint)
      }
      if !piece.text.isEmpty { parts.append(.text(piece.text)) }
      switch piece.ending {
      case .quote:
        advance(from: piece.upper)
        height = tallest
        return node(.string(parts), rangeFrom(Int(opening.lower)))
      case .line:
        report(.unterminatedString, "string without a closing '\"'", opening)
        isLost = true
        advance(from: piece.upper)
        return missingExpression()
      case .brace:
        guard let part = parseInterpolation(from: piece.upper) else { return missingExpression() }
        parts.append(.interpolation(part))
        tallest = max(tallest, height)
        at = current.upper
      }
    }
  }

  /// The expression after a `{` in a string; afterwards the current token is its `}`. Nil if it is
  /// not, and then the rest of the string has been passed over.
  private mutating func parseInterpolation(from offset: Int) -> Expression? {
    let (brackets, rule) = (openBrackets, unitRule)
    (openBrackets, unitRule) = (0, .unit)
    defer { (openBrackets, unitRule) = (brackets, rule) }
    advance(from: offset)
    let expression = parseExpression()
    if !isLost, current.kind == .rightBrace, !current.startsLine { return expression }
    expected("`}` in a string", hint: #"a brace itself is written `\{`"#)
    if !current.startsLine, current.kind != .end {
      advance(from: lexer.endOfString(from: current.lower))
    }
    return nil
  }

  // MARK: Brackets

  /// `(e)`, `[e]`: one expression in brackets, within which line ends do not count.
  mutating func parseBracketed(_ closing: Token.Kind, _ written: String) -> Expression {
    let opening = currentRange
    let rule = unitRule
    unitRule = .unit
    openBrackets += 1
    advance()
    let expression = parseExpression()
    expectClosing(closing, written, openedAt: opening)
    openBrackets -= 1
    unitRule = rule
    return expression
  }

  /// `[a, b]`, `(a, b)`: expressions in brackets; a comma may follow the last.
  mutating func parseList(_ closing: Token.Kind, _ written: String) -> [Expression] {
    let opening = currentRange
    let rule = unitRule
    unitRule = .unit
    openBrackets += 1
    var elements: [Expression] = []
    var tallest = 0
    repeat {
      advance()
      if current.kind == closing || current.kind == .end { break }
      elements.append(parseExpression())
      tallest = max(tallest, height)
    } while !isLost && isAt(.comma)
    expectClosing(closing, written, openedAt: opening)
    openBrackets -= 1
    unitRule = rule
    height = tallest
    return elements
  }

  // MARK: Measuring

  /// The right side of `let`, `var` and `=`: an expression, or `measure { ... }`.
  mutating func parseRightSide() -> Expression {
    guard isAtWord("measure") else { return parseExpression() }
    return parseMeasure()
  }

  private mutating func parseMeasure() -> Expression {
    let lower = current.lower
    advance()
    let body = parseBlock(after: "`measure`")
    countNode()
    return Expression(.measure(body), range: rangeFrom(lower))
  }

  /// A `measure` inside an expression: its block is parsed for its own mistakes, and dropped.
  private mutating func parseMisplacedMeasure() -> Expression {
    report(
      .misplacedMeasure, "`measure` inside an expression", currentRange,
      hint: "name its result first: `let m = measure { ... }`")
    let measured = parseMeasure()
    return Expression(.missing, range: measured.range)
  }

  // MARK: Looking

  private var isAtPlainDecimal: Bool {
    guard current.kind == .number else { return false }
    return lexer.bytes[current.lower..<current.upper].allSatisfy { $0.isDigit || $0 == "_" }
  }

  /// At `page` or `pages`, and it is the unit here.
  private var isAtUnit: Bool {
    guard isAtWord("pages") || isAtWord("page") else { return false }
    switch unitRule {
    case .unit: return true
    case .target, .never: return false
    case .targetTail:
      let next = peek()
      if next.startsLine || next.kind == .minus { return true }
      return !startsOperand(next) || Vocabulary.followsTarget(next.text)
    }
  }

  private mutating func reportMissingExpression() -> Expression {
    lose(
      .expectedExpression, "expected an expression, found \(currentDescription)",
      hint: hintForMissingExpression)
    return missingExpression()
  }

  /// What people write who come from C or Python.
  private var hintForMissingExpression: String? {
    switch current.kind {
    case .ampersand where lexer.bytes[max(0, current.lower - 1)] == "&": "write `and`"
    case .pipe where lexer.bytes[max(0, current.lower - 1)] == "|": "write `or`"
    case .word where current.text == "not": "put `not ...` in parentheses"
    default: nil
    }
  }
}

extension Expression {
  /// `f(...)`, `p.f(...)`: only names and members are called.
  fileprivate var isCallable: Bool {
    switch kind {
    case .name, .member: true
    default: false
    }
  }
}
