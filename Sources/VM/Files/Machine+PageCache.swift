// The page cache: which pages of files are in memory, and where the others are.
extension Machine {
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
    countMapped(pages.count, from: 0, to: mapcount)
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
    let frames = numbersForCache(file, pages)
    writeFrames(
      frames,
      Frame(
        mapcount: mapcount, file: file, page: pages.lowerBound,
        isDirty: isDirty || cached.place == .swap))
    countMapped(pages.count, from: 0, to: mapcount)
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
      takeSlots(frames, holders: 1)
      writeCache(file, pages, CachedPage(.swap, number: frames.lowerBound))
    } else {
      vacateFrames(frames)
      writeCache(file, pages, CachedPage(.disk, number: frames.lowerBound))
    }
    files[Int(file)].cachedPages -= pages.count
    files[Int(file)].frameNumbers = nil
  }

  /// Numbers for the frames of pages that come in: those that are set aside for their places in the
  /// file, or new ones if the file is too large for that. Which ones must not depend on how many
  /// pages come in at once: by their order reclaim chooses.
  private mutating func numbersForCache(
    _ file: Int32, _ pages: Range<PageIndex>
  ) -> Range<FrameNumber> {
    let count = File.pageCount(size: files[Int(file)].size, pageShift: pageShift)
    if files[Int(file)].frameNumbers == nil, count < numberLimit >> 24,
      totals.nextFrame < numberLimit / 2
    {
      files[Int(file)].frameNumbers = totals.nextFrame..<totals.nextFrame + count
      totals.nextFrame += count
    }
    guard let given = files[Int(file)].frameNumbers, pages.upperBound <= given.count
    else { return numberFrames(pages.count) }
    totals.framesInUse += pages.count
    totals.work.pagesAllocated += pages.count
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
        files[Int(file)].frameNumbers = nil
      case .swap: holdSlots(numbers, -1)
      case .disk: eraseValues(numbers)
      }
    }
  }
}
