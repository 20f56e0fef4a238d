/// The number of a frame of physical memory; never used again, so it is the frame's identity.
typealias FrameNumber = Int

/// A frame of physical memory that holds a page of data.
struct Frame: RunValue {
  /// Page-table entries that map it; a shared table's entry counts once.
  var mapcount: Int32 = 0
  /// The file whose page cache holds it; -1 for anonymous memory.
  var file: Int32 = -1
  /// The file's page that it holds.
  var page: PageIndex = 0
  /// Written through a shared mapping since it was last clean.
  var isDirty = false

  /// An anonymous frame that no entry maps any more.
  var isUnused: Bool { mapcount == 0 && file < 0 }

  func advanced(by distance: Int) -> Frame {
    var frame = self
    if file >= 0 { frame.page += distance }
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

/// The frame that holds a page of a file.
struct CachedFrame: RunValue {
  var frame: FrameNumber

  func advanced(by distance: Int) -> CachedFrame { CachedFrame(frame: frame + distance) }
}
