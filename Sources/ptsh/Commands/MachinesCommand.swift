import ArgumentParser
import VM

/// `ptsh machines`.
struct MachinesCommand: ConsoleCommand {
  static let configuration = CommandConfiguration(
    commandName: "machines", abstract: "List the modelled machines.")

  var color: ColorChoice { .auto }

  func execute(_ console: Console) -> ExitStatus {
    let names = Geometry.all.map(\.name)
    for (machine, name) in zip(Geometry.all, Columns.padded(names)) {
      let isDefault = machine.name == Geometry.x86_64.name
      console.say("\(name)  \(machine.summary)\(isDefault ? " (default)" : "")")
      if machine.name == "i386-pae", let note = Topic.note(on: machine) {
        console.say("\(String(repeating: " ", count: name.count))  \(note)")
      }
    }
    return .passed
  }
}
