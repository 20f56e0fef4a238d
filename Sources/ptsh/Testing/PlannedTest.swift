import Interpreter
import PTLang

/// A test that `ptsh test` is going to run, or a script of which nothing can be run.
struct PlannedTest: Sendable {
  /// The script as it was found.
  let path: String
  /// The kernel it runs on, if it runs on several.
  let kernel: String?
  let content: Content

  enum Content: Sendable {
    case test(TestCase, Program, Options)
    case broken(Breakage)
  }

  /// The script, and on which kernel if on several: what is reported together.
  var group: String { kernel.map { "\(path) [\($0)]" } ?? path }

  /// The name in the script; nil for a script that is one test.
  var name: String? {
    guard case .test(let test, let program, _) = content else { return nil }
    return test.extent == program.fileExtent ? nil : test.name
  }

  /// How the test is called: `path`, `path > name`.
  var title: String { name.map { "\(group) > \($0)" } ?? group }

  var tags: [String] {
    if case .test(let test, _, _) = content { test.tags } else { [] }
  }

  var program: Program? {
    switch content {
    case .test(_, let program, _): program
    case .broken(let breakage): breakage.program
    }
  }

  var isBroken: Bool {
    if case .broken = content { true } else { false }
  }

  /// The lines of the script that belong to it; nil if there is no telling.
  var lines: ClosedRange<Int>? {
    guard case .test(let test, let program, _) = content else { return nil }
    let file = program.files[0]
    let first = file.line(at: test.extent.lower)
    return first...max(first, file.line(at: max(test.extent.lower, test.extent.upper - 1)))
  }
}

extension Program {
  /// The extent of a test that is the whole file.
  fileprivate var fileExtent: SourceRange {
    SourceRange(lower: 0, upper: Int32(clamping: files[0].bytes.count))
  }
}
