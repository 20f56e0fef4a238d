import ArgumentParser
import Interpreter
import PTLang
import VM

/// What `run` and `test` have in common on the command line.
struct RunSettings: ParsableArguments {
  @Option(
    help: """
      Run on this kernel, whatever the script says (`ptsh kernels` lists them); `all` runs on each.
      """,
    completion: .list(Kernel.all.map(\.name) + [allKernels]))
  var kernel: String?

  @Option(
    help: "Run on this machine, whatever the script says (`ptsh machines` lists them).",
    completion: .list(Geometry.all.map(\.name)))
  var machine: String?

  @Option(
    name: .customShort("D", allowingJoined: true),
    help: ArgumentHelp("Define a variable of the outermost scope.", valueName: "name=value"))
  var definitions: [Definition] = []

  @Option(help: ArgumentHelp("Steps a test may take: 1000, 64K, 50M.", valueName: "n"))
  var maxSteps: Limit = Limit(Limits().steps)

  @Option(help: ArgumentHelp("Calls of functions inside each other.", valueName: "n"))
  var maxDepth: Limit = Limit(Limits().callDepth)

  @Option(help: ArgumentHelp("Processes alive at one time.", valueName: "n"))
  var maxProcesses: Limit = Limit(Limits().processes)

  @Option(
    help: ArgumentHelp("Bytes that a script's own values may take: 64K, 256M, 1G.", valueName: "n"))
  var maxMemory: Limit = Limit(Limits().valueBytes)

  @Option(
    help: ArgumentHelp(
      "Bytes of changes kept for `whatif` and `restore`, and for `.undo` to be quick (default: 1G, "
        + "at the prompt 256M).", valueName: "n"))
  var maxHistory: Limit?

  @Flag(help: "Check every invariant of the model after every statement.")
  var paranoid = false

  @Flag(help: "Stop at the first failure.")
  var failFast = false

  @Flag(help: "Say nothing but failures.")
  var quiet = false

  @Option(help: "When to use colour: auto, always or never.")
  var color: ColorChoice = .auto

  func validate() throws {
    try Self.validate(kernel: kernel == Self.allKernels ? nil : kernel, machine: machine)
  }

  /// Throws what is to be said about a kernel or machine that does not exist.
  static func validate(kernel: String? = nil, machine: String?) throws {
    if let kernel, Kernel.named(kernel) == nil {
      throw ValidationError(unknown("kernel", kernel, among: Kernel.all.map(\.name)))
    }
    if let machine, Geometry.named(machine) == nil {
      throw ValidationError(unknown("machine", machine, among: Geometry.all.map(\.name)))
    }
  }

  private static func unknown(_ what: String, _ name: String, among names: [String]) -> String {
    let shown = Printable.escape(name)
    if let nearest = Suggestion.nearest(to: name, in: names) {
      return "unknown \(what) '\(shown)': did you mean '\(nearest)'?"
    }
    return "unknown \(what) '\(shown)': there are \(names.joined(separator: ", "))"
  }

  /// `--kernel all`.
  private static let allKernels = "all"

  /// The runs that are asked for: one, or one on each kernel, with its name.
  ///
  /// - Parameter style: how pictures are drawn.
  func variants(_ style: Style) -> [(kernel: String?, options: Options)] {
    guard kernel == Self.allKernels else { return [(nil, options(kernel: kernel, style))] }
    return Kernel.all.map { ($0.name, options(kernel: $0.name, style)) }
  }

  private func options(kernel: String?, _ style: Style) -> Options {
    var options = Options()
    options.drawsASCII = !style.usesUnicode
    options.kernel = kernel
    options.machine = machine
    options.definitions = definitions.map { ($0.name, $0.value) }
    options.limits.steps = maxSteps.number
    options.limits.callDepth = maxDepth.number
    options.limits.processes = maxProcesses.number
    options.limits.valueBytes = maxMemory.number
    if let maxHistory { options.limits.historyBytes = maxHistory.number }
    options.isParanoid = paranoid
    options.failFast = failFast
    options.corruptsOwnerCountAfter = Environment.value("PTSH_TEST_CORRUPT_OWNER_COUNT")
      .flatMap { Int($0) }
    options.isInterrupted = { StopRequest.isPending }
    return options
  }
}
