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
    if filled, pages > 0 {
      let frames = addToCache(file, 0..<pages)
      writeFirstValues(frames, StoredValue(value: 1, step: 1))
    }
    return FileID(index: file)
  }

  mutating func addFile(
    name: String, kind: FileKind, isUnnamed: Bool, size: ByteCount
  ) -> Int32 {
    let file = File(name: name, kind: kind, isUnnamed: isUnnamed, size: size, storage)
    if isUnnamed, !journal.isOpen, let free = freeFiles.popLast() {
      files[Int(free)] = file
      return free
    }
    files.append(file)
    return Int32(files.count - 1)
  }

  /// Brings pages of zeroes into the page cache; their frames.
  ///
  /// - Parameters:
  ///   - mapcount: of each frame, for the entries that are about to map it.
  ///   - isDirty: they are about to be written.
  /// - Precondition: none of the pages is there; the frames are free.
  mutating func addToCache(
    _ file: Int32, _ pages: Range<PageIndex>, mapcount: Int32 = 0, isDirty: Bool = false
  ) -> Range<FrameNumber> {
    willChange(file: file)
    let frames = numbersForCache(file, pages)
    writeFrames(
      frames, Frame(mapcount: mapcount, file: file, page: pages.lowerBound, isDirty: isDirty))
    writeCache(file, pages, CachedFrame(frame: frames.lowerBound))
    files[Int(file)].cachedPages += pages.count
    return frames
  }

  /// Numbers for the frames of pages that come in: those that their places in the file have been
  /// given, or new ones.
  private mutating func numbersForCache(
    _ file: Int32, _ pages: Range<PageIndex>
  ) -> Range<FrameNumber> {
    let count = File.pageCount(size: files[Int(file)].size, pageShift: pageShift)
    if files[Int(file)].frameNumbers == nil, pages.count < count, count < numberLimit >> 24,
      totals.nextFrame < numberLimit / 2
    {
      files[Int(file)].frameNumbers = totals.nextFrame..<totals.nextFrame + count
      totals.nextFrame += count
    }
    guard let given = files[Int(file)].frameNumbers, pages.upperBound <= given.count
    else { return numberFrames(pages.count) }
    totals.framesInUse += pages.count
    let first = given.lowerBound + pages.lowerBound
    return first..<first + pages.count
  }

  /// Drops the cached pages from `page` on.
  ///
  /// - Precondition: no page entry maps them.
  mutating func dropCache(_ file: Int32, from page: PageIndex) {
    let dropped = files[Int(file)].cache.runs(in: page..<Int.max)
    guard !dropped.isEmpty else { return }
    willChange(file: file)
    for run in dropped {
      releaseFrames(run.value.frame..<run.value.frame + run.count)
      writeCache(file, run.start..<run.end, nil)
      files[Int(file)].cachedPages -= run.count
    }
    files[Int(file)].frameNumbers = nil
  }

  // MARK: Mappings of files

  /// Changes the vmas of an address space inside the range, and all that hangs on them: how many
  /// map each file, unnamed files that nobody maps any more, which leaves are file tables.
  mutating func editVMAs(
    _ space: Int32, in range: AddressRange, _ edit: (inout AddressSpace) -> Void
  ) {
    forgetTranslation()
    let before = countMappings(space, touching: range, -1)
    edit(&spaces[Int(space)])
    _ = countMappings(space, touching: range, 1)
    for file in Set(before).sorted()
    where files[Int(file)].isUnnamed && files[Int(file)].mappings == 0 {
      dropCache(file, from: 0)
      if !journal.isOpen { freeFiles.append(file) }
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
      willChange(file: file)
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
    willChange(file: file.index)
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
    if rest > 0, let last = files[Int(file.index)].cache[end - 1] {
      clearValues(last.frame, from: rest)
    }
  }

  private mutating func clearEntries(_ space: Int32, _ vma: VMA, pastPage end: PageIndex) {
    let isNonlinear = vma.flags.contains(.nonlinear)
    let kept = isNonlinear ? 0 : max(0, min(end - vma.filePage, vma.range.length &>> pageShift))
    let range = AddressRange(vma.range.start + kept &<< pageShift, vma.range.end)
    for piece in pieces(space, overlapping: range) {
      let keys = keys(piece, in: range)
      guard isNonlinear else {
        clear(keys)
        continue
      }
      for run in contents.runs(in: keys) where run.value.hasFrame {
        let first = run.value.frame
        for frames in frames.runs(in: first..<first + run.count) {
          let kept = max(0, min(frames.count, end - frames.value.page))
          let start = run.start + frames.start + kept - first
          clear(start..<run.start + frames.end - first)
        }
      }
    }
  }
}
