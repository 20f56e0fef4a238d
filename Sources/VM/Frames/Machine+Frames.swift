extension Machine {
  /// Frames that are neither data nor page tables.
  var freeFrames: Int { totalFrames - frames.count - tables.count }

  /// - Precondition: a frame is free: callers make sure before they begin to change anything.
  mutating func allocateFrame(file: Int32 = -1, page: PageIndex = 0) -> Int32 {
    frames.insert { previous in
      Frame(generation: (previous?.generation ?? -1) + 1, file: file, filePage: page)
    }
  }

  mutating func releaseFrame(_ index: Int32) {
    dropValues(index)
    frames[index].isLive = false
    frames.remove(index)
  }

  /// One entry less maps the frame; an anonymous frame goes with its last entry.
  mutating func unmapFrame(_ index: Int32) {
    frames[index].mapcount -= 1
    if frames[index].mapcount == 0, frames[index].file < 0 { releaseFrame(index) }
  }

  func identity(ofFrame index: Int32) -> FrameID {
    FrameID(rawValue: Int64(frames[index].generation) << 32 | Int64(index))
  }

  /// The frame of that identity, if it still exists.
  func liveFrame(_ id: FrameID) -> Int32? {
    let index = Int32(truncatingIfNeeded: id.rawValue)
    guard index >= 0, index < frames.end, frames[index].isLive,
      Int64(frames[index].generation) == id.rawValue >> 32
    else { return nil }
    return index
  }

  // MARK: Values

  func storedValue(_ frame: Int32, offset: Int) -> Int64 {
    if offset == 0 { return frames[frame].firstValue }
    var node = frames[frame].otherValues
    while node >= 0 {
      if Int(values[node].offset) == offset { return values[node].value }
      node = values[node].next
    }
    return 0
  }

  mutating func store(_ value: Int64, in frame: Int32, offset: Int) {
    if offset == 0 {
      frames[frame].firstValue = value
      return
    }
    var node = frames[frame].otherValues
    while node >= 0 {
      if Int(values[node].offset) == offset {
        values[node].value = value
        return
      }
      node = values[node].next
    }
    if value == 0 { return }
    frames[frame].otherValues = values.insert(
      StoredValue(offset: Int32(offset), value: value, next: frames[frame].otherValues))
  }

  /// Makes the content of `target` that of `source`.
  mutating func copyValues(from source: Int32, to target: Int32) {
    frames[target].firstValue = frames[source].firstValue
    var node = frames[source].otherValues
    while node >= 0 {
      store(values[node].value, in: target, offset: Int(values[node].offset))
      node = values[node].next
    }
  }

  /// Zeroes the bytes at and past `offset` in the page.
  mutating func clearValues(_ frame: Int32, from offset: Int) {
    frames[frame].firstValue = Self.kept(frames[frame].firstValue, bytes: offset)
    var node = frames[frame].otherValues
    while node >= 0 {
      values[node].value = Self.kept(values[node].value, bytes: offset - Int(values[node].offset))
      node = values[node].next
    }
  }

  /// The value with its first bytes kept, in little-endian order, and the others zero.
  private static func kept(_ value: Int64, bytes: Int) -> Int64 {
    if bytes <= 0 { return 0 }
    return bytes >= 8 ? value : value & (1 << (8 * Int64(bytes)) - 1)
  }

  private mutating func dropValues(_ frame: Int32) {
    var node = frames[frame].otherValues
    while node >= 0 {
      let next = values[node].next
      values.remove(node)
      node = next
    }
    frames[frame].otherValues = -1
  }
}
