/// What a heap's lists were before they changed, while a session keeps marks; the newest change
/// last.
///
/// Strings, ranges and records never change, so lists are all. Of a list that only grew its length
/// is enough.
struct HeapLog {
  enum Saved {
    case count(slot: Int, Int)
    case contents(slot: Int, [Value])
  }

  private(set) var saved: [Saved] = []
  /// How many have been dropped at the old end.
  private(set) var dropped = 0
  /// Bytes that it takes.
  private(set) var bytes = 0
  /// Even, and another one after each mark. A list with this stamp is saved, or younger than the
  /// mark; with the odd one after it its length is.
  private(set) var stamp: UInt32 = 0

  /// The place of the next entry.
  var end: Int { dropped + saved.count }

  mutating func mark() -> Int {
    stamp &+= 2
    return end
  }

  mutating func append(_ entry: Saved) {
    saved.append(entry)
    bytes += Self.cost(entry)
  }

  mutating func popLast(downTo place: Int) -> Saved? {
    guard end > place, let entry = saved.popLast() else { return nil }
    bytes -= Self.cost(entry)
    return entry
  }

  /// Drops the entries before a place.
  mutating func drop(before place: Int) {
    let count = min(max(place - dropped, 0), saved.count)
    for entry in saved[..<count] { bytes -= Self.cost(entry) }
    saved.removeSubrange(..<count)
    dropped += count
  }

  private static func cost(_ entry: Saved) -> Int {
    let own = MemoryLayout<Saved>.stride
    return switch entry {
    case .count: own
    case .contents(_, let values): own + values.count * MemoryLayout<Value>.stride
    }
  }
}

extension Heap {
  /// Remembers all lists as they are now; the place of the log to go back to.
  func mark() -> Int { undoLog.mark() }

  /// Puts lists back as they were at a mark.
  ///
  /// What they held then must have been among the roots of each collection since.
  func rewind(to place: Int) {
    while let entry = undoLog.popLast(downTo: place) {
      switch entry {
      case .count(let slot, let count): slots[slot].count = count
      case .contents(let slot, let values):
        slots[slot].count = values.count
        let storage = slots[slot].storage?.assumingMemoryBound(to: Value.self)
        for (position, value) in values.enumerated() { storage?[position] = value }
      }
    }
    // Lists saved since count as not saved.
    _ = undoLog.mark()
  }

  /// The values that marks lead to.
  var loggedValues: [Value] {
    undoLog.saved.flatMap { entry -> [Value] in
      if case .contents(_, let values) = entry { values } else { [] }
    }
  }

  /// A list is about to grow.
  @inline(never)
  func saveCount(_ slot: Int) {
    guard slots[slot].savedAt != undoLog.stamp | 1 else { return }
    slots[slot].savedAt = undoLog.stamp | 1
    undoLog.append(.count(slot: slot, slots[slot].count))
  }

  /// An element of a list is about to be stored.
  func willStore(in list: Value) {
    guard list.tag == .list, let slot = slot(list, .list), slots[slot].savedAt != undoLog.stamp
    else { return }
    slots[slot].savedAt = undoLog.stamp
    undoLog.append(.contents(slot: slot, Array(values(list))))
  }
}
