import Interpreter
import PTLang

/// Reads and checks a script, and complains where it cannot.
struct ScriptLoader {
  let console: Console

  /// Why there is nothing to run; the console has been told.
  struct Failure: Error {
    let status: ExitStatus
    let phrase: String
  }

  /// The bytes of a script.
  ///
  /// - Parameter path: `-` is standard input.
  func read(_ path: String) -> Result<[UInt8], Failure> {
    let input = path == "-" ? ScriptReader.readStandardInput() : ScriptReader.read(path: path)
    return input.mapError { failure in
      if failure != .interrupted {
        console.complain("ptsh: \(Printable.escape(Self.displayName(path))): \(failure.phrase)")
      }
      return Failure(
        status: failure == .interrupted ? .interrupted : .noInput, phrase: failure.phrase)
    }
  }

  /// The program that the bytes make under these options.
  func load(_ path: String, _ bytes: [UInt8], _ options: Options) -> Result<Program, Failure> {
    let program = Program.load(
      name: Self.displayName(path), bytes: bytes, options: options,
      read: ScriptReader.readIncluded)
    return check(program)
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
