// Parting with a shared leaf: by a copy of one's own, by leaving, or by being the last.
extension Machine {
  func isSharedLeaf(_ entry: TableEntry) -> Bool {
    !entry.isNone && tables[entry.table].ownerCount > 1
  }

  /// The leaves overlapping the range that have other owners too.
  func sharedLeafBases(_ space: Int32, in range: AddressRange) -> [VirtualAddress] {
    leafBases(space, in: range).filter { isSharedLeaf(leafEntry(space, $0)) }
  }

  /// The leaves that a new mapping of the range must copy, once what is mapped there has gone:
  /// shared ones with mappings outside the range.
  func leavesToUnshare(_ space: Int32, replacing range: AddressRange) -> [VirtualAddress] {
    sharedLeafBases(space, in: range).filter { !isFull(space, $0, range) }
  }

  /// The leaves that a call which clears the range must copy: shared ones with mappings both inside
  /// the range and outside it.
  func leavesToUnshare(_ space: Int32, removing range: AddressRange) -> [VirtualAddress] {
    leavesToUnshare(space, replacing: range).filter { holdsMapping(space, $0, range) }
  }

  /// Whether something is mapped in the part of the range that the span at `base` has.
  func holdsMapping(_ space: Int32, _ base: VirtualAddress, _ range: AddressRange) -> Bool {
    spaces[Int(space)].isMapped(range.intersection(AddressRange(base, length: leafSpan)))
  }

  /// Whether the range covers every mapping inside the span at `base`: the sense of "full".
  func isFull(_ space: Int32, _ base: VirtualAddress, _ range: AddressRange) -> Bool {
    spaces[Int(space)].covers(everyVMAIn: AddressRange(base, length: leafSpan), range)
  }

  /// Unshares every shared leaf that overlaps the range.
  mutating func unshareLeaves(_ space: Int32, in range: AddressRange, _ why: String) {
    for base in sharedLeafBases(space, in: range) { unshare(space, base, why) }
  }

  /// Gives the address space a copy of its own of the leaf at `base`: the entries inside its vmas,
  /// old, those of shared mappings clean, private ones write-protected on both sides.
  ///
  /// - Kernel: `pte_unshare` in mm/memory.c, shpte-2.5.43, without its K6.
  mutating func unshare(_ space: Int32, _ base: VirtualAddress, _ why: String) {
    guard let slot = leafSlot(space, base) else { return }
    let old = tableEntry(slot).table
    let new = allocateTable(level: leafLevel)
    let span = AddressRange(base, length: leafSpan)
    let copiedBefore = events.pteCopied
    for place in spaces[Int(space)].indices(overlapping: span) {
      let vma = spaces[Int(space)].vmas[place]
      copyEntries(from: old, to: new, base: base, vma: vma)
    }
    events.tablesUnshared += 1
    unlink(at: slot, of: space)
    reclassify(old)
    link(new, at: slot, of: space, base: base, protection: protectionOfNewLeaf(space, base))
    classifyNew(new)
    let copied = events.pteCopied - copiedBefore
    note("table.unshare", "\(why): copied the shared table, \(copied) entries", base)
  }

  /// Copies the entries of one vma from leaf to leaf, as fork and unshare do.
  ///
  /// - Kernel: `copy_page_range` in mm/memory.c.
  mutating func copyEntries(from old: Int32, to new: Int32, base: VirtualAddress, vma: VMA) {
    for index in pageIndices(base, in: vma.range) {
      var entry = pageEntry(old, index)
      if entry.isNone { continue }
      if !vma.isShared, entry.isWritable {
        entry.isWritable = false
        setPageEntry(old, index, entry)
      }
      if vma.isShared { entry.isDirty = false }
      entry.isYoung = false
      setPageEntry(new, index, entry)
      events.pteCopied += 1
    }
  }

  /// Leaves a shared leaf to its other owners.
  mutating func detach(_ space: Int32, _ base: VirtualAddress) {
    guard let slot = leafSlot(space, base) else { return }
    let table = tableEntry(slot).table
    unlink(at: slot, of: space)
    reclassify(table)
    let count = tables[table].ownerCount
    note("table.detach", "left the shared table, owners \(count)", base)
  }

  /// Makes the entry of the last owner writable again; the page entries keep their own bits.
  mutating func promote(at slot: TableSlot, base: VirtualAddress) {
    setProtection(.all, at: slot)
    events.tablesPromoted += 1
    note("write.promote", "last owner: the table entry is writable again", base)
  }
}
