@testable import VM

// Reclaim as docs/model.md says it: one frame, or one entry, after the other.
extension Machine {
  /// Frees so many frames, as `reclaim` does; how many.
  mutating func reclaimFrameByFrame(_ wanted: Int) -> Int {
    var freed = 0
    var passed = 0
    while freed < wanted, passed < 2 * totals.framesInUse {
      guard let next = nextFrame() else { break }
      totals.reclaimHand = next + 1
      if take(next) {
        freed += 1
        passed = 0
      } else {
        passed += 1
      }
    }
    return kernel.unmapsByAddress ? freed + unmapAddressByAddress(wanted - freed) : freed
  }

  private func nextFrame() -> FrameNumber? {
    let all = frames.runs(in: 0..<Int.max)
    guard let first = all.first else { return nil }
    return all.first { $0.end > totals.reclaimHand }.map { max($0.start, totals.reclaimHand) }
      ?? first.start
  }

  /// The keys of the entries that map a frame.
  private func keys(mapping frame: FrameNumber) -> [Int] {
    contents.runs(in: 0..<Int.max).compactMap { run in
      guard let frames = run.frames, frames.contains(frame) else { return nil }
      return run.start + frame - frames.lowerBound
    }
  }

  /// Whether some owner has the entry in a mapping that keeps its pages.
  private func isKept(_ key: Int) -> Bool {
    owners(of: key >> entryBits..<key >> entryBits + 1).contains { owner in
      let page = owner.leaves.lowerBound << entryBits | key & (leafEntryCount - 1)
      let vma = spaces[Int(owner.space)].vma(at: address(ofPage: page))
      return vma?.flags.isDisjoint(with: [.locked, .nonlinear]) == false
    }
  }

  /// Frees a frame if the hand may.
  private mutating func take(_ number: FrameNumber) -> Bool {
    guard let frame = frames[number] else { return false }
    let keys = keys(mapping: number)
    if kernel.unmapsByAddress, !keys.isEmpty { return false }
    if keys.contains(where: { isKept($0) }) { return false }
    if keys.contains(where: { contents[$0]!.isYoung }) {
      for key in keys { update(key..<key + 1) { $0.isYoung = false } }
      return false
    }
    let isDirty = frame.isDirty || keys.contains { contents[$0]!.isDirty }
    if frame.isLazilyFree, isDirty {
      updateFrames(number..<number + 1) { $0.isLazilyFree = false }
      return false
    }
    if frame.file >= 0 {
      if files[Int(frame.file)].kind == .shm, freeSlots == 0 { return false }
      for key in keys { drop(key) }
      evictFromCache(frame.file, frame.page..<frame.page + 1, number..<number + 1)
      return true
    }
    if frame.isLazilyFree {
      for key in keys { drop(key) }
      return true
    }
    if !frame.isInSwapCache, freeSlots == 0 { return false }
    let slot = frame.isInSwapCache ? frame.page : number
    let exclusive = keys.map { contents[$0]!.isExclusive }
    if frame.isInSwapCache {
      holdSlots(slot..<slot + 1, Int32(keys.count))
      releaseFrames(number..<number + 1)
    } else {
      takeSlots(number..<number + 1, holders: Int32(keys.count))
    }
    for (key, isExclusive) in zip(keys, exclusive) {
      flushPages(key..<key + 1)
      writeContents(key..<key + 1, PageEntry(.swap, frame: slot, isExclusive: isExclusive))
    }
    return true
  }

  /// A present entry goes.
  private mutating func drop(_ key: Int) {
    flushPages(key..<key + 1)
    clear(key..<key + 1)
  }

  // MARK: Address by address

  private mutating func unmapAddressByAddress(_ wanted: Int) -> Int {
    var freed = 0
    var passed = 0
    while freed < wanted {
      let places = mappedPlaces()
      if passed >= 2 * places.count { break }
      let next =
        places.first { ($0.top, $0.page) >= (totals.scannedSpace, totals.scannedPage) } ?? places[0]
      totals.scannedSpace = next.top
      totals.scannedPage = next.page + 1
      let before = totals.framesInUse
      passed = unmap(next.key) ? 0 : passed + 1
      freed += before - totals.framesInUse
    }
    return freed
  }

  /// All pages that are mapped to a frame: by address space in order of creation, then by address.
  private func mappedPlaces() -> [(top: TableNumber, page: Int, key: Int)] {
    var found: [(top: TableNumber, page: Int, key: Int)] = []
    for space in spaces.indices where spaces[space].isAlive {
      for run in spaces[space].leaves.runs(in: 0..<Int.max) {
        for leaf in run.start..<run.end {
          let table = run.value.table + leaf - run.start
          for entry in contents.runs(in: table << entryBits..<(table + 1) << entryBits)
          where entry.value.hasFrame {
            for key in entry.start..<entry.end {
              let page = leaf << entryBits | key & (leafEntryCount - 1)
              found.append((spaces[space].top, page, key))
            }
          }
        }
      }
    }
    return found.sorted { ($0.top, $0.page) < ($1.top, $1.page) }
  }

  /// Takes an entry away if it may go.
  private mutating func unmap(_ key: Int) -> Bool {
    guard let entry = contents[key], let frame = frames[entry.frame] else { return false }
    let number = entry.frame
    if isKept(key) { return false }
    if entry.isYoung {
      update(key..<key + 1) { $0.isYoung = false }
      return false
    }
    if frame.isLazilyFree {
      if frame.isDirty || entry.isDirty {
        updateFrames(number..<number + 1) { $0.isLazilyFree = false }
        return false
      }
      drop(key)
      return true
    }
    let isLast = frame.mapcount == 1
    if frame.file >= 0 {
      if isLast, files[Int(frame.file)].kind == .shm, freeSlots == 0 { return false }
      drop(key)
      if isLast {
        evictFromCache(frame.file, frame.page..<frame.page + 1, number..<number + 1)
      } else if entry.isDirty {
        updateFrames(number..<number + 1) { $0.isDirty = true }
      }
      return true
    }
    if !frame.isInSwapCache, freeSlots == 0 { return false }
    var slot = number
    if frame.isInSwapCache {
      slot = frame.page
      holdSlots(slot..<slot + 1, 1)
    } else if isLast {
      takeSlots(number..<number + 1, holders: 1)
    } else {
      enterSwapCache(number..<number + 1)
    }
    flushPages(key..<key + 1)
    writeContents(
      key..<key + 1, PageEntry(.swap, frame: slot, isExclusive: entry.isExclusive))
    if frame.isInSwapCache || !isLast { mapFrames(number..<number + 1, -1) }
    return true
  }
}

extension Machine {
  /// All that is stored, for comparison: two machines that are alike have the same.
  var everything: String {
    var lines = ["\(totals)"]
    lines += contents.runs(in: 0..<Int.max).map { "entry \($0)" }
    lines += frames.runs(in: 0..<Int.max).map { "frame \($0)" }
    lines += slots.runs(in: 0..<Int.max).map { "slot \($0)" }
    lines += firstValues.runs(in: 0..<Int.max).map { "value \($0)" }
    for (number, file) in files.enumerated() {
      lines += file.cache.runs(in: 0..<Int.max).map { "page \(number) \($0)" }
    }
    return lines.joined(separator: "\n")
  }
}
