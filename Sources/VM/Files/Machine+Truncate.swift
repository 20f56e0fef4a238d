// Calls about pages of files: truncate, holes, reading ahead.
extension Machine {
  /// Sets the size of a file. Entries past the new end are cleared once in each leaf; private
  /// copies there go too; tables and owners stay.
  ///
  /// - Throws: EINVAL for a negative size.
  /// - Kernel: `vmtruncate` in mm/memory.c.
  public mutating func truncate(_ file: FileID, to size: ByteCount) throws(Refusal) {
    actor = -1
    totals.work.calls += 1
    guard size >= 0 else { throw .errno(.EINVAL) }
    if files[Int(file.index)].kind == .hugetlb { throw .notModelled("truncate of huge pages") }
    let isShrinking = size < files[Int(file.index)].size
    willChange(file: file.index)
    files[Int(file.index)].size = size
    files[Int(file.index)].frameNumbers = nil
    guard isShrinking else { return }
    let end = files[Int(file.index)].pageCount(pageShift: pageShift)
    unmapPages(of: file.index, end..<Int.max, privateCopiesToo: true)
    dropCache(file.index, end..<Int.max)
    let rest = size & (pageSize - 1)
    if rest > 0, let last = files[Int(file.index)].cache[end - 1] {
      clearValues(last.number, from: rest)
    }
  }

  /// Clears the entries of all address spaces that map pages of a file, once in each leaf.
  ///
  /// - Parameter privateCopiesToo: and those of private copies at their places.
  /// - Kernel: `unmap_mapping_range` in mm/memory.c (`even_cows`).
  mutating func unmapPages(
    of file: Int32, _ filePages: Range<PageIndex>, privateCopiesToo: Bool
  ) {
    var going: [Range<TableNumber>] = []
    for space in spaces.indices {
      for vma in spaces[space].vmas where vma.file == file {
        for keys in keys(showing: filePages, Int32(space), vma, privateCopiesToo) {
          contents.forEachRun(in: keys) { run in
            guard run.value.isPresent else { return }
            going.append(run.start &>> entryBits..<(run.end - 1) &>> entryBits + 1)
          }
          clear(keys)
        }
      }
    }
    if going.isEmpty { return }
    for space in owners(of: going) { flush(space) }
  }

  /// The entries by which a mapping shows pages of a file, and those at their places if private
  /// copies are meant too.
  private func keys(
    showing filePages: Range<PageIndex>, _ space: Int32, _ vma: VMA, _ privateCopiesToo: Bool
  ) -> [Range<Int>] {
    let isNonlinear = vma.flags.contains(.nonlinear)
    let range = isNonlinear ? vma.range : range(of: filePages, in: vma)
    var found: [Range<Int>] = []
    for piece in pieces(space, overlapping: range) {
      let keys = keys(piece, in: range)
      if privateCopiesToo, !isNonlinear {
        found.append(keys)
        continue
      }
      contents.forEachRun(in: keys) { run in
        guard run.value.isCached else { return }
        let first = run.value.frame
        frames.forEachRun(in: first..<first + run.count) { frames in
          let pages = frames.value.page..<frames.value.page + frames.count
          let gone = pages.clamped(to: filePages)
          let start = run.start + frames.start + gone.lowerBound - pages.lowerBound - first
          if !gone.isEmpty { found.append(start..<start + gone.count) }
        }
      }
    }
    return found
  }

  /// Makes a hole of the part of a file that a part of a mapping shows.
  ///
  /// - Kernel: `madvise_remove` in mm/madvise.c, `shmem_fallocate` in mm/shmem.c.
  mutating func punchHole(_ vma: VMA, _ part: AddressRange) {
    let pages = filePages(vma, part)
    unmapPages(of: vma.file, pages, privateCopiesToo: false)
    dropCache(vma.file, pages)
  }

  /// Reads the pages of a file that a part of a mapping shows into the page cache, as long as there
  /// is memory. Of shmfs those come that are in swap space; private memory does not.
  ///
  /// - Kernel: `madvise_willneed` in mm/madvise.c.
  mutating func readAhead(_ vma: VMA, _ part: AddressRange) {
    guard !vma.isAnonymous, !vma.flags.contains(.hugetlb) else { return }
    let file = vma.file
    let end = files[Int(file)].pageCount(pageShift: pageShift)
    let shown = filePages(vma, part)
    let pages = min(shown.lowerBound, end)..<min(shown.upperBound, end)
    let readsHoles = files[Int(file)].kind == .regular
    var page = pages.lowerBound
    while page < pages.upperBound {
      let stretch = files[Int(file)].cache.stretch(at: page, end: pages.upperBound)
      let isRead = stretch.value.map { $0.frame == nil } ?? readsHoles
      if isRead {
        let count = min(stretch.end - page, freeFrames)
        if count == 0 { return }
        _ = frames(of: file, page..<page + count, stretch.value)
      }
      page = stretch.end
    }
  }

  /// The pages of its file that a part of a linear mapping shows.
  func filePages(_ vma: VMA, _ part: AddressRange) -> Range<PageIndex> {
    let first = filePage(vma, part.start)
    return first..<first + part.length &>> pageShift
  }

  /// Where a linear mapping shows pages of its file; empty if it does not.
  func range(of filePages: Range<PageIndex>, in vma: VMA) -> AddressRange {
    let shown = self.filePages(vma, vma.range)
    let affected = filePages.clamped(to: shown)
    return AddressRange(
      vma.range.start + (affected.lowerBound - shown.lowerBound) &<< pageShift,
      length: affected.count &<< pageShift)
  }
}
