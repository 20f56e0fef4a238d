/// `a..b`, `a..<b` and `range(a, b, step)`.
struct RangeValue: Hashable {
  var first: Int
  var bound: Int
  /// Never 0.
  var step: Int
  var isHalfOpen: Bool

  /// How many numbers it has; those past `Int.max` are not counted.
  var count: Int {
    let (low, high) = step > 0 ? (first, bound) : (bound, first)
    guard low <= high else { return 0 }
    let distance = UInt(bitPattern: high) &- UInt(bitPattern: low)
    let stride = step.magnitude
    if isHalfOpen {
      guard distance > 0 else { return 0 }
      return Int(clamping: (distance - 1) / stride + 1)
    }
    let steps = distance / stride
    return steps >= UInt(Int.max) ? Int.max : Int(steps) + 1
  }

  /// The number at a position below `count`.
  subscript(_ position: Int) -> Int { first &+ position &* step }

  func contains(_ number: Int) -> Bool {
    let low = step > 0 ? first : bound
    let high = step > 0 ? bound : first
    guard low <= number, number <= high, !(isHalfOpen && number == bound) else { return false }
    return (UInt(bitPattern: number) &- UInt(bitPattern: first)) % step.magnitude == 0
      || (UInt(bitPattern: first) &- UInt(bitPattern: number)) % step.magnitude == 0
  }
}
