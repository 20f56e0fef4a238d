import Interpreter

/// The XML that CI servers read, in the form of Ant's JUnit task: a `testsuite` a script. It is
/// written at the end: its head has the totals.
struct JUnitRecorder: Recorder {
  private let output: ReportOutput
  private var suites: [(name: String, records: [TestRecord])] = []

  init(output: ReportOutput) {
    self.output = ReportOutput(stream: output.stream, style: .plain)
  }

  mutating func record(_ event: TestEvent) {
    switch event {
    case .began: break
    case .ended(let record):
      let name = record.test.group
      if suites.last?.name != name { suites.append((name, [])) }
      suites[suites.count - 1].records.append(record)
    case .finished(let end): write(end)
    }
  }

  private func write(_ end: TestRunEnd) {
    output.say("<?xml version=\"1.0\" encoding=\"UTF-8\"?>")
    let all = suites.flatMap(\.records)
    output.say("<testsuites name=\"ptsh\"\(counts(all)) time=\"\(Seconds.fixed(end.seconds))\">")
    for suite in suites { write(suite.name, suite.records) }
    output.say("</testsuites>")
  }

  private func write(_ name: String, _ records: [TestRecord]) {
    let seconds = records.reduce(0) { $0 + $1.seconds }
    let file = XML.attribute("file", records[0].test.path)
    output.say(
      "  <testsuite\(XML.attribute("name", name))\(file)\(counts(records))"
        + " time=\"\(Seconds.fixed(seconds))\">")
    for record in records { write(record, suite: name) }
    output.say("  </testsuite>")
  }

  private func counts(_ records: [TestRecord]) -> String {
    func count(_ outcomes: Outcome...) -> Int {
      records.count { outcomes.contains($0.outcome) }
    }
    let failures = count(.failed, .unexpectedPass)
    let errors = count(.error, .defect, .interrupted)
    let skipped = count(.skipped, .expectedFailure)
    return " tests=\"\(records.count)\" failures=\"\(failures)\" errors=\"\(errors)\""
      + " skipped=\"\(skipped)\""
  }

  private func write(_ record: TestRecord, suite: String) {
    let test = record.test
    let line = test.lines.map { XML.attribute("line", String($0.lowerBound)) } ?? ""
    let head =
      "    <testcase\(XML.attribute("classname", suite))\(XML.attribute("name", test.name ?? suite))"
      + "\(XML.attribute("file", test.path))\(line) assertions=\"\(record.assertions)\""
      + " time=\"\(Seconds.fixed(record.seconds))\""
    let lines = body(record)
    guard !lines.isEmpty else { return output.say(head + "/>") }
    output.say(head + ">")
    for line in lines { output.say("      " + line) }
    output.say("    </testcase>")
  }

  private func body(_ record: TestRecord) -> [String] {
    let text = RecordText(record: record, style: output.style)
    let message = XML.attribute("message", text.detail ?? "")
    switch record.outcome {
    case .passed: return standardOutput(record)
    case .skipped: return ["<skipped\(message)/>"] + standardOutput(record)
    case .expectedFailure:
      let reason = XML.attribute("message", "failed as expected" + because(record))
      return ["<skipped\(reason)/>"] + standardOutput(record)
    case .failed, .unexpectedPass: return element("failure", record, text) + standardOutput(record)
    case .error, .defect: return element("error", record, text) + standardOutput(record)
    case .interrupted: return ["<error message=\"interrupted\" type=\"interrupted\"/>"]
    }
  }

  private func element(_ name: String, _ record: TestRecord, _ text: RecordText) -> [String] {
    let type = XML.attribute("type", FirstPlace(record)?.code ?? record.outcome.rawValue)
    let message = XML.attribute(
      "message",
      record.outcome == .unexpectedPass ? "passed, but was expected to fail" : text.detail ?? "")
    let lines = text.lines.map(XML.escaped).joined(separator: "\n")
    return ["<\(name)\(message)\(type)>\(lines)</\(name)>"]
  }

  private func because(_ record: TestRecord) -> String { record.reason.map { ": \($0)" } ?? "" }

  private func standardOutput(_ record: TestRecord) -> [String] {
    let printed = record.transcript.printed
    guard !printed.isEmpty else { return [] }
    let text = printed.map(XML.escaped).joined(separator: "\n")
    return ["<system-out>\(text)</system-out>"]
  }
}

/// Text made safe for XML 1.0.
enum XML {
  /// ` name="value"`.
  static func attribute(_ name: String, _ value: String) -> String {
    let escaped = Self.escaped(value).split(separator: "\n", omittingEmptySubsequences: false)
    return " \(name)=\"\(escaped.joined(separator: "&#10;"))\""
  }

  /// Characters that XML cannot have at all are written as ptsh writes them elsewhere.
  static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "\n", "\t": result.unicodeScalars.append(scalar)
      case "\r": result += "&#13;"
      case "\u{0}"..."\u{1f}", "\u{fffe}", "\u{ffff}":
        result += Printable.escapeSequence(of: scalar) ?? ""
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
