// Pages that leave memory one mapping at a time: MADV_PAGEOUT, MADV_COLD, MADV_FREE.
extension Machine {
  /// Entries of consecutive pages that map consecutive frames, all alike.
  private struct MappedPages {
    var keys: Range<Int>
    var entry: PageEntry
    var frames: Range<FrameNumber>
    /// What is known of the first frame.
    var frame: Frame
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
      age(mapped)
      switch mapped.entry.kind {
      case .anon: evictPrivate(mapped)
      case .file, .shmem: evictCached(mapped)
      case .none, .zero, .swap, .guard: break
      }
    }
  }

  private mutating func evictPrivate(_ mapped: MappedPages) {
    let (keys, first) = (mapped.keys, mapped.frames.lowerBound)
    if mapped.frame.isLazilyFree {
      if mapped.entry.isDirty || mapped.frame.isDirty {
        updateFrames(mapped.frames) { $0.isLazilyFree = false }
      } else {
        leave(keys)
      }
      return
    }
    var count = keys.count
    var slot = first
    if mapped.frame.isInSwapCache {
      slot = mapped.frame.page
      holdSlots(slot..<slot + count, 1)
      releaseFrames(mapped.frames)
    } else {
      count = min(count, freeSlots)
      takeSlots(first..<first + count)
    }
    let swapped = keys.lowerBound..<keys.lowerBound + count
    if !swapped.isEmpty { flushPages(swapped) }
    writeContents(
      swapped,
      PageEntry(.swap, frame: slot, isExclusive: mapped.entry.isExclusive))
  }

  private mutating func evictCached(_ mapped: MappedPages) {
    leave(mapped.keys)
    let (file, page) = (mapped.frame.file, mapped.frame.page)
    var count = mapped.keys.count
    if files[Int(file)].kind == .shm {
      count = min(count, freeSlots)
    } else if mapped.frame.isDirty || mapped.entry.isDirty {
      count = 0
    }
    let first = mapped.frames.lowerBound
    if count > 0 { evictFromCache(file, page..<page + count, first..<first + count) }
  }

  /// The entries go.
  private mutating func leave(_ keys: Range<Int>) {
    flushPages(keys)
    clear(keys)
  }

  // MARK: cold and free

  /// Makes entries old, of pages that nothing else maps.
  ///
  /// - Kernel: `madvise_cold_or_pageout_pte_range` in mm/madvise.c.
  mutating func deactivate(_ space: Int32, _ range: AddressRange) {
    for piece in pieces(space, overlapping: range) {
      for mapped in mappedOnce(keys(piece, in: range)) { age(mapped) }
    }
  }

  /// Lets pages be dropped unless they are written again; swap entries go at once.
  ///
  /// - Throws: ENOMEM without frames for the copies of shared tables.
  /// - Kernel: `madvise_free_pte_range` in mm/madvise.c.
  mutating func freeLazily(_ space: Int32, _ range: AddressRange) throws(Refusal) {
    guard sharedLeafCount(space, in: range) <= freeFrames else { throw .errno(.ENOMEM) }
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

  private mutating func age(_ mapped: MappedPages) {
    guard mapped.entry.isYoung else { return }
    var entry = mapped.entry
    entry.isYoung = false
    writeContents(mapped.keys, entry)
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
