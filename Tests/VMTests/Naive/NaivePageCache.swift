import VM

/// Pages of files: in memory, in swap space, on disk, or nowhere yet.
extension NaiveMachine {
  /// The page in the page cache, brought there if it is elsewhere, and whether it had to be read.
  mutating func cachePage(_ file: Int, _ number: Int) -> (frame: Int, isMajor: Bool) {
    if let frame = files[file]!.cache[number] { return (frame, false) }
    var frame: Int
    var isMajor = true
    let place = frameNumber(ofFile: file, page: number)
    if let slot = files[file]!.swapped.removeValue(forKey: number) {
      frame = readSlot(slot, number: place)
      frames[frame]!.isDirty = true
    } else if let words = files[file]!.disk.removeValue(forKey: number) {
      frame = newFrame(words, number: place)
    } else {
      frame = newFrame(number: place)
      isMajor = false
    }
    files[file]!.cache[number] = frame
    return (frame, isMajor)
  }

  /// The number of the frame that a page comes into: the pages of a file have theirs together.
  mutating func frameNumber(ofFile file: Int, page number: Int) -> Int {
    if files[file]!.firstNumber == nil {
      files[file]!.firstNumber = lastNumber + 1
      lastNumber += pageCount(ofFile: file)
    }
    return files[file]!.firstNumber! + number
  }

  /// What the page holds, wherever it is.
  func words(ofFile file: Int, page number: Int) -> [Int: Int64] {
    let file = files[file]!
    if let frame = file.cache[number] { return frames[frame]!.words }
    if let slot = file.swapped[number] { return slots[slot]!.words }
    return file.disk[number] ?? [:]
  }

  /// The pages are nowhere any more.
  mutating func forgetPages(ofFile file: Int, where isGone: (Int) -> Bool) {
    if files[file]!.cache.keys.contains(where: isGone) { files[file]!.firstNumber = nil }
    files[file]!.cache = files[file]!.cache.filter { !isGone($0.key) }
    files[file]!.swapped = files[file]!.swapped.filter { !isGone($0.key) }
    files[file]!.disk = files[file]!.disk.filter { !isGone($0.key) }
  }

  /// A page that nobody maps leaves the page cache if there is another place for it.
  ///
  /// - Parameter isWritten: the last entry that mapped it was dirty.
  mutating func evictPage(_ file: Int, _ number: Int, isWritten: Bool) {
    let frame = files[file]!.cache[number]!
    if files[file]!.kind == .regular {
      if isWritten || frames[frame]!.isDirty { return }
      files[file]!.disk[number] = frames[frame]!.words
    } else {
      guard let slot = newSlot(frame) else { return }
      files[file]!.swapped[number] = slot
    }
    files[file]!.cache[number] = nil
    files[file]!.firstNumber = nil
  }

  /// Changes what the page holds, wherever it is.
  mutating func changeWords(
    ofFile file: Int, page number: Int, _ change: (inout [Int: Int64]) -> Void
  ) {
    if let frame = files[file]!.cache[number] {
      change(&frames[frame]!.words)
    } else if let slot = files[file]!.swapped[number] {
      change(&slots[slot]!.words)
    } else if files[file]!.disk[number] != nil {
      change(&files[file]!.disk[number]!)
    }
  }
}
