import ArgumentParser
import VM

/// `ptsh kernels`.
struct KernelsCommand: ConsoleCommand {
  static let configuration = CommandConfiguration(
    commandName: "kernels", abstract: "List the modelled kernels, or compare them.")

  @Flag(help: "Show the rules of all kernels side by side.")
  var compare = false

  var color: ColorChoice { .auto }

  func execute(_ console: Console) -> ExitStatus {
    if compare {
      let comparison = KernelComparison(
        kernels: Kernel.all, width: console.width, style: console.style)
      for line in comparison.lines { console.say(line) }
    } else {
      list(console)
    }
    return .passed
  }

  private func list(_ console: Console) {
    for (kernel, name) in zip(Kernel.all, Columns.padded(Kernel.all.map(\.name))) {
      let knobs = kernel.knobs.map(\.name)
      let rest = knobs.isEmpty ? "" : " (knobs: \(knobs.joined(separator: ", ")))"
      console.say("\(name)  \(kernel.summary)\(rest)")
    }
  }
}
