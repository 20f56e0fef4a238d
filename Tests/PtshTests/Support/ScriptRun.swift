import Interpreter
import PTLang

/// A script of the documentation, checked and run: what it is reported with.
struct ScriptRun {
  /// The codes of everything that is wrong with it, before or while running, and of warnings.
  private(set) var codes: [String] = []
  private(set) var messages: [String] = []
  private(set) var results: [TestResult.Status] = []

  init(_ script: String) {
    let bytes = Array(script.utf8)
    let read: (String) -> Result<[UInt8], ReadFailure> = { _ in
      .failure(ReadFailure(text: "no such file"))
    }
    let program = Program.load(name: "example.pts", bytes: bytes, read: read)
    // The errors that are found without running; where there are none, the warnings.
    let report = Program.check(name: "example.pts", bytes: bytes, read: read)
    for diagnostic in report.diagnostics { add(diagnostic) }
    guard program.isRunnable else { return }
    for test in program.tests {
      let result = program.run(test) { event in
        if case .failure(let failure) = event { add(failure.diagnostic) }
      }
      results.append(result.status)
    }
  }

  private mutating func add(_ diagnostic: Diagnostic) {
    codes.append(diagnostic.code)
    messages.append(diagnostic.message)
  }

  /// It runs, and nothing fails that it does not expect to.
  var isGood: Bool {
    !results.isEmpty
      && results.allSatisfy {
        switch $0 {
        case .passed, .skipped, .expectedFailure: true
        default: false
        }
      }
  }
}
