import Interpreter
import PTLang

/// The report of `ptsh test`: a line a test, then every failure in full with what the test
/// printed before it, then a total.
final class TestReport {
  private let console: Console
  private let isQuiet: Bool
  private var tally = Tally()
  private var files = 0
  private var brokenFiles = 0
  /// Names of failed tests, with their output and failures as lines.
  private var failed: [(title: String, lines: [String])] = []

  init(console: Console, isQuiet: Bool) {
    self.console = console
    self.isQuiet = isQuiet
  }

  private var style: Style { console.style }

  /// Runs every test of a program.
  ///
  /// - Parameter label: the path, and on which kernel if on several.
  func run(_ program: Program, label: String, options: Options) {
    files += 1
    let renderer = FailureRenderer(
      view: SourceView(files: program.files, style: console.style))
    for test in program.tests {
      var transcript = Transcript()
      let result = program.run(test, options: options) { event in
        transcript.receive(event, renderer)
      }
      tally.add(result, failedAssertions: transcript.failedAssertions)
      let title = title(of: test, in: program, label)
      tell(result, title, transcript)
      if shouldStop(failFast: options.failFast) { break }
    }
  }

  func shouldStop(failFast: Bool) -> Bool {
    StopRequest.isPending || (failFast && (tally.status != .passed || brokenFiles > 0))
  }

  /// A file that is no runnable script, or that could not be read.
  func addBroken(path: String, _ what: String) {
    files += 1
    brokenFiles += 1
    console.say("\(style.paint("ERROR", .error)) \(Printable.escape(path)): \(what)")
  }

  /// Prints the failures and the total, and says how the tests went.
  func finish() -> ExitStatus {
    for failure in failed {
      console.say()
      console.say(style.paint(failure.title, .strong))
      for line in failure.lines { console.say(line) }
    }
    if !isQuiet {
      if !failed.isEmpty { console.say() }
      console.say(total)
    }
    if tally.status == .passed, tally.ran == 0, brokenFiles == 0 { return .nothingRan }
    return tally.status
  }

  // MARK: A test

  /// What a test said, kept until it is known whether anybody wants to read it.
  private struct Transcript {
    var lines: [String] = []
    var failedAssertions = 0
    /// Whether the script itself went wrong.
    var hasError = false

    /// Printed lines kept of one test; the rest is only counted.
    private static let lineLimit = 1000
    private var dropped = 0

    mutating func receive(_ event: Event, _ renderer: FailureRenderer) {
      switch event {
      case .printed(let text): keep([text])
      case .note(let text): keep(["note: \(Printable.escape(text))"])
      case .reason: break
      case .failure(let failure):
        if failure.kind == .assertion { failedAssertions += 1 }
        if failure.kind == .error || failure.kind == .defect { hasError = true }
        keep(renderer.render(failure))
      }
    }

    private mutating func keep(_ new: [String]) {
      if lines.count < Self.lineLimit { lines += new } else { dropped += new.count }
    }

    var allLines: [String] { dropped == 0 ? lines : lines + ["and \(dropped) more lines"] }
  }

  /// The label for a file that is one test, else `label > name`.
  private func title(of test: TestCase, in program: Program, _ label: String) -> String {
    let file = Printable.escape(label)
    let isFile =
      program.tests.count == 1 && Self.names(of: program.files[0].name).contains(test.name)
    return isFile ? file : "\(file) > \(Printable.escape(test.name))"
  }

  /// What a test is called that is a whole file.
  private static func names(of path: String) -> [String] {
    let last = path.split(separator: "/").last.map(String.init) ?? path
    return [path, last, last.hasSuffix(".pts") ? String(last.dropLast(4)) : last]
  }

  private func tell(_ result: TestResult, _ title: String, _ transcript: Transcript) {
    let assertions = Tally.count(result.assertions, "assertion")
    switch result.status {
    case .passed:
      if !isQuiet { console.say("\(style.paint("ok   ", .good)) \(title) (\(assertions))") }
    case .failed, .defect:
      let word = transcript.hasError ? "ERROR" : "FAIL "
      let detail =
        transcript.failedAssertions > 0
        ? " (\(transcript.failedAssertions) of \(assertions) failed)" : ""
      console.say("\(style.paint(word, .error)) \(title)\(detail)")
      failed.append((title, transcript.allLines))
    case .skipped(let reason):
      if !isQuiet { console.say("\(style.paint("SKIP ", .warning)) \(title)\(because(reason))") }
    case .expectedFailure(let reason):
      if !isQuiet { console.say("\(style.paint("xfail", .warning)) \(title)\(because(reason))") }
    case .unexpectedPass(let reason):
      console.say("\(style.paint("XPASS", .error)) \(title)\(because(reason))")
      failed.append((title, ["passed, but was expected to fail\(because(reason))"]))
    case .interrupted:
      console.say("\(style.paint("STOP ", .error)) \(title): interrupted")
    }
  }

  private func because(_ reason: String?) -> String {
    reason.map { ": " + Printable.escape($0) } ?? ""
  }

  // MARK: The total

  private var total: String {
    if files == 0 { return "no tests found" }
    var parts = ["\(tally.passed) passed"]
    let bad = tally.failed + tally.unexpectedPasses + tally.defects
    if bad > 0 { parts.append(style.paint("\(bad) failed", .error)) }
    if brokenFiles > 0 {
      parts.append(style.paint("\(Tally.count(brokenFiles, "file")) did not run", .error))
    }
    if tally.skipped > 0 { parts.append("\(tally.skipped) skipped") }
    if tally.expectedFailures > 0 { parts.append("\(tally.expectedFailures) failed as expected") }
    if tally.isInterrupted { parts.append("interrupted") }
    return "\(Tally.count(tally.tests, "test")) in \(Tally.count(files, "file")): "
      + parts.joined(separator: ", ")
  }
}
