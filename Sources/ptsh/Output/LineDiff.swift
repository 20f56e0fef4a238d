/// What differs between two lists of lines, found in nearly linear time.
///
/// Lines that both lists have exactly once are lined up first (patience diff); what is left between
/// them is compared line by line as long as it is small, and replaced as a whole where it is not.
/// The result is always right, and short for texts that people wrote.
struct LineDiff {
  /// Lines of both lists that differ: `old` was replaced by `new`; one of them may be empty.
  struct Change: Equatable {
    var old: Range<Int>
    var new: Range<Int>
  }

  /// In order; between two of them at least one line is the same.
  private(set) var changes: [Change] = []

  private let old: [Int]
  private let new: [Int]
  /// Larger stretches without a line to go by are replaced as a whole.
  private static let tableLimit = 1 << 20
  private static let depthLimit = 64

  /// - Complexity: O(n log n) in the number of lines, and bounded for each stretch of lines that
  ///   occur more than once.
  init(_ old: [ArraySlice<UInt8>], _ new: [ArraySlice<UInt8>]) {
    // Equal lines have equal numbers.
    var numbers: [ArraySlice<UInt8>: Int] = [:]
    func number(_ line: ArraySlice<UInt8>) -> Int {
      if let known = numbers[line] { return known }
      numbers[line] = numbers.count
      return numbers.count - 1
    }
    self.old = old.map(number)
    self.new = new.map(number)
    compare(old.indices, new.indices, depth: 0)
  }

  private mutating func compare(_ old: Range<Int>, _ new: Range<Int>, depth: Int) {
    let (old, new) = withoutEqualEnds(old, new)
    if old.isEmpty, new.isEmpty { return }
    let anchors =
      old.isEmpty || new.isEmpty || depth == Self.depthLimit ? [] : anchors(in: old, new)
    if anchors.isEmpty {
      compareByTable(old, new)
      return
    }
    var at = (old: old.lowerBound, new: new.lowerBound)
    for anchor in anchors {
      compare(at.old..<anchor.old, at.new..<anchor.new, depth: depth + 1)
      at = (anchor.old + 1, anchor.new + 1)
    }
    compare(at.old..<old.upperBound, at.new..<new.upperBound, depth: depth + 1)
  }

  private func withoutEqualEnds(
    _ old: Range<Int>, _ new: Range<Int>
  ) -> (Range<Int>, Range<Int>) {
    var (old, new) = (old, new)
    while let first = old.first, let other = new.first, self.old[first] == self.new[other] {
      (old, new) = (old.dropFirst(), new.dropFirst())
    }
    while let last = old.last, let other = new.last, self.old[last] == self.new[other] {
      (old, new) = (old.dropLast(), new.dropLast())
    }
    return (old, new)
  }

  // MARK: Patience

  /// Lines that stand once in both stretches, as many as keep their order.
  private func anchors(in old: Range<Int>, _ new: Range<Int>) -> [(old: Int, new: Int)] {
    let inOld = Self.once(self.old, in: old)
    let inNew = Self.once(self.new, in: new)
    var pairs: [(old: Int, new: Int)] = []
    for at in old where inOld[self.old[at]] == at {
      if let other = inNew[self.old[at]] ?? nil { pairs.append((at, other)) }
    }
    return Self.longestRise(pairs)
  }

  /// Where each line stands that stands there once; nil for those that stand there more often.
  private static func once(_ lines: [Int], in range: Range<Int>) -> [Int: Int?] {
    var places: [Int: Int?] = [:]
    for at in range {
      places.updateValue(places[lines[at]] == nil ? at : nil, forKey: lines[at])
    }
    return places
  }

  /// The longest part of the pairs, which are in the order of `old`, that is in the order of `new`.
  private static func longestRise(_ pairs: [(old: Int, new: Int)]) -> [(old: Int, new: Int)] {
    // For each length the rise of that length with the lowest end, as an index into the pairs.
    var ends: [Int] = []
    var previous = [Int](repeating: -1, count: pairs.count)
    for (index, pair) in pairs.enumerated() {
      var low = 0
      var high = ends.count
      while low < high {
        let middle = (low + high) / 2
        if pairs[ends[middle]].new < pair.new { low = middle + 1 } else { high = middle }
      }
      if low > 0 { previous[index] = ends[low - 1] }
      if low == ends.count { ends.append(index) } else { ends[low] = index }
    }
    var rise: [(old: Int, new: Int)] = []
    var at = ends.last ?? -1
    while at >= 0 {
      rise.append(pairs[at])
      at = previous[at]
    }
    return rise.reversed()
  }

  // MARK: Small stretches

  /// The longest common part by the table of all pairs of lines.
  private mutating func compareByTable(_ old: Range<Int>, _ new: Range<Int>) {
    let width = new.count + 1
    guard !old.isEmpty, !new.isEmpty, (old.count + 1) * width <= Self.tableLimit else {
      add(old, new)
      return
    }
    // How many lines the rests of both have in common.
    var common = [Int32](repeating: 0, count: (old.count + 1) * width)
    for i in old.indices.reversed() {
      for j in new.indices.reversed() {
        let cell = (i - old.lowerBound) * width + j - new.lowerBound
        common[cell] =
          self.old[i] == self.new[j]
          ? common[cell + width + 1] + 1 : max(common[cell + width], common[cell + 1])
      }
    }
    var (i, j) = (old.lowerBound, new.lowerBound)
    while i < old.upperBound, j < new.upperBound {
      let cell = (i - old.lowerBound) * width + j - new.lowerBound
      if self.old[i] == self.new[j] {
        (i, j) = (i + 1, j + 1)
      } else if common[cell + width] >= common[cell + 1] {
        add(i..<i + 1, j..<j)
        i += 1
      } else {
        add(i..<i, j..<j + 1)
        j += 1
      }
    }
    if i < old.upperBound || j < new.upperBound { add(i..<old.upperBound, j..<new.upperBound) }
  }

  /// Adds a change, or makes the last one longer.
  private mutating func add(_ old: Range<Int>, _ new: Range<Int>) {
    if let last = changes.last, last.old.upperBound == old.lowerBound,
      last.new.upperBound == new.lowerBound
    {
      changes[changes.count - 1] = Change(
        old: last.old.lowerBound..<old.upperBound, new: last.new.lowerBound..<new.upperBound)
    } else {
      changes.append(Change(old: old, new: new))
    }
  }
}
