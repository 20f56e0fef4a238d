/// What a call must have, and what excludes what, beyond its clauses one by one.
struct CallChecker {
  private let call: Call
  private let form: VerbForm
  private var diagnostics: [Diagnostic] = []

  static func check(_ call: Call, _ form: VerbForm) -> [Diagnostic] {
    var checker = CallChecker(call: call, form: form)
    checker.check()
    return checker.diagnostics
  }

  private init(call: Call, form: VerbForm) {
    self.call = call
    self.form = form
  }

  private mutating func check() {
    checkRequired()
    checkExclusions()
    switch form.operands {
    case .fileAndOrSize: checkMapping()
    case .target(let isAccess): checkTarget(isAccess: isAccess)
    default: break
    }
    checkExpectation()
  }

  private mutating func report(
    _ code: DiagnosticCode, _ message: String, _ range: SourceRange, hint: String? = nil
  ) {
    diagnostics.append(Diagnostic(code, message, range, hint: hint))
  }

  private mutating func checkRequired() {
    for kind in form.required where call[kind] == nil {
      let what =
        switch kind {
        case .prot: "a protection"
        case .advice: "an advice"
        default: "`\(kind.rawValue)`"
        }
      report(
        .missingPart, "`\(call.verb.rawValue)` needs \(what)", call.verbRange,
        hint: "write `\(form.help.synopsis)`")
    }
  }

  private mutating func checkExclusions() {
    guard call.clauses.count > 1 else { return }
    let pairs: [(Clause.Kind, Clause.Kind)] = [
      (.shared, .private), (.page, .pages), (.at, .page), (.at, .pages), (.len, .page),
      (.len, .pages), (.at, .fixed), (.every, .random),
    ]
    for (one, other) in pairs {
      guard let first = call[one], let second = call[other] else { continue }
      let later = first.range.lower < second.range.lower ? second : first
      report(
        .clausesExclude, "`\(one.rawValue)` and `\(other.rawValue)` exclude each other",
        later.range)
    }
  }

  /// `mmap`: at most FILE and SIZE, and something that says how much.
  private mutating func checkMapping() {
    let isAnonymous = call[.anon] != nil
    let hasSize = call[.size] != nil
    let allowed = (isAnonymous ? 0 : 1) + (hasSize ? 0 : 1)
    if call.operands.count > allowed {
      let extra = call.operands[allowed]
      let what =
        switch (isAnonymous, hasSize) {
        case (true, true): "neither a file nor a second size"
        case (true, false): "a size and no file"
        case (false, true): "a file and no second size"
        case (false, false): "a file and a size"
        }
      report(.clausesExclude, "`mmap` takes \(what) here", extra.range)
    } else if call.operands.isEmpty, !hasSize {
      report(
        .missingPart, "`mmap` needs a \(isAnonymous ? "size" : "file or a size")", call.verbRange,
        hint: "as in `mmap shared db` or `mmap private 64M`")
    }
  }

  private mutating func checkTarget(isAccess: Bool) {
    guard let target = call.operands.first else { return }
    if case .range(_, _, isHalfOpen: false) = target.kind {
      report(
        .inclusiveAddressRange, "a range of addresses excludes its end", target.range,
        hint: "write `A..<B`")
    }
    let saysHowMuch = call[.len] != nil || call[.page] != nil || call[.pages] != nil
    if !isAccess, !saysHowMuch, target.isCertainlyAddress {
      report(
        .addressWithoutLength, "`\(call.verb.rawValue)` of an address needs `len`", target.range,
        hint: "a region alone is all of it; an address says nothing about a length")
    }
  }

  private mutating func checkExpectation() {
    guard let expectation = call.expectation else { return }
    let name = expectation.name.text
    if call.verb == .reclaim {
      report(
        .wrongExpectation, "`reclaim` is no system call and is never refused", expectation.range)
    } else if form.isAccess, !expectation.isFault, name != "any" {
      report(
        .wrongExpectation, "an access returns no error number", expectation.range,
        hint: "write `faults SIGSEGV` or another signal")
    } else if !form.isAccess, expectation.isFault, name != "any", name != "SIGKILL" {
      diagnostics.append(Self.noErrorNumber(expectation))
    }
  }

  static func noErrorNumber(_ expectation: Expectation) -> Diagnostic {
    Diagnostic(
      .wrongExpectation,
      "a system call is refused with an error number, not with \(expectation.name.text)",
      expectation.range, hint: "write `fails EFAULT` or another error number")
  }
}

extension Expression {
  /// The value is a number, whatever the names in it mean: no region, no range.
  fileprivate var isCertainlyAddress: Bool {
    switch kind {
    case .integer, .pages, .unary, .binary: true
    case .member(_, let name): Vocabulary.regionProperties.contains { $0.name == name.text }
    default: false
    }
  }
}
