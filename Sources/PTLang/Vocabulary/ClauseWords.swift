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

  /// Every clause word, with help: those of calls, and those of other statements.
  public static let clauseWords: [VocabularyEntry] = [
    VocabularyEntry("shared", "writes are seen by all who map it and reach the file"),
    VocabularyEntry("private", "writes stay with the process: copy on write"),
    VocabularyEntry("anon", "memory without a file"),
    VocabularyEntry("prot", "prot r|w|x|rw|rx|rwx|none", "the protection; computed: `prot (e)`"),
    VocabularyEntry("size", "size E", "the size of a mapping; the new size for `mremap`"),
    VocabularyEntry("offset", "offset N", "where in the file, in bytes"),
    VocabularyEntry("at", "at E", "the exact address of a mapping; an offset into the target"),
    VocabularyEntry("fixed", "fixed ADDR", "the exact address; replaces what is mapped there"),
    VocabularyEntry("align", "align N", "an address that is a multiple of N"),
    VocabularyEntry("populate", "touch every page at once"),
    VocabularyEntry("locked", "keep the pages in memory, and touch them at once"),
    VocabularyEntry("noreserve", "reserve no swap space"),
    VocabularyEntry("growsdown", "a stack: grows down when touched below"),
    VocabularyEntry("readonly", "the file is opened O_RDONLY"),
    VocabularyEntry("reopen", "through a new open file description"),
    VocabularyEntry("as", "as NAME", "names the region"),
    VocabularyEntry("maymove", "the mapping may move when it cannot grow where it is"),
    VocabularyEntry("to", "to ADDR", "moves the mapping there"),
    VocabularyEntry("dontunmap", "the old range stays mapped, and empty"),
    VocabularyEntry("len", "len N", "how many bytes; the old size for `mremap`"),
    VocabularyEntry("page", "page I", "the page of that number, from 0"),
    VocabularyEntry("pages", "pages A..B", "the pages of these numbers, from 0"),
    VocabularyEntry("every", "every N", "one access every N bytes"),
    VocabularyEntry("random", "random N seed S", "N pages drawn by a generator with that seed"),
    VocabularyEntry("seed", "seed S", "the seed of `random`"),
    VocabularyEntry("fails", "fails ERRNO", "the system call is expected to be refused"),
    VocabularyEntry("faults", "faults SIGNAL [at ADDR]", "the access is expected to fault"),
    VocabularyEntry("filled", "every page of the file is in the page cache"),
    VocabularyEntry("hugetlb", "a file of 2 MiB pages"),
    VocabularyEntry("with", "with KNOB = VALUE, ...", "turns knobs of a machine or kernel"),
  ]

  /// Words that no region, process or file may have as its name, because they begin clauses.
  static let clauseNames = Set(clauseWords.map(\.name))
}

extension VocabularyEntry {
  init(_ name: String, _ summary: String) { self.init(name, nil, summary) }
}

extension Vocabulary {
  /// The word may stand directly after a TARGET: a clause, a protection or an advice.
  static func followsTarget(_ word: String) -> Bool { wordsAfterTarget.contains(word) }

  private static let wordsAfterTarget =
    clauseNames.union(protections.map(\.name)).union(advices.map(\.name))
}
