import ArgumentParser
import Glibc
import Interpreter

/// `ptsh run FILE...`, or just `ptsh FILE...`.
struct RunCommand: ConsoleCommand {
  static let configuration = CommandConfiguration(
    commandName: "run",
    abstract: "Run scripts: what they print, what fails, and a line at the end of each.",
    usage: "ptsh run [<options>] [<files> ...]")

  @OptionGroup var settings: RunSettings

  @Flag(help: "Show what each statement caused, and by which rule of the kernel.")
  var trace = false

  @Argument(help: "Scripts; `-` is standard input, which is also read when no file is given.")
  var files: [String] = []

  var color: ColorChoice { settings.color }

  func validate() throws {
    if files.isEmpty, isatty(0) == 1 {
      throw ValidationError(
        "the interactive shell is not here yet; run a file with 'ptsh FILE', see 'ptsh --help'")
    }
  }

  func execute(_ console: Console) -> ExitStatus {
    var options = settings.options
    options.isTracing = trace
    var status = ExitStatus.passed
    var tally = Tally()
    for file in files.isEmpty ? ["-"] : files {
      status = status.worse(run(file, options, console, &tally))
      if StopRequest.isPending || (settings.failFast && status != .passed) { break }
    }
    if StopRequest.isInterrupted { return status.worse(.interrupted) }
    return status == .passed && tally.ran == 0 ? .nothingRan : status
  }

  private func run(
    _ file: String, _ options: Options, _ console: Console, _ tally: inout Tally
  ) -> ExitStatus {
    let loader = ScriptLoader(console: console, options: options)
    switch loader.load(file) {
    case .failure(let failure): return failure.status
    case .success(let program):
      let report = RunReport(
        console: console, program: program, label: ScriptLoader.displayName(file),
        isQuiet: settings.quiet)
      let result = report.run(options)
      tally += result
      return result.status
    }
  }
}
