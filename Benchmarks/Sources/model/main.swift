import Glibc
import VM

// The operations that are measured, on the model. The driver runs this program once a sample.
//
// usage: model PROBE [KEY=VALUE...]
//
// Prints lines of a name and a number: nanoseconds of processor time for one operation, or bytes.
// Ends with 1 if the model's counters are not what the closed form says.

let probes: [String: (Options) throws -> Void] = [
  "touch": touchPages, "present": accessPresentPages, "cow": breakPages, "unmap": unmapPages,
  "unmap-all": unmapEverything, "fork": forkProcess, "undo": undoStatements, "world": shareWorld,
]

func complain(_ text: String, status: Int32) -> Never {
  let line = "model: \(text)\n"
  _ = line.withCString { write(STDERR_FILENO, $0, strlen($0)) }
  exit(status)
}

let arguments = CommandLine.arguments.dropFirst()
guard let name = arguments.first, let probe = probes[name] else {
  complain("usage: model \(probes.keys.sorted().joined(separator: "|")) [KEY=VALUE...]", status: 64)
}
do {
  try probe(try Options(arguments.dropFirst()))
} catch let refusal as Refusal {
  complain("\(name): refused: \(refusal)", status: 1)
} catch {
  complain("\(name): \(error)", status: 1)
}
