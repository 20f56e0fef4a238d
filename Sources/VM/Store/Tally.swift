/// A number of something for each key of a map.
struct Tally: RunValue {
  var count: Int

  func advanced(by distance: Int) -> Tally { self }
}

extension RunMap<Tally> {
  /// Counts so many more for each key of the range; what has no number has 0.
  mutating func add(_ count: Int, to range: Range<Int>) {
    var key = range.lowerBound
    while key < range.upperBound {
      let stretch = stretch(at: key, end: range.upperBound)
      assign(key..<stretch.end, Tally(count: (stretch.value?.count ?? 0) + count))
      key = stretch.end
    }
  }
}
