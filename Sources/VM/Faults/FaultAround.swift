// Fault-around: a read fault on a file maps the pages around that are in the page cache.
extension Machine {
  /// Pages of the window; 1 where a fault maps only its own page.
  private var windowPages: Int {
    min(max(1, kernel.faults.faultAround &>> pageShift), leafEntryCount)
  }

  /// The pages that a read fault on a page of a file looks at: aligned within the leaf, but
  /// beginning no earlier than the vma, and ending with the vma or the leaf.
  ///
  /// - Kernel: `do_fault_around` in mm/memory.c.
  func window(ofPage page: Int, _ vma: VMA) -> Range<Int> {
    let leafStart = page & ~(leafEntryCount - 1)
    let aligned = page & ~(windowPages - 1)
    let first = max(aligned, self.page(vma.range.start))
    let end = min(first + windowPages, leafStart + leafEntryCount, self.page(vma.range.end))
    return first..<end
  }

  /// How many read faults it takes to map all of these pages, which are in the page cache and not
  /// mapped.
  func windowCount(_ pages: Range<Int>, _ vma: VMA) -> Int {
    var count = 0
    var next = pages.lowerBound
    // The first window may begin with the vma, unaligned; where it ends another is cut short.
    while next < pages.upperBound, count == 0 || next & (windowPages - 1) != 0 {
      next = window(ofPage: next, vma).upperBound
      count += 1
    }
    let rest = max(0, pages.upperBound - next)
    return count + (rest + windowPages - 1) / windowPages
  }

  /// Maps what is in the page cache in the windows of pages that have just faulted in, but the
  /// pages themselves.
  ///
  /// - Parameter isEachFault: each of the pages was a fault, as they were not in the page cache.
  /// - Kernel: `filemap_map_pages` in mm/filemap.c.
  mutating func mapAround(
    _ pages: Range<Int>, _ space: Int32, _ vma: VMA, isEachFault: Bool
  ) {
    guard windowPages > 1, !vma.isAnonymous else { return }
    let last = pages.upperBound - 1
    let end = isEachFault ? window(ofPage: last, vma).upperBound : lastWindowEnd(pages, vma)
    let before = window(ofPage: pages.lowerBound, vma).lowerBound..<pages.lowerBound
    mapCached(before, space, vma)
    mapCached(last..<end, space, vma)
  }

  /// Where the last of the windows ends that accesses to pages in the page cache, one after the
  /// other, map.
  private func lastWindowEnd(_ pages: Range<Int>, _ vma: VMA) -> Int {
    var end = window(ofPage: pages.lowerBound, vma).upperBound
    if end < pages.upperBound, end & (windowPages - 1) != 0 {
      end = window(ofPage: end, vma).upperBound
    }
    return end < pages.upperBound ? window(ofPage: pages.upperBound - 1, vma).upperBound : end
  }

  /// Whether any of the vma's pages is in the page cache.
  func hasCachedPages(_ vma: VMA, _ pages: Range<Int>) -> Bool {
    if windowPages == 1 { return false }
    let first = filePage(vma, address(ofPage: pages.lowerBound))
    return cachedCount(vma.file, first..<first + pages.count) > 0
  }

  /// Maps those of the pages, all of one leaf, that are in the page cache and have no entry.
  private mutating func mapCached(_ pages: Range<Int>, _ space: Int32, _ vma: VMA) {
    guard !pages.isEmpty, let leaf = leafEntry(space, leaf(ofPage: pages.lowerBound)) else {
      return
    }
    let distance = (leaf.table - self.leaf(ofPage: pages.lowerBound)) &<< entryBits
    var page = pages.lowerBound
    while page < pages.upperBound {
      let entries = contents.stretch(at: page + distance, end: pages.upperBound + distance)
      let end = entries.end - distance
      if entries.value == nil { mapCached(page..<end, vma, keyDistance: distance) }
      page = end
    }
  }

  private mutating func mapCached(_ absent: Range<Int>, _ vma: VMA, keyDistance: Int) {
    let first = filePage(vma, address(ofPage: absent.lowerBound))
    let end = min(first + absent.count, files[Int(vma.file)].pageCount(pageShift: pageShift))
    guard first < end else { return }
    let runs = files[Int(vma.file)].cache.runs(in: first..<end)
    for run in runs {
      guard let frame = run.value.frame else { continue }
      let start = absent.lowerBound + run.start - first + keyDistance
      let entry = fileEntry(vma, frame, isFileTable: false, false).touched(byWrite: false)
      fill(start..<start + run.count, entry)
      totals.events.pteSet.add(run.count)
    }
  }
}
