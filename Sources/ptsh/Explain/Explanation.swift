import Interpreter
import PTLang
import VM

/// Everything that `ptsh explain` knows: codes of diagnostics, words of the language, kernels and
/// machines.
enum Explanation {
  /// The paragraphs about a topic; none if it is unknown. A word with several meanings has one
  /// for each.
  static func paragraphs(about topic: String) -> [String] {
    let code = topic.uppercased()
    if let known = codes.first(where: { $0.code == code }) {
      return ["\(known.code): \(known.title)\n  \(known.explanation)"]
    }
    return words(topic) + kernels(topic) + machines(topic)
  }

  /// Every topic, for suggestions.
  static var topics: [String] {
    codes.map(\.code) + vocabulary.map(\.entry.name) + Kernel.all.map(\.name)
      + Geometry.all.map(\.name)
  }

  /// The codes of the language and those of a run.
  private static let codes =
    DiagnosticCode.allCases.map {
      (code: $0.rawValue, title: $0.title, explanation: $0.explanation)
    }
    + RunCode.allCases.map { (code: $0.rawValue, title: $0.title, explanation: $0.explanation) }
    + WarningCode.allCases.map { (code: $0.rawValue, title: $0.title, explanation: $0.explanation) }

  // MARK: Words

  private static let vocabulary: [(kind: String, entry: VocabularyEntry)] =
    entries("statement", Vocabulary.statements)
    + entries("statement", Vocabulary.verbs.map(\.help))
    + entries("clause", Vocabulary.clauseWords)
    + entries("advice", Vocabulary.advices)
    + entries("function", Vocabulary.functions)
    + entries("counter", Vocabulary.globals)
    + entries("of a process", Vocabulary.processProperties)
    + entries("of a file", Vocabulary.fileProperties)
    + entries("of a region", Vocabulary.regionProperties)
    + entries("error number", Vocabulary.errnos)
    + entries("signal", Vocabulary.signals)

  private static func entries(
    _ kind: String, _ entries: [VocabularyEntry]
  ) -> [(kind: String, entry: VocabularyEntry)] {
    entries.map { (kind, $0) }
  }

  private static func words(_ topic: String) -> [String] {
    var seen: Set<String> = []
    return vocabulary.filter { $0.entry.name == topic }
      .map { "\($0.entry.synopsis)  (\($0.kind))\n  \($0.entry.summary)" }
      .filter { seen.insert($0).inserted }
  }

  // MARK: Kernels and machines

  private static func kernels(_ topic: String) -> [String] {
    guard let kernel = Kernel.named(topic) else { return [] }
    let knobs = kernel.knobs.map { "knob \($0.name): \($0.summary)" }
    let titles = Columns.padded(RuleRow.all.map(\.title))
    let rules = zip(titles, RuleRow.all).map { "\($0)  \($1.phrase(kernel))" }
    let lines = ["\(kernel.name)  (kernel)", kernel.summary] + knobs + rules
    return [lines.joined(separator: "\n  ")]
  }

  private static func machines(_ topic: String) -> [String] {
    guard let machine = Geometry.named(topic) else { return [] }
    var lines = ["\(machine.name)  (machine)", machine.summary]
    let levels = machine.levels.map { "\($0.name) \($0.indexBits)" }.joined(separator: ", ")
    lines.append("index bits of the levels: \(levels)")
    lines.append("a leaf table spans \(machine.leafSpan) bytes, a page is \(machine.pageSize)")
    lines.append("mappings are placed downwards from \(machine.mmapBase)")
    if let note = note(on: machine.name) { lines.append(note) }
    return [lines.joined(separator: "\n  ")]
  }

  /// Where a machine differs from its hardware.
  static func note(on machine: String) -> String? {
    switch machine {
    case "i386-pae": "the top level, 32 bytes on the hardware, is counted as one page"
    case "sv39", "arm64-16k", "arm64-64k":
      "table entries carry read, write and execute bits as on x86, which this hardware lacks"
    default: nil
    }
  }
}
