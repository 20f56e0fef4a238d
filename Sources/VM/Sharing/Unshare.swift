// Parting with a shared leaf: by a copy of one's own, by leaving, or by being the last.
extension Machine {
  /// Whether the leaf is there and has other owners too.
  func isShared(_ space: Int32, _ leaf: Int) -> Bool {
    leafEntry(space, leaf).flatMap { leafTables[$0.table]?.isShared } ?? false
  }

  /// How many leaves overlap the range that have other owners too.
  func sharedLeafCount(_ space: Int32, in range: AddressRange) -> Int {
    pieces(space, overlapping: range).reduce(0) { $0 + ($1.table.isShared ? $1.count : 0) }
  }

  /// The leaves that a new mapping of the range must copy, once what is mapped there has gone:
  /// shared ones with mappings outside the range. There are at most two.
  func leavesToUnshare(_ space: Int32, replacing range: AddressRange) -> [Int] {
    edges(of: range).filter { isShared(space, $0) && !isFull(space, $0, range) }
  }

  /// The leaves that a call which clears the range must copy: shared ones with mappings both inside
  /// the range and outside it.
  func leavesToUnshare(_ space: Int32, removing range: AddressRange) -> [Int] {
    leavesToUnshare(space, replacing: range).filter { holdsMapping(space, $0, range) }
  }

  /// The leaves that overlap the range and whose spans do not lie whole in it.
  private func edges(of range: AddressRange) -> [Int] {
    let all = leaves(overlapping: range)
    let inside = leaves(inside: range)
    return [all.first, all.last].compactMap { $0 }.filter { !inside.contains($0) }
      .reduce(into: []) { if $0.last != $1 { $0.append($1) } }
  }

  /// Whether something is mapped in the part of the range that the leaf's span has.
  func holdsMapping(_ space: Int32, _ leaf: Int, _ range: AddressRange) -> Bool {
    spaces[Int(space)].isMapped(range.intersection(span(of: leaf..<leaf + 1)))
  }

  /// Whether the range covers every mapping inside the leaf's span: the sense of "full".
  func isFull(_ space: Int32, _ leaf: Int, _ range: AddressRange) -> Bool {
    spaces[Int(space)].covers(everyVMAIn: span(of: leaf..<leaf + 1), range)
  }

  /// Unshares every shared leaf that overlaps the range.
  mutating func unshareLeaves(_ space: Int32, in range: AddressRange, _ why: String) {
    for piece in pieces(space, overlapping: range) where piece.table.isShared {
      unshare(space, piece, why)
    }
  }

  /// Gives the address space copies of its own of the leaves: the entries inside its vmas, old,
  /// those of shared mappings clean, private ones write-protected on both sides.
  ///
  /// - Kernel: `pte_unshare` in mm/memory.c, shpte-2.5.43, without its K6.
  mutating func unshare(_ space: Int32, _ piece: LeafPiece, _ why: String) {
    let new = numberTables(piece.count, level: leafLevel)
    let copiedBefore = totals.events.pteCopied
    copyEntries(
      from: piece, to: new.lowerBound, vmas: spaces[Int(space)].vmas, copying: { _ in true })
    totals.events.tablesUnshared += piece.count
    unlink(piece, of: space)
    reclassifyLeft(piece.tables)
    linkAllocated(new, to: space, piece.leaves)
    flush(space, times: piece.count)
    let copied = totals.events.pteCopied - copiedBefore
    note(
      "table.unshare", "\(why): copied the shared table, \(copied) entries",
      base(ofLeaf: piece.leaves.lowerBound), count: piece.count)
  }

  /// Puts new leaves into place, as file tables where a vma spans them.
  mutating func linkAllocated(
    _ tables: Range<TableNumber>, to space: Int32, _ leaves: Range<Int>
  ) {
    for (part, vma) in spans(space, leaves) {
      let first = tables.lowerBound + part.lowerBound - leaves.lowerBound
      let numbers = first..<first + part.count
      linkNew(
        numbers, to: space, part, vma?.protection ?? .all,
        vma.map { spanning(of: $0) } ?? [])
      if let vma { classifyNew(numbers, vma, part) }
    }
  }

  /// Copies the entries of some vmas from the leaves of a piece to new ones, as fork and unshare do.
  ///
  /// - Kernel: `copy_page_range` in mm/memory.c.
  mutating func copyEntries(
    from piece: LeafPiece, to first: TableNumber, vmas: [VMA], copying isCopied: (VMA) -> Bool
  ) {
    let distance = (first - piece.entry.table) &<< entryBits
    let span = span(of: piece.leaves)
    var place = AddressSpace.firstIndex(of: vmas, endingAfter: span.start)
    while place < vmas.count, vmas[place].range.start < span.end {
      let vma = vmas[place]
      place += 1
      guard isCopied(vma) else { continue }
      let keys = keys(piece, in: vma.range)
      let runs = contents.runs(in: keys)
      if !vma.isShared, runs.contains(where: { $0.value.isWritable || $0.value.isExclusive }) {
        update(keys) { entry in
          entry.isWritable = false
          entry.isExclusive = false
        }
      }
      var mapped = Census()
      var held = Census()
      for run in runs {
        writeContents(
          run.start + distance..<run.end + distance, run.value.copied(isShared: vma.isShared))
        if let frames = run.frames { mapped.add(frames) }
        if let slots = run.slots { held.add(slots) }
        totals.events.pteCopied += run.count
      }
      mapFrames(mapped, 1)
      holdSlots(held, 1)
    }
  }

  /// Leaves shared leaves to their other owners.
  mutating func detach(_ space: Int32, _ piece: LeafPiece) {
    unlink(piece, of: space)
    reclassifyLeft(piece.tables)
    let count = piece.table.owners - 1
    note(
      "table.detach", "left the shared table, owners \(count)",
      base(ofLeaf: piece.leaves.lowerBound), count: piece.count)
  }

  /// Makes the entries of the last owner writable again; the page entries keep their own bits.
  mutating func promote(_ space: Int32, _ piece: LeafPiece) {
    setProtection(.all, of: space, piece)
    totals.events.tablesPromoted += piece.count
    flush(space, times: piece.count)
    note(
      "write.promote", "last owner: the table entry is writable again",
      base(ofLeaf: piece.leaves.lowerBound), count: piece.count)
  }
}

extension PageEntry {
  /// The entry in the copy of a table: old, clean if the mapping is shared, read-only and no longer
  /// exclusive if private.
  func copied(isShared: Bool) -> PageEntry {
    var entry = self
    entry.isYoung = false
    if isShared {
      entry.isDirty = false
    } else {
      entry.isWritable = false
      entry.isExclusive = false
    }
    return entry
  }
}
