import Interpreter

/// The Test Anything Protocol, version 14 (testanything.org).
///
/// An expected failure is `not ok` with the directive TODO, which is no failure; a pass that was
/// not expected is `not ok` without one, since TODO would make it a success. No line depends on the
/// clock.
struct TAPRecorder: Recorder {
  private let output: ReportOutput
  private var number = 0

  init(output: ReportOutput) {
    self.output = ReportOutput(
      stream: output.stream, style: Style(usesColor: false, usesUnicode: output.style.usesUnicode))
  }

  mutating func record(_ event: TestEvent) {
    switch event {
    case .began(let start):
      output.say("TAP version 14")
      output.say(start.tests == 0 ? "1..0 # SKIP no tests found" : "1..\(start.tests)")
      if let seed = start.seed { output.say("# shuffled with seed \(seed)") }
      if let shard = start.shard { output.say("# part \(shard) of the tests") }
    case .ended(let record):
      number += 1
      tell(record)
    case .finished(let end): tell(end)
    }
  }

  private func tell(_ record: TestRecord) {
    let text = RecordText(record: record, style: output.style)
    let name = Self.escaped(text.title)
    switch record.outcome {
    case .passed: output.say("ok \(number) - \(name)")
    case .skipped: output.say("ok \(number) - \(name) # SKIP\(reason(record))")
    case .expectedFailure: output.say("not ok \(number) - \(name) # TODO\(reason(record))")
    // `Bail out!` follows.
    case .interrupted: output.say("not ok \(number) - \(name)")
    case .failed, .error, .unexpectedPass, .defect:
      output.say("not ok \(number) - \(name)")
      tellDiagnosis(record, text)
    }
  }

  private func reason(_ record: TestRecord) -> String {
    record.reason.map { " " + Self.escaped(Printable.escape($0)) } ?? ""
  }

  /// The YAML block after a test that is not as it should be.
  private func tellDiagnosis(_ record: TestRecord, _ text: RecordText) {
    output.say("  ---")
    output.say("  outcome: \(record.outcome.rawValue)")
    if let detail = text.detail { output.say("  message: \(JSON.string(detail).text)") }
    if let place = FirstPlace(record) {
      if let code = place.code { output.say("  code: \(code)") }
      output.say("  file: \(JSON.string(place.file).text)")
      output.say("  line: \(place.line)")
    }
    if record.assertions > 0 {
      output.say("  assertions: \(record.assertions)")
      output.say("  failed_assertions: \(record.failedAssertions)")
    }
    tellBlock("report", text.lines, title: text.title)
    output.say("  ...")
  }

  /// Lines as a block of text. What the first line is indented by counts as the block's own
  /// indentation, so that one without any must come first; and no line may be shorter.
  private func tellBlock(_ name: String, _ lines: [String], title: String) {
    guard let first = lines.first else { return }
    output.say("  \(name): |")
    let isIndented = first.isEmpty || first.hasPrefix(" ") || first.hasPrefix("\t")
    for line in (isIndented ? [title] : []) + lines { output.say("    \(Self.printable(line))") }
  }

  private func tell(_ end: TestRunEnd) {
    if end.tally[.interrupted] > 0 {
      output.say("Bail out! interrupted")
    } else if end.notRun > 0 {
      output.say("Bail out! stopped at the first failure, \(end.notRun) not run")
    }
  }

  /// `#` begins a directive, `\` an escape.
  private static func escaped(_ text: String) -> String {
    var escaped = ""
    for character in text {
      if character == "#" || character == "\\" { escaped.append("\\") }
      escaped.append(character)
    }
    return escaped
  }

  /// YAML has no control characters but the tab.
  private static func printable(_ line: String) -> String {
    line.unicodeScalars.allSatisfy { $0.value >= 0x20 || $0 == "\t" }
      ? line : Printable.escape(line)
  }
}
