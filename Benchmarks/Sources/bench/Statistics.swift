import Foundation

/// The numbers of several rounds.
struct Samples {
  /// Ascending; not empty.
  private let sorted: [Double]

  init?(_ numbers: [Double]) {
    if numbers.isEmpty { return nil }
    sorted = numbers.sorted()
  }

  var median: Double {
    let middle = sorted.count / 2
    return sorted.count.isMultiple(of: 2)
      ? (sorted[middle - 1] + sorted[middle]) / 2 : sorted[middle]
  }

  var smallest: Double { sorted[0] }
  var largest: Double { sorted[sorted.count - 1] }
  var count: Int { sorted.count }
}

/// nil for no numbers.
func geometricMean(_ numbers: [Double]) -> Double? {
  if numbers.isEmpty { return nil }
  return exp(numbers.map(log).reduce(0, +) / Double(numbers.count))
}
