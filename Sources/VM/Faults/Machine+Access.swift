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
    var done = 0
    let page = pageSize
    while !request.range.isEmpty, done < pieces {
      let first = pageStart(request.range.start)
      var now = request
      now.range.end = min(now.range.end, first + page)
      try accessEach(process, now)
      done += 1
      let (next, overflow) = first.value.addingReportingOverflow(request.stride ?? page)
      request.range.start = overflow ? request.range.end : VirtualAddress(next)
    }
    return done
  }

  private mutating func accessEach(
    _ process: ProcessID, _ request: AccessRequest
  ) throws(Refusal) {
    let space = begin(process)
    let step = request.stride ?? pageSize
    var address = request.range.start
    while address < request.range.end {
      try touch(space, address, request.kind, storing: request.value)
      let (next, overflow) = pageStart(address).value.addingReportingOverflow(step)
      if overflow { return }
      address = VirtualAddress(next)
    }
  }

  /// One access to one page: at most one fault.
  mutating func touch(
    _ space: Int32, _ address: VirtualAddress, _ kind: AccessKind, storing value: Int64? = nil
  ) throws(Refusal) {
    guard let vma = try vmaForAccess(space, address, kind), vma.protection.permits(kind) else {
      events.faults.segv += 1
      spaces[Int(space)].faults.segv += 1
      throw .signal(.SIGSEGV, at: address)
    }
    let plan = planFault(space, vma, address, kind)
    guard plan.frames <= freeFrames else { throw killForMemory(space, at: address) }
    let table = plan.isFault ? try handleFault(plan, space, vma, address) : plan.table
    let index = leafIndex(address)
    var entry = pageEntry(table, index)
    entry.isYoung = true
    if kind == .write {
      entry.isDirty = true
      if vma.isShared { frames[entry.frame].isDirty = true }
    }
    setPageEntry(table, index, entry)
    if let value { store(value, in: entry.frame, offset: address.value & (pageSize - 1)) }
  }

  /// Does what has been planned; the leaf that the page is in then.
  private mutating func handleFault(
    _ plan: FaultPlan, _ space: Int32, _ vma: VMA, _ address: VirtualAddress
  ) throws(Refusal) -> Int32 {
    perform(plan.leaf, space, vma, base: leafSpan(at: address).start)
    if plan.page == .beyondEnd {
      events.faults.bus += 1
      spaces[Int(space)].faults.bus += 1
      throw .signal(.SIGBUS, at: address)
    }
    let table = plan.leaf == .keep ? plan.table : leafEntry(space, address).table
    perform(plan.page, table, vma, address, space)
    events.faults.minor += 1
    spaces[Int(space)].faults.minor += 1
    return table
  }

  private mutating func perform(
    _ action: LeafAction, _ space: Int32, _ vma: VMA, base: VirtualAddress
  ) {
    switch action {
    case .keep: break
    case .attach(let table): attach(space, to: table, vma: vma, base: base)
    case .allocate:
      noteNoCandidate(space, vma, base: base)
      allocateLeaf(space, base)
    case .unshare: unshare(space, base, "write to a shared table")
    case .promote:
      if let slot = leafSlot(space, base) { promote(at: slot, base: base) }
    }
  }

  /// Puts a new leaf into place, with the tables above it that are missing.
  mutating func allocateLeaf(_ space: Int32, _ base: VirtualAddress) {
    let slot = makeLeafSlot(space, base)
    let table = allocateTable(level: leafLevel)
    link(table, at: slot, of: space, base: base, protection: protectionOfNewLeaf(space, base))
    classifyNew(table)
  }

  private mutating func perform(
    _ action: PageAction, _ table: Int32, _ vma: VMA, _ address: VirtualAddress, _ space: Int32
  ) {
    let index = leafIndex(address)
    let old = pageEntry(table, index)
    switch action {
    case .touch, .beyondEnd:
      return
    case .mapZeroPage:
      fill(table, index, PageEntry(.zero))
      note("page.zero", "read of untouched private memory: the zero page", address)
    case .allocate:
      fill(table, index, PageEntry(.anon, frame: allocateFrame(), isWritable: true))
      note("page.allocate", "write to untouched private memory: a new page", address)
    case .mapFile:
      let frame = cachedFrame(vma.file, filePage(vma, address))
      let isWritable = tables[table].isFileTable ? vma.mayWrite : vma.isShared && vma.isWritable
      fill(table, index, PageEntry(.file, frame: frame, isWritable: isWritable))
      note("page.file", "a page of the file, from the page cache", address)
    case .copyFile:
      let frame = copyOfFrame(cachedFrame(vma.file, filePage(vma, address)), space)
      fill(table, index, PageEntry(.anon, frame: frame, isWritable: true))
      note("page.cow", "private write to a page of a file: a copy of it", address)
    case .reuse:
      var entry = old
      entry.isWritable = true
      setPageEntry(table, index, entry)
      note("page.reuse", "nobody else maps the page: writable again", address)
    case .permitWrite:
      var entry = old
      entry.isWritable = true
      setPageEntry(table, index, entry)
      note("page.permit-write", "first write to a page of a shared mapping: writable", address)
    case .copy:
      let frame = copyOfFrame(old.hasFrame ? old.frame : -1, space)
      setPageEntry(table, index, PageEntry(.anon, frame: frame, isWritable: true))
      note("page.cow", "write to a page that others see too: a copy", address)
    }
  }

  /// Absent → present, by a fault.
  private mutating func fill(_ table: Int32, _ index: Int, _ entry: PageEntry) {
    setPageEntry(table, index, entry)
    events.pteSet += 1
  }

  /// A new frame with the content of another, or of the zero page (-1).
  private mutating func copyOfFrame(_ source: Int32, _ space: Int32) -> Int32 {
    let frame = allocateFrame()
    if source >= 0 { copyValues(from: source, to: frame) }
    events.faults.cow += 1
    spaces[Int(space)].faults.cow += 1
    return frame
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
    return vma.flags.contains(.growsDown) && vma.range.end - start <= stackLimit ? place : nil
  }

  /// The most that a `growsdown` mapping grows to: the usual stack limit.
  private var stackLimit: ByteCount { 8 << 20 }

  /// - Kernel: `expand_stack` in include/linux/mm.h, 2.5: no guard gap.
  private mutating func growStack(
    _ space: Int32, to address: VirtualAddress, _ kind: AccessKind
  ) throws(Refusal) -> VMA? {
    let start = pageStart(address)
    guard let place = stackAbove(space, start) else { return nil }
    let vma = spaces[Int(space)].vmas[place]
    let new = AddressRange(start, vma.range.start)
    var frames = sharedLeafBases(space, in: new).count
    if vma.protection.permits(kind) { frames += framesForNewPage(space, address, kind) }
    guard frames <= freeFrames else { throw killForMemory(space, at: address) }
    unshareLeaves(space, in: new, "the stack grows within its span")
    editVMAs(space, in: new) { $0.growDown(at: place, to: start) }
    return spaces[Int(space)].vma(at: start)
  }

  /// Frames for the first access to a page of private anonymous memory whose leaf nobody shares.
  private func framesForNewPage(
    _ space: Int32, _ address: VirtualAddress, _ kind: AccessKind
  ) -> Int {
    let tables =
      leafEntry(space, address).isNone ? missingUpperTables(space, address) + 1 : 0
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
      guard (try? touchUnlessFatal(space, vma, address, kind)) != nil else { return false }
      address = address + pageSize
    }
    return true
  }

  /// As `touch`, within a system call: an errno where it would end in a signal. Past the end of a
  /// file the tables of the path are left, as after SIGBUS.
  mutating func touchUnlessFatal(
    _ space: Int32, _ vma: VMA, _ address: VirtualAddress, _ kind: AccessKind
  ) throws(Refusal) {
    let plan = planFault(space, vma, address, kind)
    guard plan.frames <= freeFrames else { throw .errno(.ENOMEM) }
    if plan.page == .beyondEnd {
      perform(plan.leaf, space, vma, base: leafSpan(at: address).start)
      throw .errno(.EFAULT)
    }
    try touch(space, address, kind)
  }
}
