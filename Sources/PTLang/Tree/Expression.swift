/// An expression with its place in the source.
public struct Expression: Hashable, Sendable {
  public var kind: Kind
  public var range: SourceRange

  public init(_ kind: Kind, range: SourceRange) {
    self.kind = kind
    self.range = range
  }

  public indirect enum Kind: Hashable, Sendable {
    /// Stands where an expression was expected and none was found; a diagnostic says so.
    case missing
    /// `42`, `0x4000`, `64M`: the value, suffix included.
    case integer(Int64)
    case float(Double)
    case boolean(Bool)
    case null
    /// `"a {x} b"`: text and interpolated expressions in turn.
    case string([StringPart])
    /// `8 pages`, `(n) pages`: the operand times the page size.
    case pages(Expression)
    case list([Expression])
    case name(String)
    /// `base.member`.
    case member(Expression, Name)
    /// `base[index]`; the index is a range expression for a slice: `p[1..5]`.
    case index(Expression, Expression)
    /// `callee(arguments)`; the callee is a `name` or a `member`.
    case call(Expression, [Expression])
    case unary(UnaryOperator, Expression)
    case binary(BinaryOperator, Expression, Expression)
    /// `a and b`, `a or b`: the right side is evaluated only when needed.
    case logical(LogicalOperator, Expression, Expression)
    /// `a < b`, or a chain `a <= b <= c`, which means `a <= b and b <= c`, b evaluated once.
    case comparison(Expression, [Comparison])
    /// `a..b` (inclusive) or `a..<b`.
    case range(Expression, Expression, isHalfOpen: Bool)
    /// `measure { ... }`: a record of what the block changed. Only as the whole right side of
    /// `let`, `var` or `=`.
    case measure(Block)
  }
}

public enum StringPart: Hashable, Sendable {
  case text(String)
  case interpolation(Expression)
}

/// One further link of a comparison: the operator, its place, and the right operand.
public struct Comparison: Hashable, Sendable {
  public var op: ComparisonOperator
  public var opRange: SourceRange
  public var operand: Expression

  public init(op: ComparisonOperator, opRange: SourceRange, operand: Expression) {
    self.op = op
    self.opRange = opRange
    self.operand = operand
  }
}

public enum UnaryOperator: String, Hashable, Sendable, CaseIterable {
  case negate = "-"
  case complement = "~"
  case not = "not"
}

public enum BinaryOperator: String, Hashable, Sendable, CaseIterable {
  case add = "+"
  case subtract = "-"
  case multiply = "*"
  case divide = "/"
  case floorDivide = "//"
  case modulo = "%"
  case and = "&"
  case or = "|"
  case xor = "^"
  case shiftLeft = "<<"
  case shiftRight = ">>"
}

public enum LogicalOperator: String, Hashable, Sendable, CaseIterable {
  case and, or
}

public enum ComparisonOperator: String, Hashable, Sendable, CaseIterable {
  case equal = "=="
  case notEqual = "!="
  case less = "<"
  case lessOrEqual = "<="
  case greater = ">"
  case greaterOrEqual = ">="
  case `in` = "in"
}
