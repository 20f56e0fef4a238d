// Reclaim without a reverse map: address by address, until nobody maps a page any more.
extension Machine {
  /// Takes entries away until so many frames are free; how many are.
  ///
  /// What there is to be had in frames that no entry maps has been taken before.
  ///
  /// - Kernel: `swap_out`, `try_to_swap_out` in mm/vmscan.c, 2.4.
  mutating func scanAddresses(_ wanted: Int) -> Int {
    var scan = AddressScan(wanted: wanted, entries: mappingEntryCount)
    let order = spaces.indices.filter { spaces[$0].isAlive }.sorted {
      spaces[$0].top < spaces[$1].top
    }
    guard !order.isEmpty else { return 0 }
    var next = order.firstIndex { spaces[$0].top >= totals.scannedSpace } ?? 0
    var isOn = true
    while scan.goesOn {
      let space = Int32(order[next])
      let isStart = isOn && spaces[Int(space)].top == totals.scannedSpace
      self.scan(space, from: isStart ? totals.scannedPage : 0, &scan)
      isOn = false
      next = (next + 1) % order.count
    }
    return scan.freed
  }

  /// Page entries that map frames, but for those of huge pages.
  private var mappingEntryCount: Int {
    var count = 0
    contents.forEachRun(in: 0..<Int.max) { if $0.value.hasFrame { count += $0.count } }
    return count
  }

  /// Goes over the entries of an address space, from a page on.
  private mutating func scan(_ space: Int32, from first: Int, _ scan: inout AddressScan) {
    let start = address(ofPage: first)
    let place = spaces[Int(space)].firstIndex(endingAfter: start)
    for vma in spaces[Int(space)].vmas[place...] {
      let range = AddressRange(max(vma.range.start, start), vma.range.end)
      for piece in pieces(space, overlapping: range) {
        let distance = keyDistance(piece)
        for run in contents.runs(in: keys(piece, in: range)) {
          guard let mapped = run.frames else { continue }
          for frames in frames.runs(in: mapped) {
            guard scan.goesOn else { return }
            let key = run.start + frames.start - mapped.lowerBound
            let mapping = ReverseMapping(
              frames: frames.start..<frames.end, key: key, entry: run.value(at: key))
            let done = self.scan(mapping, frames.value, isPinned: vma.isPinned, &scan)
            totals.scannedSpace = spaces[Int(space)].top
            totals.scannedPage = key + done - distance
          }
        }
      }
    }
  }

  /// Goes over entries that are alike, as many as it gets to; how many.
  private mutating func scan(
    _ mapping: ReverseMapping, _ frame: Frame, isPinned: Bool, _ scan: inout AddressScan
  ) -> Int {
    if isPinned { return scan.pass(mapping.frames.count) }
    if mapping.entry.isYoung {
      let count = scan.pass(mapping.frames.count)
      let part = mapping.first(count)
      age(part.keys, part.entry)
      return count
    }
    guard let departure = departure(of: frame, isWritten: mapping.entry.isDirty) else {
      let count = scan.pass(mapping.frames.count)
      keepLazilyFree(mapping.first(count).frames)
      return count
    }
    let isLast = frame.mapcount == 1
    var count = isLast ? min(mapping.frames.count, scan.wanted) : mapping.frames.count
    if departure == .newSlot, isLast || frame.file < 0 { count = min(count, freeSlots) }
    if count > 0 {
      let part = mapping.first(count)
      let run = Run(start: part.frames.lowerBound, end: part.frames.upperBound, value: frame)
      scan.take(count, isLast: isLast)
      note("reclaim.unmap", "an old entry goes, for there is no reverse map", count: count)
      unmap(part, run, departure, isLast: isLast)
    }
    // Without slots for the others they stay.
    if count == mapping.frames.count || !scan.goesOn { return count }
    return count + scan.pass(mapping.frames.count - count)
  }

  private mutating func unmap(
    _ part: ReverseMapping, _ run: Run<Frame>, _ departure: Departure, isLast: Bool
  ) {
    let slot = departure.slotDistance(of: run).map { part.frames.lowerBound + $0 }
    retire(part.keys, part.entry, to: slot)
    if isLast { return evict(run, departure) }
    switch departure {
    case .dropped: break
    case .newSlot where run.value.file < 0: enterSwapCache(part.frames)
    case .ownSlot: holdSlots(run.value.page..<run.value.page + run.count, 1)
    // What the entry knows of a write the frame must know.
    case .newSlot, .disk: if part.entry.isDirty { setDirty(part.frames, true) }
    }
    mapFrames(part.frames, -1)
  }
}

extension Kernel {
  /// It has no reverse map to free a page with: reclaim takes entries address by address.
  var unmapsByAddress: Bool { reverseMap.method == .addressByAddress }
}

/// A scan of address spaces, as long as it lasts.
private struct AddressScan {
  /// Frames still to be freed.
  var wanted: Int
  /// Page entries that map frames.
  var entries: Int
  /// Entries passed over since one has gone.
  var passed = 0
  var freed = 0

  /// Whether frames are wanted, and it has not gone over all entries twice for nothing.
  var goesOn: Bool { wanted > 0 && passed < 2 * entries }

  init(wanted: Int, entries: Int) { (self.wanted, self.entries) = (wanted, entries) }

  /// Passes over entries, as many as it gets to; how many.
  mutating func pass(_ count: Int) -> Int {
    let count = min(count, 2 * entries - passed)
    passed += count
    return count
  }

  /// Entries go, and their frames if they were the last ones.
  mutating func take(_ count: Int, isLast: Bool) {
    entries -= count
    passed = 0
    guard isLast else { return }
    wanted -= count
    freed += count
  }
}
