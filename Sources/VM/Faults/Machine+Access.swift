// Accesses of processes to their memory, and the one fault path behind them.
extension Machine {
  /// Touches the pages of a range.
  ///
  /// - Throws: `.signal`; the pages before the faulting one stay touched. On SIGKILL (no memory)
  ///   the process has already been killed.
  public mutating func access(
    _ process: ProcessID, _ request: AccessRequest
  ) throws(Refusal) {
    var rest = request
    while !rest.range.isEmpty { _ = try access(process, &rest, pieces: Int.max) }
  }

  /// Touches the pages of a range until it is done or so many uniform pieces have been worked on.
  ///
  /// `request.range` becomes what is left to do.
  ///
  /// - Returns: the pieces worked on, at least one unless the range is empty.
  /// - Throws: as `access`.
  public mutating func access(
    _ process: ProcessID, _ request: inout AccessRequest, pieces: Int
  ) throws(Refusal) -> Int {
    let space = begin(process)
    var done = 0
    while !request.range.isEmpty, done < pieces {
      try accessPiece(space, &request)
      done += 1
    }
    return done
  }

  /// Touches the pages of the range for which the same is to be done; takes them off the range.
  private mutating func accessPiece(
    _ space: Int32, _ request: inout AccessRequest
  ) throws(Refusal) {
    let address = request.range.start
    let first = page(address)
    let step = request.stride ?? pageSize
    if page(request.range.end - 1) == first || step != pageSize,
      let entry = translated(space, first, request.kind)
    {
      if let value = request.value {
        store(value, in: entry.frame..<entry.frame + 1, offset: address.value & (pageSize - 1))
      }
      request.advance(past: first &<< pageShift, step)
      return
    }
    var known = rememberedVMA(space, first)
    if known == nil { known = try vmaForAccess(space, address, request.kind) }
    guard let vma = known, vma.protection.permits(request.kind)
    else { throw countSegmentationFault(space, at: address) }
    let offset = address.value & (pageSize - 1)
    let isSingle = step != pageSize || (request.value != nil && offset != 0)
    let end = page(min(vma.range.end, request.range.end) - 1) + 1
    let count: Int
    switch touch(space, vma, first..<(isSingle ? first + 1 : end), request.kind) {
    case .touched(let pages, let frame):
      count = pages
      if let value = request.value { store(value, in: frame..<frame + count, offset: offset) }
    case .beyondEnd:
      totals.events.faults.bus += 1
      spaces[Int(space)].faults.bus += 1
      throw .signal(.SIGBUS, at: address)
    case .guarded:
      throw countSegmentationFault(space, at: address)
    case .outOfMemory:
      throw killForMemory(space, at: address)
    }
    request.advance(past: (first + count - 1) &<< pageShift, step)
  }

  private mutating func countSegmentationFault(
    _ space: Int32, at address: VirtualAddress
  ) -> Refusal {
    totals.events.faults.segv += 1
    spaces[Int(space)].faults.segv += 1
    return .signal(.SIGSEGV, at: address)
  }

  /// What came of touching pages.
  enum TouchOutcome {
    /// So many of them, the first of which is in that frame now (0 for the zero page).
    case touched(pages: Int, frame: FrameNumber)
    /// The first one is past the end of its file; the tables of the path are there all the same,
    /// the leaf among them if the kernel makes it first.
    case beyondEnd
    /// The first one is a guard; nothing has changed.
    case guarded
    /// Not even the first one could be had; nothing has changed.
    case outOfMemory
  }

