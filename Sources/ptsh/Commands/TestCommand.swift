import ArgumentParser
import Interpreter

/// `ptsh test [PATH...]`.
struct TestCommand: ConsoleCommand {
  static let configuration = CommandConfiguration(
    commandName: "test",
    abstract: "Find *.pts files and run every test in a world of its own.",
    usage: "ptsh test [<options>] [<paths> ...]",
    discussion: """
      Directories are searched for *.pts files, hidden ones passed over. A file without tests is \
      one test; a library, which only defines things, is one that passes.
      """)

  @OptionGroup var settings: RunSettings

  @Argument(help: "Files and directories.")
  var paths: [String] = ["."]

  var color: ColorChoice { settings.color }

  func execute(_ console: Console) -> ExitStatus {
    let report = TestReport(console: console, isQuiet: settings.quiet)
    var status = ExitStatus.passed
    let finding = ScriptFinder.find(paths)
    for problem in finding.problems {
      report.addBroken(path: problem.path, problem.phrase)
      console.complain("ptsh: \(Printable.escape(problem.path)): \(problem.phrase)")
      status = status.worse(.noInput)
    }
    for path in finding.scripts where !report.shouldStop(failFast: settings.failFast) {
      status = status.worse(run(path, report, ScriptLoader(console: console)))
    }
    status = status.worse(report.finish())
    return StopRequest.isInterrupted ? status.worse(.interrupted) : status
  }

  /// Says what went wrong before a test could run.
  private func run(_ path: String, _ report: TestReport, _ loader: ScriptLoader) -> ExitStatus {
    var status = ExitStatus.passed
    switch loader.read(path) {
    case .failure(let failure):
      report.addBroken(path: path, failure.phrase)
      return failure.status
    case .success(let bytes):
      for variant in settings.variants where !report.shouldStop(failFast: settings.failFast) {
        var options = variant.options
        options.drawsASCII = !loader.console.style.usesUnicode
        let label = variant.kernel.map { "\(path) [\($0)]" } ?? path
        switch loader.load(path, bytes, options) {
        case .success(let program): report.run(program, label: label, options: options)
        case .failure(let failure):
          report.addBroken(path: label, failure.phrase)
          status = status.worse(failure.status)
        }
      }
      return status
    }
  }
}
