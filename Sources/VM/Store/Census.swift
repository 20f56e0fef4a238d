/// A number of something for each key of a map.
struct Multiplicity: RunValue {
  var count: Int

  func advanced(by distance: Int) -> Multiplicity { self }
}

/// Counts how often each key is named by many ranges: all ends are sorted once, so that ten thousand
/// ranges over the same broken-up keys cost no more than their own number.
struct Census {
  private var ends: [(key: Int, change: Int)] = []

  /// Names the keys of the range once more.
  mutating func add(_ range: Range<Int>) {
    if range.isEmpty { return }
    ends.append((range.lowerBound, 1))
    ends.append((range.upperBound, -1))
  }

  /// The keys that have been named, in runs of equal numbers, ascending.
  ///
  /// - Complexity: O(n log n) in the ranges added.
  func runs() -> [Run<Multiplicity>] {
    if ends.count == 2 {
      return [Run(start: ends[0].key, end: ends[1].key, value: Multiplicity(count: 1))]
    }
    var found: [Run<Multiplicity>] = []
    var count = 0
    var last = 0
    for (key, change) in ends.sorted(by: { $0.key < $1.key }) {
      if key > last, count > 0 {
        let run = Run(start: last, end: key, value: Multiplicity(count: count))
        if found.last?.isContinued(by: run) == true {
          found[found.count - 1].end = key
        } else {
          found.append(run)
        }
      }
      count += change
      last = key
    }
    return found
  }

  /// The same as a map, which the caller frees.
  func map() -> RunMap<Multiplicity> {
    var map = RunMap<Multiplicity>()
    for run in runs() { map.assign(run.start..<run.end, run.value) }
    return map
  }
}
