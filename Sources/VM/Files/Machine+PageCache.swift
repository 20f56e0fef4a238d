// Files and the page cache.
extension Machine {
  /// Makes a file.
  ///
  /// - Parameters:
  ///   - name: for messages and reasons.
  ///   - filled: every page is in the page cache, page i with the value i+1.
  /// - Throws: EINVAL for a negative size, ENOMEM if it is filled and does not fit.
  public mutating func createFile(
    name: String, kind: FileKind, size: ByteCount, filled: Bool
  ) throws(Refusal) -> FileID {
    guard size >= 0 else { throw .errno(.EINVAL) }
    let pages = File.pageCount(size: size, pageShift: pageShift)
    if filled, pages > freeFrames { throw .errno(.ENOMEM) }
    let file = addFile(name: name, kind: kind, isUnnamed: false, size: size)
    if filled {
      for page in 0..<pages {
        let frame = cachedFrame(file, page)
        store(Int64(page + 1), in: frame, offset: 0)
      }
    }
    return FileID(index: file)
  }

  mutating func addFile(
    name: String, kind: FileKind, isUnnamed: Bool, size: ByteCount
  ) -> Int32 {
    files.append(File(name: name, kind: kind, isUnnamed: isUnnamed, size: size))
    return Int32(files.count - 1)
  }

  /// The frame that holds the file's page; zeroes come in if none does.
  mutating func cachedFrame(_ file: Int32, _ page: PageIndex) -> Int32 {
    if let frame = files[Int(file)].cachedFrame(page) { return frame }
    let frame = allocateFrame(file: file, page: page)
    files[Int(file)].addToCache(frame, page: page)
    return frame
  }

  /// Drops the cached pages from `page` on.
  ///
  /// - Precondition: no page entry maps them.
  mutating func dropCache(_ file: Int32, from page: PageIndex) {
    for run in files[Int(file)].removeFromCache(from: page) {
      for page in run.start..<run.end { releaseFrame(run.value(at: page).frame) }
    }
  }

  // MARK: Mappings of files

  /// Changes the vmas of an address space inside the range, and all that hangs on them: how many
  /// map each file, unnamed files that nobody maps any more, which leaves are file tables.
  mutating func editVMAs(
    _ space: Int32, in range: AddressRange, _ edit: (inout AddressSpace) -> Void
  ) {
    let before = countMappings(space, touching: range, -1)
    edit(&spaces[Int(space)])
    _ = countMappings(space, touching: range, 1)
    for file in before where files[Int(file)].isUnnamed && files[Int(file)].mappings == 0 {
      dropCache(file, from: 0)
    }
    refreshSpanning(space, in: range)
  }

  /// Counts the vmas that overlap or adjoin the range for their files, which it returns.
  mutating func countMappings(
    _ space: Int32, touching range: AddressRange, _ delta: Int
  ) -> [Int32] {
    var touched: [Int32] = []
    let around = AddressRange(range.start - 1, range.end + 1)
    for place in spaces[Int(space)].indices(overlapping: around) {
      let file = spaces[Int(space)].vmas[place].file
      guard file >= 0 else { continue }
      files[Int(file)].mappings += delta
      touched.append(file)
    }
    return touched
  }

  // MARK: truncate

  /// Sets the size of a file. Entries past the new end are cleared once in each leaf; private
  /// copies there go too; tables and owners stay.
  ///
  /// - Throws: EINVAL for a negative size.
  /// - Kernel: `vmtruncate` in mm/memory.c.
  public mutating func truncate(_ file: FileID, to size: ByteCount) throws(Refusal) {
    actor = -1
    guard size >= 0 else { throw .errno(.EINVAL) }
    let isShrinking = size < files[Int(file.index)].size
    files[Int(file.index)].size = size
    guard isShrinking else { return }
    let end = files[Int(file.index)].pageCount(pageShift: pageShift)
    for space in spaces.indices {
      for vma in spaces[space].vmas where vma.file == file.index {
        clearEntries(Int32(space), vma, pastPage: end)
      }
    }
    dropCache(file.index, from: end)
    let rest = size & (pageSize - 1)
    if rest > 0, let last = files[Int(file.index)].cachedFrame(end - 1) {
      clearValues(last, from: rest)
    }
  }

  private mutating func clearEntries(_ space: Int32, _ vma: VMA, pastPage end: PageIndex) {
    let isNonlinear = vma.flags.contains(.nonlinear)
    let kept = isNonlinear ? 0 : max(0, min(end - vma.filePage, vma.range.length >> pageShift))
    let range = AddressRange(vma.range.start + kept << pageShift, vma.range.end)
    for base in leafBases(space, in: range) {
      let table = leafEntry(space, base).table
      for index in pageIndices(base, in: range) {
        let entry = pageEntry(table, index)
        if isNonlinear, !entry.hasFrame || frames[entry.frame].filePage < end { continue }
        clearPageEntry(table, index)
      }
    }
  }
}
