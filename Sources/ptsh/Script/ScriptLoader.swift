import Interpreter
import PTLang

/// Reads and checks a script, and complains where it cannot.
struct ScriptLoader {
  let console: Console

  /// The bytes of a script; the console is told why there are none.
  ///
  /// - Parameter path: `-` is standard input.
  func read(_ path: String) -> Result<[UInt8], Breakage> {
    let input = path == "-" ? ScriptReader.readStandardInput() : ScriptReader.read(path: path)
    return input.mapError { failure in
      if failure != .interrupted {
        console.complain("ptsh: \(Printable.escape(Self.displayName(path))): \(failure.phrase)")
      }
      return failure.breakage
    }
  }

  /// The program that the bytes make under these options; the console is told why there is none.
  func load(_ path: String, _ bytes: [UInt8], _ options: Options) -> Result<Program, Breakage> {
    Program.runnable(path, bytes, options).mapError { breakage in
      if let program = breakage.program {
        complain(about: program.diagnostics, in: program.files)
      }
      return breakage
    }
  }

  /// The name of a script in messages.
  static func displayName(_ path: String) -> String { path == "-" ? "<stdin>" : path }

  /// - Parameter files: those that the places of the diagnostics are in.
  func complain(about diagnostics: [Diagnostic], in files: [SourceFile]) {
    let renderer = DiagnosticRenderer(view: SourceView(files: files, style: console.errorStyle))
    for diagnostic in diagnostics {
      console.complain(renderer.render(diagnostic).joined(separator: "\n"))
    }
  }
}

extension ScriptReader.Failure {
  var breakage: Breakage {
    Breakage(status: self == .interrupted ? .interrupted : .noInput, phrase: phrase)
  }
}
