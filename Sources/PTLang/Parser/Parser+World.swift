// The world: machine, kernel, files, processes.

extension Parser {
  mutating func parseMachine() -> Statement.Kind {
    let selector = parseSelector(of: "machine")
    return .machine(selector, isLost ? [] : parseKnobs(ofMachine: true, selector))
  }

  mutating func parseKernel() -> Statement.Kind {
    let selector = parseSelector(of: "kernel")
    return .kernel(selector, isLost ? [] : parseKnobs(ofMachine: false, selector))
  }

  /// The raw word or string after the current token; the current token is consumed.
  private mutating func parseSelector(of what: String) -> Selector {
    advance()
    mayStand(what == "machine" ? .machine : .kernel)
    return parseSelector("the name of a \(what)")
  }

  /// A raw word (`i386-pae`), which the lexer must read anew, or a string.
  mutating func parseSelector(_ what: String) -> Selector {
    if !isAtStatementEnd {
      if current.kind == .quote {
        let string = parseString()
        let written = lexer.text(Int(string.range.lower)..<Int(string.range.upper))
        return Selector(word: Name(text: written, range: string.range), string: string)
      }
      if let word = lexer.rawWord(at: current.lower) {
        advance(from: word.upperBound)
        return Selector(
          word: Name(text: lexer.text(word), range: range(word.lowerBound, word.upperBound)))
      }
    }
    lose(.expectedName, "expected \(what), found \(currentDescription)")
    return Selector(word: Name(text: "", range: range(previousUpper, previousUpper)))
  }

  private mutating func parseKnobs(ofMachine isMachine: Bool, _ selector: Selector) -> [Knob] {
    guard takeWord("with") else { return [] }
    var knobs: [Knob] = []
    repeat {
      mayStand(.knob(ofMachine: isMachine, selector.word.text))
      let name = parseName(of: .knob, after: knobs.isEmpty ? "`with`" : "','")
      if isLost { break }
      expect(.assign, "=", after: "the name of the knob")
      if isLost { break }
      continueStatement()
      knobs.append(Knob(name: name, value: parseKnobValue()))
    } while takeComma()
    return knobs
  }

  /// An expression, or a word of the knob's own, which may be a word of the language too:
  /// `match = file`.
  private mutating func parseKnobValue() -> Expression {
    if let word = lexer.rawWord(at: current.lower),
      Vocabulary.dashedKnobWords.contains(lexer.text(word))
    {
      advance(from: word.upperBound)
      return Expression(
        .name(lexer.text(word)), range: range(word.lowerBound, word.upperBound))
    }
    guard current.kind == .word, Vocabulary.statementNames.contains(current.text) else {
      return parseExpression()
    }
    let word = Expression(.name(current.text), range: currentRange)
    advance()
    return word
  }

  /// A comma outside brackets; what follows it may stand on the next line.
  mutating func takeComma() -> Bool {
    guard !isLost, take(.comma) else { return false }
    continueStatement()
    return true
  }

  mutating func parseFileDeclaration(isShm: Bool) -> Statement.Kind {
    let keyword = current.text
    advance()
    let name = parseName(of: .file, after: "`\(keyword)`")
    let size = isLost ? missingExpression() : parseExpression()
    var file = FileDeclaration(
      isShm: isShm, name: name, size: size, filled: false, hugetlb: false)
    for clause in ["filled", "hugetlb"] { mayStand(.word(clause)) }
    while !isLost, !isAtStatementEnd {
      if !parseFileClause(of: &file) {
        expected(
          "`filled`, `hugetlb` or the end of the statement",
          hint: Suggestion.hint(for: current.text, in: ["filled", "hugetlb"]))
      }
    }
    return .file(file)
  }

  private mutating func parseFileClause(of file: inout FileDeclaration) -> Bool {
    let (word, place) = (current.text, currentRange)
    let isRepeated: Bool
    if takeWord("filled") {
      isRepeated = file.filled
      file.filled = true
    } else if takeWord("hugetlb") {
      isRepeated = file.hugetlb
      file.hugetlb = true
    } else {
      return false
    }
    if isRepeated { report(.repeatedClause, "`\(word)` a second time", place) }
    return true
  }

  // MARK: Processes

  mutating func parseBirth(_ kind: Birth.Kind) -> Statement.Kind {
    var birth = Birth(kind: kind, name: parseProcessName())
    if !isLost, isAtExpectation {
      birth.expectation = parseCallExpectation()
    } else if kind != .thread {
      birth.block = parseOptionalBlock()
    }
    return .birth(birth)
  }

  mutating func parseExec() -> Statement.Kind {
    advance()
    return .exec(!isLost && isAtExpectation ? parseCallExpectation() : nil)
  }

  /// The expectation of a system call that is no `Call`.
  private mutating func parseCallExpectation() -> Expectation? {
    guard let expectation = parseExpectation() else { return nil }
    if expectation.isFault, expectation.name.text != "any", expectation.name.text != "SIGKILL" {
      report(CallChecker.noErrorNumber(expectation))
    }
    return expectation
  }

  private mutating func parseOptionalBlock() -> Block? {
    isAt(.leftBrace) || (isLost && !isAtStatementEnd) ? parseBlock(after: "the name") : nil
  }

  /// `p`, `p[1..100]`, `g[0]`.
  private mutating func parseProcessName() -> ProcessName {
    let keyword = current.text
    advance()
    let name = parseName(of: .process, after: "`\(keyword)`")
    let index = !isLost && isAt(.leftBracket) ? parseBracketed(.rightBracket, "]") : nil
    return ProcessName(name: name, index: index)
  }
}
