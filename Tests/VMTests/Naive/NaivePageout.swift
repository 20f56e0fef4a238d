import VM

/// Advice about pages that are not needed soon: pageout, cold, free.
extension NaiveMachine {
  private func refuseToReclaim(_ vma: NaiveVMA) throws(Refusal) {
    if vma.flags.contains(.locked) || isHuge(vma) { throw .errno(.EINVAL) }
  }

  /// The leaf and index of every entry in the range, ascending.
  private func entryPlaces(_ space: Int, _ part: Range<Int>) -> [(leaf: Int, index: Int)] {
    leafBases(space, over: part).flatMap { base in
      let leaf = spaces[space]!.links[base]!.leaf
      return leaves[leaf]!.entries.keys.sorted()
        .filter { part.contains(base + $0 * page) }.map { (leaf, $0) }
    }
  }

  /// How many entries map each frame.
  private func mapcounts() -> [Int: Int] {
    var counts: [Int: Int] = [:]
    for leaf in leaves.values {
      for entry in leaf.entries.values {
        if let frame = entry.frame { counts[frame, default: 0] += 1 }
      }
    }
    return counts
  }

  // MARK: pageout

  mutating func pageOut(_ space: Int, _ vma: NaiveVMA, _ part: Range<Int>) throws(Refusal) {
    try refuseToReclaim(vma)
    // Only pages with one entry go, so that the counts of the others stay.
    let counts = mapcounts()
    for (leaf, index) in entryPlaces(space, part) {
      guard let entry = leaves[leaf]!.entries[index], let frame = entry.frame,
        counts[frame] == 1, !isLocked(leaf, index)
      else { continue }
      leaves[leaf]!.entries[index]!.isYoung = false
      if entry.kind == .file {
        flushPage(ofLeaf: leaf)
        clearEntry(leaf, index)
        evictPage(entry.file!, entry.filePage, isWritten: entry.isDirty)
      } else {
        pageOutAnonymous(leaf, index, frame)
      }
    }
  }

  /// Whether some owner of the table has a locked mapping there.
  private func isLocked(_ leaf: Int, _ index: Int) -> Bool {
    owners(ofLeaf: leaf).contains { owner in
      vma(owner.space, at: owner.base + index * page)?.flags.contains(.locked) ?? false
    }
  }

  private mutating func pageOutAnonymous(_ leaf: Int, _ index: Int, _ frame: Int) {
    let entry = leaves[leaf]!.entries[index]!
    if frames[frame]!.isLazilyFree {
      if entry.isDirty {
        frames[frame]!.isLazilyFree = false
      } else {
        flushPage(ofLeaf: leaf)
        clearEntry(leaf, index)
      }
      return
    }
    guard let slot = slotCaching(frame) ?? newSlot(frame) else { return }
    flushPage(ofLeaf: leaf)
    leaves[leaf]!.entries[index] = NaiveEntry(
      kind: .swap, slot: slot, isExclusive: entry.isExclusive)
  }

  // MARK: cold

  mutating func makeCold(_ space: Int, _ vma: NaiveVMA, _ part: Range<Int>) throws(Refusal) {
    try refuseToReclaim(vma)
    let counts = mapcounts()
    for (leaf, index) in entryPlaces(space, part) {
      guard let frame = leaves[leaf]!.entries[index]!.frame, counts[frame] == 1
      else { continue }
      leaves[leaf]!.entries[index]!.isYoung = false
    }
  }

  // MARK: free

  mutating func freeLazily(_ space: Int, _ vma: NaiveVMA, _ part: Range<Int>) throws(Refusal) {
    try refuseToReclaim(vma)
    if !vma.isPrivateAnonymous { throw .errno(.EINVAL) }
    unshareLeaves(space, over: part)
    for (leaf, index) in entryPlaces(space, part) {
      let entry = leaves[leaf]!.entries[index]!
      if entry.kind == .swap { leaves[leaf]!.entries[index] = nil }
      guard let frame = entry.frame, slotCaching(frame) == nil else { continue }
      if isOnlyCopy(frame) && mapcountOfFrame(frame) > 1 { continue }
      frames[frame]!.origin = nil
      leaves[leaf]!.entries[index]!.isYoung = false
      leaves[leaf]!.entries[index]!.isDirty = false
      frames[frame]!.isLazilyFree = true
    }
  }
}
