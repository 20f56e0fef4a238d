import ArgumentParser

/// The command line as a whole.
struct Ptsh: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "ptsh",
    abstract: "Scenarios of virtual memory and shared page tables, run on modelled kernels.",
    usage:
      "ptsh\nptsh [run] FILE...\nptsh test [PATH...]\nptsh check PATH...\nptsh fmt [PATH...]\nptsh kernels | machines\nptsh explain [TOPIC]",
    discussion: """
      Exit status: 0 all passed; 1 an assertion or expectation failed, or a running script went \
      wrong; 4 nothing ran; 64 bad command line; 65 the script is wrong; 66 no such file; \
      70 a bug in ptsh; 74 cannot write; 130 interrupted. With several files the worst decides: \
      70, 130, 74, 66, 65, 1, 4, 0.
      """,
    version: Ptsh.version,
    subcommands: [
      RunCommand.self, TestCommand.self, CheckCommand.self, FmtCommand.self, KernelsCommand.self,
      MachinesCommand.self,
      ExplainCommand.self, DocumentCommand.self,
    ],
    defaultSubcommand: RunCommand.self)

  static let version = "0.1.0"
}

/// A command that says through a console how it went.
protocol ConsoleCommand: ParsableCommand {
  var color: ColorChoice { get }
  func execute(_ console: Console) -> ExitStatus
}

extension Ptsh {
  /// The one place where whatever happens becomes text, a stream and an exit status.
  static func status(of arguments: [String]) -> ExitStatus {
    if let shell = CompletionScript.shell(in: arguments) {
      let console = Console()
      console.say(CompletionScript.text(for: shell))
      return console.finish(.passed)
    }
    do {
      var command = try parseAsRoot(ReportRequest.joined(Definition.separated(arguments)))
      guard let consoleCommand = command as? any ConsoleCommand else {
        try command.run()
        return .passed
      }
      let console = Console(color: consoleCommand.color)
      return console.finish(consoleCommand.execute(console))
    } catch {
      // Help and version are what was asked for; anything else is a bad command line.
      let console = Console()
      let text = fullMessage(for: error)
      if exitCode(for: error) == .success {
        if !text.isEmpty { console.say(text) }
        return console.finish(.passed)
      }
      console.complain(text)
      return console.finish(.usage)
    }
  }
}
