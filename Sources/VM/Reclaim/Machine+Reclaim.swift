// Reclaim: memory is made free by letting pages leave it.
extension Machine {
  /// Frees so many frames, or as many as there are to be had.
  ///
  /// - Kernel: `try_to_free_pages`, `shrink_cache` in mm/vmscan.c.
  public mutating func reclaim(pages: Int) {
    actor = -1
    _ = reclaimFrames(pages)
  }

  /// The same; how many have been freed.
  mutating func reclaimFrames(_ wanted: Int) -> Int {
    let freed = turnHand(wanted)
    guard kernel.unmapsByAddress, freed < wanted else { return freed }
    return freed + scanAddresses(wanted - freed)
  }

  /// Frees frames by second chance; how many.
  private mutating func turnHand(_ wanted: Int) -> Int {
    var clock = Clock(
      hand: totals.reclaimHand, wanted: wanted, frames: totals.framesInUse, slots: freeSlots)
    var position = clock.hand
    // In windows, for few of the frames are needed, and their entries must be sorted; larger and
    // larger ones, for all entries are looked at for each.
    var count = max(4 * min(wanted, totals.framesInUse), 16)
    while clock.goesOn {
      // Behind the highest frame comes the lowest.
      guard let window = frameWindow(from: position, count) else {
        position = 0
        continue
      }
      let mappings = kernel.unmapsByAddress ? [] : mappings(of: window)
      apply(sweep(window, mappings, &clock), to: mappings)
      position = window.upperBound
      count = 8 * min(count, totals.framesInUse)
    }
    totals.reclaimHand = clock.hand
    return clock.freed
  }

  /// The numbers of so many frames from a position on, or of all; nil if there are none.
  private func frameWindow(from position: FrameNumber, _ count: Int) -> Range<FrameNumber>? {
    guard var run = frames.firstRun(endingAfter: position) else { return nil }
    if count >= totals.framesInUse { return position..<Int.max }
    var left = count
    var end = position
    while true {
      let first = max(run.start, end)
      end = min(run.end, first + left)
      left -= end - first
      guard left > 0, let next = frames.firstRun(endingAfter: end) else { return position..<end }
      run = next
    }
  }

  /// Moves the hand over the frames of a window, in stretches that are alike.
  private func sweep(
    _ window: Range<FrameNumber>, _ mappings: [ReverseMapping], _ clock: inout Clock
  ) -> Sweep {
    var sweep = Sweep()
    var pinned = FrameSet(kernel.unmapsByAddress ? hugeFrames() : lockedFrames() + hugeFrames())
    var young = FrameSet(mappings.filter(\.entry.isYoung).map(\.frames))
    var dirty = FrameSet(mappings.filter(\.entry.isDirty).map(\.frames))
    for run in frames.runs(in: window) {
      var frame = run.start
      while frame < run.end, clock.goesOn {
        let (isPinned, pinEnd) = pinned.stretch(at: frame, end: run.end)
        let (isYoung, youngEnd) = young.stretch(at: frame, end: pinEnd)
        let (isDirty, end) = dirty.stretch(at: frame, end: youngEnd)
        let stretch = Run(start: frame, end: end, value: run.value(at: frame))
        sweep.move(
          &clock, over: stretch, departure(of: stretch.value, isWritten: isDirty),
          isYoung: isYoung,
          isPinned: isPinned || (kernel.unmapsByAddress && stretch.value.mapcount > 0))
        frame = end
      }
    }
    return sweep
  }

  private mutating func apply(_ sweep: Sweep, to mappings: [ReverseMapping]) {
    for mapping in mappings {
      sweep.forEachChange(of: mapping) { part, change in
        switch change {
        case .old: age(part.keys, part.entry)
        case .gone: retire(part.keys, part.entry, to: nil)
        case .swapped(let distance):
          retire(part.keys, part.entry, to: part.frames.lowerBound + distance)
        }
      }
    }
    for numbers in sweep.kept { keepLazilyFree(numbers) }
    for (run, departure) in sweep.leaving {
      note(departure.rule, departure.reason(for: run.value), count: run.count)
      evict(run, departure)
    }
  }
}

extension Departure {
  /// The rule's name, for reasons.
  fileprivate var rule: String {
    switch self {
    case .dropped: "reclaim.drop"
    case .ownSlot, .newSlot: "reclaim.swap-out"
    case .disk: "reclaim.file"
    }
  }

  fileprivate func reason(for frame: Frame) -> String {
    switch self {
    case .dropped: "lazily free and not written: dropped"
    case .ownSlot: "old, and in swap space already: that is where it stays"
    case .newSlot: "old: written to swap space"
    case .disk: "an old page of a file: written back if it was dirty, and dropped"
    }
  }
}
