import Foundation

/// Runs contenders, each in a process of its own and within limits.
struct Launcher {
  let launch: String
  /// Processor time, in seconds.
  let seconds: Int
  let mebibytes = 4096
  /// Where the output of what runs goes.
  let scratch: URL

  func run(_ contender: Contender) -> Outcome {
    let output = scratch.appendingPathComponent("output")
    let arguments = [String(seconds), String(mebibytes), output.path] + contender.command
    guard let said = Self.lineOf(launch, arguments) else {
      return broken("cannot be run")
    }
    let words = said.split(separator: " ")
    guard words.count == 5, let status = Int(words[1]), let wall = Int(words[2]),
      let processor = Int(words[3]), let peak = Int(words[4])
    else { return broken("cannot be run") }
    return Outcome(
      ending: ending(String(words[0]), status), processorTime: processor, wallTime: wall,
      peak: peak, output: (try? String(contentsOf: output, encoding: .utf8)) ?? "")
  }

  private func ending(_ how: String, _ status: Int) -> Outcome.Ending {
    switch how {
    case "exit": status == 0 ? .finished : .broken("ended with status \(status)")
    case "time": .unfinished("> \(seconds) s")
    case "memory": .unfinished("> \(mebibytes >> 10) GiB")
    default: .broken("ended with signal \(status)")
    }
  }

  private func broken(_ phrase: String) -> Outcome {
    Outcome(ending: .broken(phrase), processorTime: 0, wallTime: 0, peak: 0, output: "")
  }

  /// The first line that a program prints.
  private static func lineOf(_ program: String, _ arguments: [String]) -> Substring? {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: program)
    process.arguments = arguments
    let pipe = Pipe()
    process.standardOutput = pipe
    guard (try? process.run()) != nil else { return nil }
    let data = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return String(decoding: data, as: UTF8.self).split(separator: "\n").first
  }
}
