import ArgumentParser
import Interpreter

/// `ptsh check FILE...`.
struct CheckCommand: ConsoleCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Report everything that can be found without running.",
    usage: "ptsh check [<options>] <files> ...")

  @Option(help: "When to use colour: auto, always or never.")
  var color: ColorChoice = .auto

  @Argument(
    help: "Scripts; `-` is standard input.",
    completion: .file(extensions: ["pts"]))
  var files: [String]

  func execute(_ console: Console) -> ExitStatus {
    let loader = ScriptLoader(console: console)
    return files.reduce(.passed) { status, file in
      let outcome = loader.read(file).flatMap { loader.load(file, $0, Options()) }
      guard case .failure(let failure) = outcome else { return status }
      return status.worse(failure.status)
    }
  }
}
