/// What accesses to a stretch of pages will do, the same for each, decided before anything changes.
struct FaultPlan {
  var leaf: LeafAction
  var page: PageAction
  /// The pages it is the plan for, at least one.
  var pages: Range<Int>
  /// The entry for the first leaf, if it is there.
  var leafEntry: LeafEntry?
  /// The first page's entry, if it is present.
  var entry: PageEntry?
  /// What to add to a page's number for the key of its entry; 0 if the leaf is not there yet.
  var keyDistance = 0
  /// The leaf is a file table, or will be; known where the page action asks.
  var isFileTable = false
  /// Where the first page of the file is; nil if the pages have never been touched.
  var cached: CachedPage?
  /// What is known of the first page's swap slot.
  var slot: SwapSlot?
  /// Frames that each page needs.
  var framesPerPage = 0

  var isFault: Bool { leaf != .keep || page != .touch }

  /// The entries, once there are any, of the pages.
  var keys: Range<Int> { pages.lowerBound + keyDistance..<pages.upperBound + keyDistance }
}

/// What happens to the leaves, or to the entries that point to them.
enum LeafAction: Equatable {
  case keep
  /// No leaf there: attach to this one, and the ones after it.
  case attach(TableNumber)
  /// No leaf there, and none to attach to.
  case allocate
  /// No leaf there, and none is made: only the tables above.
  case allocateUppers
  /// A write through a read-only table entry of a leaf with other owners: copy it.
  case unshare
  /// The same for the last owner: make the entry writable again.
  case promote

  var isAttachment: Bool { if case .attach = self { true } else { false } }
}

/// What happens to a page and its entry.
enum PageAction: Equatable {
  /// Present and permitted: no fault.
  case touch
  /// Past the end of the file: SIGBUS.
  case beyondEnd
  /// A guard region: SIGSEGV.
  case hitGuard
  /// A read of private anonymous memory: the zero page.
  case mapZeroPage
  /// A write to private anonymous memory: a new frame.
  case allocate
  /// The page cache's frame.
  case mapFile
  /// A private write to an absent page of a file: a copy of the cache's page.
  case copyFile
  /// A write to a page that is the only one of its frame's: writable again.
  case reuse
  /// A write to a page of a shared mapping: writable.
  case permitWrite
  /// A write to a private page that others see too: a copy.
  case copy
  /// A page in swap space that has no frame: read in. By a write only where nobody else holds the
  /// slot.
  case swapIn
  /// A read of a page in swap space that has a frame in the swap cache: that one.
  case mapSwapCache
  /// A write to a page in swap space that others hold too: a copy.
  case swapInCopy

  /// Whether each page needs a frame of its own, besides one in the page cache.
  var needsFrame: Bool {
    switch self {
    case .allocate, .copyFile, .copy, .swapIn, .swapInCopy: true
    case .touch, .beyondEnd, .hitGuard, .mapZeroPage, .mapFile, .reuse, .permitWrite, .mapSwapCache:
      false
    }
  }

  /// Whether a processor may still hold the entry as it was.
  var changesPresentEntry: Bool { self == .copy || self == .reuse || self == .permitWrite }

  /// Whether a write makes a page of private memory where none has been before, so that the
  /// mapping needs an anon_vma.
  var makesPrivatePage: Bool { self == .allocate || self == .copyFile || self == .copy }
}

extension Machine {
  /// Decides what accesses that the vma permits will do, for as many of the pages as it is the same.
  ///
  /// - Kernel: `handle_mm_fault`, `do_no_page`, `do_wp_page` in mm/memory.c.
  func planFault(_ space: Int32, _ vma: VMA, _ pages: Range<Int>, _ kind: AccessKind) -> FaultPlan {
    let first = leaf(ofPage: pages.lowerBound)
    var plan = FaultPlan(leaf: .keep, page: .touch, pages: pages)
    let leaves = spaces[Int(space)].leaves.stretch(
      at: first, end: leaf(ofPage: pages.upperBound - 1) + 1)
    plan.limit(to: leaves.end &<< entryBits)
    plan.leafEntry = leaves.value
    if let entry = leaves.value {
      planKnownLeaf(&plan, entry, first, kind)
    } else {
      planMissingLeaf(&plan, space, vma, first..<leaves.end)
    }
    planPage(&plan, vma, kind)
    plan.framesPerPage =
      (plan.page.needsFrame ? 1 : 0) + (plan.fillsCache ? 1 : 0)
    return plan
  }

