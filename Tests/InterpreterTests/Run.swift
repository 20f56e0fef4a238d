import Interpreter
import PTLang
import VM

/// A script that has been loaded and run, with all that it said.
struct Run {
  private(set) var printed: [String] = []
  private(set) var notes: [String] = []
  private(set) var failures: [Failure] = []
  private(set) var reasons: [String] = []
  private(set) var costs: [Int] = []
  private(set) var results: [TestResult] = []
  let program: Program

  init(_ text: String, options: Options = Options(), files: [String: String] = [:]) {
    program = Program.load(name: "main.pts", bytes: Array(text.utf8), options: options) { path in
      files[path].map { .success(Array($0.utf8)) } ?? .failure(ReadFailure(text: "no such file"))
    }
    guard program.isRunnable else { return }
    for test in program.tests {
      let result = program.run(test, options: options) { event in
        switch event {
        case .printed(let text): printed.append(text)
        case .cost(let cost, _): costs.append(cost)
        case .note(let text): notes.append(text)
        case .failure(let failure): failures.append(failure)
        case .reason(let reason, _, _): reasons.append(reason.rule)
        }
      }
      results.append(result)
    }
  }

  var status: TestResult.Status? { results.first?.status }

  /// What went wrong, before or during the run: code, line and marked text.
  var problems: [String] {
    (program.diagnostics + failures.map(\.diagnostic)).map { diagnostic in
      let file = program.files[Int(diagnostic.range.file)]
      let marked = file.bytes[Int(diagnostic.range.lower)..<Int(diagnostic.range.upper)]
      return
        "\(diagnostic.code) \(file.line(at: diagnostic.range.lower)): \(String(decoding: marked, as: UTF8.self))"
    }
  }

  var messages: [String] {
    (program.diagnostics + failures.map(\.diagnostic)).map(\.message)
  }

  var hints: [String] {
    (program.diagnostics + failures.map(\.diagnostic)).compactMap(\.hint)
  }
}
