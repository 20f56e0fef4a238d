import PTLang
import VM

extension Compiler {
  func systemCall(_ call: Call, at range: SourceRange) {
    let site = site(of: call)
    let emitOnce = { [self] in
      let first = operands(call, site)
      code.calls.append(site)
      emit(.systemCall, a: first, x: code.calls.count - 1, at: range)
    }
    if call.verb.hasActor { forEachCurrent(at: range, emitOnce) } else { emitOnce() }
  }

  private func site(of call: Call) -> CallSite {
    var site = CallSite(verb: call.verb, operandCount: call.operands.count)
    for clause in call.clauses {
      site.clauses.insert(clause.kind)
      if !clause.arguments.isEmpty { site.argued.insert(clause.kind) }
      guard let word = clause.word else { continue }
      switch clause.kind {
      case .prot: site.protection = Protection(word: word.text)
      case .advice: site.advice = Advice(rawValue: word.text)
      case .as: site.regionName = checkWorldName(word)
      default: break
      }
    }
    if let expectation = call.expectation {
      code.expectations.append(ExpectationSite(expectation))
      site.expectation = code.expectations.count - 1
    }
    return site
  }

  /// Emits the operands and clauses in the order in which they are written, into the registers that
  /// the site says; the first of them.
  private func operands(_ call: Call, _ site: CallSite) -> Int {
    if call.verb == .mmap { clauseWords = Vocabulary.clauseWords.map(\.name) }
    defer { clauseWords = [] }
    let first = frame.next
    for _ in 0..<(site.positionOfExpectedAddress + (call.expectation?.address == nil ? 0 : 1)) {
      _ = allocate()
    }
    for (position, operand) in call.operands.enumerated() {
      if position == 0, call.verb.takesTarget {
        target(operand, to: first)
      } else {
        value(operand, to: first + position)
      }
    }
    for clause in call.clauses {
      guard let position = site.position(of: clause.kind) else { continue }
      for (offset, argument) in clause.arguments.enumerated() {
        value(argument, to: first + position + offset)
      }
    }
    if let address = call.expectation?.address {
      value(address, to: first + site.positionOfExpectedAddress)
    }
    return first
  }
}

extension Call.Verb {
  /// Its first operand is a TARGET.
  fileprivate var takesTarget: Bool {
    switch Vocabulary.form(of: self).operands {
    case .target: true
    case .fileAndOrSize, .fileAndSize, .size, .pageCount, .none: false
    }
  }

  /// A process does it: a file is truncated, swap space changed and memory reclaimed by nobody in
  /// particular.
  fileprivate var hasActor: Bool {
    switch self {
    case .truncate, .swapon, .swapoff, .reclaim: false
    default: true
    }
  }
}