  /// When a leaf that is there is unshared or promoted: the whole rule.
  private func planKnownLeaf(
    _ plan: inout FaultPlan, _ entry: LeafEntry, _ leaf: Int, _ kind: AccessKind
  ) {
    plan.keyDistance = (entry.table - leaf) &<< entryBits
    if kind == .write, !entry.isWritable {
      let count = self.leaf(ofPage: plan.pages.upperBound - 1) + 1 - leaf
      let tables = leafTables.stretch(at: entry.table, end: entry.table + count)
      plan.limit(to: (leaf + tables.end - entry.table) &<< entryBits)
      plan.leaf = tables.value?.isShared == true ? .unshare : .promote
      // The copy of a table is one if the vma spans it.
      plan.isFileTable = entry.spanning.contains(.spans)
    }
    let keys = plan.keys
    let entries = contents.stretch(at: keys.lowerBound, end: keys.upperBound)
    plan.entry = entries.value
    plan.limit(to: entries.end - plan.keyDistance)
  }

  /// When a leaf is attached or allocated: the whole rule.
  private func planMissingLeaf(
    _ plan: inout FaultPlan, _ space: Int32, _ vma: VMA, _ leaves: Range<Int>
  ) {
    plan.leaf = .allocate
    let spanned =
      spanning(of: vma).contains(.spans)
      ? self.leaves(inside: vma.range).clamped(to: leaves) : leaves.lowerBound..<leaves.lowerBound
    guard spanned.lowerBound == leaves.lowerBound, !spanned.isEmpty else {
      if !spanned.isEmpty { plan.limit(to: spanned.lowerBound &<< entryBits) }
      return
    }
    let candidate = candidate(space, vma, spanned)
    plan.isFileTable = true
    plan.limit(to: (spanned.lowerBound + candidate.count) &<< entryBits)
    guard let table = candidate.table else { return }
    plan.leaf = .attach(table)
    let distance = (table - spanned.lowerBound) &<< entryBits
    let entries = contents.stretch(
      at: plan.pages.lowerBound + distance, end: plan.pages.upperBound + distance)
    plan.entry = entries.value
    plan.limit(to: entries.end - distance)
  }

  private func planPage(_ plan: inout FaultPlan, _ vma: VMA, _ kind: AccessKind) {
    let isWrite = kind == .write
    guard let entry = plan.entry else { return planAbsentPage(&plan, vma, isWrite) }
    switch entry.kind {
    case .none: break
    case .guard: plan.page = .hitGuard
    case .swap: planSwappedPage(&plan, entry, isWrite)
    case _ where !isWrite: plan.page = .touch
    case _ where vma.isShared: plan.page = entry.isWritable ? .touch : .permitWrite
    // The copy of the leaf is one more that maps the page.
    case .anon where plan.leaf == .unshare: plan.page = .copy
    case .anon where entry.isWritable: plan.page = .touch
    case .anon:
      let frames = frames.stretch(at: entry.frame, end: entry.frame + plan.pages.count)
      plan.limit(to: plan.pages.lowerBound + frames.end - entry.frame)
      let isAlone = frames.value?.mapcount == 1 && frames.value?.isInSwapCache == false
      plan.page = isAlone ? .reuse : .copy
    case .zero, .file, .shmem: plan.page = .copy
    }
  }