  /// Touches as many of the pages as the same is to be done for: at most one fault each.
  ///
  /// - Precondition: they lie in the vma, which permits it.
  mutating func touch(
    _ space: Int32, _ vma: VMA, _ pages: Range<Int>, _ kind: AccessKind
  ) -> TouchOutcome {
    if vma.flags.contains(.hugetlb) { return touchHuge(space, vma, pages, kind) }
    let pages = storage == .flat ? pages.lowerBound..<pages.lowerBound + 1 : pages
    var plan = planFault(space, vma, pages, kind)
    let first = leaf(ofPage: plan.pages.lowerBound)
    if plan.page == .hitGuard { return .guarded }
    guard plan.isFault else {
      if let entry = plan.leafEntry { remember(space, vma, page: plan.pages.lowerBound, entry) }
      return .touched(pages: plan.pages.count, frame: use(plan, vma, kind))
    }
    while framesNeeded(plan, space, pages: plan.pages.count) > freeFrames {
      guard plan.pages.count > 1 else { return .outOfMemory }
      let half = plan.pages.count / 2
      plan.pages = plan.pages.lowerBound..<plan.pages.lowerBound + half
    }
    var vma = vma
    if kind == .write, !vma.isShared, vma.anonVMA == 0,
      plan.page.makesPrivatePage || plan.page == .beyondEnd
    {
      vma = prepareAnonVMA(space, vma)
    }
    let leaves = first..<leaf(ofPage: plan.pages.upperBound - 1) + 1
    if plan.leaf != .keep {
      perform(plan.leaf, space, vma, leaves)
      plan.leafEntry = leafEntry(space, first)
    }
    if plan.page == .beyondEnd {
      if kind != .write, plan.leafEntry != nil {
        mapAround(plan.pages, space, vma, isEachFault: true)
      }
      return .beyondEnd
    }
    if let entry = plan.leafEntry {
      plan.keyDistance = (entry.table - first) &<< entryBits
      remember(space, vma, page: plan.pages.lowerBound, entry)
    }
    let frame = perform(plan, space, vma, kind)
    countFaults(plan, space, vma, kind, leaves: leaves.count)
    if plan.page == .mapFile, kind != .write {
      mapAround(plan.pages, space, vma, isEachFault: plan.fillsCache)
    }
    return .touched(pages: plan.pages.count, frame: frame)
  }

  private mutating func countFaults(
    _ plan: FaultPlan, _ space: Int32, _ vma: VMA, _ kind: AccessKind, leaves: Int
  ) {
    if plan.isMajor {
      totals.events.faults.major += plan.pages.count
      spaces[Int(space)].faults.major += plan.pages.count
      return
    }
    var faults = plan.pages.count
    if plan.page == .touch {
      // Where the pages are there already, only the first access to each leaf is a fault.
      faults = leaves
    } else if plan.page == .mapFile, kind != .write, !plan.fillsCache {
      // The first access to a window maps all of it.
      faults = windowCount(plan.pages, vma)
    }
    totals.events.faults.minor += faults
    spaces[Int(space)].faults.minor += faults
  }

