/// Arithmetic on two values that are not both integers without overflow: everything that the run
/// loop does not do itself.
enum Arithmetic {
  /// A number as arithmetic sees it.
  enum Number {
    case integer(Int)
    case float(Double)

    var double: Double {
      switch self {
      case .integer(let number): Double(number)
      case .float(let number): number
      }
    }
  }

  static func apply(_ op: Opcode, _ a: Number, _ b: Number) throws(Stop) -> Value {
    switch (a, b) {
    case (.integer(let a), .integer(let b)): return try integers(op, a, b)
    default: return try floats(op, a, b)
    }
  }

  private static func integers(_ op: Opcode, _ a: Int, _ b: Int) throws(Stop) -> Value {
    switch op {
    case .add: return try checked(a.addingReportingOverflow(b), "+", a, b)
    case .subtract: return try checked(a.subtractingReportingOverflow(b), "-", a, b)
    case .multiply: return try checked(a.multipliedReportingOverflow(by: b), "*", a, b)
    case .divide:
      guard b != 0 else { throw .error(.divisionByZero, "division by zero") }
      return Value(Double(a) / Double(b))
    case .floorDivide: return Value(try floorDivided(a, b).quotient)
    case .modulo: return b == -1 ? Value(0) : Value(try floorDivided(a, b).remainder)
    case .bitAnd: return Value(a & b)
    case .bitOr: return Value(a | b)
    case .bitXor: return Value(a ^ b)
    case .shiftLeft: return try shiftedLeft(a, b)
    case .shiftRight:
      try checkShift(b)
      return Value(a >> b)
    default: return .undefined
    }
  }

  private static func checked(
    _ result: (partialValue: Int, overflow: Bool), _ sign: String, _ a: Int, _ b: Int
  ) throws(Stop) -> Value {
    if result.overflow {
      throw .error(.overflow, "\(a) \(sign) \(b) overflows a 64-bit integer")
    }
    return Value(result.partialValue)
  }

  /// Rounded towards minus infinity; the remainder has the sign of the divisor.
  static func floorDivided(_ a: Int, _ b: Int) throws(Stop) -> (quotient: Int, remainder: Int) {
    guard b != 0 else { throw .error(.divisionByZero, "division by zero") }
    // The one quotient that does not fit.
    if b == -1 {
      let (quotient, overflow) = 0.subtractingReportingOverflow(a)
      if overflow { throw .error(.overflow, "\(a) // -1 overflows a 64-bit integer") }
      return (quotient, 0)
    }
    let (quotient, remainder) = a.quotientAndRemainder(dividingBy: b)
    if remainder != 0, (remainder < 0) != (b < 0) { return (quotient - 1, remainder + b) }
    return (quotient, remainder)
  }

  private static func checkShift(_ count: Int) throws(Stop) {
    guard (0..<64).contains(count) else {
      throw .error(.shiftRange, "shift by \(count): a shift is by 0 to 63 bits")
    }
  }

  private static func shiftedLeft(_ a: Int, _ count: Int) throws(Stop) -> Value {
    try checkShift(count)
    let shifted = a << count
    guard shifted >> count == a else {
      throw .error(.overflow, "\(a) << \(count) overflows a 64-bit integer")
    }
    return Value(shifted)
  }

  private static func floats(_ op: Opcode, _ x: Number, _ y: Number) throws(Stop) -> Value {
    let (a, b) = (x.double, y.double)
    switch op {
    case .add: return Value(a + b)
    case .subtract: return Value(a - b)
    case .multiply: return Value(a * b)
    case .divide, .floorDivide, .modulo:
      guard b != 0 else { throw .error(.divisionByZero, "division by zero") }
      if op == .divide { return Value(a / b) }
      let quotient = (a / b).rounded(.down)
      if op == .floorDivide { return Value(quotient) }
      let remainder = a.truncatingRemainder(dividingBy: b)
      return Value(remainder != 0 && (remainder < 0) != (b < 0) ? remainder + b : remainder)
    default: throw .error(.wrongType, "bits of a float cannot be combined")
    }
  }

  // MARK: Order

  /// Compares exactly, also an integer with a float; nil if one is not a number (NaN).
  static func order(_ a: Number, _ b: Number) -> Order? {
    switch (a, b) {
    case (.integer(let a), .integer(let b)): a < b ? .less : a == b ? .equal : .greater
    case (.float(let a), .float(let b)):
      a < b ? .less : a == b ? .equal : a > b ? .greater : nil
    case (.integer(let a), .float(let b)): order(a, b)
    case (.float(let a), .integer(let b)): order(b, a)?.reversed
    }
  }

  private static func order(_ a: Int, _ b: Double) -> Order? {
    if b.isNaN { return nil }
    if b >= 0x1p63 { return .less }
    if b < -0x1p63 { return .greater }
    let whole = b.rounded(.down)
    let number = Int(whole)
    if a != number { return a < number ? .less : .greater }
    return b > whole ? .less : .equal
  }

  enum Order {
    case less, equal, greater

    var reversed: Order {
      switch self {
      case .less: .greater
      case .equal: .equal
      case .greater: .less
      }
    }
  }
}
