/// The command line; `scripts/bench` fills in the paths.
struct Arguments {
  var isQuick = false
  var isList = false
  var isRecording = true
  var results = "Benchmarks/results/results.tsv"
  var commit = "unknown"
  /// A directory for files to measure with.
  var scratch = ""
  var ptsh = ""
  /// nil if there is none.
  var lua: String?
  /// Lines are selected by their names, or the beginnings of these.
  var names: [String] = []

  struct Problem: Error {
    let phrase: String
  }

  init(_ arguments: [String]) throws(Problem) {
    var rest = arguments[...]
    while let argument = rest.popFirst() {
      switch argument {
      case "--quick": isQuick = true
      case "--list": isList = true
      case "--no-record": isRecording = false
      case "--results": results = try value(of: argument, &rest)
      case "--commit": commit = try value(of: argument, &rest)
      case "--scratch": scratch = try value(of: argument, &rest)
      case "--ptsh": ptsh = try value(of: argument, &rest)
      case "--lua": lua = try value(of: argument, &rest)
      case _ where argument.hasPrefix("-"): throw Problem(phrase: "no option '\(argument)'")
      default: names.append(argument)
      }
    }
  }

  private func value(
    of option: String, _ rest: inout ArraySlice<String>
  ) throws(Problem) -> String {
    guard let value = rest.popFirst() else { throw Problem(phrase: "'\(option)' needs a value") }
    return value
  }

  func selects(_ line: Line) -> Bool {
    names.isEmpty || names.contains(where: line.isCalled)
  }
}
