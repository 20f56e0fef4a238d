import VM

/// A page of an address space.
struct NaivePlace: Comparable {
  var space: Int
  var address: Int

  static func < (a: NaivePlace, b: NaivePlace) -> Bool {
    (a.space, a.address) < (b.space, b.address)
  }
}

/// Reclaim without a reverse map: the entries are looked at, not the frames.
extension NaiveMachine {
  private enum Step { case passed, gone, freed }

  /// Frees so many frames, or as many as there are to be had; returns how many.
  mutating func scanSpaces(_ wanted: Int) -> Int {
    var row = mappedPages()
    var freed = 0
    var passed = 0
    while freed < wanted && passed < 2 * row.count {
      let next = row.firstIndex { $0 >= scanHand } ?? 0
      let place = row[next]
      scanHand = NaivePlace(space: place.space, address: place.address + page)
      let step = look(at: place)
      passed = step == .passed ? passed + 1 : 0
      if step != .passed { row.remove(at: next) }
      if step == .freed { freed += 1 }
    }
    return freed
  }

  private func mappedPages() -> [NaivePlace] {
    var places: [NaivePlace] = []
    for (id, space) in spaces {
      for (base, link) in space.links {
        for (index, entry) in leaves[link.leaf]!.entries where entry.frame != nil {
          places.append(NaivePlace(space: id, address: base + index * page))
        }
      }
    }
    return places.sorted()
  }

  private mutating func look(at place: NaivePlace) -> Step {
    let base = leafBase(place.address)
    let leaf = spaces[place.space]!.links[base]!.leaf
    let here = (leaf: leaf, index: (place.address - base) / page)
    let entry = leaves[leaf]!.entries[here.index]!
    let frame = entry.frame!
    if isKept(here) { return .passed }
    if entry.isYoung {
      leaves[leaf]!.entries[here.index]!.isYoung = false
      return .passed
    }
    let isLast = mapcountOfFrame(frame) == 1
    if frames[frame]!.isLazilyFree {
      if isWritten(frame, mappedBy: [here]) {
        frames[frame]!.isLazilyFree = false
        return .passed
      }
      unmapPage(here)
    } else if let file = entry.file {
      if isLast && !moveOut(file, entry.filePage) { return .passed }
      if entry.isDirty { frames[frame]!.isDirty = true }
      unmapPage(here)
    } else {
      guard let slot = slotCaching(frame) ?? newSlot(frame) else { return .passed }
      swapOut(here, to: slot)
      slots[slot]!.cached = frame
      frames[frame]!.origin = slot
    }
    return isLast ? .freed : .gone
  }
}
