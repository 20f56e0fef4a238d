import VM

/// Reclaim: a hand goes over the frames, and gives each a second chance.
extension NaiveMachine {
  /// An entry, by its table.
  typealias EntryPlace = (leaf: Int, index: Int)

  mutating func reclaim(pages: Int) { _ = reclaim(pages) }

  /// Frees so many frames, or as many as there are to be had; returns how many.
  mutating func reclaim(_ wanted: Int) -> Int {
    sweep()
    let freed = turnClock(wanted)
    return rules.reverseMap == .addressByAddress ? freed + scanSpaces(wanted - freed) : freed
  }

  /// The entries that map each frame.
  private func placesOfFrames() -> [Int: [EntryPlace]] {
    var places: [Int: [EntryPlace]] = [:]
    for (leaf, table) in leaves {
      for (index, entry) in table.entries {
        if let frame = entry.frame { places[frame, default: []].append((leaf, index)) }
      }
    }
    return places
  }

  private mutating func turnClock(_ wanted: Int) -> Int {
    // What becomes of one frame changes nothing about who maps the others.
    let places = placesOfFrames()
    var row = framesInUse().sorted { frames[$0]!.number < frames[$1]!.number }
    var freed = 0
    var passed = 0
    while freed < wanted && passed < 2 * row.count {
      let next = row.firstIndex { frames[$0]!.number >= hand } ?? 0
      let frame = row[next]
      hand = frames[frame]!.number + 1
      if free(frame, mappedBy: places[frame] ?? []) {
        row.remove(at: next)
        freed += 1
        passed = 0
      } else {
        passed += 1
      }
    }
    return freed
  }

  /// What the hand does at a frame; returns whether it is free then.
  private mutating func free(_ frame: Int, mappedBy places: [EntryPlace]) -> Bool {
    if frames[frame]!.pages > 1 || places.contains(where: isKept) { return false }
    // Without a reverse map nobody knows these places.
    if rules.reverseMap == .addressByAddress && !places.isEmpty { return false }
    if places.contains(where: { leaves[$0.leaf]!.entries[$0.index]!.isYoung }) {
      for place in places { leaves[place.leaf]!.entries[place.index]!.isYoung = false }
      return false
    }
    if frames[frame]!.isLazilyFree {
      if isWritten(frame, mappedBy: places) {
        frames[frame]!.isLazilyFree = false
        return false
      }
      for place in places { unmapPage(place) }
      return true
    }
    if let (file, number) = filePage(of: frame) {
      guard moveOut(file, number) else { return false }
      for place in places { unmapPage(place) }
      return true
    }
    guard let slot = slotCaching(frame) ?? newSlot(frame) else { return false }
    for place in places { swapOut(place, to: slot) }
    return true
  }

  /// In a locked mapping of some owner, or in a nonlinear one, which no fault could bring back.
  func isKept(_ place: EntryPlace) -> Bool {
    owners(ofLeaf: place.leaf).contains { owner in
      guard let vma = vma(owner.space, at: owner.base + place.index * page) else { return false }
      return vma.flags.contains(.locked) || vma.flags.contains(.nonlinear)
    }
  }

  /// The frame or an entry that maps it is dirty.
  func isWritten(_ frame: Int, mappedBy places: [EntryPlace]) -> Bool {
    frames[frame]!.isDirty
      || places.contains { leaves[$0.leaf]!.entries[$0.index]!.isDirty }
  }

  /// Which page of which file the frame is.
  func filePage(of frame: Int) -> (file: Int, number: Int)? {
    for (id, file) in files {
      if let number = file.cache.first(where: { $0.value == frame })?.key { return (id, number) }
    }
    return nil
  }

  /// A page of a file leaves memory, if there is room for it elsewhere.
  func canMoveOut(_ file: Int) -> Bool {
    files[file]!.kind == .regular || slotsInUse().count < totalSlots
  }

  mutating func moveOut(_ file: Int, _ number: Int) -> Bool {
    guard canMoveOut(file) else { return false }
    let frame = files[file]!.cache.removeValue(forKey: number)!
    files[file]!.firstNumber = nil
    if files[file]!.kind == .regular {
      files[file]!.disk[number] = frames[frame]!.words
    } else {
      files[file]!.swapped[number] = newSlot(frame)!
    }
    return true
  }

  mutating func unmapPage(_ place: EntryPlace) {
    flushPage(ofLeaf: place.leaf)
    clearEntry(place.leaf, place.index)
  }

  mutating func swapOut(_ place: EntryPlace, to slot: Int) {
    flushPage(ofLeaf: place.leaf)
    let isExclusive = leaves[place.leaf]!.entries[place.index]!.isExclusive
    leaves[place.leaf]!.entries[place.index] = NaiveEntry(
      kind: .swap, slot: slot, isExclusive: isExclusive)
  }
}
