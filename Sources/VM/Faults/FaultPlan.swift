/// What one access to one page will do, decided before anything changes.
struct FaultPlan {
  var leaf: LeafAction
  var page: PageAction
  /// The leaf that is there now; without meaning if none is.
  var table: Int32
  /// The page of the file is not in the page cache and must come in.
  var fillsCache = false
  /// Frames that all of it needs.
  var frames = 0

  var isFault: Bool { leaf != .keep || page != .touch }
}

/// What happens to the leaf, or to the entry that points to it.
enum LeafAction: Equatable {
  case keep
  /// No leaf there: attach to this one.
  case attach(Int32)
  /// No leaf there, and none to attach to.
  case allocate
  /// A write through a read-only table entry of a leaf with other owners: copy it.
  case unshare
  /// The same for the last owner: make the entry writable again.
  case promote
}

/// What happens to the page and its entry.
enum PageAction: Equatable {
  /// Present and permitted: no fault.
  case touch
  /// Past the end of the file: SIGBUS.
  case beyondEnd
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
}

extension Machine {
  /// Decides what an access that the vma permits will do.
  ///
  /// - Kernel: `handle_mm_fault`, `do_no_page`, `do_wp_page` in mm/memory.c.
  func planFault(
    _ space: Int32, _ vma: VMA, _ address: VirtualAddress, _ kind: AccessKind
  ) -> FaultPlan {
    let base = leafSpan(at: address).start
    let slot = leafSlot(space, address)
    let tableEntry = slot.map { self.tableEntry($0) } ?? .none
    let leaf = leafAction(space, vma, base, tableEntry, kind)
    let source = if case .attach(let table) = leaf { table } else { tableEntry.table }
    let entry = leaf == .allocate ? .none : pageEntry(source, leafIndex(address))
    var plan = FaultPlan(
      leaf: leaf, page: pageAction(vma, address, entry, kind, leafIsCopied: leaf == .unshare),
      table: tableEntry.table)
    if plan.page == .mapFile || plan.page == .copyFile {
      plan.fillsCache = files[Int(vma.file)].cachedFrame(filePage(vma, address)) == nil
    }
    plan.frames = framesNeeded(plan, space, address)
    return plan
  }

  /// When a leaf is attached, allocated, unshared or promoted: the whole rule.
  private func leafAction(
    _ space: Int32, _ vma: VMA, _ base: VirtualAddress, _ entry: TableEntry, _ kind: AccessKind
  ) -> LeafAction {
    if entry.isNone {
      return candidate(space, vma, base: base).map { .attach($0) } ?? .allocate
    }
    if kind != .write || entry.isWritable { return .keep }
    return tables[entry.table].ownerCount > 1 ? .unshare : .promote
  }

  private func pageAction(
    _ vma: VMA, _ address: VirtualAddress, _ entry: PageEntry, _ kind: AccessKind,
    leafIsCopied: Bool
  ) -> PageAction {
    if entry.isNone, isBeyondEnd(vma, address) { return .beyondEnd }
    let isWrite = kind == .write
    switch entry.kind {
    case .none where vma.isAnonymous: return isWrite ? .allocate : .mapZeroPage
    case .none: return isWrite && !vma.isShared ? .copyFile : .mapFile
    case _ where !isWrite: return .touch
    case _ where vma.isShared: return entry.isWritable ? .touch : .permitWrite
    case .anon:
      // The copy of the leaf is one more that maps the page.
      if leafIsCopied { return .copy }
      if entry.isWritable { return .touch }
      return frames[entry.frame].mapcount == 1 ? .reuse : .copy
    case .zero, .file: return .copy
    }
  }

  /// A page of a file at or past its end.
  private func isBeyondEnd(_ vma: VMA, _ address: VirtualAddress) -> Bool {
    !vma.isAnonymous
      && filePage(vma, address) >= files[Int(vma.file)].pageCount(pageShift: pageShift)
  }

  func filePage(_ vma: VMA, _ address: VirtualAddress) -> PageIndex {
    vma.filePage + (address - vma.range.start) >> pageShift
  }

  private func framesNeeded(
    _ plan: FaultPlan, _ space: Int32, _ address: VirtualAddress
  ) -> Int {
    var frames = plan.fillsCache ? 1 : 0
    switch plan.leaf {
    case .keep, .promote: break
    case .attach: frames += missingUpperTables(space, address)
    case .allocate: frames += missingUpperTables(space, address) + 1
    case .unshare: frames += 1
    }
    switch plan.page {
    case .allocate, .copyFile, .copy: frames += 1
    case .touch, .beyondEnd, .mapZeroPage, .mapFile, .reuse, .permitWrite: break
    }
    return frames
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
