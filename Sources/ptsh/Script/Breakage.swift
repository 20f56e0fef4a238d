import Interpreter
import PTLang

/// Why there is nothing to run of a script.
struct Breakage: Error, Sendable {
  let status: ExitStatus
  /// Why, in a phrase: `no such file`, `3 errors`.
  let phrase: String
  /// The program whose diagnostics say what is wrong; nil if its bytes could not be had.
  var program: Program?
}

extension Program {
  /// The program that the bytes of a script make, if it can be run.
  static func runnable(
    _ path: String, _ bytes: [UInt8], _ options: Options
  ) -> Result<Program, Breakage> {
    let program = Program.load(
      name: ScriptLoader.displayName(path), bytes: bytes, options: options,
      read: ScriptReader.readIncluded)
    guard !program.isRunnable else { return .success(program) }
    let phrase = Tally.count(program.diagnostics.count, "error")
    return .failure(Breakage(status: .wrongScript, phrase: phrase, program: program))
  }
}
