// System calls and accesses: operands, clauses, what is expected.

extension Parser {
  mutating func parseCall(_ verb: Call.Verb) -> Call {
    let form = Vocabulary.form(of: verb)
    var call = Call(verb: verb, verbRange: currentRange)
    advance()
    parseOperands(of: form, into: &call)
    mayStandAfter(call, form)
    while !isLost, !isAtStatementEnd {
      if isAtExpectation {
        call.expectation = parseExpectation()
      } else {
        parseClause(of: form, into: &call)
      }
      mayStandAfter(call, form)
    }
    if !isLost {
      for diagnostic in CallChecker.check(call, form) { report(diagnostic) }
    }
    return call
  }

  /// What may follow what there is of a call.
  private mutating func mayStandAfter(_ call: Call, _ form: VerbForm) {
    guard expectations != nil, call.expectation == nil else { return }
    if form.operands == .fileAndOrSize, call.operands.count < 2 { mayStand(.expression) }
    if form.verb == .mprotect, call[.prot] == nil { mayStand(.protection) }
    if form.verb == .madvise, call[.advice] == nil { mayStand(.advice) }
    mayStand(.clause(of: form.verb, given: call.clauses.map(\.kind)))
  }

  // MARK: Operands

  /// The operands that stand first; those of `mmap` are found among its clauses.
  private mutating func parseOperands(of form: VerbForm, into call: inout Call) {
    switch form.operands {
    case .none, .fileAndOrSize: break
    case .target: parseOperand("a region, an address or a range", .target, form, &call)
    case .size: parseOperand("a size", .unit, form, &call)
    case .fileAndSize:
      parseOperand("a file", .target, form, &call)
      if !isLost { parseOperand("a size", .unit, form, &call) }
    case .pageCount:
      parseOperand("a number", .never, form, &call)
      if !isLost, !takeWord("pages"), !takeWord("page") { expected("`pages` after the number") }
    }
  }

  private mutating func parseOperand(
    _ what: String, _ rule: UnitRule, _ form: VerbForm, _ call: inout Call
  ) {
    mayStand(.expression)
    if isAtStatementEnd || isAt(.assign) || isAtClauseInsteadOfOperand(form) {
      lose(
        .missingPart, "expected \(what) after `\(form.verb.rawValue)`, found \(currentDescription)",
        hint: "write `\(form.help.synopsis)`")
      return
    }
    call.operands.append(parseExpression(rule))
  }

  /// At a clause word with its argument where an operand should be: `write at 4K`.
  private func isAtClauseInsteadOfOperand(_ form: VerbForm) -> Bool {
    guard current.kind == .word else { return false }
    if current.text == "fails" || current.text == "faults" { return true }
    guard let kind = Vocabulary.clause(current.text), form.clauses.contains(kind) else {
      return false
    }
    let next = peek()
    switch next.kind {
    case .number, .quote, .tilde: return !next.startsLine
    case .word:
      return !next.startsLine && startsOperand(next) && !Vocabulary.followsTarget(next.text)
    default: return false
    }
  }

  // MARK: Clauses

  private mutating func parseClause(of form: VerbForm, into call: inout Call) {
    let place = currentRange
    if take(.assign) {
      continueStatement()
      let value = parseExpression()
      add(Clause(kind: .value, range: rangeFrom(Int(place.lower)), arguments: [value]), form, &call)
      return
    }
    if let bare = parseBareWord(of: form) {
      add(bare, form, &call)
    } else if current.kind == .word, let kind = Vocabulary.clause(current.text) {
      // Also a clause of another verb, which is then refused by name.
      add(parseClause(kind), form, &call)
    } else if form.operands == .fileAndOrSize, startsOperand(current) {
      call.operands.append(parseExpression())
    } else {
      expectedClause(of: form)
    }
  }

  /// The protection of `mprotect`, the advice of `madvise`: a word without a clause word.
  private mutating func parseBareWord(of form: VerbForm) -> Clause? {
    guard current.kind == .word else { return nil }
    let name = Name(text: current.text, range: currentRange)
    let kind: Clause.Kind
    if form.verb == .mprotect, Vocabulary.protections.contains(where: { $0.name == name.text }) {
      kind = .prot
    } else if form.verb == .madvise, Vocabulary.advices.contains(where: { $0.name == name.text }) {
      kind = .advice
    } else {
      return nil
    }
    advance()
    return Clause(kind: kind, range: name.range, word: name)
  }

  private mutating func parseClause(_ kind: Clause.Kind) -> Clause {
    let lower = current.lower
    let written = "`\(kind.rawValue)`"
    var clause = Clause(kind: kind, range: currentRange)
    advance()
    switch kind.shape {
    case .flag, .advice, .value:
      break
    case .expression:
      clause.arguments = [parseClauseArgument(written)]
    case .protection:
      parseProtection(of: &clause)
    case .name:
      clause.word = parseName(of: .region, after: written)
    case .numberAndSeed:
      clause.arguments = [parseClauseArgument(written)]
      if !isLost {
        expectWord("seed", after: "the number of pages")
        if !isLost { clause.arguments.append(parseClauseArgument("`seed`")) }
      }
    }
    clause.range = rangeFrom(lower)
    return clause
  }

