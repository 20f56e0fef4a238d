/// Sets tokens into lines: the layout that `docs/format.md` describes.
struct Layout {
  static let columnLimit = 100
  private static let blockIndentation = 2
  private static let continuationIndentation = 4

  private let pieces: [Piece]
  /// The index of the `}` that closes the `{` of that index.
  private let closings: [Int: Int]
  /// How many brackets `(` and `[` are open before each token.
  private let depths: [Int]
  private var lines: [Line] = []

  /// The whole text, laid out.
  ///
  /// - Parameter pieces: all tokens of a text, `end` included.
  /// - Complexity: linear in their number, but for the nesting of blocks.
  static func lay(_ pieces: [Piece]) -> [UInt8] {
    var layout = Layout(pieces)
    layout.layStatements(in: 0..<(pieces.count - 1), indentation: 0)
    return layout.lines.joinedWithColumns()
  }

  private init(_ pieces: [Piece]) {
    self.pieces = pieces
    var closings: [Int: Int] = [:]
    var open: [Int] = []
    var depths: [Int] = []
    var depth = 0
    for (index, piece) in pieces.enumerated() {
      depths.append(depth)
      switch piece.kind {
      case .leftBrace: open.append(index)
      case .rightBrace: if let opening = open.popLast() { closings[opening] = index }
      case .leftParen, .leftBracket: depth += 1
      case .rightParen, .rightBracket: depth -= 1
      default: break
      }
    }
    self.closings = closings
    self.depths = depths
  }

  // MARK: Statements

  /// Lays out the statements of a block, and the comments before the token that ends it.
  private mutating func layStatements(in range: Range<Int>, indentation: Int) {
    var isFirst = true
    var at = range.lowerBound
    while true {
      layComments(before: at, indentation, &isFirst)
      guard at < range.upperBound else { return }
      if pieces[at].lineEnds > 1, !isFirst { lines.append(.blank) }
      isFirst = false
      let last = endOfStatement(from: at, before: range.upperBound)
      layStatement(at...last, indentation: indentation)
      at = last + 1
    }
  }

  /// The comments between two statements: one on the line of what stands before stays there.
  private mutating func layComments(
    before index: Int, _ indentation: Int, _ isFirst: inout Bool
  ) {
    for comment in pieces[index].comments {
      if comment.lineEnds == 0, !lines.isEmpty {
        lines[lines.count - 1].comment = comment.text
      } else {
        if comment.lineEnds > 1, !isFirst { lines.append(.blank) }
        isFirst = false
        lines.append(Line(indentation: indentation, comment: comment.text))
      }
    }
  }

  /// The last token of the statement that begins at an index.
  private func endOfStatement(from index: Int, before upper: Int) -> Int {
    var at = index
    while true {
      at = (closings[at] ?? at) + 1
      if at >= upper || pieces[at].startsStatement { return at - 1 }
    }
  }

  private mutating func layStatement(_ range: ClosedRange<Int>, indentation: Int) {
    if let line = onOneLine(range, indentation: indentation) {
      lines.append(line)
      return
    }
    // From `{` to `}` is a block; what stands before, between and after is broken by itself.
    var lower = range.lowerBound
    while let opening = (lower...range.upperBound).first(where: { closings[$0] != nil }),
      let closing = closings[opening]
    {
      laySegment(lower...opening, indentation: indentation)
      layStatements(
        in: opening + 1..<closing, indentation: indentation + Self.blockIndentation)
      lower = closing
    }
    laySegment(lower...range.upperBound, indentation: indentation)
  }

  // MARK: One line

  /// The statement on one line, if it fits, has no comment in it, and all its blocks are empty or
  /// were written on one line.
  private func onOneLine(_ range: ClosedRange<Int>, indentation: Int) -> Line? {
    var line = Line(indentation: indentation)
    line.append(pieces[range.lowerBound])
    var previous = pieces[range.lowerBound]
    var openBlocks = 0
    for piece in pieces[range].dropFirst() {
      let endsEmptyBlock = previous.kind == .leftBrace && piece.kind == .rightBrace
      let isBroken = openBlocks > 0 && piece.hasLineEnd && !endsEmptyBlock
      if isBroken || !piece.comments.isEmpty { return nil }
      if piece.startsStatement, previous.kind != .leftBrace {
        line.append("; ")
      } else if !piece.isTight(after: previous) {
        line.append(" ")
      }
      if piece.startsOutcome, openBlocks == 0 { line.outcome = line.text.count }
      line.append(piece)
      if line.end > Self.columnLimit { return nil }
      if piece.kind == .leftBrace { openBlocks += 1 }
      if piece.kind == .rightBrace {
        openBlocks -= 1
        line.outcome = nil
      }
      previous = piece
    }
    return line
  }

  // MARK: Several lines

