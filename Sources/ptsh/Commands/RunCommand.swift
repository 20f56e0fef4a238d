import ArgumentParser
import Glibc
import Interpreter

/// `ptsh run FILE...`, or just `ptsh FILE...`.
struct RunCommand: ConsoleCommand {
  static let configuration = CommandConfiguration(
    commandName: "run",
    abstract: "Run scripts: what they print, what fails, and a line at the end of each.",
    usage: "ptsh run [<options>] [<files> ...]",
    discussion: "Without a file: the interactive shell on a terminal, else standard input.")

  @OptionGroup var settings: RunSettings

  @Flag(help: "Show what each statement caused, and by which rule of the kernel.")
  var trace = false

  @Argument(
    help: "Scripts; `-` is standard input.",
    completion: .file(extensions: ["pts"]))
  var files: [String] = []

  var color: ColorChoice { settings.color }

  func execute(_ console: Console) -> ExitStatus {
    if files.isEmpty, isatty(0) == 1 { return shell(console) }
    let loader = ScriptLoader(console: console)
    var status = ExitStatus.passed
    var tally = Tally()
    for file in files.isEmpty ? ["-"] : files {
      switch loader.read(file) {
      case .failure(let failure): status = status.worse(failure.status)
      case .success(let bytes):
        for variant in settings.variants(console.style) where !shouldStop(status) {
          status = status.worse(run(file, bytes, variant, loader, &tally))
        }
      }
      if shouldStop(status) { break }
    }
    if StopRequest.isInterrupted { return status.worse(.interrupted) }
    return status == .passed && tally.ran == 0 ? .nothingRan : status
  }

  /// On a terminal, without a file.
  private func shell(_ console: Console) -> ExitStatus {
    var options = settings.variants(console.style)[0].options
    // Every statement is kept, and what is forgotten takes a replay, no more.
    if settings.maxHistory == nil { options.limits.historyBytes = 256 << 20 }
    let shell = Shell(
      console: console,
      settings: ShellSettings(
        options: options,
        historyPath: StateDirectory.file("history"), isQuiet: settings.quiet))
    shell.session.isTracing = trace
    return shell.run()
  }

  private func shouldStop(_ status: ExitStatus) -> Bool {
    StopRequest.isPending || (settings.failFast && status != .passed)
  }

  private func run(
    _ file: String, _ bytes: [UInt8], _ variant: (kernel: String?, options: Options),
    _ loader: ScriptLoader, _ tally: inout Tally
  ) -> ExitStatus {
    var options = variant.options
    options.isTracing = trace
    switch loader.load(file, bytes, options) {
    case .failure(let failure): return failure.status
    case .success(let program):
      let name = ScriptLoader.displayName(file)
      let report = RunReport(
        console: loader.console, program: program,
        label: variant.kernel.map { "\(name) [\($0)]" } ?? name, isQuiet: settings.quiet)
      let result = report.run(options)
      tally += result
      return result.status
    }
  }
}
