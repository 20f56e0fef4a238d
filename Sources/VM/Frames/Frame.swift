/// The number of a frame of physical memory; never used again, so it is the frame's identity.
typealias FrameNumber = Int

/// A frame of physical memory that holds a page of data.
struct Frame: RunValue {
  /// Page-table entries that map it; a shared table's entry counts once.
  var mapcount: Int32 = 0
  /// The file whose page cache holds it; -1 for anonymous memory, `swapCache` for anonymous memory
  /// that is in swap space too.
  var file: Int32 = -1
  /// The file's page that it holds, or the swap slot.
  var page: Int = 0
  /// Of a file's page: written through a shared mapping since it was last clean. Of anonymous
  /// memory: it has come back from swap space (PG_dirty).
  var isDirty = false
  /// May be dropped instead of swapped out, unless it is written again (MADV_FREE).
  var isLazilyFree = false

  /// The place of a file for frames whose content other page entries still hold by swap slot.
  static let swapCache: Int32 = -2

  var isInSwapCache: Bool { file == Frame.swapCache }

  /// An anonymous frame that no entry maps any more.
  var isUnused: Bool { mapcount == 0 && file < 0 }

  func advanced(by distance: Int) -> Frame {
    var frame = self
    if file != -1 { frame.page += distance }
    return frame
  }
}

/// The 8-byte values of consecutive frames, or of consecutive words of a frame: all the same, or
/// counting up. What is zero is not stored.
struct StoredValue: RunValue {
  var value: Int64
  var step: Int64 = 0

  func advanced(by distance: Int) -> StoredValue {
    StoredValue(value: value &+ step &* Int64(distance), step: step)
  }
}

/// Where the content of a page of a file is.
struct CachedPage: RunValue {
  enum Place: UInt8 {
    /// In the page cache: a frame.
    case memory
    /// A page of shmfs that has been swapped out: a slot.
    case swap
    /// A page of a regular file that has left memory clean: it is on disk, by the number of the
    /// frame that it had.
    case disk
  }

  var number: Int
  var place: Place

  init(frame: FrameNumber) { (number, place) = (frame, .memory) }
  init(_ place: Place, number: Int) { (self.number, self.place) = (number, place) }

  /// The frame, if it is in memory.
  var frame: FrameNumber? { place == .memory ? number : nil }

  func advanced(by distance: Int) -> CachedPage { CachedPage(place, number: number + distance) }
}