  /// The part of a statement outside its blocks: `if c {`, `} else {`, or all of it.
  ///
  /// Brackets with a comment between them are laid out as a block is.
  private mutating func laySegment(_ range: ClosedRange<Int>, indentation: Int) {
    let brackets = commentedBrackets(in: range)
    var isInside = false
    var lower = range.lowerBound
    var column = indentation
    var continued = indentation + Self.continuationIndentation
    for index in range.dropFirst() {
      let isOpened = brackets.inner.contains(index)
      let isClosed = brackets.closing.contains(index)
      guard isOpened || isClosed || !pieces[index].comments.isEmpty else { continue }
      fill(lower..<index, indentation: column, continued: continued)
      isInside = (isInside || isOpened) && !isClosed
      continued =
        indentation + (isInside ? Self.blockIndentation : Self.continuationIndentation)
      column = isClosed || mayBeginStatementLine(index) ? indentation : continued
      if mayBeginLine(index) {
        layComments(
          inside: pieces[index],
          indentation: isClosed ? indentation + Self.blockIndentation : column)
      } else {
        layContinuedComments(inside: pieces[index], indentation: column)
      }
      lower = index
    }
    fill(lower..<range.upperBound + 1, indentation: column, continued: continued)
  }

  /// The outermost brackets with a comment between them: the tokens after the opening ones, and
  /// the closing ones.
  private func commentedBrackets(
    in range: ClosedRange<Int>
  ) -> (inner: Set<Int>, closing: Set<Int>) {
    var brackets: (inner: Set<Int>, closing: Set<Int>) = ([], [])
    var inner = 0
    var hasComment = false
    for index in range.dropFirst() where depths[index] > 0 {
      if depths[index - 1] == 0 { (inner, hasComment) = (index, false) }
      if !pieces[index].comments.isEmpty { hasComment = true }
      let isClosing = pieces[index].kind == .rightParen || pieces[index].kind == .rightBracket
      if isClosing, depths[index] == 1, hasComment {
        brackets.inner.insert(inner)
        brackets.closing.insert(index)
      }
    }
    return brackets
  }

  /// An `else`, which may stand on the line after its `}`.
  private func mayBeginStatementLine(_ index: Int) -> Bool {
    pieces[index - 1].kind == .rightBrace && pieces[index].isWord("else")
  }

  /// A line may end before the token without a `\`.
  private func mayBeginLine(_ index: Int) -> Bool {
    depths[index] > 0 || pieces[index - 1].continuesLine || mayBeginStatementLine(index)
  }

  /// Comments before a token that may begin a line.
  private mutating func layComments(inside piece: Piece, indentation: Int) {
    for comment in piece.comments {
      if comment.lineEnds == 0 {
        lines[lines.count - 1].comment = comment.text
      } else {
        lines.append(Line(indentation: indentation, comment: comment.text))
      }
    }
  }

  /// Comments before a token that may not: each stands behind a `\`.
  private mutating func layContinuedComments(inside piece: Piece, indentation: Int) {
    for (index, comment) in piece.comments.enumerated() {
      if index > 0 { lines.append(Line(indentation: indentation)) }
      lines[lines.count - 1].append(index > 0 ? "\\" : " \\")
      lines[lines.count - 1].comment = comment.text
    }
  }

  /// Sets tokens without comments between them: on one line if they fit, else on several.
  private mutating func fill(_ range: Range<Int>, indentation: Int, continued: Int) {
    var line = Line(indentation: indentation)
    var rest = range
    while !rest.isEmpty {
      let upper = endOfLine(rest, indentation: line.indentation)
      for index in rest.lowerBound..<upper {
        if index > rest.lowerBound, !isTight(index) { line.append(" ") }
        line.append(pieces[index])
      }
      if upper < rest.upperBound, !mayBeginLine(upper) { line.append(" \\") }
      lines.append(line)
      line = Line(indentation: continued)
      rest = upper..<rest.upperBound
    }
  }

  /// Where the line ends that begins with the first of these tokens: at the end if they fit, else
  /// at the cheapest place within the limit, and at the last of several.
  private func endOfLine(_ range: Range<Int>, indentation: Int) -> Int {
    var width = indentation
    var best: (cost: Int, index: Int)?
    for index in range {
      if index > range.lowerBound {
        let end = width + (mayBeginLine(index) ? 0 : 2)
        if let cost = pieces[index].breakCost(after: pieces[index - 1], depth: depths[index]),
          best.map({ cost <= $0.cost && end <= Self.columnLimit }) ?? true
        {
          best = (cost, index)
        }
        if !isTight(index) { width += 1 }
      }
      width += pieces[index].width
      if width > Self.columnLimit, let best { return best.index }
    }
    return range.upperBound
  }

  private func isTight(_ index: Int) -> Bool { pieces[index].isTight(after: pieces[index - 1]) }
}
