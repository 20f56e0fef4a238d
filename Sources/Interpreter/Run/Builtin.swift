/// The functions that every script has.
enum Builtin: String, CaseIterable {
  case len, min, max, sum, abs, ceil, floor, round, str, hex, size, all, any, range
  case mapcount, refcount, owners

  /// By the number that instructions use.
  static let table = allCases

  var argumentCounts: ClosedRange<Int> {
    switch self {
    case .min, .max: 1...Int.max
    case .range: 1...3
    default: 1...1
    }
  }
}
