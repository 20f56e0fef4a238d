extension Clause.Kind {
  /// How a message names the clause: its word, or `= V`, or `ADVICE`.
  public var written: String {
    switch self {
    case .value: "= V"
    case .advice: "ADVICE"
    default: rawValue
    }
  }

  /// What follows the clause word.
  enum Shape {
    case flag, expression, protection, name, advice
    /// `random N seed S`.
    case numberAndSeed
    /// `= V`.
    case value
  }

  var shape: Shape {
    switch self {
    case .shared, .private, .anon, .populate, .locked, .noreserve, .growsdown, .readonly, .reopen,
      .maymove, .dontunmap:
      .flag
    case .offset, .fixed, .align, .size, .to, .at, .len, .page, .pages, .every: .expression
    case .prot: .protection
    case .as: .name
    case .advice: .advice
    case .random: .numberAndSeed
    case .value: .value
    }
  }
}

extension Vocabulary {
  /// The clause that a word begins, in a statement that has it.
  static func clause(_ word: String) -> Clause.Kind? {
    clausesByWord[word]
  }

  private static let clausesByWord: [String: Clause.Kind] = {
    var words: [String: Clause.Kind] = [:]
    for kind in Clause.Kind.allCases where kind != .value && kind != .advice {
      words[kind.rawValue] = kind
    }
    return words
  }()

  /// Words that no region, process or file may have as its name, because they begin clauses.
  static let clauseNames = Set(clauseWords.map(\.name))
}

extension Vocabulary {
  /// The word may stand directly after a TARGET: a clause, a protection or an advice.
  static func followsTarget(_ word: String) -> Bool { wordsAfterTarget.contains(word) }

  private static let wordsAfterTarget =
    clauseNames.union(protections.map(\.name)).union(advices.map(\.name))
}
