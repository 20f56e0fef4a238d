import PTLang
import VM

/// Looks at what failing assertions read after every statement that acts, and keeps which changed it.
final class ReadFollower {
  private let code: Code
  private let files: [SourceFile]
  private var followed: [FollowedRead]
  /// The reads of each failure that has not happened yet, by place in `followed`; all in order.
  private var failures: ArraySlice<[Int]>
  /// Those of `followed` that count now, ascending.
  private var active: [Int] = []
  /// Those that do not count yet, the next one last.
  private var waiting: [Int]
  /// Of the failures that have happened; nil for one that asks nothing of the world.
  private(set) var histories: [History?] = []

  /// Statements that have acted.
  private var tick = 0
  /// What can still be asked; see `Runner.cost(of:)`.
  private var budget = 3_000_000
  private var isComplete = true
  /// How often each statement has begun.
  private var rounds: [SourceRange: Int] = [:]

  /// Reasons are taken down for so many rounds of a statement, as they cost time.
  private static let roundsWithReasons = 32

  init(code: Code, files: [SourceFile], reads: [[NotedRead]]) {
    self.code = code
    self.files = files
    var places: [NotedRead: Int] = [:]
    var followed: [FollowedRead] = []
    failures =
      reads.map { reads in
        reads.map { read in
          if let known = places[read] { return known }
          places[read] = followed.count
          followed.append(FollowedRead(noted: read))
          return followed.count - 1
        }
      }[...]
    waiting = followed.indices.sorted { followed[$0].noted.from > followed[$1].noted.from }
    self.followed = followed
  }

  var isDone: Bool { failures.isEmpty }

  // MARK: What happens

  func statementBegins(_ runner: Runner, at range: SourceRange) {
    if tick == 0 { startAndStop(runner) }
    let round = rounds[range, default: 0]
    rounds[range] = round + 1
    runner.world.machine.isTracing = round < Self.roundsWithReasons
  }

  func statementEnded(_ runner: Runner) {
    tick += 1
    let reasons = runner.world.machine.takeReasons()
    guard isComplete else { return }
    for index in active {
      let read = followed[index].noted
      budget -= runner.cost(of: read.read)
      let new = runner.observe(read.read)
      if new != followed[index].last {
        change(index, to: new, runner, reasons)
      }
    }
    if budget < 0 { isComplete = false }
    startAndStop(runner)
  }

  /// The machine is another one: what has been seen before is of no interest.
  func worldBegan(_ runner: Runner) {
    runner.world.machine.isTracing = true
    for index in active { followed[index].start(at: runner.observe(followed[index].noted.read)) }
    startAndStop(runner)
  }

  /// A statement has stored a value in the variable of a declaration.
  func storeVariable(_ runner: Runner, _ number: Int, _ value: Value, at statement: SourceRange) {
    guard number >= 0 else { return }
    for index in followed.indices where followed[index].noted.read == .variable(number) {
      let declaration = code.declarations[number]
      let isFirst = statement.contains(declaration.name)
      if isFirst { followed[index].start(at: .absent) }
      let old = followed[index].last
      let new =
        value.tag == .string ? Observed.text(runner.quoted(value)) : Observed.value(value)
      followed[index].last = new
      if new != old, !(isFirst && declaration.isLiteral) {
        followed[index].note(Step(tick: tick, statement: statement, old: old, new: new))
      }
    }
  }

  func assertionFailed(_ runner: Runner) {
    guard let reads = failures.popFirst() else { return }
    var steps: [(subject: String, step: Step, isVariable: Bool, place: Int)] = []
    for index in reads {
      let subject = subject(followed[index].noted, runner)
      for step in followed[index].steps {
        steps.append((subject, step, followed[index].noted.read.isVariable, steps.count))
      }
    }
    // Of one statement as the assertion reads them; a variable takes what was there before.
    steps.sort {
      ($0.step.tick, $0.isVariable ? 1 : 0, $0.place)
        < ($1.step.tick, $1.isVariable ? 1 : 0, $1.place)
    }
    let changes = steps.map { $0.step.change(of: $0.subject) }
    let asksWorld = reads.contains { !followed[$0].noted.read.isVariable }
    histories.append(
      asksWorld || !changes.isEmpty
        ? History(
          changes: changes, isComplete: isComplete, explanations: explanations(reads, runner)) : nil
    )
    let needed = Set(failures.joined())
    active.removeAll { !needed.contains($0) }
  }

  private func explanations(_ reads: [Int], _ runner: Runner) -> [String] {
    var lines: [String] = []
    for index in reads {
      guard case .address(let object, _, let address, _) = followed[index].noted.read,
        followed[index].noted.through > tick, followed[index].last.isNil,
        let process = runner.world.process(object)
      else { continue }
      let explanation = AddressExplanation(
        world: runner.world, process: process, address: VirtualAddress(address))
      if let line = explanation.line(), !lines.contains(line) { lines.append(line) }
    }
    return lines
  }

  // MARK: Reads

  private func startAndStop(_ runner: Runner) {
    while let next = waiting.last, followed[next].noted.from <= tick {
      waiting.removeLast()
      if case .variable = followed[next].noted.read { continue }
      followed[next].start(at: runner.observe(followed[next].noted.read))
      active.append(next)
    }
    active.removeAll { followed[$0].noted.through <= tick }
  }

  private func change(_ index: Int, to new: Observed, _ runner: Runner, _ reasons: [Reason]) {
    let old = followed[index].last
    followed[index].last = new
    // What has just come into being.
    if old == .absent, new.isNothing { return }
    let current = runner.world.current
    followed[index].note(
      Step(
        tick: tick, statement: statement(runner),
        process: current.tag == .process
          ? runner.world.process(current).map { runner.world.name(of: $0) } : nil,
        old: old, new: new, reasons: followed[index].noted.read.bearing(reasons, code)))
  }

  /// The statement that has acted; of one that puts the world back, its closing brace.
  private func statement(_ runner: Runner) -> SourceRange {
    let statement = code.statements[runner.place]
    guard code.instructions[runner.place].op == .whatifEnd else { return statement }
    return SourceRange(file: statement.file, lower: statement.upper - 1, upper: statement.upper)
  }

  // MARK: Words

  /// What is read, in the words of the source where they name it.
  private func subject(_ noted: NotedRead, _ runner: Runner) -> String {
    let source = text(noted.place)
    if noted.isMeasured { return source }
    switch noted.read {
    case .counter(let number): return GlobalCounter.table[number].rawValue
    case .variable(let number): return text(code.declarations[number].name)
    case .member(let object, let number):
      let name = code.members[number].text
      if let process = runner.world.process(object) {
        return "\(runner.world.name(of: process)).\(name)"
      }
      if let file = runner.world.file(object) {
        return "\(runner.world.machine.name(of: file)).\(name)"
      }
      return source
    case .address(let object, let method, _, _):
      guard let process = runner.world.process(object),
        let dot = source.firstRange(of: ".\(method)(")
      else { return source }
      return runner.world.name(of: process) + source[dot.lowerBound...]
    case .holders: return source
    }
  }

  private func text(_ range: SourceRange) -> String {
    let bytes = files[Int(range.file)].bytes
    let lower = min(max(0, Int(range.lower)), bytes.count)
    let text = String(
      decoding: bytes[lower..<min(max(lower, Int(range.upper)), bytes.count)], as: UTF8.self)
    return text.split { $0.isWhitespace }.joined(separator: " ")
  }
}
