import VM

/// A read fault on a file maps the pages around it too, if they are in the page cache.
extension NaiveMachine {
  /// Returns whether any page was mapped.
  mutating func faultAround(_ owner: Owner, _ vma: NaiveVMA, _ address: Int) -> Bool {
    guard let file = vma.file else { return false }
    var isAnyMapped = false
    for place in window(owner, vma, address) where entry(owner.space, at: place) == nil {
      let number = vma.fileOffset(at: place) / page
      guard let frame = files[file]!.cache[number] else { continue }
      if spaces[owner.space]!.links[owner.base] == nil { giveLeaf(owner) }
      let leaf = spaces[owner.space]!.links[owner.base]!.leaf
      var entry = fileEntry(
        vma, number, frame, .read, isFileTable: leaves[leaf]!.isFileTable)
      entry.isYoung = true
      leaves[leaf]!.entries[(place - owner.base) / page] = entry
      events.pteSet += 1
      isAnyMapped = true
    }
    return isAnyMapped
  }

  /// Addresses of the pages that one fault may map; none if it maps only its own.
  private func window(_ owner: Owner, _ vma: NaiveVMA, _ address: Int) -> StrideTo<Int> {
    let pages = kernel.faults.faultAround / page
    if pages < 2 { return stride(from: 0, to: 0, by: page) }
    let index = (address - owner.base) / page
    let start = max(owner.base + index / pages * pages * page, vma.range.lowerBound)
    let end = min(start + pages * page, owner.base + span, vma.range.upperBound)
    return stride(from: start, to: end, by: page)
  }
}
