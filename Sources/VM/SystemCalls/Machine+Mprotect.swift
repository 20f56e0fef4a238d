// mprotect.
extension Machine {
  /// Changes the protection of a range, vma by vma.
  ///
  /// - Throws: EINVAL if `start` is not page-aligned; ENOMEM for a range past user space, without
  ///   frames for the copies of shared tables (nothing has changed), or at a hole; EACCES where
  ///   write is wanted on a shared mapping of a file opened O_RDONLY; EINVAL where a huge page would
  ///   be cut. At a hole, on EACCES and on that EINVAL the part before has been changed.
  /// - Kernel: `sys_mprotect` in mm/mprotect.c.
  public mutating func mprotect(
    _ process: ProcessID, _ start: VirtualAddress, length: ByteCount, _ protection: Protection
  ) throws(Refusal) {
    let space = beginCall(process)
    try withinLowMemory { machine throws(Refusal) in
      try machine.mprotect(space, start, length: length, protection)
    }
  }

  private mutating func mprotect(
    _ space: Int32, _ start: VirtualAddress, length: ByteCount, _ protection: Protection
  ) throws(Refusal) {
    guard isPageAligned(start.value) else { throw .errno(.EINVAL) }
    if length == 0 { return }
    guard let range = userRange(start, length) else { throw .errno(.ENOMEM) }
    let (parts, refusal) = changedParts(space, range, protection)
    try provide { $0.leavesToCopy(space, parts, call: range) }
    for part in parts { protect(space, part, call: range, protection) }
    if let refusal { throw refusal }
  }

  /// The parts of the range, within one vma each, whose protection changes; and what stops the
  /// call after them.
  private func changedParts(
    _ space: Int32, _ range: AddressRange, _ protection: Protection
  ) -> (parts: [AddressRange], refusal: Refusal?) {
    var parts: [AddressRange] = []
    var reached = range.start
    for place in spaces[Int(space)].indices(overlapping: range) {
      let vma = spaces[Int(space)].vmas[place]
      if vma.range.start > reached { break }
      if protection.contains(.write), !vma.mayWrite { return (parts, .errno(.EACCES)) }
      reached = vma.range.end
      if vma.protection == protection { continue }
      let part = vma.range.intersection(range)
      if cutsHugePage(space, part) { return (parts, .errno(.EINVAL)) }
      parts.append(part)
    }
    return (parts, reached < range.end ? .errno(.ENOMEM) : nil)
  }

  /// How many leaves the call copies: those that it covers in part.
  private func leavesToCopy(
    _ space: Int32, _ parts: [AddressRange], call: AddressRange
  ) -> Int {
    let whole = leaves(inside: call)
    var copied: Set<Int> = []
    for part in parts {
      let all = leaves(overlapping: part)
      for leaf in [all.first, all.last] {
        if let leaf, !whole.contains(leaf), isShared(space, leaf) { copied.insert(leaf) }
      }
    }
    return copied.count
  }

  private mutating func protect(
    _ space: Int32, _ part: AddressRange, call: AddressRange, _ protection: Protection
  ) {
    guard let vma = spaces[Int(space)].vma(at: part.start) else { return }
    if vma.flags.contains(.hugetlb) { protectHuge(space, vma, part, protection) }
    let whole = leaves(inside: call)
    for leaves in leaves(overlapping: part).split(by: whole) {
      for piece in pieces(space, leaves) {
        if whole.contains(piece.leaves.lowerBound), piece.table.isFileTable || piece.table.isShared
        {
          protectThroughEntry(space, piece, protection)
          continue
        }
        if piece.table.isShared { unshare(space, piece, "mprotect of part of its span") }
        for own in pieces(space, piece.leaves) { protectPages(own, vma, part, protection) }
      }
    }
    flush(space, pages: pageCount(space, part))
    let shift = pageShift
    let rules = kernel.mappings
    editVMAs(space, in: part) { space in
      space.change(in: part, pageShift: shift) { $0.protect(protection, rules) }
    }
    let becomesWritable = !vma.isShared && !vma.isWritable && protection.contains(.write)
    if rules.populatesLocked, becomesWritable, vma.flags.contains(.locked) {
      _ = prefault(space, part)
    }
  }

  /// Of file tables and shared leaves whose whole span the call covers, only the entries that point
  /// to them change; that of a copy-on-write leaf never becomes writable.
  private mutating func protectThroughEntry(
    _ space: Int32, _ piece: LeafPiece, _ protection: Protection
  ) {
    let isFileTable = piece.table.isFileTable
    setProtection(
      isFileTable ? protection : protection.subtracting(.write), of: space, piece)
    if !isFileTable { changeTables(piece.tables) { table, _ in table.entriesDiffer = true } }
    note(
      "mprotect.table-entry", "the whole span: only the table entry changes",
      base(ofLeaf: piece.leaves.lowerBound), count: piece.count)
  }

  private mutating func protectPages(
    _ piece: LeafPiece, _ vma: VMA, _ part: AddressRange, _ protection: Protection
  ) {
    let removesWrite = vma.isWritable && !protection.contains(.write) && piece.entry.isWritable
    let keys = keys(piece, in: part)
    totals.work.entriesProtected += contents.count(in: keys)
    if removesWrite {
      update(keys) { if $0.hasFrame { $0.isWritable = false } }
    } else if protection.contains(.write), vma.isShared, !vma.isWritable {
      // The file system must hear of the first write to a page that is clean.
      let waits = kernel.faults.tracksFileWrites
      update(keys) { if $0.hasFrame { $0.isWritable = !waits || $0.kind != .file || $0.isDirty } }
    } else if protection.contains(.write), !vma.isShared, kernel.faults.tracksExclusivePages {
      update(keys) { if $0.kind == .anon, $0.isExclusive { $0.isWritable = true } }
    }
  }
}

extension VMA {
  /// Gives the mapping another protection. One that becomes writable is accounted for good, once
  /// something private may be in it.
  ///
  /// - Kernel: `mprotect_fixup` in mm/mprotect.c.
  fileprivate mutating func protect(_ protection: Protection, _ rules: MappingRules) {
    if rules.tracksAnonVMAs {
      if !protection.contains(.write) {
        if isAnonymous, anonVMA == 0 { flags.remove(.accounted) }
      } else if !isWritable, flags.isDisjoint(with: [.shared, .noReserve, .hugetlb]) {
        flags.insert(.accounted)
      }
    }
    self.protection = protection
  }
}
