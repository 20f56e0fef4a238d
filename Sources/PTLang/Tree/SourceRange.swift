/// A half-open range of UTF-8 byte offsets in one source file.
///
/// `file` counts the files of a program: 0 is the file that was asked for, the ones after it are
/// those that it includes with `use "lib.pts"`.
public struct SourceRange: Hashable, Sendable {
  public var file: Int32
  public var lower: Int32
  public var upper: Int32

  public init(file: Int32 = 0, lower: Int32, upper: Int32) {
    self.file = file
    self.lower = lower
    self.upper = upper
  }

  /// The smallest range that covers both; both must lie in the same file.
  public func union(_ other: SourceRange) -> SourceRange {
    SourceRange(file: file, lower: min(lower, other.lower), upper: max(upper, other.upper))
  }

  /// Whether the other range lies in this one.
  public func contains(_ other: SourceRange) -> Bool {
    file == other.file && lower <= other.lower && other.upper <= upper
  }
}

/// A word of the source with its place: a name that is declared, a raw word, a clause word.
public struct Name: Hashable, Sendable {
  public var text: String
  public var range: SourceRange

  public init(text: String, range: SourceRange) {
    self.text = text
    self.range = range
  }
}
