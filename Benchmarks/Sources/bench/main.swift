import Foundation

// Takes the measurements that docs/performance.md explains, and prints a table of them.
// `scripts/bench` builds what is needed and runs this.

func complain(_ text: String) {
  FileHandle.standardError.write(Data("bench: \(text)\n".utf8))
}

/// Runs what is selected; the status to end with.
func run(_ arguments: Arguments) throws -> Int32 {
  let scratch = URL(fileURLWithPath: arguments.scratch)
  let programs = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
  let catalogue = Catalogue(
    isQuick: arguments.isQuick, ptsh: arguments.ptsh, lua: arguments.lua,
    programs: programs.path, scratch: scratch)
  let all = try catalogue.experiments()
  for name in arguments.names where !all.flatMap(\.lines).contains(where: { $0.isCalled(name) }) {
    complain("no line's name begins with '\(name)': see --list")
    return 64
  }
  let experiments = all.filter { $0.lines.contains(where: arguments.selects) }
  if arguments.isList {
    for line in experiments.flatMap(\.lines).filter(arguments.selects) {
      print(line.name.padding(toLength: 24, withPad: " ", startingAt: 0) + line.what)
    }
    return 0
  }
  for note in catalogue.notes { complain(note) }

  let history = History(path: arguments.results, mode: arguments.isQuick ? "quick" : "full")
  let table = Table(history: history)
  let sampling = Sampling(
    launcher: Launcher(
      launch: programs.appendingPathComponent("launch").path,
      seconds: arguments.isQuick ? 5 : 20, scratch: scratch),
    rounds: arguments.isQuick ? 3 : 7)
  var measurements: [Measurement] = []
  var broken = 0
  table.writeHeader()
  for experiment in experiments {
    let result = sampling.run(experiment)
    if let complaint = result.complaint {
      let names = experiment.lines.map(\.name).joined(separator: ", ")
      complain("BROKEN: \(names): \(complaint)")
      broken += 1
      continue
    }
    for line in experiment.lines where arguments.selects(line) {
      let measurement = Measurement(line, result)
      table.write(measurement)
      measurements.append(measurement)
    }
  }
  if arguments.isRecording {
    try history.append(measurements, commit: arguments.commit)
  }
  let over = measurements.count { $0.isWithinBudget == false }
  let slower = measurements.count(where: table.isSlower)
  print(
    "\(measurements.count) lines, \(over) over budget, \(slower) slower than last time, "
      + "\(broken) broken")
  return broken == 0 ? 0 : 1
}

do {
  exit(try run(try Arguments(Array(CommandLine.arguments.dropFirst()))))
} catch let problem as Arguments.Problem {
  complain(problem.phrase)
  exit(64)
} catch {
  complain("\(error)")
  exit(70)
}
