// PMD tables of huge pages that processes share (design page kernels.md, II.8).
extension Machine {
  /// Whether a table of huge pages may be shared where the vma has it: the vma is shared and covers
  /// its whole span.
  ///
  /// - Kernel: `vma_shareable` in mm/hugetlb.c.
  private func isShareable(_ vma: VMA, _ index: Int) -> Bool {
    vma.isShared && vma.flags.contains(.hugetlb)
      && vma.range.contains(span(index, level: pmdLevel))
  }

  /// How many links lead to a PMD table.
  func linkCount(ofPMD table: TableNumber) -> Int { sharedPMDTables[table]?.count ?? 1 }

  /// Makes sure that there is a PMD table, that of another mapping of the same pages if there is
  /// one with the same flags and protection.
  ///
  /// - Parameter index: by address / span of a PMD table.
  /// - Parameter found: that of the other mapping.
  /// - Returns: whether it has been attached to that.
  /// - Precondition: it is not there; frames are free for the missing tables.
  /// - Kernel: `huge_pte_alloc`, `huge_pmd_share` in mm/hugetlb.c.
  mutating func makePMDTable(
    _ space: Int32, _ vma: VMA, _ index: Int, sharing found: TableNumber?
  ) -> Bool {
    let span = span(index, level: pmdLevel)
    guard let found else {
      makeUpperTables(space, span)
      noteTable(vma, index, span)
      return false
    }
    for level in 1..<pmdLevel { makeUpperTables(space, level: level, indices(span, level: level)) }
    writeUppers(space, pmdLevel, index..<index + 1, TableReference(table: found))
    countReached(1, level: pmdLevel, by: space)
    let links = linkCount(ofPMD: found)
    writeSharedPMDs(found, links + 1)
    totals.events.tablesShared += 1
    note("hugetlb.attach", "attached to the PMD table of the same place in the file", span.start)
    return true
  }

  private mutating func noteTable(_ vma: VMA, _ index: Int, _ span: AddressRange) {
    let isShareable = isShareable(vma, index)
    note(
      "hugetlb.allocate",
      isShareable
        ? "new PMD table: no mapping with equal flags has one for this place"
        : "new PMD table: not a shared mapping that covers its whole span", span.start)
  }

  /// The oldest table of another mapping that shows the same pages by the same flags.
  ///
  /// - Kernel: `page_table_shareable` in mm/hugetlb.c.
  func sharedCandidate(_ space: Int32, _ vma: VMA, _ index: Int) -> TableNumber? {
    guard isShareable(vma, index) else { return nil }
    let page = filePage(vma, span(index, level: pmdLevel).start)
    var oldest: TableNumber?
    for other in spaces.indices where spaces[other].isAlive {
      for candidate in spaces[other].vmas where candidate.file == vma.file {
        if other == Int(space), candidate.range == vma.range { continue }
        let start = candidate.range.start + (page - candidate.pageOffset) &<< pageShift
        guard candidate.protection == vma.protection,
          candidate.flags.subtracting(.locked) == vma.flags.subtracting(.locked),
          start == span(leaf(start) &>> pmdBits, level: pmdLevel).start,
          isShareable(candidate, leaf(start) &>> pmdBits),
          let table = spaces[other].uppers[pmdLevel][leaf(start) &>> pmdBits]?.table
        else { continue }
        oldest = min(oldest ?? table, table)
      }
    }
    return oldest
  }

  /// Leaves a shared PMD table to the others; nothing is copied, a later fault comes back to it.
  ///
  /// - Kernel: `huge_pmd_unshare` in mm/hugetlb.c.
  /// - Returns: false if nobody else has it.
  mutating func leavePMDTable(_ space: Int32, _ index: Int) -> Bool {
    guard let table = spaces[Int(space)].uppers[pmdLevel][index]?.table else { return false }
    let links = linkCount(ofPMD: table)
    guard links > 1 else { return false }
    writeUppers(space, pmdLevel, index..<index + 1, nil)
    countReached(-1, level: pmdLevel, by: space)
    writeSharedPMDs(table, links - 1)
    note("hugetlb.leave", "left the shared PMD table", span(index, level: pmdLevel).start)
    return true
  }

  /// A flush of each of some huge pages, in all address spaces that have their PMD table.
  mutating func flushHuge(_ space: Int32, _ table: TableNumber, pages: Int) {
    flush(space, times: pages, pages: pages)
    if linkCount(ofPMD: table) == 1 { return }
    for other in spaces.indices where spaces[other].isAlive && other != Int(space) {
      let links = spaces[other].uppers[pmdLevel].runs(in: 0..<Int.max)
      let isOwner = links.contains { run in
        (run.value.table..<run.value.table + run.count).contains(table)
      }
      if isOwner { interrupt(pages, spaces[other].members.count) }
    }
  }

