// Statements and blocks: where one ends, which one it is.

extension Parser {
  /// Statements up to a `}` that closes them, or to the end of the text.
  mutating func parseStatements() -> [Statement] {
    var statements: [Statement] = []
    while true {
      while current.kind == .semicolon { advance() }
      mayStand(.statement)
      if current.kind == .end { break }
      if current.kind == .rightBrace {
        if openBlocks > 0 { break }
        report(.expectedStatementEnd, "'}' without a '{'", currentRange)
        advance()
        continue
      }
      let lower = current.lower
      // A line end before the first token of a statement separates; it ends nothing.
      current.startsLine = false
      var statement = parseStatement()
      if !isLost, !isAtStatementEnd {
        lose(
          .expectedStatementEnd, "expected the end of the statement, found \(currentDescription)",
          hint: hintForLeftover(after: statement))
        // It was not an expression alone that was meant.
        if case .expression = statement.kind { statement.kind = .missing }
      }
      if isLost { recover() }
      if current.lower == lower, current.kind != .end { advance() }
      statements.append(statement)
    }
    return statements
  }

  /// `{ ... }`, in which line ends count again, whatever brackets are open around it.
  mutating func parseBlock(after what: String) -> Block {
    if !isAt(.leftBrace) {
      expected(
        "`{` after \(what)", hint: isAt(.assign) ? "two values are compared with `==`" : nil)
    }
    if isLost { recoverToBlock() }
    let opening = currentRange
    guard isAt(.leftBrace) else { return Block([], range: range(previousUpper, previousUpper)) }
    guard depth < Parser.maximumDepth else {
      lose(.nestedTooDeeply, "nested more than \(Parser.maximumDepth) deep")
      skipBlock()
      return Block([], range: rangeFrom(Int(opening.lower)))
    }
    let (brackets, rule) = (openBrackets, unitRule)
    (openBrackets, unitRule) = (0, .unit)
    depth += 1
    openBlocks += 1
    advance()
    let statements = parseStatements()
    if current.kind == .rightBrace {
      advance()
    } else if !hasGivenUp {
      reportUnclosedBlock(opening)
    }
    openBlocks -= 1
    depth -= 1
    (openBrackets, unitRule) = (brackets, rule)
    return Block(statements, range: rangeFrom(Int(opening.lower)))
  }

  /// Only the innermost of the blocks that are open at the end of the text is reported.
  private mutating func reportUnclosedBlock(_ opening: SourceRange) {
    if !hasReportedUnclosedBlock {
      report(
        .unclosed, "'}' is missing at the end of the text", range(previousUpper, previousUpper),
        notes: [Diagnostic.Note(message: "opened here", range: opening)])
    }
    hasReportedUnclosedBlock = true
    isIncomplete = true
  }

  mutating func parseStatement() -> Statement {
    let lower = current.lower
    countNode()
    let kind = parseStatementKind()
    return Statement(kind, range: rangeFrom(lower))
  }

  private mutating func parseStatementKind() -> Statement.Kind {
    guard current.kind == .word else { return parseExpressionStatement() }
    if let verb = Call.Verb(rawValue: current.text) { return .call(parseCall(verb)) }
    switch current.text {
    case "let": return parseDeclaration(isMutable: false)
    case "var": return parseDeclaration(isMutable: true)
    case "if": return parseIf()
    case "for": return parseFor()
    case "while": return parseWhile()
    case "repeat": return parseRepeat()
    case "break": return parseWord(as: .breakLoop)
    case "continue": return parseWord(as: .continueLoop)
    case "def": return parseDefinition()
    case "return": return parseReturn()
    case "use": return parseUse()
    case "machine": return parseMachine()
    case "kernel": return parseKernel()
    case "file": return parseFileDeclaration(isShm: false)
    case "shm": return parseFileDeclaration(isShm: true)
    case "spawn": return parseBirth(.spawn)
    case "fork": return parseBirth(.fork)
    case "thread": return parseBirth(.thread)
    case "exec": return parseExec()
    case "exit": return parseWord(as: .exit)
    case "assert": return parseAssertion { .assert($0, why: $1) }
    case "require": return parseAssertion { .require($0, why: $1) }
    case "invariant": return parseInvariant()
    case "whatif": return parseWhatif()
    case "snapshot": return parseSnapshot { .snapshot($0) }
    case "restore": return parseSnapshot { .restore($0) }
    case "compare": return parseCompare()
    case "test": return parseTest()
    case "skip": return parseSkip()
    case "xfail": return parseExpectedFailure()
    case "tag": return parseTag()
    case "print": return parsePrint()
    case "show": return parseShow()
    case "else":
      lose(.unknownStatement, "`else` without an `if` before it")
      return .missing
    default: return parseExpressionStatement()
    }
  }