  private mutating func perform(
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
  private mutating func perform(
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
  private mutating func use(
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
    totals.events.pteSet += plan.pages.count
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

  // MARK: Before and instead of a fault

  /// The vma for an access, once a stack below which it lies has grown.
  private mutating func vmaForAccess(
    _ space: Int32, _ address: VirtualAddress, _ kind: AccessKind
  ) throws(Refusal) -> VMA? {
    guard address.value >= 0, address < geometry.userEnd else { return nil }
    if let vma = spaces[Int(space)].vma(at: address) { return vma }
    return try growStack(space, to: address, kind)
  }

  /// The index of the vma that an access to this unmapped page lets grow down to it.
  func stackAbove(_ space: Int32, _ start: VirtualAddress) -> Int? {
    let place = spaces[Int(space)].firstIndex(endingAfter: start)
    guard place < spaces[Int(space)].vmas.count else { return nil }
    let vma = spaces[Int(space)].vmas[place]
    guard vma.flags.contains(.growsDown), vma.range.end - start <= stackLimit else { return nil }
    guard stackGuard > 0, place > 0 else { return place }
    let below = spaces[Int(space)].vmas[place - 1]
    let needsGap = !below.flags.contains(.growsDown) && below.protection != .none
    return needsGap && start - below.range.end < stackGuard ? nil : place
  }

  /// Bytes that stay free below a mapping that grows down.
  var stackGuard: ByteCount { kernel.mappings.stackGuardPages &<< pageShift }

  /// The most that a `growsdown` mapping grows to: the usual stack limit.
  private var stackLimit: ByteCount { 8 << 20 }

  /// - Kernel: `expand_stack` in include/linux/mm.h, 2.5; `expand_downwards` in mm/vma.c, 6.18.
  private mutating func growStack(
    _ space: Int32, to address: VirtualAddress, _ kind: AccessKind
  ) throws(Refusal) -> VMA? {
    let start = pageStart(address)
    guard let place = stackAbove(space, start) else { return nil }
    let vma = spaces[Int(space)].vmas[place]
    let new = AddressRange(start, vma.range.start)
    var frames = sharedLeafCount(space, in: new)
    if vma.protection.permits(kind) { frames += framesForNewPage(space, address, kind) }
    guard frames <= freeFrames else { throw killForMemory(space, at: address) }
    unshareLeaves(space, in: new, "the stack grows within its span")
    let shift = pageShift
    editVMAs(space, in: new) { $0.growDown(at: place, to: start, pageShift: shift) }
    return prepareAnonVMA(space, spaces[Int(space)].vmas[place])
  }

  /// Frames for the first access to a page of private anonymous memory whose leaf nobody shares.
  private func framesForNewPage(
    _ space: Int32, _ address: VirtualAddress, _ kind: AccessKind
  ) -> Int {
    let isLeafThere = leafEntry(space, leaf(address)) != nil
    let tables =
      isLeafThere ? 0 : missingUpperTables(space, AddressRange(address, length: 1)) + 1
    return tables + (kind == .write ? 1 : 0)
  }

  /// No memory for an access: the process is killed.
  private mutating func killForMemory(_ space: Int32, at address: VirtualAddress) -> Refusal {
    note("oom.kill", "no memory for the access: killed", address)
    for process in spaces[Int(space)].members { endProcess(process) }
    return .signal(.SIGKILL, at: address)
  }

  /// Touches every page of a range as `populate` and mlock do: for writing where the mapping is
  /// private and writable, else for reading; mappings without permissions are passed over.
  ///
  /// - Kernel: `make_pages_present` in mm/memory.c; the kind of access as in
  ///   `populate_vma_page_range` in mm/gup.c today.
  /// - Returns: false if it stopped where an access would be fatal or memory had run out.
  mutating func prefault(_ space: Int32, _ range: AddressRange) -> Bool {
    var address = range.start
    while address < range.end {
      guard let vma = spaces[Int(space)].vma(at: address) else { return false }
      if vma.protection == .none {
        address = vma.range.end
        continue
      }
      let kind: AccessKind = !vma.isShared && vma.isWritable ? .write : .read
      let part = AddressRange(address, min(vma.range.end, range.end))
      guard let next = try? touchUnlessFatal(space, vma, part, kind) else { return false }
      address = next
    }
    return true
  }

  /// As `touch`, within a system call: an errno where it would end in a signal. Past the end of a
  /// file the tables of the path are left, as after SIGBUS.
  ///
  /// - Returns: where the pages end that have been touched.
  mutating func touchUnlessFatal(
    _ space: Int32, _ vma: VMA, _ range: AddressRange, _ kind: AccessKind
  ) throws(Refusal) -> VirtualAddress {
    let pages = pages(range)
    switch touch(space, vma, pages, kind) {
    case .touched(let count, _): return address(ofPage: pages.lowerBound + count)
    case .beyondEnd, .guarded: throw .errno(.EFAULT)
    case .outOfMemory: throw .errno(.ENOMEM)
    }
  }
}

extension AccessRequest {
  /// Takes off the range what has been touched, up to the page at `start`.
  @inline(__always)
  fileprivate mutating func advance(past start: Int, _ step: ByteCount) {
    let (next, overflow) = start.addingReportingOverflow(step)
    range.start = overflow ? range.end : VirtualAddress(next)
  }
}