  private mutating func parseClauseArgument(_ clause: String) -> Expression {
    mayStand(.expression)
    if isAtStatementEnd || isAt(.assign) {
      lose(
        .expectedExpression, "expected a value after \(clause), found \(currentDescription)")
      return missingExpression()
    }
    return parseExpression()
  }

  /// `prot rw`, `prot (e)`.
  private mutating func parseProtection(of clause: inout Clause) {
    if isAt(.leftParen) {
      clause.arguments = [parseBracketed(.rightParen, ")")]
      return
    }
    let words = Vocabulary.protections.map(\.name)
    mayStand(.protection)
    guard current.kind == .word, !isAtLineStart else {
      expected("a protection after `prot`", hint: "one of \(words.joined(separator: ", "))")
      return
    }
    let name = Name(text: current.text, range: currentRange)
    advance()
    if words.contains(name.text) {
      clause.word = name
    } else {
      report(
        .unknownWord, "unknown protection '\(abbreviated(name.text))'", name.range,
        hint: "one of \(words.joined(separator: ", ")); a computed one is `prot (e)`")
    }
  }

  /// Adds a clause, if the verb takes it and has not got it yet.
  private mutating func add(_ clause: Clause, _ form: VerbForm, _ call: inout Call) {
    if isLost { return }
    if !form.clauses.contains(clause.kind) {
      let names = form.clauseNames
      report(
        .clauseNotAllowed, "`\(form.verb.rawValue)` takes no clause `\(clause.kind.written)`",
        clause.range,
        hint: names.isEmpty
          ? "it takes no clauses" : "it takes \(names.joined(separator: ", "))")
    } else if let first = call[clause.kind] {
      report(
        .repeatedClause, "`\(clause.kind.written)` a second time", clause.range,
        notes: [Diagnostic.Note(message: "first given here", range: first.range)])
    } else {
      call.clauses.append(clause)
    }
  }

  private mutating func expectedClause(of form: VerbForm) {
    let (bare, words): (String?, [String]) =
      switch form.verb {
      case .madvise: ("advice", Vocabulary.advices.map(\.name))
      case .mprotect: ("protection", Vocabulary.protections.map(\.name))
      default: (nil, [])
      }
    let near =
      current.kind == .word
      ? Suggestion.hint(for: current.text, in: words + form.clauseNames + ["fails", "faults"]) : nil
    if let bare, current.kind == .word {
      lose(
        .unknownWord, "unknown \(bare) or clause '\(abbreviated(current.text))'",
        hint: near ?? "one of \(words.joined(separator: ", "))")
    } else {
      let all = form.clauseNames.joined(separator: ", ")
      expected(
        "a clause or the end of the statement",
        hint: near ?? (all.isEmpty ? nil : "`\(form.verb.rawValue)` takes \(all)"))
    }
  }

  // MARK: Expectations

  /// `fails ERRNO`, `faults SIGNAL [at ADDR]`, `fails any`.
  var isAtExpectation: Bool { isAtWord("fails") || isAtWord("faults") }

  /// `fails EINVAL`, `faults SIGSEGV at ADDR`: the end of its statement.
  mutating func parseExpectation() -> Expectation? {
    let lower = current.lower
    let isFault = current.text == "faults"
    let written = current.text
    advance()
    mayStand(isFault ? .signal : .errno)
    guard current.kind == .word, !isAtLineStart else {
      lose(
        .expectedName,
        "expected \(isFault ? "a signal" : "an error number") or `any` after `\(written)`, found "
          + currentDescription)
      return nil
    }
    let name = Name(text: current.text, range: currentRange)
    checkOutcome(name, isFault: isFault)
    advance()
    var address: Expression?
    if isFault, takeWord("at") { address = parseClauseArgument("`at`") }
    if !isLost, !isAtStatementEnd {
      lose(.wrongExpectation, "`\(written)` stands last, found \(currentDescription)")
    }
    return Expectation(isFault: isFault, name: name, address: address, range: rangeFrom(lower))
  }

  private mutating func checkOutcome(_ name: Name, isFault: Bool) {
    let errnos = Vocabulary.errnos.map(\.name)
    let signals = Vocabulary.signals.map(\.name)
    let (right, wrong) = isFault ? (signals, errnos) : (errnos, signals)
    if name.text == "any" || right.contains(name.text) { return }
    if wrong.contains(name.text) {
      report(
        .wrongExpectation,
        isFault
          ? "`faults` takes a signal, and '\(name.text)' is an error number"
          : "`fails` takes an error number, and '\(name.text)' is a signal",
        name.range, hint: "write `\(isFault ? "fails" : "faults") \(name.text)`")
    } else {
      report(
        .unknownWord, "unknown \(isFault ? "signal" : "error number") '\(abbreviated(name.text))'",
        name.range,
        hint: Suggestion.hint(for: name.text, in: right + ["any"])
          ?? "one of \(right.joined(separator: ", ")), any")
    }
  }
}