  /// A statement that is one word.
  private mutating func parseWord(as kind: Statement.Kind) -> Statement.Kind {
    advance()
    return kind
  }

  // MARK: Statements that begin with an expression

  /// `SUBJECT: ...`, `x = e`, `x += e`, or an expression alone.
  private mutating func parseExpressionStatement() -> Statement.Kind {
    if let unknown = parseUnknownStatement() { return unknown }
    let expression = parseExpression()
    if isLost { return .missing }
    if isAt(.colon) { return parseSubject(expression) }
    if isAt(.assign) { return parseAssignment(to: expression, nil) }
    if let op = currentCompoundAssignment { return parseAssignment(to: expression, op) }
    return .expression(expression)
  }

  /// A word followed by something that cannot follow a name, on the same line: `asert x`.
  private mutating func parseUnknownStatement() -> Statement.Kind? {
    guard current.kind == .word, !Vocabulary.reserved.contains(current.text) else { return nil }
    let next = peek()
    guard !next.startsLine else { return nil }
    switch next.kind {
    case .word where ["and", "or", "in", "not"].contains(next.text): return nil
    case .word where next.text == "page" || next.text == "pages": return nil
    case .word, .number, .quote, .leftBrace: break
    default: return nil
    }
    let word = current.text
    lose(
      .unknownStatement, "unknown statement '\(abbreviated(word))'",
      hint: next.kind == .word && Vocabulary.statementNames.contains(next.text)
        ? "a process that runs a statement is followed by ':'"
        : Suggestion.hint(for: word, in: Vocabulary.statementStarts))
    return .missing
  }

  private mutating func parseSubject(_ subject: Expression) -> Statement.Kind {
    switch subject.kind {
    case .name, .member, .index, .call, .list: break
    default:
      report(
        .notASubject, "only a process or processes stand before ':'", subject.range,
        hint: "as in `p2: read buf` or `p[1..5]: read buf`")
    }
    advance()
    continueStatement()
    mayStand(.statement)
    if isAt(.leftBrace) {
      return .subject(subject, parseBlock(after: "':'"), isBraced: true)
    }
    if current.kind == .end || current.kind == .semicolon || current.kind == .rightBrace {
      expected("a statement after ':'")
      return .subject(
        subject, Block([], range: range(previousUpper, previousUpper)), isBraced: false)
    }
    guard depth < Parser.maximumDepth else {
      lose(.nestedTooDeeply, "nested more than \(Parser.maximumDepth) deep")
      return .missing
    }
    depth += 1
    let statement = parseStatement()
    depth -= 1
    return .subject(subject, Block([statement], range: statement.range), isBraced: false)
  }

  private mutating func parseAssignment(
    to target: Expression, _ op: BinaryOperator?
  ) -> Statement.Kind {
    if !target.isAssignable {
      report(
        .notAssignable, "only a variable or an element of one is assigned to", target.range,
        hint: op == nil ? "two values are compared with `==`" : nil)
    }
    advance()
    continueStatement()
    let value = op == nil ? parseRightSide() : parseExpression()
    return .assign(target: target, op: op, value: value)
  }

  /// The operator of `+=` and its like.
  private var currentCompoundAssignment: BinaryOperator? {
    if isAtLineStart { return nil }
    return switch current.kind {
    case .plusAssign: .add
    case .minusAssign: .subtract
    case .starAssign: .multiply
    case .slashAssign: .divide
    case .doubleSlashAssign: .floorDivide
    case .percentAssign: .modulo
    case .ampersandAssign: .and
    case .pipeAssign: .or
    case .caretAssign: .xor
    case .shiftLeftAssign: .shiftLeft
    case .shiftRightAssign: .shiftRight
    default: nil
    }
  }

  /// What may have been meant when a statement goes on where it should have ended.
  private func hintForLeftover(after statement: Statement) -> String? {
    if isAtWord("elif") { return "did you mean `else if`?" }
    if isAtWord("fails") || isAtWord("faults") {
      return "only system calls and accesses take `\(current.text)`"
    }
    if isAt(.assign), case .assert = statement.kind { return "two values are compared with `==`" }
    return nil
  }
}

extension Expression {
  fileprivate var isAssignable: Bool {
    switch kind {
    case .name, .missing: true
    case .index(let base, _): base.isAssignable
    default: false
    }
  }
}
