/// One canonical layout for scenario files: `docs/format.md` has its rules.
///
/// Only blanks, line ends, `;` and `\` change. Every other token and every comment stays as it is
/// and where it is, so that a formatted file means what it meant.
public enum Formatter {
  /// The text in its canonical layout, in which it stays when formatted again.
  ///
  /// A file with errors is formatted all the same as long as the parser has understood every part
  /// of it: a `test` in the wrong place is no reason not to indent it. Else nobody knows where its
  /// statements begin and end, and it is refused with what is wrong.
  ///
  /// - Complexity: linear in the length of the text.
  public static func format(_ file: SourceFile) throws(Refusal) -> [UInt8] {
    let parsed = Parser.parse(file)
    guard parsed.diagnostics.allSatisfy(keepsTree) else {
      throw .notUnderstood(parsed.diagnostics)
    }
    let original = Reading(file, parsed)
    let text = Layout.lay(original.pieces)
    // Nothing known makes this fail; what it guards is somebody's only copy of a file.
    guard let result = Reading(of: text), result.meansTheSame(as: original) else {
      throw .meaningWouldChange
    }
    return text
  }

  /// Why a file is not formatted.
  public enum Refusal: Error, Equatable {
    /// Parts of the file make no sense; all that is wrong with it, in the order of the text.
    case notUnderstood([Diagnostic])
    /// A defect of the formatter: its result would be read in another way.
    case meaningWouldChange
  }

  /// The error is about something that is in the tree as it was written.
  fileprivate static func keepsTree(_ diagnostic: Diagnostic) -> Bool {
    switch DiagnosticCode(rawValue: diagnostic.code) {
    case .notAssignable, .notASubject, .reservedName, .ambiguousName, .clausesExclude,
      .addressWithoutLength, .expressionAlone, .misplacedSetup, .misplacedJump, .misplacedTest,
      .misplacedUse, .badParameter, .inclusiveAddressRange:
      true
    default: false
    }
  }
}

/// A text as the parser and the layout see it.
private struct Reading {
  let diagnostics: [Diagnostic]
  /// Without blanks at their ends.
  let comments: [[UInt8]]
  let nodes: [SourceRange]
  let pieces: [Piece]

  /// The text must have its whole tree.
  init(_ file: SourceFile, _ parsed: ParseResult) {
    let marks = TreeMarks(parsed.tree.root)
    diagnostics = parsed.diagnostics
    comments = parsed.tree.comments.map { comment in
      Array(Lexer.withoutTrailingBlanks(Array(comment.text.utf8)[...]))
    }
    nodes = marks.nodes
    pieces = Piece.pieces(of: file.bytes, marks)
  }

  /// Nil for a text that makes no sense.
  init?(of text: [UInt8]) {
    let file = SourceFile(name: "", bytes: text)
    let parsed = Parser.parse(file)
    guard parsed.diagnostics.allSatisfy(Formatter.keepsTree) else { return nil }
    self.init(file, parsed)
  }

  /// The same tokens make the same nodes, with the same comments and errors.
  func meansTheSame(as other: Reading) -> Bool {
    pieces.map(\.text) == other.pieces.map(\.text) && spans == other.spans
      && comments == other.comments
      && diagnostics.map(\.code) == other.diagnostics.map(\.code)
      && diagnostics.map(\.message) == other.diagnostics.map(\.message)
  }

  /// The first and the last token of every node, by their number.
  private var spans: [ClosedRange<Int>] {
    nodes.map { node in
      let first = pieces.partitioningIndex { $0.upper > node.lower }
      let last = pieces.partitioningIndex { $0.upper >= node.upper }
      return first...max(first, last)
    }
  }
}

extension [Piece] {
  /// The first index from which on the condition holds, by bisection.
  fileprivate func partitioningIndex(where condition: (Piece) -> Bool) -> Int {
    var low = 0
    var high = count
    while low < high {
      let middle = (low + high) / 2
      if condition(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
