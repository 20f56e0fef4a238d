/// `i/n`: the i-th of n parts of the tests; the parts together are all tests, each once.
struct Shard: Hashable, Sendable, CustomStringConvertible {
  /// From 1 to `count`.
  let number: Int
  let count: Int

  init?(_ text: String) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 2, let number = Int(parts[0]), let count = Int(parts[1]),
      count > 0, (1...count).contains(number)
    else { return nil }
    self.number = number
    self.count = count
  }

  /// Whether the test with this place, from 0, belongs to the part.
  func contains(_ place: Int) -> Bool { place % count == number - 1 }

  var description: String { "\(number)/\(count)" }
}
