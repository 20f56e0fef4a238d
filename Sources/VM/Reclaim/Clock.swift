// Second chance: which pages a reclaim takes.

/// The hand that goes over the frames, as long as a reclaim lasts.
struct Clock {
  /// Where it stands: it looks at the first frame from here on, or else at the lowest.
  var hand: FrameNumber
  /// Frames still to be freed.
  var wanted: Int
  /// Frames that hold data.
  var frames: Int
  /// Slots of swap space that are free.
  var slots: Int
  /// Frames passed over since one was freed.
  var passed = 0
  var freed = 0

  /// Whether frames are wanted, and it has not gone over all of them twice for nothing.
  var goesOn: Bool { wanted > 0 && passed < 2 * frames }

  /// Passes over frames, as many as it gets to.
  mutating func pass(_ numbers: Range<FrameNumber>) {
    let count = min(numbers.count, 2 * frames - passed)
    passed += count
    hand = numbers.lowerBound + count
  }

  /// Frees frames, as many as are wanted and find room; those.
  mutating func free(
    _ numbers: Range<FrameNumber>, _ departure: Departure
  ) -> Range<FrameNumber> {
    var count = min(numbers.count, wanted)
    if departure == .newSlot {
      count = min(count, slots)
      slots -= count
    }
    guard count > 0 else { return numbers.lowerBound..<numbers.lowerBound }
    wanted -= count
    frames -= count
    freed += count
    passed = 0
    hand = numbers.lowerBound + count
    return numbers.lowerBound..<hand
  }
}

/// What the hand makes of frames on its way, decided before anything changes: what happens to one
/// page makes no difference to another but by the slots that are left.
struct Sweep {
  /// What becomes of the entries that map a frame.
  enum EntryChange: Equatable {
    case old
    case gone
    /// A swap entry: what to add to the number of the frame for that of the slot.
    case swapped(distance: Int)
  }

  /// Ascending.
  private(set) var entryChanges: [(frames: Range<FrameNumber>, change: EntryChange)] = []
  /// Lazily free pages that are to be so no longer.
  private(set) var kept: [Range<FrameNumber>] = []
  private(set) var leaving: [(run: Run<Frame>, departure: Departure)] = []

  /// Moves the hand over frames that are alike in everything.
  ///
  /// - Parameters:
  ///   - departure: where the pages go; nil if they stay this once.
  ///   - isYoung: an entry that maps each of them is.
  ///   - isPinned: no reclaim may take them.
  mutating func move(
    _ clock: inout Clock, over run: Run<Frame>, _ departure: Departure?, isYoung: Bool,
    isPinned: Bool
  ) {
    let numbers = run.start..<run.end
    if isPinned { return clock.pass(numbers) }
    if isYoung {
      clock.pass(numbers)
      return change(numbers, .old)
    }
    guard let departure else {
      clock.pass(numbers)
      return kept.append(numbers)
    }
    let freed = clock.free(numbers, departure)
    if !freed.isEmpty {
      leaving.append((Run(start: run.start, end: freed.upperBound, value: run.value), departure))
      let distance = departure.slotDistance(of: run)
      change(freed, distance.map { .swapped(distance: $0) } ?? .gone)
    }
    if clock.goesOn, freed.upperBound < run.end { clock.pass(freed.upperBound..<run.end) }
  }

  private mutating func change(_ numbers: Range<FrameNumber>, _ change: EntryChange) {
    if let last = entryChanges.last, last.change == change,
      last.frames.upperBound == numbers.lowerBound
    {
      entryChanges[entryChanges.count - 1].frames = last.frames.lowerBound..<numbers.upperBound
    } else {
      entryChanges.append((numbers, change))
    }
  }

  /// What becomes of the parts of a mapping.
  func forEachChange(
    of mapping: ReverseMapping, _ body: (_ part: ReverseMapping, EntryChange) -> Void
  ) {
    var low = 0
    var high = entryChanges.count
    while low < high {
      let middle = (low + high) / 2
      if entryChanges[middle].frames.upperBound > mapping.frames.lowerBound {
        high = middle
      } else {
        low = middle + 1
      }
    }
    while low < entryChanges.count,
      entryChanges[low].frames.lowerBound < mapping.frames.upperBound
    {
      body(mapping.cut(to: entryChanges[low].frames), entryChanges[low].change)
      low += 1
    }
  }
}
