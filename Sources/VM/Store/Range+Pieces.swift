extension Range<Int> {
  /// What lies before, in and behind the other range, as far as it is not empty.
  func split(by other: Range<Int>) -> [Range<Int>] {
    let inside = clamped(to: other)
    guard !inside.isEmpty else { return isEmpty ? [] : [self] }
    return [
      lowerBound..<inside.lowerBound, inside, inside.upperBound..<upperBound,
    ].filter { !$0.isEmpty }
  }
}

extension [Range<Int>] {
  /// The same numbers, each once, in as few ranges as can be, ascending.
  func merged() -> [Range<Int>] {
    if count < 2 { return self }
    var merged: [Range<Int>] = []
    for range in sorted(by: { $0.lowerBound < $1.lowerBound }) {
      if let last = merged.last, range.lowerBound <= last.upperBound {
        merged[merged.count - 1] =
          last.lowerBound..<Swift.max(last.upperBound, range.upperBound)
      } else {
        merged.append(range)
      }
    }
    return merged
  }

  /// Whether one of the ranges, which are merged, overlaps another.
  func overlap(_ other: Range<Int>) -> Bool {
    var low = 0
    var high = count
    while low < high {
      let middle = (low + high) / 2
      if self[middle].upperBound > other.lowerBound { high = middle } else { low = middle + 1 }
    }
    return low < count && self[low].overlaps(other)
  }
}
