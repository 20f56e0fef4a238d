import PTLang
import VM

extension Compiler {
  func systemCall(_ call: Call, at range: SourceRange) {
    switch call.verb {
    case .reclaim, .swapoff, .swapon:
      return reportNotModelled("'\(call.verb.rawValue)'", call.verbRange)
    default: break
    }
    let regionName = call[.as]?.word.map { checkWorldName($0) }
    let emitOnce = { [self] in
      var site = CallSite(
        verb: call.verb, operandCount: call.operands.count, clauses: [:], words: [:],
        regionName: regionName, expectation: nil)
      let first = operands(call, &site)
      code.calls.append(site)
      emit(.systemCall, a: first, x: code.calls.count - 1, at: range)
    }
    // A file is truncated by nobody in particular.
    if call.verb == .truncate { emitOnce() } else { forEachCurrent(at: range, emitOnce) }
  }

  /// Emits the operands and clauses, into registers one after the other; the first of them.
  private func operands(_ call: Call, _ site: inout CallSite) -> Int {
    var expressions = call.operands
    for clause in call.clauses {
      if let word = clause.word?.text { site.words[clause.kind] = word }
      guard !clause.arguments.isEmpty else {
        // A bare word: that it is there is all.
        if site.clauses[clause.kind] == nil { site.clauses[clause.kind] = -1 }
        continue
      }
      site.clauses[clause.kind] = expressions.count
      expressions += clause.arguments
    }
    if let expectation = call.expectation {
      site.expectation = ExpectationSite(
        expectation, address: expectation.address.map { _ in expressions.count })
      if let address = expectation.address { expressions.append(address) }
    }
    if call.verb == .mmap { clauseWords = Vocabulary.clauseWords.map(\.name) }
    defer { clauseWords = [] }
    let first = frame.next
    for _ in expressions { _ = allocate() }
    for (offset, expression) in expressions.enumerated() {
      let isTarget =
        offset == 0 && call.verb != .mmap && call.verb != .brk && call.verb != .truncate
      if isTarget {
        let register = target(expression)
        if register != first { emit(.move, a: first, b: register, at: expression.range) }
      } else {
        value(expression, to: first + offset)
      }
    }
    return first
  }
}
