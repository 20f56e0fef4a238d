/// Something that `ptsh explain` knows about.
struct Topic: Sendable {
  /// What kind of word it is, in the order of the overview.
  enum Kind: String, Sendable, CaseIterable {
    case statement, clause, protection, advice, function
    case operatorWord = "word of expressions"
    case counter
    case processProperty = "property of a process"
    case fileProperty = "property of a file"
    case regionProperty = "property of a region"
    case errno = "error number"
    case signal, machine, kernel, knob
    case profile = "cost profile"
    case code

    /// The name under which all of a kind are listed: a topic too.
    var group: String {
      switch self {
      case .statement: "statements"
      case .clause: "clauses"
      case .protection: "protections"
      case .advice: "advices"
      case .function: "functions"
      case .operatorWord: "operators"
      case .counter: "counters"
      case .processProperty: "processes"
      case .fileProperty: "files"
      case .regionProperty: "regions"
      case .errno: "errnos"
      case .signal: "signals"
      case .machine: "machines"
      case .kernel: "kernels"
      case .knob: "knobs"
      case .profile: "profiles"
      case .code: "codes"
      }
    }
  }

  let kind: Kind
  let name: String
  /// One line for lists.
  let summary: String
  /// All that there is to say, without a title.
  let body: Document

  /// With its title.
  func document(level: Int = 1) -> Document {
    var document = Document()
    let title = kind == .code ? "\(name): \(summary)" : "\(name)  (\(kind.rawValue))"
    document.heading(title, level: level)
    document += body
    return document
  }

  /// Every topic, kind by kind.
  static let all: [Topic] = Kind.allCases.flatMap { topics(of: $0) }
}
