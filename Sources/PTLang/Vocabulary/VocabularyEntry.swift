/// A word of the language with what help says about it. In texts code stands between backquotes.
public struct VocabularyEntry: Hashable, Sendable {
  /// The word itself; for members with the dots: `pagetables.leaf`.
  public let name: String
  /// How it is written: `munmap TARGET [at OFF] [len N]`. The name itself for plain words.
  public let synopsis: String
  /// One line for people.
  public let summary: String
  /// What is to be known beyond that line, in whole sentences; empty if nothing is.
  public let details: String
  /// What it counts in, or what kind of value it is: `bytes`.
  public let unit: String?
  /// A script that shows it. It runs and passes, on the default kernel unless it chooses one.
  public let example: String?
  /// Where Linux has it: `do_mmap in mm/mmap.c`.
  public let origin: String?
  /// The error numbers and signals with which the kernel refuses it, and when.
  public let refusals: [Refusal]

  public struct Refusal: Hashable, Sendable {
    /// `EINVAL`, `SIGSEGV`.
    public let name: String
    /// When: a phrase.
    public let reason: String

    init(_ name: String, _ reason: String) {
      self.name = name
      self.reason = reason
    }
  }

  init(
    _ name: String, _ synopsis: String?, _ summary: String, unit: String? = nil,
    details: String = "", example: String? = nil, origin: String? = nil, refusals: [Refusal] = []
  ) {
    self.name = name
    self.synopsis = synopsis ?? name
    self.summary = summary
    self.details = details
    self.unit = unit
    self.example = example
    self.origin = origin
    self.refusals = refusals
  }

  /// A word that is written as it is named.
  init(
    _ name: String, _ summary: String, unit: String? = nil, details: String = "",
    example: String? = nil, origin: String? = nil
  ) {
    self.init(
      name, nil, summary, unit: unit, details: details, example: example, origin: origin)
  }
}

/// All the words of the language. Parser, checker, help, completion and the reference page read
/// these tables; kernels and machines belong to the model.
public enum Vocabulary {}
