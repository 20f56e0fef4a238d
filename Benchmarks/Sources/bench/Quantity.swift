import Foundation

/// What a number of the table means, and how it is written.
enum Quantity: String {
  /// Nanoseconds.
  case time
  /// Bytes.
  case memory
  case ratio

  private typealias Unit = (name: String, size: Double)

  private func unit(for number: Double) -> Unit {
    let units: [Unit]
    switch self {
    case .time: units = [(" ns", 1), (" µs", 1e3), (" ms", 1e6), (" s", 1e9)]
    case .memory: units = [(" B", 1), (" kB", 1e3), (" MB", 1e6), (" GB", 1e9)]
    case .ratio: units = [("", 1)]
    }
    return units.last { number >= $0.size } ?? units[0]
  }

  func text(_ number: Double) -> String {
    let unit = unit(for: number)
    return Self.digits(number / unit.size) + unit.name
  }

  /// Two numbers in the unit of a third one.
  func text(from low: Double, to high: Double, like number: Double) -> String {
    let size = unit(for: number).size
    return Self.digits(low / size) + "–" + Self.digits(high / size)
  }

  /// Three digits, or two of a small fraction.
  private static func digits(_ number: Double) -> String {
    if number > 0, number < 0.1 { return String(format: "%.2g", number) }
    let places = number < 9.995 ? 2 : number < 99.95 ? 1 : 0
    return String(format: "%.\(places)f", number)
  }
}
