/// Turns text into a tree and a list of what is wrong with it.
///
/// The parser never throws and never gives up: what is missing is in the tree as `missing`, and a
/// diagnostic says so. Nesting is limited, so that no text overflows the stack here or in whoever
/// walks, copies or frees the tree.
public struct Parser {
  /// Where the text comes from.
  public enum Mode: Hashable, Sendable {
    case file
    /// Typed at the prompt: an expression alone prints its value, and `else` stands after `}`.
    case shell
  }

  /// Parses a whole file, or what was typed at the prompt.
  ///
  /// - Parameter fileIndex: the `file` of every place in the result.
  /// - Complexity: linear in the length of the text.
  public static func parse(
    _ file: SourceFile, fileIndex: Int32 = 0, mode: Mode = .file
  ) -> ParseResult {
    guard file.bytes.count <= maximumBytes else {
      let start = SourceRange(file: fileIndex, lower: 0, upper: 0)
      let refusal = Diagnostic(
        .fileTooLarge, "file of more than \(maximumBytes >> 20) MiB", start)
      return ParseResult(
        tree: SyntaxTree(root: Block([], range: start), comments: []), diagnostics: [refusal],
        isIncomplete: false)
    }
    var parser = Parser(file.bytes, fileIndex: fileIndex, mode: mode)
    let root = parser.parseFile()
    let tree = SyntaxTree(root: root, comments: parser.comments)
    var checker = FormChecker(mode: mode)
    checker.check(root)
    let limit = maximumDiagnostics
    var found = parser.diagnostics.sortedByPlace(with: checker.diagnostics)
    if found.count > limit {
      let place = found[limit].range
      found.removeSubrange(limit...)
      found.append(Diagnostic(.tooManyErrors, "too many errors", place))
    }
    return ParseResult(
      tree: tree, diagnostics: found, isIncomplete: parser.isIncomplete && !parser.hasGivenUp)
  }

  static let maximumBytes = 1 << 30
  static let maximumDiagnostics = 50
  /// A file with more runs of bytes that are not UTF-8 is no text, and not looked at.
  static let maximumInvalidRuns = 3
  /// The deepest nesting of blocks and expressions; an expression is at most so high.
  static let maximumDepth = 256
  /// The most expressions, statements and comments of one file: bounds the memory of the tree.
  static let maximumNodes = 1_000_000

  let lexer: Lexer
  let fileIndex: Int32
  let mode: Mode

  /// The token to be consumed next; never `invalid`.
  var current = Token(kind: .end, lower: 0, upper: 0, startsLine: true)
  /// Where the token consumed last ends.
  var previousUpper = 0
  /// How many brackets `(` and `[` are open since the innermost block began.
  var openBrackets = 0
  var openBlocks = 0
  /// Blocks and expressions being parsed.
  var depth = 0
  /// The height of the expression that was parsed last.
  var height = 0
  var nodes = 0
  /// How `page` and `pages` after a number are read here.
  var unitRule = UnitRule.unit

  /// Something was reported and the parser has not found its way back: further complaints would
  /// be about the same mistake.
  var isLost = false
  /// Too many errors: the rest of the text is not looked at.
  var hasGivenUp = false
  var isIncomplete = false
  var hasReportedUnclosedBlock = false
  var diagnostics: [Diagnostic] = []
  var comments: [Comment] = []
  /// What may stand at the end of the text, if somebody asks; see `Completion`.
  var expectations: [Expected]?

  init(_ bytes: [UInt8], fileIndex: Int32, mode: Mode) {
    lexer = Lexer(bytes: bytes)
    self.fileIndex = fileIndex
    self.mode = mode
  }

  mutating func parseFile() -> Block {
    let invalid = UTF8Text.invalidRuns(in: lexer.bytes, limit: Parser.maximumInvalidRuns + 1)
    for run in invalid.prefix(Parser.maximumInvalidRuns) {
      report(.invalidEncoding, "bytes that are not UTF-8", range(run.lowerBound, run.upperBound))
    }
    if invalid.count > Parser.maximumInvalidRuns, let run = invalid.last {
      report(
        .tooManyErrors, "too many bytes that are not UTF-8: this is no text",
        range(run.lowerBound, run.upperBound))
      return Block([], range: range(0, lexer.bytes.count))
    }
    let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]
    advance(from: lexer.bytes.starts(with: byteOrderMark) ? byteOrderMark.count : 0)
    let statements = parseStatements()
    return Block(statements, range: range(0, lexer.bytes.count))
  }
}

/// What the parser found.
public struct ParseResult: Sendable {
  /// The whole text, `missing` where a part could not be understood.
  public var tree: SyntaxTree
  /// What is wrong, in the order of the text; at most 50, then "too many errors".
  public var diagnostics: [Diagnostic]
  /// The text ends while something is open: a block, a bracket, the right side of an operator. The
  /// diagnostics complain about it; a shell asks for another line instead.
  public var isIncomplete: Bool
}

extension [Diagnostic] {
  /// Both lists as one, in the order of the text; of two at one place, those of this list first.
  fileprivate func sortedByPlace(with others: [Diagnostic]) -> [Diagnostic] {
    let all = (self + others).enumerated()
    return all.sorted {
      ($0.element.range.lower, $0.offset) < ($1.element.range.lower, $1.offset)
    }.map(\.element)
  }
}
