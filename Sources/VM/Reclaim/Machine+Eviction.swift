// Pages that leave memory, whether a process asks for it or memory is short: where they go.

/// Where a page goes that leaves memory.
enum Departure: Equatable {
  /// Nowhere: lazily free memory that has not been written since.
  case dropped
  /// Into the slot of swap space that it has, as it is in the swap cache.
  case ownSlot
  /// Into a new slot of swap space.
  case newSlot
  /// To the disk: a page of a regular file.
  case disk

  /// What to add to the number of a frame for that of the slot which its entries hold from then on;
  /// nil if they go.
  func slotDistance(of run: Run<Frame>) -> Int? {
    switch self {
    case .dropped, .disk: nil
    case .ownSlot: run.value.page - run.start
    // A page of shmfs is the file's: the entries go.
    case .newSlot: run.value.file < 0 ? 0 : nil
    }
  }
}

extension Machine {
  /// Where the page goes; nil if it stays this once, as it is lazily free and has been written.
  ///
  /// - Parameter isWritten: an entry that maps it is dirty.
  /// - Kernel: `shrink_folio_list` in mm/vmscan.c.
  func departure(of frame: Frame, isWritten: Bool) -> Departure? {
    if frame.file >= 0 { return files[Int(frame.file)].kind == .shm ? .newSlot : .disk }
    if frame.isLazilyFree { return isWritten || frame.isDirty ? nil : .dropped }
    return frame.isInSwapCache ? .ownSlot : .newSlot
  }

  /// Lazily free pages that have been written are so no longer.
  mutating func keepLazilyFree(_ numbers: Range<FrameNumber>) {
    updateFrames(numbers) { $0.isLazilyFree = false }
  }

  /// Takes present entries away whose pages are to leave memory, or lets them hold swap slots. The
  /// frames do not notice.
  ///
  /// - Parameters:
  ///   - entry: the first of them, the others follow.
  ///   - slot: that of the first page, if the entries are to hold any.
  mutating func retire(_ keys: Range<Int>, _ entry: PageEntry, to slot: SlotNumber?) {
    flushPages(keys)
    guard let slot else {
      writeContents(keys, nil)
      totals.events.pteCleared += keys.count
      return
    }
    writeContents(keys, PageEntry(.swap, frame: slot, isExclusive: entry.isExclusive))
  }

  /// Lets frames go whose entries have been retired, or that had none.
  ///
  /// - Precondition: slots are free if they take new ones.
  mutating func evict(_ run: Run<Frame>, _ departure: Departure) {
    let numbers = run.start..<run.end
    let pages = run.value.page..<run.value.page + run.count
    switch departure {
    case .dropped:
      releaseFrames(numbers)
    case .ownSlot:
      holdSlots(pages, run.value.mapcount)
      releaseFrames(numbers)
    case .newSlot where run.value.file < 0:
      takeSlots(numbers, holders: run.value.mapcount)
    case .newSlot, .disk:
      evictFromCache(run.value.file, pages, numbers)
    }
  }
}
