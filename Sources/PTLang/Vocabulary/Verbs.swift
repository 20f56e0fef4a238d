/// A statement that asks something of the modelled kernel: what it takes.
public struct VerbForm: Hashable, Sendable {
  public let verb: Call.Verb
  /// What stands without a clause word.
  public let operands: Operands
  /// The clauses it takes, in the order in which help names them.
  public let clauses: [Clause.Kind]
  /// Clauses that must be there.
  public let required: [Clause.Kind]
  /// The verb with its synopsis and one line of help.
  public let help: VocabularyEntry

  /// What stands without a clause word, in order.
  public enum Operands: Hashable, Sendable {
    /// One region, address or address range. An access touches pages; the others, given an
    /// address alone, must be told a length.
    case target(isAccess: Bool)
    /// FILE and/or SIZE, in this order.
    case fileAndOrSize
    case fileAndSize
    case size
    /// `N pages`.
    case pageCount
    case none
  }

  /// The names of the clauses, as messages list them: `= V` for the value.
  var clauseNames: [String] { clauses.filter { $0 != .advice }.map(\.written) }

  public var isAccess: Bool { operands == .target(isAccess: true) }
}

extension Vocabulary {
  /// The form of every verb, in the order of `Call.Verb`.
  public static let verbs: [VerbForm] = Call.Verb.allCases.map(makeForm)

  /// The form of one verb.
  public static func form(of verb: Call.Verb) -> VerbForm { verbForms[verb] ?? makeForm(verb) }

  private static let verbForms = Dictionary(uniqueKeysWithValues: verbs.map { ($0.verb, $0) })
  private static let range: [Clause.Kind] = [.at, .len, .page, .pages]
  private static let access: [Clause.Kind] = range + [.every, .random]
  private static let rangeSynopsis = "[at OFF] [len N] | [page I] | [pages A..B]"

  private static func makeForm(_ verb: Call.Verb) -> VerbForm {
    func form(
      _ operands: VerbForm.Operands, _ clauses: [Clause.Kind],
      required: [Clause.Kind] = [], _ synopsis: String
    ) -> VerbForm {
      let help = VerbHelp.of(verb)
      let entry = VocabularyEntry(
        verb.rawValue, synopsis.isEmpty ? verb.rawValue : "\(verb.rawValue) \(synopsis)",
        help.summary, details: help.details, example: help.example, origin: help.origin,
        refusals: help.refusals)
      return VerbForm(
        verb: verb, operands: operands, clauses: clauses, required: required, help: entry)
    }
    let other = VerbForm.Operands.target(isAccess: false)
    switch verb {
    case .mmap:
      return form(
        .fileAndOrSize,
        [
          .shared, .private, .anon, .size, .prot, .offset, .at, .fixed, .align, .populate, .locked,
          .noreserve, .growsdown, .readonly, .reopen, .as,
        ],
        "[shared|private] [FILE|anon] [SIZE|size E] [prot P] [offset N] [at ADDR|fixed ADDR] [align N] "
          + "[populate] [locked] [noreserve] [growsdown] [readonly] [reopen] [as NAME]")
    case .munmap:
      return form(other, range, "TARGET \(rangeSynopsis)")
    case .mprotect:
      return form(
        other, [.prot] + range, required: [.prot],
        "TARGET r|w|x|rw|rx|rwx|none \(rangeSynopsis)")
    case .mremap:
      return form(
        other, [.size, .at, .len, .maymove, .to, .dontunmap, .as], required: [.size],
        "TARGET size NEW [at OFF] [len OLD] [maymove] [to ADDR] [dontunmap] [as NAME]")
    case .madvise:
      return form(
        other, [.advice] + range, required: [.advice], "TARGET ADVICE \(rangeSynopsis)")
    case .mlock:
      return form(other, range, "TARGET \(rangeSynopsis)")
    case .munlock:
      return form(other, range, "TARGET \(rangeSynopsis)")
    case .msync:
      return form(other, range, "TARGET \(rangeSynopsis)")
    case .brk:
      return form(.size, [], "SIZE")
    case .truncate:
      return form(.fileAndSize, [], "FILE SIZE")
    case .remap:
      return form(
        other, [.at, .len, .offset], "TARGET [at OFF] [len N] [offset N]")
    case .read:
      return form(
        .target(isAccess: true), access, "TARGET \(rangeSynopsis) [every N] [random N seed S]")
    case .write:
      return form(
        .target(isAccess: true), access + [.value],
        "TARGET [= V] \(rangeSynopsis) [every N] [random N seed S]")
    case .execute:
      return form(
        .target(isAccess: true), access, "TARGET \(rangeSynopsis) [every N] [random N seed S]")
    case .reclaim:
      return form(.pageCount, [], "N pages")
    case .swapoff:
      return form(.none, [], "")
    case .swapon:
      return form(.size, [], "SIZE")
    }
  }
}
