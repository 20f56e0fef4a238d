import VM

/// The processes of a family by declared number: `p[1..100]`, or `g[0]`, `g[7]`.
struct ProcessFamily {
  typealias Member = (index: Int, process: ProcessID)

  let name: WorldName
  let birth: BirthNumber
  /// Ascending by number.
  private(set) var members = ChunkedArray<Member>()

  init(name: WorldName, birth: BirthNumber) {
    self.name = name
    self.birth = birth
  }

  subscript(_ index: Int) -> ProcessID? {
    let position = position(of: index)
    guard position < members.count, members[position].index == index else { return nil }
    return members[position].process
  }

  /// The members with numbers in the range.
  func members(in range: ClosedRange<Int>) -> Slice<ChunkedArray<Member>> {
    let low = position(of: range.lowerBound)
    var high = position(of: range.upperBound)
    if high < members.count, members[high].index == range.upperBound { high += 1 }
    return members[low..<high]
  }

  /// How many members have a greater number, and make room for one that is added.
  func count(above index: Int) -> Int { members.count - position(of: index) }

  /// Adds a member, or replaces the one that has the number.
  mutating func set(_ index: Int, _ process: ProcessID) {
    let position = position(of: index)
    if position < members.count, members[position].index == index {
      members[position].process = process
    } else {
      members.insert((index, process), at: position)
    }
  }

  /// The first position whose number is not below `index`.
  private func position(of index: Int) -> Int {
    guard let first = members.first, let last = members.last else { return 0 }
    if last.index < index { return members.count }
    // Nearly always there are no gaps.
    let (place, overflow) = index.subtractingReportingOverflow(first.index)
    if !overflow, members.indices.contains(place), members[place].index == index { return place }
    var low = 0
    var high = members.count
    while low < high {
      let middle = (low + high) / 2
      if members[middle].index < index { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
