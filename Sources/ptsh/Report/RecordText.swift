import Interpreter
import PTLang

/// The parts of a record as text for people, whatever the report.
struct RecordText {
  let record: TestRecord
  let style: Style

  var title: String { Printable.escape(record.test.title) }

  /// Why it ended so, on one line: the script's own reason, or what did not hold.
  var detail: String? {
    if let reason = record.reason { return Printable.escape(reason) }
    guard record.failedAssertions > 0 else {
      return record.failures.first.map { Printable.escape($0.diagnostic.message) }
    }
    return "\(record.failedAssertions) of \(assertions) failed"
  }

  /// `1 assertion`, `3 assertions`.
  var assertions: String { Tally.count(record.assertions, "assertion") }

  /// What the test said and what is wrong, line by line, as a terminal would have shown it.
  var lines: [String] {
    let view = SourceView(files: record.test.program?.files ?? [], style: style)
    return (record.test.isBroken ? diagnostics(view) : transcript(view)) + ending
  }

  private func diagnostics(_ view: SourceView) -> [String] {
    let renderer = DiagnosticRenderer(view: view)
    return record.test.program?.diagnostics.flatMap { renderer.render($0) } ?? []
  }

  private func transcript(_ view: SourceView) -> [String] {
    let failures = FailureRenderer(view: view)
    var lines: [String] = []
    for item in record.transcript.items {
      switch item {
      case .printed(let text):
        lines += text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
      case .note(let text): lines.append("note: \(Printable.escape(text))")
      case .failure(let failure): lines += failures.render(failure)
      }
    }
    let dropped = record.transcript.dropped
    return dropped > 0 ? lines + ["and \(dropped) more"] : lines
  }

  /// What no failure has told yet.
  private var ending: [String] {
    switch record.outcome {
    case .unexpectedPass: ["passed, but was expected to fail" + because]
    // Without a program there is nothing else to show.
    case .error where record.test.program == nil || !record.test.isBroken:
      record.reason.map { [Printable.escape($0)] } ?? []
    default: []
    }
  }

  private var because: String { record.reason.map { ": " + Printable.escape($0) } ?? "" }
}
