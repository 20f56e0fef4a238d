/// The number of a page of swap space: that of the frame whose content it has been given first, so
/// that it is as unique as that, and the content keeps its place.
typealias SlotNumber = Int

/// A page of swap space in use.
struct SwapSlot: RunValue {
  /// Page-table entries that hold it, a shared table's counted once; or 1 for a page of a shmfs
  /// file.
  var count: Int32
  /// The frame that has its content too, and is in the swap cache; -1 for none.
  var frame: FrameNumber = -1

  func advanced(by distance: Int) -> SwapSlot {
    frame < 0 ? self : SwapSlot(count: count, frame: frame + distance)
  }
}
