// Before and instead of a fault: a stack that grows, and no memory at all.
extension Machine {
  /// The vma for an access, once a stack below which it lies has grown.
  mutating func vmaForAccess(
    _ space: Int32, _ address: VirtualAddress, _ kind: AccessKind
  ) throws(Refusal) -> VMA? {
    guard address.value >= 0, address < geometry.userEnd else { return nil }
    if let vma = spaces[Int(space)].vma(at: address) { return vma }
    guard fitsLowMemory(space, growingTo: address, kind) else {
      shortage = MemoryShortage(ofLowMemory: self)
      throw killForMemory(space, at: address)
    }
    return try growStack(space, to: address, kind)
  }

  /// The index of the vma that an access to this unmapped page lets grow down to it, if it fits.
  func stackAbove(_ space: Int32, _ start: VirtualAddress) -> Int? {
    let place = spaces[Int(space)].firstIndex(endingAfter: start)
    guard place < spaces[Int(space)].vmas.count else { return nil }
    let vma = spaces[Int(space)].vmas[place]
    guard vma.flags.contains(.growsDown) else { return nil }
    guard stackGuard > 0, place > 0 else { return place }
    let below = spaces[Int(space)].vmas[place - 1]
    let needsGap = !below.flags.contains(.growsDown) && below.protection != .none
    return needsGap && start - below.range.end < stackGuard ? nil : place
  }

  /// Whether a stack that begins there is within its limit.
  func fitsStack(_ vma: VMA, _ start: VirtualAddress) -> Bool {
    vma.range.end - start <= stackLimit
  }

  /// Where a stack is not even tried to grow to (vm.mmap_min_addr).
  private var lowestStack: Int { 64 << 10 }

  /// Bytes that stay free below a mapping that grows down.
  var stackGuard: ByteCount { kernel.mappings.stackGuardPages &<< pageShift }

  /// The most that a `growsdown` mapping grows to: the usual stack limit.
  private var stackLimit: ByteCount { 8 << 20 }

  /// - Kernel: `expand_stack` in include/linux/mm.h, 2.5; `expand_downwards` in mm/vma.c, 6.18.
  mutating func growStack(
    _ space: Int32, to address: VirtualAddress, _ kind: AccessKind
  ) throws(Refusal) -> VMA? {
    let start = pageStart(address)
    guard let place = stackAbove(space, start) else { return nil }
    let vma = spaces[Int(space)].vmas[place]
    guard fitsStack(vma, start) else {
      // The anon_vma is there by then.
      if start.value >= lowestStack { _ = prepareAnonVMA(space, vma) }
      return nil
    }
    let new = AddressRange(start, vma.range.start)
    do throws(Refusal) {
      try provide { machine in
        machine.sharedLeafCount(space, in: new)
          + (vma.protection.permits(kind) ? machine.framesForNewPage(space, address, kind) : 0)
      }
    } catch {
      throw killForMemory(space, at: address)
    }
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
  mutating func killForMemory(_ space: Int32, at address: VirtualAddress) -> Refusal {
    let why = shortage.map { " (\($0))" } ?? ""
    note("oom.kill", "no memory for the access\(why): killed", address)
    for process in spaces[Int(space)].members { endProcess(process) }
    return .signal(.SIGKILL, at: address)
  }
}
