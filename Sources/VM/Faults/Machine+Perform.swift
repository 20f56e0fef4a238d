// What has been planned for a fault is done.
extension Machine {
  mutating func perform(
    _ action: LeafAction, _ space: Int32, _ vma: VMA, _ leaves: Range<Int>
  ) {
    switch action {
    case .keep: break
    case .attach(let table):
      attach(space, to: table..<table + leaves.count, vma, leaves)
    case .allocate:
      noteNoCandidate(space, vma, leaves)
      allocateLeaves(space, leaves)
    case .allocateUppers:
      makeUpperTables(space, span(of: leaves))
    case .unshare:
      for piece in pieces(space, leaves) { unshare(space, piece, "write to a shared table") }
    case .promote:
      for piece in pieces(space, leaves) { promote(space, piece) }
    }
  }

  /// Puts new leaves into place, with the tables above them that are missing.
  mutating func allocateLeaves(_ space: Int32, _ leaves: Range<Int>) {
    makeUpperTables(space, span(of: leaves))
    linkAllocated(numberTables(leaves.count, level: leafLevel), to: space, leaves)
  }

  /// Allocates those of the leaves that are not there.
  mutating func allocateMissingLeaves(_ space: Int32, _ leaves: Range<Int>) {
    var leaf = leaves.lowerBound
    while leaf < leaves.upperBound {
      let stretch = spaces[Int(space)].leaves.stretch(at: leaf, end: leaves.upperBound)
      if stretch.value == nil { allocateLeaves(space, leaf..<stretch.end) }
      leaf = stretch.end
    }
  }

  /// Does to the pages what has been planned; the frame of the first one.
  mutating func perform(
    _ plan: FaultPlan, _ space: Int32, _ vma: VMA, _ kind: AccessKind
  ) -> FrameNumber {
    let count = plan.pages.count
    let isWrite = kind == .write
    let first = address(ofPage: plan.pages.lowerBound)
    switch plan.page {
    case .touch, .beyondEnd, .hitGuard:
      return use(plan, vma, kind)
    case .mapZeroPage:
      fillByFault(plan, PageEntry(.zero).touched(byWrite: isWrite))
      note("page.zero", "read of untouched private memory: the zero page", first, count: count)
      return 0
    case .allocate:
      let frames = allocateFrames(count)
      fillByFault(
        plan,
        .newPrivatePage(frames))
      note("page.allocate", "write to untouched private memory: a new page", first, count: count)
      return frames.lowerBound
    case .mapFile:
      let frames = mappedFrames(plan, vma, isWrite: isWrite)
      let entry = fileEntry(vma, frames.lowerBound, isFileTable: plan.isFileTable, isWrite)
      fillByFault(plan, entry.touched(byWrite: isWrite))
      note("page.file", "a page of the file, from the page cache", first, count: count)
      return frames.lowerBound
    case .copyFile:
      let frames = copies(of: cachedFrames(plan, vma).lowerBound, space, count)
      fillByFault(
        plan,
        .newPrivatePage(frames))
      note("page.cow", "private write to a page of a file: a copy of it", first, count: count)
      return frames.lowerBound
    case .reuse:
      note("page.reuse", "nobody else maps the page: writable again", first, count: count)
      return use(plan, vma, kind, permitsWrite: true)
    case .permitWrite:
      note(
        "page.permit-write", "first write to a page of a shared mapping: writable", first,
        count: count)
      return use(plan, vma, kind, permitsWrite: true)
    case .copy:
      let source = plan.entry.flatMap { $0.hasFrame ? $0.frame : nil }
      let frames = copies(of: source, space, count)
      writeContents(plan.keys, .newPrivatePage(frames))
      if let source { mapFrames(source..<source + count, -1) }
      note("page.cow", "write to a page that others see too: a copy", first, count: count)
      return frames.lowerBound
    case .swapIn, .mapSwapCache, .swapInCopy:
      return bringBack(plan, space, vma, kind)
    }
  }

  /// An entry for a page of the vma's file that comes from the page cache.
  func fileEntry(
    _ vma: VMA, _ frame: FrameNumber, isFileTable: Bool, _ isWrite: Bool
  ) -> PageEntry {
    let kind = files[Int(vma.file)].entryKind
    let waitsForWrite = kernel.faults.tracksFileWrites && kind == .file && !isWrite
    let isWritable =
      isFileTable ? vma.mayWrite : vma.isShared && vma.isWritable && !waitsForWrite
    return PageEntry(kind, frame: frame, isWritable: isWritable)
  }

  /// An access to pages that are there: their entries become young, and by a write dirty.
  mutating func use(
    _ plan: FaultPlan, _ vma: VMA, _ kind: AccessKind, permitsWrite: Bool = false
  ) -> FrameNumber {
    guard let found = entryToUse(plan) else { return 0 }
    var used = found.touched(byWrite: kind == .write)
    if permitsWrite {
      used.isWritable = true
      used.isExclusive = used.kind == .anon
    }
    if used != found { writeContents(plan.keys, used) }
    if kind == .write, vma.isShared {
      setDirty(found.frame..<found.frame + plan.pages.count, true)
    }
    return found.hasFrame ? found.frame : 0
  }

  /// The entry as it is after what has been done to the leaf.
  private func entryToUse(_ plan: FaultPlan) -> PageEntry? {
    plan.leaf == .unshare ? contents[plan.keys.lowerBound] : plan.entry
  }

  /// Absent → present, by a fault.
  mutating func fillByFault(_ plan: FaultPlan, _ entry: PageEntry) {
    writeContents(plan.keys, entry)
    totals.events.pteSet.add(plan.pages.count)
  }

  /// The frames in the page cache of the pages; zeroes come in if there are none.
  private mutating func cachedFrames(_ plan: FaultPlan, _ vma: VMA) -> Range<FrameNumber> {
    frames(of: vma.file, filePages(plan, vma), plan.cached)
  }

  /// The same for entries that are about to map them, and perhaps to write.
  private mutating func mappedFrames(
    _ plan: FaultPlan, _ vma: VMA, isWrite: Bool
  ) -> Range<FrameNumber> {
    guard let cached = plan.cached else {
      return addToCache(vma.file, filePages(plan, vma), mapcount: 1, isDirty: isWrite)
    }
    guard let frame = cached.frame else {
      return returnToCache(
        vma.file, filePages(plan, vma), cached, mapcount: 1, isDirty: isWrite)
    }
    let frames = frame..<frame + plan.pages.count
    mapFrames(frames, 1)
    if isWrite { setDirty(frames, true) }
    return frames
  }

  private func filePages(_ plan: FaultPlan, _ vma: VMA) -> Range<PageIndex> {
    let first = filePage(vma, address(ofPage: plan.pages.lowerBound))
    return first..<first + plan.pages.count
  }

  /// New frames with the content of others, of swap slots, or of the zero page.
  mutating func copies(
    of source: Int?, _ space: Int32, _ count: Int
  ) -> Range<FrameNumber> {
    let frames = allocateFrames(count)
    if let source { copyValues(from: source, to: frames) }
    totals.events.faults.cow += count
    spaces[Int(space)].faults.cow += count
    return frames
  }
}
