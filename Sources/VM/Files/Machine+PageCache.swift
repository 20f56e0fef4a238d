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
    if kind == .hugetlb {
      if let refusal = refusalOfHugePages() { throw refusal }
      guard isHugeAligned(size) else { throw .errno(.EINVAL) }
    }
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
    writeCache(file, pages, CachedPage(frame: frames.lowerBound))
    files[Int(file)].cachedPages += pages.count
    return frames
  }

  /// Brings pages back into the page cache that have left memory; their frames.
  ///
  /// - Parameters:
  ///   - cached: where the first one is; the others follow.
  ///   - mapcount: of each frame, for the entries that are about to map it.
  ///   - isDirty: they are about to be written.
  /// - Precondition: the frames are free.
  mutating func returnToCache(
    _ file: Int32, _ pages: Range<PageIndex>, _ cached: CachedPage, mapcount: Int32 = 0,
    isDirty: Bool = false
  ) -> Range<FrameNumber> {
    willChange(file: file)
    let frames = numberFrames(pages.count)
    writeFrames(
      frames,
      Frame(
        mapcount: mapcount, file: file, page: pages.lowerBound,
        isDirty: isDirty || cached.place == .swap))
    copyValues(from: cached.number, to: frames)
    let numbers = cached.number..<cached.number + pages.count
    if cached.place == .swap {
      holdSlots(numbers, -1)
      totals.events.swapIn += pages.count
    } else {
      eraseValues(numbers)
    }
    writeCache(file, pages, CachedPage(frame: frames.lowerBound))
    files[Int(file)].cachedPages += pages.count
    return frames
  }

  /// The frames of pages that are alike, once they are in the page cache.
  ///
  /// - Parameter cached: where the first one is, if anywhere.
  mutating func frames(
    of file: Int32, _ pages: Range<PageIndex>, _ cached: CachedPage?
  ) -> Range<FrameNumber> {
    guard let cached else { return addToCache(file, pages) }
    if let frame = cached.frame { return frame..<frame + pages.count }
    return returnToCache(file, pages, cached)
  }

  /// How many of the pages are in the page cache.
  func cachedCount(_ file: Int32, _ pages: Range<PageIndex>) -> Int {
    var count = 0
    files[Int(file)].cache.forEachRun(in: pages) { run in
      if run.value.place == .memory { count += run.count }
    }
    return count
  }

  /// Lets pages leave memory: those of shmfs for swap space, others for the disk.
  ///
  /// - Precondition: they are in the page cache, in consecutive frames that no entry maps; slots
  ///   are free for those of shmfs.
  mutating func evictFromCache(
    _ file: Int32, _ pages: Range<PageIndex>, _ frames: Range<FrameNumber>
  ) {
    willChange(file: file)
    if files[Int(file)].kind == .shm {
      takeSlots(frames)
      writeCache(file, pages, CachedPage(.swap, number: frames.lowerBound))
    } else {
      vacateFrames(frames)
      writeCache(file, pages, CachedPage(.disk, number: frames.lowerBound))
    }
    files[Int(file)].cachedPages -= pages.count
    files[Int(file)].frameNumbers = nil
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

  /// Drops pages, wherever they are: afterwards they are holes.
  ///
  /// - Precondition: no page entry maps them.
  mutating func dropCache(_ file: Int32, _ pages: Range<PageIndex>) {
    let dropped = files[Int(file)].cache.runs(in: pages)
    guard !dropped.isEmpty else { return }
    willChange(file: file)
    for run in dropped {
      let numbers = run.value.number..<run.value.number + run.count
      writeCache(file, run.start..<run.end, nil)
      switch run.value.place {
      case .memory:
        releaseFrames(numbers)
        files[Int(file)].cachedPages -= run.count
      case .swap: holdSlots(numbers, -1)
      case .disk: eraseValues(numbers)
      }
    }
    files[Int(file)].frameNumbers = nil
  }

  /// Makes a hole of the part of a file that a part of a mapping shows.
  ///
  /// - Kernel: `madvise_remove` in mm/madvise.c, `shmem_fallocate` in mm/shmem.c.
  mutating func punchHole(_ vma: VMA, _ part: AddressRange) {
    let pages = filePages(vma, part)
    unmapPages(of: vma.file, pages, privateCopiesToo: false)
    dropCache(vma.file, pages)
  }

  /// Reads the pages of a file that a part of a mapping shows into the page cache. Of shmfs those
  /// come that are in swap space; private memory does not.
  ///
  /// - Throws: ENOMEM without frames for them.
  /// - Kernel: `madvise_willneed` in mm/madvise.c.
  mutating func readAhead(_ vma: VMA, _ part: AddressRange) throws(Refusal) {
    guard !vma.isAnonymous else { return }
    let file = vma.file
    let end = files[Int(file)].pageCount(pageShift: pageShift)
    let shown = filePages(vma, part)
    let pages = min(shown.lowerBound, end)..<min(shown.upperBound, end)
    let comesAsHole = files[Int(file)].kind == .regular
    let known = files[Int(file)].cache.runs(in: pages)
    let absent =
      comesAsHole
      ? pages.count - cachedCount(file, pages)
      : known.reduce(0) { $0 + ($1.value.frame == nil ? $1.count : 0) }
    guard absent <= freeFrames else { throw .errno(.ENOMEM) }
    for run in known where run.value.frame == nil {
      _ = returnToCache(file, run.start..<run.end, run.value)
    }
    var page = pages.lowerBound
    while comesAsHole, page < pages.upperBound {
      let stretch = files[Int(file)].cache.stretch(at: page, end: pages.upperBound)
      if stretch.value == nil { _ = addToCache(file, page..<stretch.end) }
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
      dropCache(file, 0..<Int.max)
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
    if files[Int(file.index)].kind == .hugetlb { throw .notModelled("truncate of huge pages") }
    let isShrinking = size < files[Int(file.index)].size
    willChange(file: file.index)
    files[Int(file.index)].size = size
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
    for space in spaces.indices {
      for vma in spaces[space].vmas where vma.file == file {
        unmapPages(filePages, Int32(space), vma, privateCopiesToo)
      }
    }
  }

  private mutating func unmapPages(
    _ filePages: Range<PageIndex>, _ space: Int32, _ vma: VMA, _ privateCopiesToo: Bool
  ) {
    let isNonlinear = vma.flags.contains(.nonlinear)
    let range = isNonlinear ? vma.range : range(of: filePages, in: vma)
    for piece in pieces(space, overlapping: range) {
      let keys = keys(piece, in: range)
      if privateCopiesToo, !isNonlinear {
        clear(keys)
        continue
      }
      for run in contents.runs(in: keys) where run.value.isCached {
        let first = run.value.frame
        for frames in frames.runs(in: first..<first + run.count) {
          let pages = frames.value.page..<frames.value.page + frames.count
          let gone = pages.clamped(to: filePages)
          let start = run.start + frames.start + gone.lowerBound - pages.lowerBound - first
          clear(start..<start + gone.count)
        }
      }
    }
  }
}
