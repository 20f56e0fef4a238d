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
    let options = settings.options
    let report = TestReport(console: console, isQuiet: settings.quiet)
    var status = ExitStatus.passed
    let finding = ScriptFinder.find(paths)
    for problem in finding.problems {
      report.addBroken(path: problem.path, problem.phrase)
      console.complain("ptsh: \(Printable.escape(problem.path)): \(problem.phrase)")
      status = status.worse(.noInput)
    }
    let loader = ScriptLoader(console: console, options: options)
    for path in finding.scripts {
      if report.shouldStop(options) { break }
      switch loader.load(path) {
      case .success(let program): report.run(program, path: path, options: options)
      case .failure(let failure):
        report.addBroken(path: path, failure.phrase)
        status = status.worse(failure.status)
      }
    }
    status = status.worse(report.finish())
    return StopRequest.isInterrupted ? status.worse(.interrupted) : status
  }
}
