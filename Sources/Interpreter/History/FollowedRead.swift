import PTLang
import VM

/// A read that is followed: what it found last, and the statements that changed that.
struct FollowedRead {
  let noted: NotedRead
  private(set) var base = 0
  var last = Observed.absent
  private(set) var steps: [Step] = []
  /// Where each statement is in `steps`.
  private var places: [SourceRange: Int] = [:]

  init(noted: NotedRead) { self.noted = noted }

  /// Begins with what is found now.
  mutating func start(at found: Observed) {
    last = found
    base = noted.isMeasured ? found.integer ?? 0 : 0
    steps = []
    places = [:]
  }

  /// The same statement again is counted.
  mutating func note(_ step: Step) {
    var step = step
    step.old = step.old.since(base)
    step.new = step.new.since(base)
    guard let place = places[step.statement] else {
      places[step.statement] = steps.count
      return steps.append(step)
    }
    steps[place].repeated(by: step)
  }
}

/// A statement that changed what a read finds.
struct Step {
  /// Which statement it was in the order of all that have acted, the first time.
  let tick: Int
  let statement: SourceRange
  /// Who acted; nil also if it was not always the same.
  private(set) var process: String?
  var old: Observed
  var new: Observed
  private(set) var reasons: [String]
  private(set) var count = 1
  /// What it changed in all, of numbers; nil if that does not fit one.
  private var sum: Int?
  /// Nothing else has changed it between one time and the next.
  private var isUninterrupted = true

  init(
    tick: Int, statement: SourceRange, process: String? = nil, old: Observed, new: Observed,
    reasons: [String] = []
  ) {
    self.tick = tick
    self.statement = statement
    self.process = process
    self.old = old
    self.new = new
    self.reasons = reasons
  }

  private static let reasonLimit = 3

  mutating func repeated(by next: Step) {
    if sum == nil { sum = difference }
    if next.old != new { isUninterrupted = false }
    if let total = sum, let more = next.difference {
      let (result, overflow) = total.addingReportingOverflow(more)
      sum = overflow ? nil : result
    } else {
      sum = nil
    }
    new = next.new
    count += 1
    if process != next.process { process = nil }
    for reason in next.reasons where reasons.count < Self.reasonLimit && !reasons.contains(reason) {
      reasons.append(reason)
    }
  }

  private var difference: Int? {
    guard let new = new.integer else { return nil }
    let (difference, overflow) = new.subtractingReportingOverflow(old.integer ?? 0)
    return overflow ? nil : difference
  }

  func change(of subject: String) -> Change {
    Change(
      statement: statement, process: process, subject: subject,
      old: old == .absent ? nil : old.shown, new: new.shown,
      sum: isUninterrupted ? nil : sum, count: count, reasons: reasons)
  }
}

extension Observed {
  fileprivate func since(_ base: Int) -> Observed {
    guard base != 0, let integer else { return self }
    return .value(Value(integer &- base))
  }
}

extension Read {
  /// Those of the reasons that explain a change of what is read.
  func bearing(_ reasons: [Reason], _ code: Code) -> [String] {
    let rules = rules(code)
    return reasons.filter { reason in rules.contains { reason.rule.hasPrefix($0) } }
      .reduce(into: []) { if $0.count < 3, !$0.contains($1.text) { $0.append($1.text) } }
  }

  /// How the names of the rules begin that say something about it.
  private func rules(_ code: Code) -> [String] {
    let tables = ["attach.", "fork.", "table.unshare", "table.detach", "write.promote", "hugetlb."]
    let pages = ["page.cow", "page.reuse", "table.unshare", "fork.share-cow"]
    switch self {
    case .variable: return []
    case .counter(let number):
      let name = GlobalCounter.table[number].rawValue
      if name.hasPrefix("pagetables") || name.hasPrefix("tables") { return tables }
      if name.hasPrefix("pte") { return ["fork.", "table.unshare"] }
      return name == "faults.cow" ? pages : []
    case .member(_, let number):
      switch code.members[number].processCounter {
      case .pagetables?, .tablesLeaf?, .tableBytes?, .tablesShared?, .tablesExclusive?,
        .tablesPSS?, .vmpte?:
        return tables
      case .faultsCOW?, .uss?, .pss?: return pages
      default: return []
      }
    case .address(_, let method, _, let field):
      switch (method, field) {
      case ("table", _), ("pmd", _), ("pte", "table"): return tables
      case ("frame", _), ("value", _), ("pte", _): return pages
      default: return []
      }
    case .holders(let builtin, _): return builtin == .owners ? tables : pages
    }
  }
}
