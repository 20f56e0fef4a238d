import ArgumentParser
import VM

/// `ptsh kernels`.
struct KernelsCommand: ConsoleCommand {
  static let configuration = CommandConfiguration(
    commandName: "kernels", abstract: "List the modelled kernels.")

  var color: ColorChoice { .auto }

  func execute(_ console: Console) -> ExitStatus {
    let names = Kernel.all.map(\.name)
    for (kernel, name) in zip(Kernel.all, padded(names)) {
      let knobs = kernel.knobs.map(\.name)
      let rest = knobs.isEmpty ? "" : " (knobs: \(knobs.joined(separator: ", ")))"
      console.say("\(name)  \(kernel.summary)\(rest)")
    }
    return .passed
  }
}

/// `ptsh machines`.
struct MachinesCommand: ConsoleCommand {
  static let configuration = CommandConfiguration(
    commandName: "machines", abstract: "List the modelled machines.")

  var color: ColorChoice { .auto }

  func execute(_ console: Console) -> ExitStatus {
    let names = Geometry.all.map(\.name)
    for (machine, name) in zip(Geometry.all, padded(names)) {
      let isDefault = machine.name == Geometry.x86_64.name
      console.say("\(name)  \(machine.summary)\(isDefault ? " (default)" : "")")
      if machine.name == "i386-pae", let note = Explanation.note(on: machine.name) {
        console.say("\(String(repeating: " ", count: name.count))  \(note)")
      }
    }
    return .passed
  }
}

/// The names, filled with spaces to the width of the longest.
private func padded(_ names: [String]) -> [String] {
  let width = names.map(\.count).max() ?? 0
  return names.map { $0 + String(repeating: " ", count: width - $0.count) }
}
