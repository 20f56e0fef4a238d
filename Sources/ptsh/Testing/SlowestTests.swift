/// Remembers which tests took longest.
struct SlowestTests: Sendable {
  /// How many are listed.
  var limit = 5
  /// Tests that took less are not worth a line, in seconds.
  var threshold = 0.05
  private(set) var list: [(title: String, seconds: Double)] = []

  mutating func add(_ record: TestRecord) {
    guard record.seconds >= threshold, !record.test.isBroken else { return }
    let place = list.firstIndex { $0.seconds < record.seconds } ?? list.endIndex
    guard place < limit else { return }
    list.insert((record.test.title, record.seconds), at: place)
    if list.count > limit { list.removeLast() }
  }
}
