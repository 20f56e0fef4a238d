// Where blanks stand between tokens, and where a line may end.

extension Piece {
  /// Nothing stands between this token and the one before it.
  func isTight(after previous: Piece) -> Bool {
    switch kind {
    case .rightParen, .rightBracket, .comma, .colon, .dot, .range, .halfOpenRange:
      return true
    case .leftParen, .leftBracket:
      if isAttached { return true }
    default: break
    }
    switch previous.kind {
    case .leftParen, .leftBracket, .dot, .range, .halfOpenRange, .tilde: return true
    case .minus: return !previous.isSubtraction
    default: return false
    }
  }

  /// A line may end after this token, outside brackets too, and the statement goes on.
  var continuesLine: Bool {
    switch kind {
    case .comma, .colon, .range, .halfOpenRange, .tilde: true
    case .word: isOperatorWord
    default: isBinaryOperator || kind == .minus || isAssignment
    }
  }

  private var isAssignment: Bool {
    switch kind {
    case .assign, .plusAssign, .minusAssign, .starAssign, .slashAssign, .doubleSlashAssign,
      .percentAssign, .ampersandAssign, .pipeAssign, .caretAssign, .shiftLeftAssign,
      .shiftRightAssign:
      true
    default: false
    }
  }

  private var isBinaryOperator: Bool { operatorLooseness != nil }

  /// How loosely an operator binds, loosest first; nil for what is none.
  private var operatorLooseness: Int? {
    switch kind {
    case .word where isOperatorWord:
      isWord("or") ? 2 : isWord("and") ? 3 : isWord("in") ? 5 : nil
    case .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual: 5
    case .pipe, .caret, .ampersand: 8
    case .shiftLeft, .shiftRight: 9
    case .plus: 10
    case .minus: isSubtraction ? 10 : nil
    case .star, .slash, .doubleSlash, .percent: 11
    default: nil
    }
  }

  /// How unwelcome the end of a line is before this token, for a statement that is too long for
  /// one line: nil where none may be. Clauses part before operators, though only a `\` ends a line
  /// there; loosely bound operators part before tight ones, and brackets are kept together.
  ///
  /// - Parameter depth: how many brackets are open before this token.
  func breakCost(after previous: Piece, depth: Int) -> Int? {
    let deeper = 20 * depth
    if previous.kind == .comma { return deeper }
    if let looseness = previous.operatorLooseness { return deeper + looseness }
    switch previous.kind {
    case .colon: return 12
    case .leftParen, .leftBracket:
      return kind == .rightParen || kind == .rightBracket ? nil : deeper + 18
    default: break
    }
    if depth > 0 { return nil }
    if previous.isAssignment { return 21 }
    return startsClause ? 1 : nil
  }
}
