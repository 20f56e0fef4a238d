import Interpreter

/// The report of `ptsh test` for people: a line a script, below it the tests that did not pass;
/// then every failure in full with what the test printed before it; the slowest tests; the total.
struct PrettyRecorder: Recorder {
  private let output: ReportOutput
  private let isQuiet: Bool
  private var liveLine: LiveLine
  /// The records of the script whose tests are coming in.
  private var group: [TestRecord] = []
  private var bad: [TestRecord] = []

  init(output: ReportOutput, isQuiet: Bool) {
    self.output = output
    self.isQuiet = isQuiet
    liveLine = LiveLine(stream: output.stream, style: output.style)
  }

  private var style: Style { output.style }

  mutating func record(_ event: TestEvent) {
    liveLine.clear()
    switch event {
    case .began(let start): tell(start)
    case .ended(let record):
      if let last = group.last, last.test.group != record.test.group { finishGroup() }
      group.append(record)
      if record.isBad, record.outcome != .interrupted { bad.append(record) }
    case .finished(let end):
      finishGroup()
      tellFailures()
      if !isQuiet { tell(end) }
    }
  }

  mutating func tick(_ progress: TestProgress) {
    if !isQuiet { liveLine.show(progress) }
  }

  private func tell(_ start: TestRunStart) {
    guard !isQuiet else { return }
    if let seed = start.seed { output.say("shuffled with seed \(seed)") }
    if let shard = start.shard { output.say("part \(shard) of the tests") }
  }

  // MARK: A script

  private mutating func finishGroup() {
    defer { group = [] }
    guard let first = group.first else { return }
    let isOne = group.count == 1 && first.test.name == nil
    let worst = group.map(\.outcome).max { Self.rank($0) < Self.rank($1) } ?? .passed
    let isShown = !isQuiet || group.contains(where: \.isBad)
    guard isShown else { return }
    let path = Printable.escape(first.test.group)
    output.say("\(word(worst)) \(path)\(isOne ? detail(first) : " (\(groupDetail))")")
    guard !isOne else { return }
    for record in group where record.outcome != .passed && (!isQuiet || record.isBad) {
      let name = Printable.escape(record.test.name ?? "")
      output.say("      \(word(record.outcome)) \(name)\(detail(record))")
    }
  }

  /// ` (2 assertions)`, or why it is not so.
  private func detail(_ record: TestRecord) -> String {
    let text = RecordText(record: record, style: style)
    if record.outcome == .passed { return " (\(text.assertions))" }
    return text.detail.map { ": \($0)" } ?? ""
  }

  /// `4 tests, 1 failed, 1 skipped`; of tests that all passed, their assertions.
  private var groupDetail: String {
    var tally = Tally()
    for record in group {
      tally.add(record.outcome, assertions: record.assertions, failedAssertions: 0)
    }
    let parts = [Tally.count(group.count, "test")] + Self.parts(tally, passed: false)
    return
      (parts.count > 1 ? parts : parts + [Tally.count(tally.assertions, "assertion")])
      .joined(separator: ", ")
  }

  private func word(_ outcome: Outcome) -> String {
    switch outcome {
    case .passed: style.paint("ok   ", .good)
    case .failed: style.paint("FAIL ", .error)
    case .error, .defect: style.paint("ERROR", .error)
    case .skipped: style.paint("SKIP ", .warning)
    case .expectedFailure: style.paint("xfail", .warning)
    case .unexpectedPass: style.paint("XPASS", .error)
    case .interrupted: style.paint("STOP ", .error)
    }
  }

  /// Which outcome stands for a script with several.
  private static func rank(_ outcome: Outcome) -> Int {
    let order: [Outcome] = [
      .skipped, .expectedFailure, .passed, .interrupted, .unexpectedPass, .failed, .error, .defect,
    ]
    return order.firstIndex(of: outcome) ?? 0
  }

  // MARK: The end

  private func tellFailures() {
    for record in bad {
      let text = RecordText(record: record, style: style)
      output.say()
      output.say(style.paint(text.title, .strong))
      for line in text.lines { output.say(line) }
    }
  }

  private func tell(_ end: TestRunEnd) {
    if !bad.isEmpty { output.say() }
    if !end.slowest.isEmpty {
      output.say("slowest")
      for test in end.slowest {
        let time = Seconds.fixed(test.seconds)
        let padding = String(repeating: " ", count: max(0, 9 - time.count))
        output.say("\(padding)\(time) s  \(Printable.escape(test.title))")
      }
      output.say()
    }
    output.say(total(end))
  }

  /// `60 tests in 58 files: 40 passed, 5 failed`.
  private func total(_ end: TestRunEnd) -> String {
    if end.tally.tests + end.notRun == 0 { return "no tests found" }
    let planned = Tally.count(end.tally.tests + end.notRun, "test")
    var parts = Self.parts(end.tally, passed: true)
    if end.notRun > 0 { parts.append("\(end.notRun) not run") }
    let text = "\(planned) in \(Tally.count(end.files, "file")): \(parts.joined(separator: ", "))"
    return end.tally.bad > 0 ? style.paint(text, .error) : text
  }

  private static func parts(_ tally: Tally, passed: Bool) -> [String] {
    let words: [(Outcome, String)] = [
      (.failed, "failed"), (.error, tally[.error] == 1 ? "error" : "errors"),
      (.defect, tally[.defect] == 1 ? "defect of ptsh" : "defects of ptsh"),
      (.unexpectedPass, "passed unexpectedly"), (.skipped, "skipped"),
      (.expectedFailure, "failed as expected"), (.interrupted, "interrupted"),
    ]
    let others = words.filter { tally[$0.0] > 0 }.map { "\(tally[$0.0]) \($0.1)" }
    return passed ? ["\(tally[.passed]) passed"] + others : others
  }
}
