// Expressions with operators: precedence climbing.

extension Parser {
  /// How `page` and `pages` are read after a plain integer or a `)`.
  enum UnitRule {
    /// As the unit: `len 2 pages`.
    case unit
    /// As the clause: here a statement's TARGET may end.
    case target
    /// In a TARGET after an operator: as the clause if an operand follows, else as the unit, which
    /// is then the only reading that makes sense: `read a..<a + 4 pages`.
    case targetTail
    /// As a word of the statement: `reclaim n pages`.
    case never
  }

  /// Binding powers, lowest to highest.
  private enum Power {
    static let or = 1
    static let and = 2
    static let not = 3
    static let comparison = 4
    static let range = 5
    static let unary = 12
  }

  private enum Infix {
    case logical(LogicalOperator)
    case comparison(ComparisonOperator)
    case range(isHalfOpen: Bool)
    case binary(BinaryOperator)
  }

  /// Parses an expression; `missing`, with a diagnostic, where there is none.
  mutating func parseExpression() -> Expression { parseOperators(atLeast: Power.or) }

  /// Parses an expression in which `pages` after a number may be a clause.
  mutating func parseExpression(_ rule: UnitRule) -> Expression {
    let outer = unitRule
    unitRule = rule
    defer { unitRule = outer }
    return parseExpression()
  }

  private mutating func parseOperators(atLeast minimum: Int) -> Expression {
    guard depth < Parser.maximumDepth else { return tooDeep() }
    depth += 1
    defer { depth -= 1 }

    var left = minimum <= Power.not && isAtWord("not") ? parseNot() : parseUnary()
    while !isLost, let (infix, power) = currentInfix, power >= minimum {
      left = parseInfix(infix, power, after: left)
    }
    return left
  }

  private mutating func parseInfix(
    _ infix: Infix, _ power: Int, after left: Expression
  ) -> Expression {
    if case .comparison = infix { return parseComparison(after: left) }
    let leftHeight = height
    takeOperator()
    let right = parseOperators(atLeast: power + 1)
    height = max(height, leftHeight)
    let whole = left.range.union(right.range)
    switch infix {
    case .logical(let op): return node(.logical(op, left, right), whole)
    case .binary(let op): return node(.binary(op, left, right), whole)
    case .range(let isHalfOpen):
      if case (.range, _)? = currentInfix {
        lose(.expectedStatementEnd, "a range has two ends", hint: "put one range in brackets")
      }
      return node(.range(left, right, isHalfOpen: isHalfOpen), whole)
    case .comparison: return left
    }
  }

  /// `a < b`, `a <= b <= c`.
  private mutating func parseComparison(after left: Expression) -> Expression {
    var tallest = height
    var links: [Comparison] = []
    while !isLost, case (.comparison(let op), _)? = currentInfix {
      let opRange = currentRange
      takeOperator()
      let operand = parseOperators(atLeast: Power.comparison + 1)
      links.append(Comparison(op: op, opRange: opRange, operand: operand))
      tallest = max(tallest, height)
    }
    height = tallest
    return node(.comparison(left, links), rangeFrom(Int(left.range.lower)))
  }

  private mutating func parseNot() -> Expression {
    var places: [Int] = []
    while isAtWord("not") {
      places.append(current.lower)
      takeOperator()
    }
    var operand = parseOperators(atLeast: Power.comparison)
    for place in places.reversed() where !isLost {
      operand = node(.unary(.not, operand), rangeFrom(place))
    }
    return operand
  }

  /// `-a`, `~a`, and what binds tighter.
  private mutating func parseUnary() -> Expression {
    var operators: [(op: UnaryOperator, lower: Int)] = []
    while isAt(.minus) || isAt(.tilde) {
      operators.append((isAt(.minus) ? .negate : .complement, current.lower))
      takeOperator()
    }
    var operand: Expression
    if operators.last?.op == .negate, let folded = parseSmallestInteger(from: operators) {
      operand = folded
      operators.removeLast()
    } else {
      operand = parsePostfix()
    }
    for (op, lower) in operators.reversed() where !isLost {
      operand = node(.unary(op, operand), rangeFrom(lower))
    }
    return operand
  }

  /// 2^63 directly after a minus sign: the one integer whose magnitude does not fit.
  private mutating func parseSmallestInteger(
    from operators: [(op: UnaryOperator, lower: Int)]
  ) -> Expression? {
    guard isAt(.number), let last = operators.last,
      case .integer(1 << 63) = NumberLiteral(lexer.bytes[current.lower..<current.upper])
    else { return nil }
    advance()
    height = 0
    return node(.integer(.min), rangeFrom(last.lower))
  }

  /// Consumes an operator; its right operand may stand on the next line.
  private mutating func takeOperator() {
    if unitRule == .target { unitRule = .targetTail }
    advance()
    continueStatement()
  }

  private var currentInfix: (Infix, power: Int)? {
    if isAtLineStart { return nil }
    switch current.kind {
    case .word:
      switch current.text {
      case "or": return (.logical(.or), Power.or)
      case "and": return (.logical(.and), Power.and)
      case "in": return (.comparison(.in), Power.comparison)
      default: return nil
      }
    case .equal: return (.comparison(.equal), Power.comparison)
    case .notEqual: return (.comparison(.notEqual), Power.comparison)
    case .less: return (.comparison(.less), Power.comparison)
    case .lessOrEqual: return (.comparison(.lessOrEqual), Power.comparison)
    case .greater: return (.comparison(.greater), Power.comparison)
    case .greaterOrEqual: return (.comparison(.greaterOrEqual), Power.comparison)
    case .range: return (.range(isHalfOpen: false), Power.range)
    case .halfOpenRange: return (.range(isHalfOpen: true), Power.range)
    case .pipe: return (.binary(.or), 6)
    case .caret: return (.binary(.xor), 7)
    case .ampersand: return (.binary(.and), 8)
    case .shiftLeft: return (.binary(.shiftLeft), 9)
    case .shiftRight: return (.binary(.shiftRight), 9)
    case .plus: return (.binary(.add), 10)
    case .minus: return (.binary(.subtract), 10)
    case .star: return (.binary(.multiply), 11)
    case .slash: return (.binary(.divide), 11)
    case .doubleSlash: return (.binary(.floorDivide), 11)
    case .percent: return (.binary(.modulo), 11)
    default: return nil
    }
  }

  // MARK: Nodes

  /// A node one higher than the highest expression in it; `missing` when that is too high.
  mutating func node(_ kind: Expression.Kind, _ range: SourceRange) -> Expression {
    height += 1
    guard height <= Parser.maximumDepth else { return tooDeep() }
    countNode()
    return Expression(kind, range: range)
  }

  mutating func countNode() {
    nodes += 1
    if nodes > Parser.maximumNodes {
      report(
        .fileTooLarge, "more than \(Parser.maximumNodes) statements, expressions and comments",
        currentRange)
      giveUp()
    }
  }

  func missingExpression() -> Expression {
    Expression(.missing, range: range(previousUpper, previousUpper))
  }

  private mutating func tooDeep() -> Expression {
    lose(
      .nestedTooDeeply, "nested more than \(Parser.maximumDepth) deep",
      hint: "name a part of it with `let`")
    advance(from: lexer.endOfLine(from: previousUpper))
    height = 0
    return missingExpression()
  }
}
