/// A word of the language with what help says about it.
public struct VocabularyEntry: Hashable, Sendable {
  /// The word itself; for members with the dots: `pagetables.leaf`.
  public let name: String
  /// How it is written: `munmap TARGET [at OFF] [len N]`. The name itself for plain words.
  public let synopsis: String
  /// One line for people.
  public let summary: String

  init(_ name: String, _ synopsis: String? = nil, _ summary: String) {
    self.name = name
    self.synopsis = synopsis ?? name
    self.summary = summary
  }
}

/// All the words of the language. Parser, checker, help, completion and the reference page read
/// these tables; kernels and machines belong to the model.
public enum Vocabulary {}
