import Foundation

/// All that can be measured.
struct Catalogue {
  let isQuick: Bool
  let ptsh: String
  /// nil if it is not there.
  let lua: String?
  /// The directory of `model` and `peer`.
  let programs: String
  /// For files that are measured with.
  let scratch: URL

  func experiments() throws -> [Experiment] {
    try interpreter() + pages() + forks() + storageForms() + undo() + worlds() + startAndFiles()
  }

  /// What is missing here.
  var notes: [String] {
    var notes: [String] = []
    if lua == nil { notes.append("no lua5.4 here: the interpreter has no peer") }
    if interpreter().isEmpty { notes.append("no programs in \(Self.programDirectory)") }
    return notes
  }

  // MARK: Contenders

  /// 1 GiB, in pages; `--quick` takes a part of it where time grows with it.
  var gibibyte: Int { 262_144 }
  var manyPages: Int { isQuick ? 32768 : gibibyte }

  func model(_ probe: String, pages: Int, _ options: String..., name: String = "model") -> Contender
  {
    Contender(name: name, command: ["\(programs)/model", probe, "pages=\(pages)"] + options)
  }

  func linux(_ operation: String, pages: Int, _ options: String...) -> Contender {
    Contender(name: "Linux", command: ["\(programs)/peer", operation, "\(pages)"] + options)
  }

  func script(_ path: String, _ options: String..., name: String = "ptsh") -> Contender {
    Contender(name: name, command: [ptsh, "run"] + options + [path])
  }
}

/// The number that a contender prints under a name.
func printed(_ metric: String, by contender: String) -> Line.Reading {
  { $0.printed(contender, metric) }
}

extension Line.Peer {
  /// A peer that prints the time of one operation as the model does.
  static func operation(of name: String) -> Line.Peer {
    Line.Peer(name: name, value: printed("op", by: name))
  }
}
