// Finding a leaf to attach to.
extension Machine {
  /// The leaf of another address space that a fault may attach to: the oldest file table that
  /// shows the same place of the file.
  ///
  /// - Kernel: `pte_try_to_share` in mm/memory.c, shpte-2.5.43 (there by identical vmas only).
  func candidate(_ space: Int32, _ vma: VMA, base: VirtualAddress) -> Int32? {
    guard kernel.sharing.attach != .never, let block = spannedBlock(of: vma, base)
    else { return nil }
    return fileTables[block]?.first { table in
      !reaches(space, table, file: block)
        && (kernel.sharing.attach == .file
          || hasIdenticalOwner(table, vma, base: base))
    }
  }

  /// Attaches the address space to the leaf.
  mutating func attach(_ space: Int32, to table: Int32, vma: VMA, base: VirtualAddress) {
    let slot = makeLeafSlot(space, base)
    link(table, at: slot, of: space, base: base, protection: vma.protection)
    events.tablesShared += 1
    let count = tables[table].ownerCount
    note("attach.found", "attached to a table of the same place in the file, owners \(count)", base)
  }

  /// Whether the address space has the file table already, at whatever address.
  private func reaches(_ space: Int32, _ table: Int32, file block: FileBlock) -> Bool {
    spaces[Int(space)].vmas.contains { vma in
      guard vma.file == block.file else { return false }
      let base = vma.range.start + (block.page - vma.filePage) << pageShift
      return spannedBlock(of: vma, base) == block && leafEntry(space, base).isTable(table)
    }
  }

  /// Whether some owner maps the table by a vma like this one, at the same address.
  private func hasIdenticalOwner(_ table: Int32, _ vma: VMA, base: VirtualAddress) -> Bool {
    var index = tables[table].firstOwner
    while index >= 0 {
      let owner = owners[index]
      if owner.base == base, let other = spaces[Int(owner.space)].vma(at: base),
        other.range == vma.range, other.filePage == vma.filePage
      {
        return true
      }
      index = owner.next
    }
    return false
  }

  // MARK: Why there is none

  /// Records why a fault allocates a leaf instead of attaching to one.
  mutating func noteNoCandidate(_ space: Int32, _ vma: VMA, base: VirtualAddress) {
    guard isTracing else { return }
    let (rule, text) = reasonForNoCandidate(space, vma, base: base)
    note(rule, text, base)
  }

  private func reasonForNoCandidate(
    _ space: Int32, _ vma: VMA, base: VirtualAddress
  ) -> (rule: String, text: String) {
    if kernel.sharing.attach == .never {
      return ("attach.never", "new table: kernel `\(kernel.name)` shares none")
    }
    if vma.isAnonymous || !vma.isShared {
      return ("attach.private", "new table: the mapping is private")
    }
    if vma.flags.contains(.nonlinear) {
      return ("attach.nonlinear", "new table: the mapping is nonlinear")
    }
    guard let block = spannedBlock(of: vma, base) else {
      return ("attach.partial-span", "new table: the mapping does not contain its whole span")
    }
    let there = fileTables[block] ?? []
    if there.contains(where: { !reaches(space, $0, file: block) }) {
      return ("attach.not-identical", "new table: the other mappings of the file are not identical")
    }
    if there.contains(where: { tables[$0].ownerCount > 1 }) {
      return ("attach.already-reached", "new table: it reaches the one of the others already")
    }
    let pages = geometry.leaf.entryCount
    let isNear = (1 - pages..<pages).contains { delta in
      guard delta != 0 else { return false }
      return fileTables[FileBlock(file: block.file, page: block.page + delta)] != nil
    }
    return isNear
      ? ("attach.incongruent", "new table: other tables show these pages at another offset")
      : ("attach.no-candidate", "new table: no other address space has one for this block")
  }
}

extension TableEntry {
  func isTable(_ other: Int32) -> Bool { !isNone && table == other }
}
