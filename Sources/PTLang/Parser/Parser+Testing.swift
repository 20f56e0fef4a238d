// Asserting, measuring, testing, showing.

extension Parser {
  mutating func parseAssertion(
    _ make: (Expression, Expression?) -> Statement.Kind
  ) -> Statement.Kind {
    advance()
    let condition = parseExpression()
    return make(condition, takeComma() ? parseExpression() : nil)
  }

  mutating func parseInvariant() -> Statement.Kind {
    advance()
    return .invariant(parseExpression())
  }

  mutating func parseWhatif() -> Statement.Kind {
    advance()
    return .whatif(parseBlock(after: "`whatif`"))
  }

  mutating func parseSnapshot(_ make: (Name) -> Statement.Kind) -> Statement.Kind {
    let keyword = current.text
    advance()
    return make(parseName(of: .snapshot, after: "`\(keyword)`"))
  }

  /// `compare kernels [a, b] { ... } show e, e`.
  mutating func parseCompare() -> Statement.Kind {
    advance()
    expectWord("kernels", after: "`compare`")
    let kernels = isLost ? [] : parseKernelList()
    let body = parseBlock(after: "the kernels")
    if !isLost { expectWord("show", after: "the block") }
    return .compare(kernels: kernels, body, show: isLost ? [] : parseExpressions())
  }

  private mutating func parseKernelList() -> [Selector] {
    guard isAt(.leftBracket) else {
      expected("`[` after `kernels`")
      return []
    }
    let opening = currentRange
    var kernels: [Selector] = []
    openBrackets += 1
    repeat {
      advance()
      mayStand(.kernel)
      if current.kind == .rightBracket || current.kind == .end { break }
      kernels.append(parseSelector("the name of a kernel"))
    } while !isLost && isAt(.comma)
    expectClosing(.rightBracket, "]", openedAt: opening)
    openBrackets -= 1
    if kernels.isEmpty {
      report(.missingPart, "`compare` needs at least one kernel", opening)
    }
    return kernels
  }

  /// Expressions with commas between them, at least one.
  private mutating func parseExpressions() -> [Expression] {
    var expressions: [Expression] = []
    repeat {
      expressions.append(parseExpression())
    } while takeComma()
    return expressions
  }

  // MARK: Tests

  mutating func parseTest() -> Statement.Kind {
    advance()
    let title = parseStringArgument("the title of the test")
    var parameters: [TestParameter] = []
    if !isLost, takeWord("for") {
      repeat {
        let name = parseName(of: .variable, after: parameters.isEmpty ? "`for`" : "','")
        if isLost { break }
        expectWord("in", after: "the name")
        if isLost { break }
        parameters.append(TestParameter(name: name, values: parseExpression()))
      } while takeComma()
    }
    let body = parseBlock(after: parameters.isEmpty ? "the title" : "the values")
    return .test(TestDeclaration(title: title, parameters: parameters, body: body))
  }

  /// `skip`, `skip "reason"`, `skip if c`, `skip if c, "reason"`.
  mutating func parseSkip() -> Statement.Kind {
    advance()
    if isAtStatementEnd { return .skip(condition: nil, reason: nil) }
    guard takeWord("if") else {
      return .skip(condition: nil, reason: parseStringArgument("`if` or a reason"))
    }
    let condition = parseExpression()
    return .skip(
      condition: condition, reason: takeComma() ? parseStringArgument("a reason") : nil)
  }

  mutating func parseExpectedFailure() -> Statement.Kind {
    advance()
    return .xfail(reason: isAtStatementEnd ? nil : parseStringArgument("a reason"))
  }

  mutating func parseTag() -> Statement.Kind {
    advance()
    var tags: [Expression] = []
    repeat {
      tags.append(parseStringArgument("a tag"))
    } while takeComma()
    return .tag(tags)
  }

  private mutating func parseStringArgument(_ what: String) -> Expression {
    guard isAt(.quote) else {
      lose(.notAString, "expected \(what) as a string, found \(currentDescription)")
      return missingExpression()
    }
    return parseString()
  }

  // MARK: Showing

  mutating func parsePrint() -> Statement.Kind {
    advance()
    return .print(isAtStatementEnd ? [] : parseExpressions())
  }

  /// `show pagetables`, `show pte p1 ADDR`, `show p1`.
  mutating func parseShow() -> Statement.Kind {
    advance()
    mayStand(.showTopic)
    guard let topic = currentTopic else {
      return .show(ShowRequest(topic: nil, arguments: [parseExpression()]))
    }
    let name = Name(text: current.text, range: currentRange)
    advance()
    var arguments: [Expression] = []
    while !isLost, !isAtStatementEnd { arguments.append(parseExpression()) }
    if !isLost, arguments.count != topic.arguments {
      report(
        .missingPart, "`show \(name.text)` takes \(Parser.count(topic.arguments, "argument"))",
        rangeFrom(Int(name.range.lower)), hint: "write `show \(topic.entry.synopsis)`")
    }
    return .show(ShowRequest(topic: name, arguments: arguments))
  }

  /// The topic at hand, unless the word goes on as an expression: `show pagetables.bytes`.
  private var currentTopic: (entry: VocabularyEntry, arguments: Int)? {
    guard current.kind == .word, !isAtLineStart,
      let topic = Vocabulary.showTopics.first(where: { $0.entry.name == current.text })
    else { return nil }
    let next = peek()
    if next.startsLine { return topic }
    switch next.kind {
    case .end, .semicolon, .rightBrace: return topic
    case .leftBracket: return nil
    default: return startsOperand(next) && next.kind != .minus ? topic : nil
    }
  }

  static func count(_ count: Int, _ noun: String) -> String {
    switch count {
    case 0: "no \(noun)s"
    case 1: "one \(noun)"
    default: "\(count) \(noun)s"
    }
  }
}
