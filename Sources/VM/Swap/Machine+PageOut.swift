// Pages that leave memory one mapping at a time: MADV_PAGEOUT, MADV_COLD, MADV_FREE.
extension Machine {
  /// Entries of consecutive pages that map consecutive frames, all alike.
  private struct MappedPages {
    var keys: Range<Int>
    var entry: PageEntry
    var frames: Range<FrameNumber>
    /// What is known of the first frame.
    var frame: Frame

    var run: Run<Frame> { Run(start: frames.lowerBound, end: frames.upperBound, value: frame) }

    /// The first pages, at most so many.
    func first(_ count: Int) -> MappedPages {
      var part = self
      let count = min(count, keys.count)
      part.keys = keys.lowerBound..<keys.lowerBound + count
      part.frames = frames.lowerBound..<frames.lowerBound + count
      return part
    }
  }

  // MARK: pageout

  /// Lets pages that only this mapping maps leave memory: private ones for swap space, those of
  /// shmfs too, those of other files for the disk if they are clean. What finds no room stays.
  ///
  /// - Kernel: `madvise_cold_or_pageout_pte_range` in mm/madvise.c, `shrink_folio_list` in
  ///   mm/vmscan.c.
  mutating func pageOut(_ space: Int32, _ vma: VMA, _ range: AddressRange) {
    for piece in pieces(space, overlapping: range) {
      var kept = keys(piece, in: range)
      // One locked owner keeps the page for all.
      for locked in lockedKeys(piece) {
        let (before, after) = (kept.lowerBound, kept.upperBound)
        if locked.lowerBound > before {
          pageOut(before..<min(locked.lowerBound, after))
        }
        kept = max(before, min(locked.upperBound, after))..<after
      }
      pageOut(kept)
    }
    note("pageout", "pages mapped once leave memory", range.start)
  }

  /// The keys of a shared piece that lie in a locked mapping of one of its owners, ascending.
  private func lockedKeys(_ piece: LeafPiece) -> [Range<Int>] {
    guard piece.table.isShared else { return [] }
    var locked: [Range<Int>] = []
    for owner in owners(of: piece.tables) {
      let span = span(of: owner.leaves)
      let distance = (owner.tables.lowerBound - owner.leaves.lowerBound) &<< entryBits
      for place in spaces[Int(owner.space)].indices(overlapping: span) {
        let vma = spaces[Int(owner.space)].vmas[place]
        guard vma.flags.contains(.locked) else { continue }
        let pages = pages(vma.range.intersection(span))
        locked.append(pages.lowerBound + distance..<pages.upperBound + distance)
      }
    }
    return locked.merged()
  }

  private mutating func pageOut(_ keys: Range<Int>) {
    for mapped in mappedOnce(keys) {
      age(mapped.keys, mapped.entry)
      switch mapped.entry.kind {
      case .anon: evictPrivate(mapped)
      case .file, .shmem: evictCached(mapped)
      case .none, .zero, .swap, .guard: break
      }
    }
  }

  private mutating func evictPrivate(_ mapped: MappedPages) {
    guard let departure = departure(of: mapped.frame, isWritten: mapped.entry.isDirty) else {
      return keepLazilyFree(mapped.frames)
    }
    let leaving = departure == .newSlot ? mapped.first(freeSlots) : mapped
    if leaving.keys.isEmpty { return }
    let distance = departure.slotDistance(of: leaving.run)
    retire(leaving.keys, leaving.entry, to: distance.map { leaving.frames.lowerBound + $0 })
    evict(leaving.run, departure)
  }

  /// The page leaves the mapping in any case, and memory if that costs nothing: a dirty page of a
  /// regular file would have to be written back.
  private mutating func evictCached(_ mapped: MappedPages) {
    retire(mapped.keys, mapped.entry, to: nil)
    mapFrames(mapped.frames, -1)
    guard let departure = departure(of: mapped.frame, isWritten: mapped.entry.isDirty) else {
      return
    }
    if departure == .disk, mapped.frame.isDirty || mapped.entry.isDirty { return }
    let leaving = departure == .newSlot ? mapped.first(freeSlots) : mapped
    if !leaving.keys.isEmpty { evict(leaving.run, departure) }
  }

  // MARK: cold and free

  /// Makes entries old, of pages that nothing else maps.
  ///
  /// - Kernel: `madvise_cold_or_pageout_pte_range` in mm/madvise.c.
  mutating func deactivate(_ space: Int32, _ range: AddressRange) {
    for piece in pieces(space, overlapping: range) {
      for mapped in mappedOnce(keys(piece, in: range)) { age(mapped.keys, mapped.entry) }
    }
  }

  /// Lets pages be dropped unless they are written again; swap entries go at once.
  ///
  /// - Throws: ENOMEM without frames for the copies of shared tables.
  /// - Kernel: `madvise_free_pte_range` in mm/madvise.c.
  mutating func freeLazily(_ space: Int32, _ range: AddressRange) throws(Refusal) {
    try provide { $0.sharedLeafCount(space, in: range) }
    unshareLeaves(space, in: range, "MADV_FREE")
    for piece in pieces(space, overlapping: range) {
      let keys = keys(piece, in: range)
      for run in contents.runs(in: keys) where run.value.isSwap { clear(run.start..<run.end) }
      for mapped in self.mapped(keys) where mapped.entry.kind == .anon {
        if mapped.frame.isInSwapCache || (mapped.frame.isDirty && mapped.frame.mapcount > 1) {
          continue
        }
        var entry = mapped.entry
        (entry.isYoung, entry.isDirty) = (false, false)
        if entry != mapped.entry { writeContents(mapped.keys, entry) }
        updateFrames(mapped.frames) { frame in
          frame.isDirty = false
          frame.isLazilyFree = true
        }
      }
    }
  }

  /// Makes entries old.
  ///
  /// - Parameter entry: the first of them, the others follow.
  mutating func age(_ keys: Range<Int>, _ entry: PageEntry) {
    guard entry.isYoung else { return }
    var old = entry
    old.isYoung = false
    writeContents(keys, old)
  }

  // MARK: Parts

  private func mappedOnce(_ keys: Range<Int>) -> [MappedPages] {
    mapped(keys).filter { $0.frame.mapcount == 1 }
  }

  /// The entries that map frames, in pieces that are alike.
  private func mapped(_ keys: Range<Int>) -> [MappedPages] {
    var found: [MappedPages] = []
    contents.forEachRun(in: keys) { run in
      guard let numbers = run.frames else { return }
      frames.forEachRun(in: numbers) { frames in
        let start = run.start + frames.start - numbers.lowerBound
        found.append(
          MappedPages(
            keys: start..<start + frames.count, entry: run.value(at: start),
            frames: frames.start..<frames.end, frame: frames.value))
      }
    }
    return found
  }
}
