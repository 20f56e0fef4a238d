// Values and control: `let`, `if`, loops, functions, `use`.

extension Parser {
  mutating func parseDeclaration(isMutable: Bool) -> Statement.Kind {
    let keyword = isMutable ? "`var`" : "`let`"
    advance()
    let name = parseName(of: .variable, after: keyword)
    if !isLost {
      expect(.assign, "=", after: "the name")
      if !isLost { continueStatement() }
    }
    let value = isLost ? missingExpression() : parseRightSide()
    return .declare(isMutable: isMutable, name, value)
  }

  mutating func parseIf() -> Statement.Kind {
    var branches: [Branch] = []
    advance()
    repeat {
      let condition = parseExpression()
      branches.append(Branch(condition: condition, body: parseBlock(after: "the condition")))
      guard !isLost, takeElse() else { return .if(branches, otherwise: nil) }
    } while takeWord("if")
    return .if(branches, otherwise: parseBlock(after: "`else`"))
  }

  /// `else` may start a line, but for the outermost level of what is typed at the prompt: there
  /// the `if` has been run by then.
  private mutating func takeElse() -> Bool {
    mayStand(.word("else"))
    guard current.isWord("else"),
      !isAtLineStart || mode == .file || openBlocks > 0
    else { return false }
    advance()
    return true
  }

  mutating func parseFor() -> Statement.Kind {
    advance()
    let name = parseName(of: .variable, after: "`for`")
    if !isLost { expectWord("in", after: "the name") }
    let values = isLost ? missingExpression() : parseExpression()
    return .forIn(name, values, parseBlock(after: "the values"))
  }

  mutating func parseWhile() -> Statement.Kind {
    advance()
    let condition = parseExpression()
    return .whileLoop(condition, parseBlock(after: "the condition"))
  }

  mutating func parseRepeat() -> Statement.Kind {
    advance()
    let count = parseExpression()
    return .repeatLoop(count, parseBlock(after: "the count"))
  }

  mutating func parseDefinition() -> Statement.Kind {
    advance()
    let name = parseName(of: .function, after: "`def`")
    let parameters = isLost ? [] : parseParameters()
    return .define(name, parameters, parseBlock(after: "the parameters"))
  }

  private mutating func parseParameters() -> [Parameter] {
    guard isAt(.leftParen) else {
      expected("`(` after the name")
      return []
    }
    let opening = currentRange
    var parameters: [Parameter] = []
    openBrackets += 1
    repeat {
      advance()
      if current.kind == .rightParen || current.kind == .end { break }
      let name = parseName(of: .parameter, after: "'('")
      var value: Expression?
      if !isLost, take(.assign) { value = parseExpression() }
      parameters.append(Parameter(name: name, defaultValue: value))
    } while !isLost && isAt(.comma)
    expectClosing(.rightParen, ")", openedAt: opening)
    openBrackets -= 1
    return parameters
  }

  mutating func parseReturn() -> Statement.Kind {
    advance()
    return .returnValue(isAtStatementEnd ? nil : parseExpression())
  }

  /// `use "lib.pts"` includes; `use p2` changes the current process.
  mutating func parseUse() -> Statement.Kind {
    advance()
    guard isAt(.quote) else { return .useProcess(parseExpression()) }
    let string = parseString()
    switch string.kind {
    case .string(let parts) where parts.isEmpty:
      return .include(path: Name(text: "", range: string.range))
    case .string(let parts):
      if parts.count == 1, case .text(let text) = parts[0] {
        return .include(path: Name(text: text, range: string.range))
      }
      report(.notAString, "the path of `use` is a plain string", string.range)
      return .missing
    default:
      return .missing
    }
  }
}