  /// - Kernel: `do_swap_page` in mm/memory.c.
  private func planSwappedPage(_ plan: inout FaultPlan, _ entry: PageEntry, _ isWrite: Bool) {
    let slots = slots.stretch(at: entry.slot, end: entry.slot + plan.pages.count)
    plan.limit(to: plan.pages.lowerBound + slots.end - entry.slot)
    plan.slot = slots.value
    let hasFrame = (slots.value?.frame ?? -1) >= 0
    if isWrite {
      // The copy of the leaf is one more that holds the slot.
      let isAlone = slots.value?.count == 1 && !hasFrame && plan.leaf != .unshare
      plan.page = isAlone ? .swapIn : .swapInCopy
    } else {
      plan.page = hasFrame ? .mapSwapCache : .swapIn
    }
  }

  private func planAbsentPage(_ plan: inout FaultPlan, _ vma: VMA, _ isWrite: Bool) {
    if vma.isAnonymous {
      plan.page = isWrite ? .allocate : .mapZeroPage
      return
    }
    let file = Int(vma.file)
    let first = filePage(vma, address(ofPage: plan.pages.lowerBound))
    let end = File.pageCount(size: files[file].size, pageShift: pageShift)
    guard first < end else {
      plan.page = .beyondEnd
      plan.pages = plan.pages.lowerBound..<plan.pages.lowerBound + 1
      if plan.leaf == .allocate, !kernel.faults.busErrorLeavesLeaf,
        isWrite || !hasCachedPages(vma, window(ofPage: plan.pages.lowerBound, vma))
      {
        plan.leaf = .allocateUppers
      }
      return
    }
    plan.page = isWrite && !vma.isShared ? .copyFile : .mapFile
    let cached = files[file].cache.stretch(at: first, end: min(end, first + plan.pages.count))
    plan.limit(to: plan.pages.lowerBound + cached.end - first)
    plan.cached = cached.value
    if plan.page == .mapFile, plan.leaf == .keep || plan.leaf == .promote {
      planKindOfLeaf(&plan)
    }
  }

  /// Whether the leaf that is there is a file table: that says which entries are writable.
  private func planKindOfLeaf(_ plan: inout FaultPlan) {
    let first = leaf(ofPage: plan.pages.lowerBound)
    let table = plan.keys.lowerBound &>> entryBits
    let count = leaf(ofPage: plan.pages.upperBound - 1) + 1 - first
    let tables = leafTables.stretch(at: table, end: table + count)
    plan.isFileTable = tables.value?.isFileTable ?? false
    plan.limit(to: (first + tables.end - table) &<< entryBits)
  }

  func filePage(_ vma: VMA, _ address: VirtualAddress) -> PageIndex {
    vma.pageOffset + (address - vma.range.start) &>> pageShift
  }

  /// Frames that the plan needs for its first pages, so many of them.
  func framesNeeded(_ plan: FaultPlan, _ space: Int32, pages count: Int) -> Int {
    var frames = plan.framesPerPage * count
    if plan.leaf == .keep || plan.leaf == .promote { return frames }
    let first = leaf(ofPage: plan.pages.lowerBound)
    let leaves = first..<leaf(ofPage: plan.pages.lowerBound + count - 1) + 1
    if plan.leaf != .unshare { frames += missingUpperTables(space, span(of: leaves)) }
    switch plan.leaf {
    case .keep, .promote, .attach, .allocateUppers: break
    case .allocate, .unshare: frames += leaves.count
    }
    return frames
  }
}

extension FaultPlan {
  /// Ends the stretch before the page.
  fileprivate mutating func limit(to end: Int) {
    if end < pages.upperBound { pages = pages.lowerBound..<end }
  }

  /// Pages of the file come into the page cache.
  var fillsCache: Bool { (page == .mapFile || page == .copyFile) && cached?.frame == nil }

  /// Something is read from swap space or from the disk.
  var isMajor: Bool {
    switch page {
    case .swapIn: true
    case .swapInCopy: (slot?.frame ?? -1) < 0
    case .mapFile, .copyFile: cached != nil && cached?.frame == nil
    default: false
    }
  }
}

extension Protection {
  /// x86: whatever may be written or executed may be read.
  func permits(_ kind: AccessKind) -> Bool {
    switch kind {
    case .read: self != .none
    case .write: contains(.write)
    case .execute: contains(.execute)
    }
  }
}