  private mutating func writeSharedPMDs(_ table: TableNumber, _ links: Int) {
    let shared = links > 1 ? Multiplicity(count: links) : nil
    sharedPMDTables.assign(table..<table + 1, shared, of: .sharedPMDTables, log: &journal)
  }

  // MARK: Calls that change a mapping

  /// Does something to the entries of a part of a mapping of huge pages, PMD table by PMD table;
  /// where the table is shared it is left instead.
  ///
  /// - Returns: whether one has been left.
  private mutating func editHuge(
    _ space: Int32, _ part: AddressRange,
    _ edit: (inout Machine, _ keys: Range<Int>) -> Void
  ) -> Bool {
    let pages = hugePages(part)
    let tables = spaces[Int(space)].uppers[pmdLevel].runs(in: indices(part, level: pmdLevel))
    var isLeft = false
    for run in tables {
      for index in run.start..<run.end {
        if leavePMDTable(space, index) {
          isLeft = true
          continue
        }
        let inTable = pages.clamped(to: index &<< pmdBits..<(index + 1) &<< pmdBits)
        edit(&self, hugeKeys(run.value(at: index).table, inTable))
      }
    }
    return isLeft
  }

  /// Clears a part of a mapping of huge pages.
  ///
  /// - Returns: whether an entry has been cleared or a table left.
  /// - Kernel: `__unmap_hugepage_range` in mm/hugetlb.c.
  mutating func zapHuge(_ space: Int32, _ part: AddressRange) -> Bool {
    var isCleared = false
    let isLeft = editHuge(space, part) { machine, keys in
      if machine.clearHuge(keys) { isCleared = true }
    }
    return isCleared || isLeft
  }

  /// Clears what is mapped by huge pages in a range.
  ///
  /// - Returns: as `zapHuge`.
  mutating func zapHugeMappings(_ space: Int32, _ range: AddressRange) -> Bool {
    guard !hugeContents.isEmpty else { return false }
    var isZapped = false
    for place in spaces[Int(space)].indices(overlapping: range) {
      let vma = spaces[Int(space)].vmas[place]
      if vma.flags.contains(.hugetlb), zapHuge(space, vma.range.intersection(range)) {
        isZapped = true
      }
    }
    return isZapped
  }

  /// - Kernel: `hugetlb_change_protection` in mm/hugetlb.c.
  mutating func protectHuge(
    _ space: Int32, _ vma: VMA, _ part: AddressRange, _ protection: Protection
  ) {
    let isWritable = vma.isShared && protection.contains(.write)
    _ = editHuge(space, part) { machine, keys in
      machine.hugeContents.update(keys, of: .hugeContents, log: &machine.journal) { entry, _ in
        if isWritable || !protection.contains(.write) { entry.first.isWritable = isWritable }
      }
    }
  }

  /// The ends of a change within a mapping cut it: it no longer covers the spans of the tables
  /// there, which it leaves.
  ///
  /// - Kernel: `hugetlb_split` in mm/hugetlb.c.
  mutating func leavePMDTables(_ space: Int32, _ vma: VMA, cutBy part: AddressRange) {
    guard vma.flags.contains(.hugetlb) else { return }
    for cut in [part.start, part.end] where vma.range.start < cut && cut < vma.range.end {
      let index = leaf(cut) &>> pmdBits
      if cut > span(index, level: pmdLevel).start, leavePMDTable(space, index) { flush(space) }
    }
  }

  /// Gives a child the entries of a private mapping of huge pages.
  ///
  /// - Kernel: `copy_hugetlb_page_range` in mm/hugetlb.c.
  mutating func copyHuge(_ vma: VMA, from parent: Int32, to child: Int32) {
    let pages = hugePages(vma.range)
    for run in spaces[Int(parent)].uppers[pmdLevel].runs(in: indices(vma.range, level: pmdLevel)) {
      for index in run.start..<run.end {
        guard let target = spaces[Int(child)].uppers[pmdLevel][index]?.table else { continue }
        let inTable = pages.clamped(to: index &<< pmdBits..<(index + 1) &<< pmdBits)
        let keys = hugeKeys(run.value(at: index).table, inTable)
        hugeContents.update(keys, of: .hugeContents, log: &journal) { entry, _ in
          entry.first.isWritable = false
          entry.first.isExclusive = false
        }
        let distance = (target - run.value(at: index).table) &<< pmdBits
        for entries in hugeContents.runs(in: keys) {
          fillHuge(
            entries.start + distance..<entries.end + distance,
            entries.value.first.copied(isShared: false))
        }
      }
    }
  }
}
