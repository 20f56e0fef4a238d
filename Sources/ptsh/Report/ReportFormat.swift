import ArgumentParser

/// The forms in which `ptsh test` reports.
enum ReportFormat: String, CaseIterable, ExpressibleByArgument, Sendable {
  /// For people.
  case pretty
  /// The Test Anything Protocol, version 14.
  case tap
  /// The XML that CI servers read.
  case junit
  /// JSON lines; see docs/testing.md.
  case json

  /// The form that a file's name suggests; nil if it suggests none.
  init?(fileName: String) {
    let suffixes: [(String, ReportFormat)] = [
      (".xml", .junit), (".tap", .tap), (".json", .json), (".jsonl", .json), (".txt", .pretty),
    ]
    guard let format = suffixes.first(where: { fileName.hasSuffix($0.0) }) else { return nil }
    self = format.1
  }
}

/// A report that is asked for: `tap`, or `junit=report.xml`.
struct ReportRequest: ExpressibleByArgument, Hashable, Sendable {
  let format: ReportFormat
  /// Nil is standard output.
  let path: String?

  init(format: ReportFormat, path: String?) {
    self.format = format
    self.path = path
  }

  init?(argument: String) {
    let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    guard let format = ReportFormat(rawValue: String(parts[0])) else { return nil }
    self.format = format
    path = parts.count == 2 && parts[1] != "-" ? String(parts[1]) : nil
    if path?.isEmpty == true { return nil }
  }

  /// `--output FILE` as part of the `--format` before it, which alone says what goes there; without
  /// one the file's name does.
  ///
  /// The argument parser collects the values of an option and forgets what stood between them.
  static func joined(_ arguments: [String]) -> [String] {
    var joined: [String] = []
    /// Where a `--format` without a file stands.
    var open: Int?
    var index = arguments.startIndex
    while index < arguments.endIndex, arguments[index] != "--" {
      let (name, value) = option(arguments, &index)
      guard let value else {
        joined.append(name)
        continue
      }
      if name == "--output" {
        if let place = open {
          joined[place] += "=" + value
        } else {
          joined += ["--format", named(value)]
        }
        open = nil
      } else {
        joined += [name, value]
        open = value.contains("=") ? nil : joined.count - 1
      }
    }
    return joined + arguments[index...]
  }

  /// The next option with its value, if it is one of the two; `index` goes past what was read.
  private static func option(
    _ arguments: [String], _ index: inout Int
  ) -> (name: String, value: String?) {
    let argument = arguments[index]
    index += 1
    for name in ["--format", "--output"] {
      if argument == name, index < arguments.endIndex {
        index += 1
        return (name, arguments[index - 1])
      }
      if argument.hasPrefix(name + "=") {
        return (name, String(argument.dropFirst(name.utf8.count + 1)))
      }
    }
    return (argument, nil)
  }

  /// `report.xml` as `junit=report.xml`; what says its form already stays.
  private static func named(_ output: String) -> String {
    if ReportRequest(argument: output) != nil { return output }
    return "\((ReportFormat(fileName: output) ?? .pretty).rawValue)=\(output)"
  }
}
