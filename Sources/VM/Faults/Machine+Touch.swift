// The fault path: what one access, or a stretch of them that are alike, does to pages of a mapping.
extension Machine {
  /// What came of touching pages.
  enum TouchOutcome {
    /// So many of them, the first of which is in that frame now (0 for the zero page).
    case touched(pages: Int, frame: FrameNumber)
    /// The first one is past the end of its file; the tables of the path are there all the same,
    /// the leaf among them if the kernel makes it first.
    case beyondEnd
    /// The first one is a guard; nothing has changed.
    case guarded
    /// Not even the first one could be had, for which so many frames had to be free; nothing has
    /// changed but by reclaim.
    case outOfMemory(wanted: Int)
  }

  /// Touches as many of the pages as the same is to be done for: at most one fault each.
  ///
  /// - Precondition: they lie in the vma, which permits it.
  mutating func touch(
    _ space: Int32, _ vma: VMA, _ pages: Range<Int>, _ kind: AccessKind
  ) -> TouchOutcome {
    lowMemory == nil
      ? touchFreely(space, vma, pages, kind) : touchInLowMemory(space, vma, pages, kind)
  }

  /// The same without a look at low memory.
  mutating func touchFreely(
    _ space: Int32, _ vma: VMA, _ pages: Range<Int>, _ kind: AccessKind
  ) -> TouchOutcome {
    if vma.flags.contains(.hugetlb) {
      let outcome = touchHuge(space, vma, pages, kind)
      guard case .outOfMemory(let wanted) = outcome, makeRoom(for: wanted) else { return outcome }
      return touchFreely(space, vma, pages, kind)
    }
    let pages = storage == .flat ? pages.lowerBound..<pages.lowerBound + 1 : pages
    var plan = planFault(space, vma, pages, kind)
    let first = leaf(ofPage: plan.pages.lowerBound)
    if plan.page == .hitGuard { return .guarded }
    guard plan.isFault else {
      if let entry = plan.leafEntry { remember(space, vma, page: plan.pages.lowerBound, entry) }
      return .touched(pages: plan.pages.count, frame: use(plan, vma, kind))
    }
    while true {
      let wanted = framesNeeded(plan, space, pages: plan.pages.count)
      if wanted <= freeFrames { break }
      if plan.pages.count == 1 {
        // Reclaim may change what there is to be done.
        guard makeRoom(for: wanted) else { return .outOfMemory(wanted: wanted) }
        return touchFreely(space, vma, pages, kind)
      }
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
    if plan.page.changesPresentEntry { flushChanged(plan, space, vma, leaves: leaves.count) }
    if plan.page == .mapFile, kind != .write {
      mapAround(plan.pages, space, vma, isEachFault: plan.fillsCache)
    }
    return .touched(pages: plan.pages.count, frame: frame)
  }

  /// A fault that copies or promotes a leaf flushes everything, and the page with it.
  private mutating func flushChanged(
    _ plan: FaultPlan, _ space: Int32, _ vma: VMA, leaves: Int
  ) {
    if vma.isShared, plan.leaf == .keep || plan.leaf.isAttachment {
      flushPages(plan.keys)
    } else {
      // Private pages are changed only in leaves that nobody else has.
      let pages = plan.pages.count - (plan.leaf == .keep ? 0 : leaves)
      flush(space, times: pages, pages: pages)
    }
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
        if kernel.mappings.populatesLocked { return false }
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
