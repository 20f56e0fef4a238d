import ArgumentParser
import Interpreter

/// `ptsh check PATH...`.
struct CheckCommand: ConsoleCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Report everything that can be found without running.",
    usage: "ptsh check [<options>] <paths> ...",
    discussion: """
      Errors, and warnings about what can hardly be meant; `# allow PT1203` at the end of a line \
      silences a warning there. Directories are searched for *.pts files, hidden ones passed \
      over. A library that another of the files uses is checked as a part of that.
      """)

  @Option(
    help: ArgumentHelp("How to report: text, or json, an object a line.", valueName: "format"))
  var format: CheckFormat = .text

  @Flag(help: "Warnings are as bad as errors: the exit status is 65.")
  var strict = false

  @Flag(help: "Leave out the last line, which counts.")
  var quiet = false

  @Option(
    name: .customShort("D", allowingJoined: true),
    help: ArgumentHelp("Define a variable of the outermost scope.", valueName: "name=value"))
  var definitions: [Definition] = []

  @Option(help: "Check for this machine, whatever the script says.")
  var machine: String?

  @Option(help: "When to use colour: auto, always or never.")
  var color: ColorChoice = .auto

  @Argument(
    help: "Files and directories; `-` is standard input.",
    completion: .file(extensions: ["pts"]))
  var paths: [String]

  func validate() throws { try RunSettings.validate(machine: machine) }

  func execute(_ console: Console) -> ExitStatus {
    var options = Options()
    options.machine = machine
    options.definitions = definitions.map { ($0.name, $0.value) }

    var survey = Survey()
    let finding = ScriptFinder.find(paths.filter { $0 != "-" })
    for problem in finding.problems {
      console.complain("ptsh: \(Printable.escape(problem.path)): \(problem.phrase)")
      survey.addUnreadable(problem.path, problem.phrase)
    }
    let loader = ScriptLoader(console: console)
    for path in (paths.contains("-") ? ["-"] : []) + finding.scripts where !StopRequest.isPending {
      switch loader.read(path) {
      case .failure(let failure):
        survey.addUnreadable(ScriptLoader.displayName(path), failure.phrase)
      case .success(let bytes):
        survey.add(
          Program.check(
            name: ScriptLoader.displayName(path), bytes: bytes, options: options,
            read: ScriptReader.readIncluded))
      }
    }
    if StopRequest.isInterrupted { return .interrupted }

    let result = survey.result
    let status = result.status(isStrict: strict)
    switch format {
    case .text: CheckText(console: console, isQuiet: quiet).report(result)
    case .json: CheckJSON(console: console).report(result, status)
    }
    return status
  }
}

/// What `--format` of `check` says.
enum CheckFormat: String, ExpressibleByArgument, CaseIterable {
  case text, json
}
