import Interpreter
import PTLang

/// Reads and checks a script, and complains where it cannot.
struct ScriptLoader {
  let console: Console
  let options: Options

  /// Why there is nothing to run; the console has been told.
  struct Failure: Error {
    let status: ExitStatus
    let phrase: String
  }

  /// - Parameter path: `-` is standard input.
  func load(_ path: String) -> Result<Program, Failure> {
    let input = path == "-" ? ScriptReader.readStandardInput() : ScriptReader.read(path: path)
    switch input {
    case .failure(.interrupted):
      return .failure(Failure(status: .interrupted, phrase: "interrupted"))
    case .failure(.cannotRead(let phrase)):
      console.complain("ptsh: \(Printable.escape(Self.displayName(path))): \(phrase)")
      return .failure(Failure(status: .noInput, phrase: phrase))
    case .success(let bytes):
      return check(
        Program.load(
          name: Self.displayName(path), bytes: bytes, options: options,
          read: ScriptReader.readIncluded))
    }
  }

  /// The name of a script in messages.
  static func displayName(_ path: String) -> String { path == "-" ? "<stdin>" : path }

  private func check(_ program: Program) -> Result<Program, Failure> {
    guard !program.isRunnable else { return .success(program) }
    let renderer = DiagnosticRenderer(
      view: SourceView(files: program.files, style: console.errorStyle))
    for diagnostic in program.diagnostics {
      console.complain(renderer.render(diagnostic).joined(separator: "\n"))
    }
    let count = Tally.count(program.diagnostics.count, "error")
    return .failure(Failure(status: .wrongScript, phrase: count))
  }
}
