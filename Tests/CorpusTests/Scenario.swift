import Foundation
import Interpreter
import PTLang
import VM

/// Something that loading or running a file reported.
struct Report: Hashable, CustomStringConvertible {
  var line: Int
  /// nil for a defect of ptsh, which nothing can expect.
  var kind: Expectation.Kind?
  /// Code, message and hint.
  var text: String
  /// The source and the values in it, of an assertion that does not hold.
  var details: [String] = []

  var description: String {
    (["line \(line): \(text)"] + details.map { "    " + $0 }).joined(separator: "\n")
  }
}

/// A scenario file, run.
struct Scenario {
  /// What was reported, by file: the file itself first, then those that it uses.
  private(set) var reports: [[Report]] = []
  private(set) var expectations: [Expectations] = []
  private(set) var names: [String] = []
  private(set) var printed: [String] = []
  /// The rules that the statements of the file itself followed.
  private(set) var reasons: Set<ExpectedReason> = []
  /// How tests ended that neither passed nor failed, sorted.
  private(set) var endings: [String] = []
  /// How many assertions were evaluated.
  private(set) var assertions = 0

  /// The counters after every statement.
  private(set) var states: [MachineState] = []

  /// What files of the corpus run with: invariants checked after every statement, and limits that
  /// are enough for each; what runs into them on purpose does so soon.
  static var corpusOptions: Options {
    var options = Options()
    options.isParanoid = true
    options.limits.steps = 2_000_000
    options.limits.valueBytes = 1 << 20
    return options
  }

  init(running url: URL, options: Options = corpusOptions) throws {
    var options = options
    let program = Program.load(
      name: url.path, bytes: Array(try Data(contentsOf: url)), options: options
    ) { path in
      let used = URL(fileURLWithPath: path, relativeTo: url.deletingLastPathComponent())
      guard let data = try? Data(contentsOf: used) else {
        return .failure(ReadFailure(text: "no such file"))
      }
      return .success(Array(data))
    }

    for file in program.files {
      names.append(URL(fileURLWithPath: file.name).lastPathComponent)
      expectations.append(Expectations(lines: Self.lines(of: file)))
      reports.append([])
    }
    for diagnostic in program.diagnostics {
      add(diagnostic, .error(code: diagnostic.code), of: program)
    }
    guard program.isRunnable else { return }
    let recorder = StateRecorder()
    options.afterStatement = { recorder.record($0) }
    defer { states = recorder.states }
    options.isTracing = expectations.contains { !$0.reasons.isEmpty }
    for test in program.tests {
      let result = program.run(test, options: options) { event in
        switch event {
        case .printed(let text): printed.append(text)
        case .failure(let failure): add(failure, of: program)
        case .reason(let reason, _, let statement):
          let line = program.files[Int(statement.file)].line(at: statement.lower)
          reasons.insert(ExpectedReason(line: line, rule: reason.rule))
        case .note, .cost: break
        }
      }
      assertions += result.assertions
      switch result.status {
      case .passed, .failed, .defect, .interrupted: break
      case .skipped: endings.append("skipped")
      case .expectedFailure: endings.append("expected failure")
      case .unexpectedPass: endings.append("unexpected pass")
      }
    }
    endings.sort()
  }

  /// What differs from what the comments say, one line each.
  var differences: [String] {
    var lines: [String] = []
    for (index, name) in names.enumerated() {
      let expected = expectations[index].reports
      let reported = reports[index]
      for report in reported where !expected.contains(where: { $0.isMet(by: report) }) {
        lines.append("\(name): not expected: \(report)")
      }
      for expectation in expected where !reported.contains(where: expectation.isMet) {
        lines.append("\(name): expected and not seen: \(expectation)")
      }
    }
    for wanted in expectations.first?.reasons ?? [] where !reasons.contains(wanted) {
      let others = reasons.filter { $0.line == wanted.line }.map(\.rule).sorted()
      lines.append("line \(wanted.line): because \(others), not \(wanted.rule)")
    }
    if let wanted = expectations.first?.printed, wanted != printed {
      lines.append("printed \(printed) instead of \(wanted)")
    }
    if let wanted = expectations.first?.endings, wanted != endings {
      lines.append("tests ended \(endings) instead of \(wanted)")
    }
    return lines
  }

  /// What another run of the file with the tables stored in another form did differently.
  func differences(inStorageOf other: Scenario) -> [String] {
    var lines: [String] = []
    if reports != other.reports { lines.append("other form reports \(other.reports)") }
    if printed != other.printed { lines.append("other form prints \(other.printed)") }
    if endings != other.endings { lines.append("other form ends \(other.endings)") }
    if reasons != other.reasons { lines.append("other form follows other rules") }
    if states.count != other.states.count {
      lines.append("other form runs \(other.states.count) statements, not \(states.count)")
    }
    for (index, (one, another)) in zip(states, other.states).enumerated() where one != another {
      lines.append("after statement \(index + 1): \(one), in the other form \(another)")
      break
    }
    return lines
  }

  private mutating func add(_ failure: Failure, of program: Program) {
    let kind: Expectation.Kind? =
      switch failure.kind {
      case .assertion: .fails
      case .outcome: .stops
      case .error: .error(code: failure.diagnostic.code)
      case .defect: nil
      }
    let values = failure.values.map { "\(program.text(of: $0.range)) is \($0.text)" }
    let details = values.isEmpty ? [] : [program.text(of: failure.diagnostic.range)] + values
    add(failure.diagnostic, kind, details, of: program)
  }

  private mutating func add(
    _ diagnostic: Diagnostic, _ kind: Expectation.Kind?, _ details: [String] = [],
    of program: Program
  ) {
    let file = Int(diagnostic.range.file)
    let line = program.files[file].line(at: diagnostic.range.lower)
    let hint = diagnostic.hint.map { " (\($0))" } ?? ""
    let text = "\(diagnostic.code) \(diagnostic.message)\(hint)"
    reports[file].append(Report(line: line, kind: kind, text: text, details: details))
  }

  private static func lines(of file: SourceFile) -> [String] {
    (1...file.lineCount).map { String(decoding: file.lineBytes($0), as: UTF8.self) }
  }
}

extension Program {
  fileprivate func text(of range: SourceRange) -> String {
    let bytes = files[Int(range.file)].bytes[Int(range.lower)..<Int(range.upper)]
    return String(decoding: bytes, as: UTF8.self)
  }
}
