// Finding a leaf to attach to.
extension Machine {
  /// The leaf of another address space that a fault may attach to: the oldest file table that
  /// shows the same place of the file.
  ///
  /// - Parameter leaves: the vma spans all of them, and none is there.
  /// - Returns: the table for the first of the leaves, or none, and how many leaves it is so for.
  /// - Kernel: `pte_try_to_share` in mm/memory.c, shpte-2.5.43 (there by identical vmas only).
  func candidate(
    _ space: Int32, _ vma: VMA, _ leaves: Range<Int>
  ) -> (table: TableNumber?, count: Int) {
    guard let block = spannedBlock(of: vma, leaf: leaves.lowerBound),
      let keys = knownKeys(of: block, count: leaves.count)
    else { return (nil, leaves.count) }
    var stretch = oldestFileTables.stretch(at: keys.lowerBound, end: keys.upperBound)
    var count = stretch.end - keys.lowerBound
    while let table = stretch.value?.table {
      let reach = reaches(space, table, block, count: count)
      count = reach.count
      if !reach.isSo {
        if kernel.sharing.attach == .file { return (table, count) }
        let identical = hasIdenticalOwner(table, vma, leaves.lowerBound, count: count)
        count = identical.count
        if identical.isSo { return (table, count) }
      }
      stretch = youngerFileTables.stretch(at: table, end: table + count)
      count = stretch.end - table
    }
    return (nil, count)
  }

  /// Attaches the address space to the tables.
  mutating func attach(
    _ space: Int32, to tables: Range<TableNumber>, _ vma: VMA, _ leaves: Range<Int>
  ) {
    makeUpperTables(space, span(of: leaves))
    link(tables, to: space, leaves, vma.protection, spanning(of: vma))
    totals.events.tablesShared += leaves.count
    let count = leafTables[tables.lowerBound]?.owners ?? 0
    note(
      "attach.found", "attached to a table of the same place in the file, owners \(count)",
      base(ofLeaf: leaves.lowerBound), count: leaves.count)
  }

  /// Something about a run of leaves: whether it is so, and for how many from the first on.
  private typealias Answer = (isSo: Bool, count: Int)

  /// Whether the address space has the file tables from `table` on already, at whatever address.
  private func reaches(
    _ space: Int32, _ table: TableNumber, _ block: FileBlock, count: Int
  ) -> Answer {
    var count = count
    for vma in spaces[Int(space)].vmas where vma.file == block.file {
      guard spanning(of: vma).contains(.spans) else { continue }
      // Where the vma would show the block; a page where a leaf begins.
      let page = page(vma.range.start) + block.page - vma.pageOffset
      guard page & (leafEntryCount - 1) == 0 else { continue }
      let first = page &>> entryBits
      let spanned = leaves(inside: vma.range)
      guard first < spanned.upperBound, first + count > spanned.lowerBound else { continue }
      if first < spanned.lowerBound {
        count = spanned.lowerBound - first
        continue
      }
      count = min(count, spanned.upperBound - first)
      let stretch = spaces[Int(space)].leaves.stretch(at: first, end: first + count)
      count = stretch.end - first
      if stretch.value?.table == table { return (true, count) }
    }
    return (false, count)
  }

  /// Whether some owner maps the tables from `table` on by a vma like this one, at the same
  /// addresses.
  private func hasIdenticalOwner(
    _ table: TableNumber, _ vma: VMA, _ leaf: Int, count: Int
  ) -> Answer {
    var count = count
    for space in spaces.indices where spaces[space].isAlive {
      guard let other = spaces[space].vma(at: vma.range.start), other.range == vma.range,
        other.pageOffset == vma.pageOffset
      else { continue }
      let stretch = spaces[space].leaves.stretch(at: leaf, end: leaf + count)
      count = stretch.end - leaf
      if stretch.value?.table == table { return (true, count) }
    }
    return (false, count)
  }

  // MARK: Why there is none

  /// Records why a fault allocates leaves instead of attaching to some.
  mutating func noteNoCandidate(_ space: Int32, _ vma: VMA, _ leaves: Range<Int>) {
    guard isTracing else { return }
    let obstacle = attachObstacle(space, vma, leaves.lowerBound)
    let text = "new table: \(obstacle.attachText(kernel))"
    note(obstacle.attachRule, text, base(ofLeaf: leaves.lowerBound), count: leaves.count)
  }

  /// What keeps an address space from attaching to another's table for the leaf, once `candidate`
  /// has found none.
  func attachObstacle(_ space: Int32, _ vma: VMA, _ leaf: Int) -> SharingObstacle {
    guard let block = spannedBlock(of: vma, leaf: leaf) else {
      return fileTableObstacle(of: vma, leaf: leaf) ?? .nobody
    }
    let there = fileTables(of: block)
    if there.contains(where: { !reaches(space, $0, block, count: 1).isSo }) {
      return kernel.sharing.attach == .identical ? .notIdentical : .madeApart
    }
    if there.contains(where: { leafTables[$0]?.isShared == true }) { return .reachedAlready }
    let pages = leafEntryCount
    let isNear = (1 - pages..<pages).contains { delta in
      delta != 0
        && !fileTables(of: FileBlock(file: block.file, page: block.page + delta)).isEmpty
    }
    return isNear ? .incongruent : .nobody
  }

  /// The file tables of a block, oldest first.
  func fileTables(of block: FileBlock) -> [TableNumber] {
    guard let key = knownKeys(of: block, count: 1)?.lowerBound else { return [] }
    var found: [TableNumber] = []
    var next = oldestFileTables[key]
    while let table = next?.table {
      found.append(table)
      next = youngerFileTables[table]
    }
    return found
  }
}
