import ArgumentParser
import Glibc
import PTLang

/// `ptsh fmt [PATH...]`.
struct FmtCommand: ConsoleCommand {
  static let configuration = CommandConfiguration(
    commandName: "fmt",
    abstract: "Give scripts the one canonical layout; comments stay.",
    usage: "ptsh fmt [--check] [--diff] [<options>] [<paths> ...]",
    discussion: """
      Files are rewritten in place, in one step each. Directories are searched for *.pts files, \
      hidden ones passed over. Standard input is formatted to standard output. A file that cannot \
      be understood is left as it is, and the others are formatted all the same.
      """)

  @Flag(help: "Write nothing: name the files that would change, and end with 1 if there are any.")
  var check = false

  @Flag(help: "Write nothing: show what would change as a unified diff.")
  var diff = false

  @Flag(help: "Say nothing but errors.")
  var quiet = false

  @Option(help: "When to use colour: auto, always or never.")
  var color: ColorChoice = .auto

  @Argument(
    help: "Files and directories; `-`, or none, is standard input if that is no terminal.",
    completion: .file(extensions: ["pts"]))
  var paths: [String] = []

  func validate() throws {
    if paths.isEmpty, isatty(0) == 1 {
      throw ValidationError("name files or directories to format, as in 'ptsh fmt .'")
    }
    if paths.count > 1, paths.contains("-") {
      throw ValidationError("'-' is standard input and stands alone")
    }
  }

  func execute(_ console: Console) -> ExitStatus {
    var run = FormatRun(console: console, mode: mode, isQuiet: quiet)
    if paths.isEmpty || paths == ["-"] {
      run.formatStandardInput()
    } else {
      run.format(paths)
    }
    return run.status
  }

  private var mode: FormatRun.Mode {
    FormatRun.Mode(writes: !check && !diff, showsDiff: diff, failsOnChange: check)
  }
}
