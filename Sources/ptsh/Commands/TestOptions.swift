import ArgumentParser
import Interpreter

/// Which tests `ptsh test` runs, and in which order.
struct TestChoice: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Run the tests whose title, `path > name`, matches the regular expression.", valueName: "re"))
  var filter: String?

  @Option(help: ArgumentHelp("Run the tests with the tag; several: with any.", valueName: "tag"))
  var tag: [String] = []

  @Option(help: ArgumentHelp("Do not run the tests with the tag.", valueName: "tag"))
  var excludeTag: [String] = []

  @Flag(help: "Run what failed the last time; all if nothing did.")
  var lastFailed = false

  @Option(
    help: ArgumentHelp(
      "Run the i-th of n parts of the tests: 1/4. The parts are all tests, each once.",
      valueName: "i/n"))
  var shard: Shard?

  @Option(
    help: ArgumentHelp(
      "Run files, and tests within them, in an order drawn from the seed; `random` draws a seed.",
      valueName: "seed"))
  var shuffle: Seed?

  func validate() throws {
    guard let filter, (try? Regex(filter)) == nil else { return }
    throw ValidationError("--filter: '\(Printable.escape(filter))' is no regular expression")
  }

  func selection(of arguments: [PathArgument]) -> TestSelection {
    let failed = lastFailed ? LastFailed().read() : nil
    return TestSelection(
      arguments: arguments, filter: filter.flatMap { try? Regex($0) }, tags: tag,
      excludedTags: excludeTag, lastFailed: failed?.isEmpty == false ? failed : nil, shard: shard,
      seed: shuffle?.number)
  }
}

/// What `ptsh test` reports, and where.
struct TestReporting: ParsableArguments {
  @Option(
    name: [.customLong("format")],
    help: ArgumentHelp(
      "How to report: pretty, tap, junit or json, to standard output, or to a FILE with "
        + "--output behind it. May be given several times. By default pretty on a terminal, else "
        + "tap.", valueName: "format"),
    completion: .list(ReportFormat.allCases.map(\.rawValue)))
  var requests: [ReportRequest] = []

  /// Made part of `--format` before the arguments are parsed; see `ReportRequest.joined`.
  @Option(
    help: ArgumentHelp(
      "Write the report of the --format before it to the file; without one the file's name says "
        + "which: .xml junit, .tap, .json, .txt.", valueName: "file"),
    completion: .file())
  var output: [String] = []

  @Option(
    help: ArgumentHelp(
      "List so many of the slowest tests; by default 5 of those that took 50 ms.", valueName: "n"))
  var slowest: Int?

  func validate() throws {
    let paths = requests.map { $0.path ?? "-" }
    if Set(paths).count < paths.count {
      throw ValidationError("two reports cannot go to the same place")
    }
    if let slowest, slowest < 0 { throw ValidationError("--slowest takes a number from 0 on") }
  }

  /// JSON is what standard output gets.
  var isJSON: Bool { requests.contains { $0.path == nil && $0.format == .json } }

  var slowestTests: SlowestTests {
    slowest.map { SlowestTests(limit: $0, threshold: 0) } ?? SlowestTests()
  }
}

extension Shard: ExpressibleByArgument {
  init?(argument: String) { self.init(argument) }
}

/// `--shuffle 42`, `--shuffle random`.
struct Seed: ExpressibleByArgument {
  let number: UInt64

  init?(argument: String) {
    if argument == "random" {
      // Short enough to be typed again.
      number = .random(in: 0..<1_000_000)
    } else {
      guard let number = UInt64(argument) else { return nil }
      self.number = number
    }
  }
}

/// `500ms`, `10s`, `2m`, `none`.
struct TimeLimit: ExpressibleByArgument, CustomStringConvertible {
  /// Nil for no limit.
  let seconds: Double?

  init(seconds: Double) { self.seconds = seconds }

  init?(argument: String) {
    if argument == "none" {
      seconds = nil
      return
    }
    for (suffix, factor) in [("ms", 0.001), ("s", 1), ("m", 60), ("", 1)]
    where argument.hasSuffix(suffix) {
      guard let number = Double(argument.dropLast(suffix.utf8.count)), number > 0, number < 1e9
      else { return nil }
      seconds = number * factor
      return
    }
    return nil
  }

  var description: String { seconds.map(Seconds.phrase) ?? "none" }
  var defaultValueDescription: String { description.filter { $0 != " " } }
}
