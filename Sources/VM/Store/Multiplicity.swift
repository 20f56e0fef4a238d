/// A number of something for each key of a map.
struct Multiplicity: RunValue {
  var count: Int

  func advanced(by distance: Int) -> Multiplicity { self }
}

extension RunMap<Multiplicity> {
  /// Counts so many more for each key of the range; what has no number has 0.
  mutating func add(_ count: Int, to range: Range<Int>) {
    var key = range.lowerBound
    while key < range.upperBound {
      let stretch = stretch(at: key, end: range.upperBound)
      assign(key..<stretch.end, Multiplicity(count: (stretch.value?.count ?? 0) + count))
      key = stretch.end
    }
  }
}
