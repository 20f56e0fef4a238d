import Interpreter
import PTLang

/// The report of `ptsh run`: what a script prints as it comes, failures where they happen, and a
/// line at the end of each file.
final class RunReport {
  private let console: Console
  private let isQuiet: Bool
  private let label: String
  private let program: Program
  private let failures: FailureRenderer
  private var trace: TraceRecorder
  private var tally = Tally()
  private var failedAssertions = 0
  /// Whether the running test's script went wrong.
  private var hasError = false
  /// Notes told: each is told once, however many tests give rise to it.
  private var notes: Set<String> = []

  /// - Parameter label: what the file is called in the summary.
  init(console: Console, program: Program, label: String, isQuiet: Bool) {
    self.console = console
    self.program = program
    self.label = label
    self.isQuiet = isQuiet
    let view = SourceView(files: program.files, style: console.style)
    failures = FailureRenderer(view: view)
    trace = TraceRecorder(view: view)
  }

  /// Runs every test of the program.
  func run(_ options: Options) -> Tally {
    var options = options
    options.explainsFailures = true
    for test in program.tests {
      (failedAssertions, hasError) = (0, false)
      if options.isTracing, program.tests.count > 1 {
        console.say("test \(Printable.escape(test.name))")
      }
      let result = program.run(test, options: options) { self.receive($0, from: test) }
      flushTrace()
      tell(result.status, of: test)
      tally.add(
        Outcome(result.status, hasError: hasError), assertions: result.assertions,
        failedAssertions: failedAssertions)
      if StopRequest.isPending || (options.failFast && tally.status != .passed) { break }
    }
    if !isQuiet { console.say("\(Printable.escape(label)): \(summary)") }
    return tally
  }

  private func receive(_ event: Event, from test: TestCase) {
    switch event {
    case .printed(let text):
      flushTrace()
      if !isQuiet { console.say(text) }
    case .note(let text):
      flushTrace()
      if !isQuiet, notes.insert(text).inserted { console.say("note: \(Printable.escape(text))") }
    case .reason(let reason, let processName, let statement):
      for line in trace.add(reason, processName: processName, statement: statement) {
        console.say(line)
      }
    case .cost(let cost, let statement):
      for line in trace.add(cost: cost, statement: statement) { console.say(line) }
    case .failure(let failure):
      flushTrace()
      if failure.kind == .assertion { failedAssertions += 1 }
      if failure.kind == .error { hasError = true }
      for line in failures.render(failure) { console.say(line) }
      if program.tests.count > 1 { console.say("   in test \(Printable.escape(test.name))") }
    }
  }

  private func flushTrace() {
    for line in trace.flush() { console.say(line) }
  }

  /// What no failure has told yet.
  private func tell(_ status: TestResult.Status, of test: TestCase) {
    let name = Printable.escape(test.name)
    switch status {
    case .passed, .failed, .defect: break
    case .interrupted:
      if StopRequest.isInterrupted { console.complain("ptsh: interrupted in test \(name)") }
    case .skipped(let reason): if !isQuiet { console.say("skip \(name)\(because(reason))") }
    case .expectedFailure(let reason):
      if !isQuiet { console.say("xfail \(name)\(because(reason))") }
    case .unexpectedPass(let reason):
      console.say("XPASS \(name): passed, but was expected to fail\(because(reason))")
    }
  }

  private func because(_ reason: String?) -> String {
    reason.map { ": " + Printable.escape($0) } ?? ""
  }

  /// `3 tests, 12 assertions passed`, or what did not pass.
  private var summary: String {
    if tally[.interrupted] > 0 { return "interrupted" }
    var parts: [String] = []
    switch tally.status {
    case .passed where tally.ran == 0: parts.append("nothing ran")
    case .passed: parts.append(passedSummary)
    default: parts.append(failedSummary)
    }
    if tally[.skipped] > 0 { parts.append("\(tally[.skipped]) skipped") }
    if tally[.expectedFailure] > 0 {
      parts.append("\(tally[.expectedFailure]) failed as expected")
    }
    return parts.joined(separator: ", ")
  }

  private var passedSummary: String {
    let tests = Tally.count(tally.ran, "test")
    return tally.assertions == 0
      ? "\(tests) passed, no assertions"
      : "\(tests), \(Tally.count(tally.assertions, "assertion")) passed"
  }

  private var failedSummary: String {
    var parts: [String] = []
    if tally.failedAssertions > 0 {
      parts.append(
        "\(tally.failedAssertions) of \(Tally.count(tally.assertions, "assertion")) failed")
    }
    if tally.ran > 1 || parts.isEmpty {
      parts.append(tally.ran == 1 ? "failed" : "\(tally.bad) of \(tally.ran) tests failed")
    }
    return parts.joined(separator: ", ")
  }
}
