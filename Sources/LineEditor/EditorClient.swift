/// What a reader asks about the text that is typed.
///
/// Offsets are in bytes of UTF-8. Asked at every key, so the answers must be quick; not asked for
/// hints and colours of blocks over `EditedReader.coloredSize`.
public protocol EditorClient: AnyObject {
  /// Whether Enter runs this text; otherwise it begins another row.
  func isComplete(_ text: String) -> Bool

  /// The spaces that a row begins with.
  ///
  /// - Parameter text: everything before that row, without its line end.
  func indentation(after text: String) -> String

  /// What may stand at the cursor.
  func completion(of text: String, at cursor: Int) -> Completion

  /// What may follow the text, shown dimly after it and taken with the right arrow.
  func hint(after text: String) -> String?

  /// How parts of the text are coloured; in order, without overlaps.
  func colors(of text: String) -> [ColorSpan]

  /// Lines to show when F1 is pressed.
  func help(for text: String, at cursor: Int) -> String?
}

extension EditorClient {
  /// As the row before, and two more after an open bracket.
  public func indentation(after text: String) -> String {
    let row = text.split(separator: "\n", omittingEmptySubsequences: false).last ?? ""
    let spaces = String(row.prefix { $0 == " " })
    guard let end = row.last(where: { $0 != " " }), "{[(".contains(end) else { return spaces }
    return spaces + "  "
  }

  public func completion(of text: String, at cursor: Int) -> Completion { Completion() }
  public func hint(after text: String) -> String? { nil }
  public func colors(of text: String) -> [ColorSpan] { [] }
  public func help(for text: String, at cursor: Int) -> String? { nil }
}

/// The words that may stand in a place.
public struct Completion {
  /// The bytes that a candidate replaces: the beginning of a word up to the cursor.
  public var range: Range<Int>
  public var candidates: [Candidate]

  public init(range: Range<Int> = 0..<0, candidates: [Candidate] = []) {
    self.range = range
    self.candidates = candidates
  }
}

/// A word that may stand in a place.
public struct Candidate: Sendable {
  public var text: String
  /// One phrase about it for the list; may be empty.
  public var summary: String
  /// Inserted after the word when it is the only one.
  public var suffix: String

  public init(_ text: String, summary: String = "", suffix: String = " ") {
    self.text = text
    self.summary = summary
    self.suffix = suffix
  }
}

/// A coloured part of a text.
public struct ColorSpan {
  /// In bytes.
  public var range: Range<Int>
  /// Parameters of the SGR escape sequence: `1;35`.
  public var style: String

  public init(_ range: Range<Int>, _ style: String) {
    self.range = range
    self.style = style
  }
}

/// What does not change while a reader lives.
public struct EditorSettings {
  /// Lines of `~/.editrc` may begin with this name and a colon.
  public var program: String
  /// Whether the prompt, the text and hints are styled; without it there are no hints.
  public var usesColor: Bool
  /// How the prompt is styled, as parameters of SGR.
  public var promptStyle: String
  /// The extension of the file that `$EDITOR` gets, with its dot.
  public var fileExtension: String

  public init(
    program: String, usesColor: Bool, promptStyle: String = "1", fileExtension: String = ""
  ) {
    self.program = program
    self.usesColor = usesColor
    self.promptStyle = promptStyle
    self.fileExtension = fileExtension
  }
}
