// Faults on huge pages.
extension Machine {
  /// Touches as many of the pages, all within one PMD table, as the same is to be done for.
  ///
  /// - Precondition: they lie in the vma, a mapping of huge pages, which permits it.
  /// - Kernel: `hugetlb_fault`, `hugetlb_no_page`, `hugetlb_wp` in mm/hugetlb.c.
  mutating func touchHuge(
    _ space: Int32, _ vma: VMA, _ pages: Range<Int>, _ kind: AccessKind
  ) -> TouchOutcome {
    let first = leaf(ofPage: pages.lowerBound)
    let index = first &>> pmdBits
    var isAttached = false
    if spaces[Int(space)].uppers[pmdLevel][index] == nil {
      let shared = sharedCandidate(space, vma, index)
      let tables =
        missingUpperTables(space, span(index, level: pmdLevel)) - (shared == nil ? 0 : 1)
      let pages = needsHugeFrame(shared, vma, first, kind) ? leafEntryCount : 0
      guard tables + pages <= freeFrames else { return .outOfMemory(wanted: tables + pages) }
      isAttached = makePMDTable(space, vma, index, sharing: shared)
    }
    guard let table = spaces[Int(space)].uppers[pmdLevel][index]?.table else {
      return .outOfMemory(wanted: 1)
    }
    let end = min(leaf(ofPage: pages.upperBound - 1) + 1, (index + 1) &<< pmdBits)
    let keys = hugeKeys(table, first..<(storage == .flat ? first + 1 : end))
    let entries = hugeContents.stretch(at: keys.lowerBound, end: keys.upperBound)
    let wanted = keys.lowerBound..<entries.end
    let outcome: (count: Int, frame: FrameNumber, isFault: Bool)
    if let entry = entries.value?.first {
      guard let used = useHuge(space, vma, wanted, entry, kind) else {
        return .outOfMemory(wanted: leafEntryCount)
      }
      outcome = used
      if used.isFault { flushHuge(space, table, pages: used.count) }
    } else {
      let place = filePage(vma, base(ofLeaf: first))
      guard place < files[Int(vma.file)].pageCount(pageShift: pageShift) else { return .beyondEnd }
      guard let filled = fillAbsentHuge(space, vma, wanted, place, kind) else {
        return .outOfMemory(wanted: leafEntryCount)
      }
      outcome = filled
    }
    let faults = outcome.isFault ? outcome.count : isAttached ? 1 : 0
    totals.events.faults.minor += faults
    spaces[Int(space)].faults.minor += faults
    let offset = pages.lowerBound & (leafEntryCount - 1)
    let reached = (first + outcome.count) &<< entryBits
    return .touched(
      pages: min(reached, pages.upperBound) - pages.lowerBound, frame: outcome.frame + offset)
  }

  /// Whether the first access to a huge page through a new table takes frames for one.
  private func needsHugeFrame(
    _ shared: TableNumber?, _ vma: VMA, _ page: Int, _ kind: AccessKind
  ) -> Bool {
    if let shared, hugeContents[hugeKeys(shared, page..<page + 1).lowerBound] != nil {
      return false
    }
    let place = filePage(vma, base(ofLeaf: page))
    guard place < files[Int(vma.file)].pageCount(pageShift: pageShift) else { return false }
    let isCached = files[Int(vma.file)].cache[place] != nil
    return !isCached || (kind == .write && !vma.isShared)
  }

  private typealias Done = (count: Int, frame: FrameNumber, isFault: Bool)

  /// An access to huge pages that are there.
  private mutating func useHuge(
    _ space: Int32, _ vma: VMA, _ keys: Range<Int>, _ entry: PageEntry, _ kind: AccessKind
  ) -> Done? {
    let count = keys.count
    let used = entry.touched(byWrite: kind == .write)
    if kind != .write || entry.isWritable || vma.isShared {
      var shared = used
      if kind == .write { shared.isWritable = true }
      let isFault = kind == .write && !entry.isWritable
      if shared != entry { rewriteHuge(keys, shared) }
      if kind == .write, vma.isShared {
        setDirty(entry.frame..<entry.frame + count &<< entryBits, true)
      }
      return (count, entry.frame, isFault)
    }
    let mapped = frames.stretch(at: entry.frame, end: entry.frame + count &<< entryBits)
    let alike = max(1, (mapped.end - entry.frame) &>> entryBits)
    let part = keys.lowerBound..<keys.lowerBound + alike
    if entry.kind == .anon, mapped.value?.mapcount == 1 {
      var reused = used
      (reused.isWritable, reused.isExclusive) = (true, true)
      rewriteHuge(part, reused)
      return (alike, entry.frame, true)
    }
    if freeFrames < leafEntryCount { return nil }
    _ = prepareAnonVMA(space, vma)
    guard let done = privateHuge(space, part, source: entry.frame, kind) else { return nil }
    mapFrames(entry.frame..<entry.frame + done.count &<< entryBits, -1)
    return done
  }

  /// The first access to huge pages.
  private mutating func fillAbsentHuge(
    _ space: Int32, _ vma: VMA, _ keys: Range<Int>, _ place: PageIndex, _ kind: AccessKind
  ) -> Done? {
    let end = files[Int(vma.file)].pageCount(pageShift: pageShift)
    let wanted = place..<min(place + keys.count &<< entryBits, end)
    let cached = files[Int(vma.file)].cache.stretch(at: place, end: wanted.upperBound)
    var count = max(1, (cached.end - place) &>> entryBits)
    if !vma.isShared, kind == .write || cached.value == nil {
      if freeFrames < leafEntryCount { return nil }
      _ = prepareAnonVMA(space, vma)
      let part = keys.lowerBound..<keys.lowerBound + count
      return privateHuge(space, part, source: cached.value?.number, kind)
    }
    var frames = 0..<0
    if let frame = cached.value?.number {
      frames = frame..<frame + count &<< entryBits
    } else {
      count = min(count, freeFrames &>> entryBits)
      if count == 0 { return nil }
      frames = addToCache(vma.file, place..<place + count &<< entryBits)
    }
    let entry = PageEntry(
      .file, frame: frames.lowerBound, isWritable: vma.isShared && vma.isWritable)
    fillHuge(
      keys.lowerBound..<keys.lowerBound + count, entry.touched(byWrite: kind == .write))
    if kind == .write { setDirty(frames, true) }
    return (count, frames.lowerBound, true)
  }

  /// Puts private huge pages into place, copies of others or of zeroes.
  private mutating func privateHuge(
    _ space: Int32, _ keys: Range<Int>, source: FrameNumber?, _ kind: AccessKind
  ) -> Done? {
    let count = min(keys.count, freeFrames &>> entryBits)
    if count == 0 { return nil }
    let frames = allocateFrames(count &<< entryBits)
    if let source {
      copyValues(from: source, to: frames)
      totals.events.faults.cow += count
      spaces[Int(space)].faults.cow += count
    }
    let part = keys.lowerBound..<keys.lowerBound + count
    var entry = PageEntry(.anon, frame: frames.lowerBound, isExclusive: true)
    entry.isWritable = kind == .write
    rewriteHuge(part, entry.touched(byWrite: kind == .write))
    return (count, frames.lowerBound, true)
  }

  /// Writes entries whose frames have been counted.
  private mutating func rewriteHuge(_ keys: Range<Int>, _ entry: PageEntry) {
    writeHugeContents(keys, HugeEntry(first: entry, frameCount: Int32(leafEntryCount)))
  }
}
