extension Machine {
  /// Frames that are neither data nor page tables.
  ///
  /// Numbers of frames and tables are as finite as memory: where they end, memory does.
  var freeFrames: Int {
    min(totalFrames - totals.framesInUse - totals.pageTables.total, freeNumbers)
  }

  /// How many frames and leaf tables can still be numbered.
  var freeNumbers: Int { numberLimit - max(totals.nextFrame, totals.nextTable.pte) }

  /// New frames of anonymous memory, one after the other, each for one page entry.
  ///
  /// - Precondition: they are free: callers make sure before they begin to change anything.
  mutating func allocateFrames(_ count: Int) -> Range<FrameNumber> {
    let numbers = numberFrames(count)
    writeFrames(numbers, Frame(mapcount: 1))
    countMapped(count, from: 0, to: 1)
    return numbers
  }

  /// Numbers for new frames.
  mutating func numberFrames(_ count: Int) -> Range<FrameNumber> {
    let first = totals.nextFrame
    totals.nextFrame += count
    totals.framesInUse += count
    totals.work.pagesAllocated += count
    return first..<first + count
  }

  /// So many entries more, or less, map each of the frames; an anonymous frame goes with its last
  /// entry.
  mutating func mapFrames(_ numbers: Range<FrameNumber>, _ delta: Int32) {
    let first = frames.stretch(at: numbers.lowerBound, end: numbers.upperBound)
    if first.end == numbers.upperBound, var frame = first.value {
      frame.mapcount += delta
      if frame.isUnused { return releaseFrames(numbers) }
      countMapped(numbers.count, from: frame.mapcount - delta, to: frame.mapcount)
      return writeFrames(numbers, frame)
    }
    countMapped(numbers) { $0 + delta }
    updateFrames(numbers) { $0.mapcount += delta }
    if delta > 0 { return }
    var unused: [Range<FrameNumber>] = []
    frames.forEachRun(in: numbers) { if $0.value.isUnused { unused.append($0.start..<$0.end) } }
    for numbers in unused { releaseFrames(numbers) }
  }

  /// One entry more, or less, maps each frame as often as it has been counted.
  mutating func mapFrames(_ mapped: Census, _ delta: Int32) {
    for run in mapped.runs() { mapFrames(run.start..<run.end, delta * Int32(run.value.count)) }
  }

  /// Gives frames back with what they hold.
  ///
  /// - Precondition: they are in use.
  mutating func releaseFrames(_ numbers: Range<FrameNumber>) {
    if totals.usedSlots > 0 { leaveSwapCache(numbers) }
    vacateFrames(numbers)
    eraseValues(numbers)
  }

  /// Gives frames back; what they hold stays under their numbers.
  mutating func vacateFrames(_ numbers: Range<FrameNumber>) {
    countMapped(numbers) { _ in 0 }
    writeFrames(numbers, nil)
    totals.framesInUse -= numbers.count
  }

  /// Forgets what frames or slots of those numbers held, unless there still is one of the same
  /// number, of which it is the content too.
  mutating func eraseValues(_ numbers: Range<Int>) {
    guard kernel.unmapsByAddress else { return eraseUnheldValues(numbers) }
    var held: [Range<Int>] = []
    frames.forEachRun(in: numbers) { held.append($0.start..<$0.end) }
    slots.forEachRun(in: numbers) { held.append($0.start..<$0.end) }
    var reached = numbers.lowerBound
    for part in held.merged() {
      eraseUnheldValues(reached..<part.lowerBound)
      reached = part.upperBound
    }
    eraseUnheldValues(reached..<numbers.upperBound)
  }

  private mutating func eraseUnheldValues(_ numbers: Range<Int>) {
    if numbers.isEmpty { return }
    if !firstValues.isEmpty { writeFirstValues(numbers, nil) }
    if !otherValues.isEmpty { writeOtherValues(words(numbers), nil) }
  }

  mutating func setDirty(_ numbers: Range<FrameNumber>, _ isDirty: Bool) {
    let first = frames.stretch(at: numbers.lowerBound, end: numbers.upperBound)
    if first.end == numbers.upperBound, first.value?.isDirty == isDirty { return }
    updateFrames(numbers) { $0.isDirty = isDirty }
  }

  mutating func updateFrames(
    _ numbers: Range<FrameNumber>, _ change: (inout Frame) -> Void
  ) {
    frames.update(numbers, of: .frames, log: &journal) { frame, _ in change(&frame) }
  }

  // MARK: Values

  private var wordBits: Int { pageShift - 3 }

  /// The keys in `otherValues` of all words of the frames.
  private func words(_ numbers: Range<FrameNumber>) -> Range<Int> {
    numbers.lowerBound &<< wordBits..<numbers.upperBound &<< wordBits
  }

  func storedValue(_ frame: FrameNumber, offset: Int) -> Int64 {
    if offset == 0 { return firstValues[frame]?.value ?? 0 }
    return otherValues[frame &<< wordBits | offset >> 3]?.value ?? 0
  }

  /// Stores a value at an offset of each of the frames.
  mutating func store(_ value: Int64, in numbers: Range<FrameNumber>, offset: Int) {
    let stored = value == 0 ? nil : StoredValue(value: value)
    if offset == 0 {
      writeFirstValues(numbers, stored)
    } else {
      for frame in numbers {
        let word = frame &<< wordBits | offset >> 3
        writeOtherValues(word..<word + 1, stored)
      }
    }
  }

  /// Makes the content of `targets`, which are new, that of the frames or slots from `source` on.
  mutating func copyValues(from source: Int, to targets: Range<FrameNumber>) {
    let sources = source..<source + targets.count
    if !firstValues.isEmpty {
      let distance = targets.lowerBound - source
      for run in firstValues.runs(in: sources) {
        writeFirstValues(run.start + distance..<run.end + distance, run.value)
      }
    }
    if !otherValues.isEmpty {
      let distance = (targets.lowerBound - source) &<< wordBits
      for run in otherValues.runs(in: words(sources)) {
        writeOtherValues(run.start + distance..<run.end + distance, run.value)
      }
    }
  }

  /// Zeroes the bytes at and past `offset` in the page.
  mutating func clearValues(_ frame: FrameNumber, from offset: Int) {
    let first = storedValue(frame, offset: 0)
    store(Self.kept(first, bytes: offset), in: frame..<frame + 1, offset: 0)
    for run in otherValues.runs(in: words(frame..<frame + 1)) {
      for word in run.start..<run.end {
        let place = (word - frame &<< wordBits) << 3
        let value = Self.kept(run.value(at: word).value, bytes: offset - place)
        store(value, in: frame..<frame + 1, offset: place)
      }
    }
  }

  /// The value with its first bytes kept, in little-endian order, and the others zero.
  private static func kept(_ value: Int64, bytes: Int) -> Int64 {
    if bytes <= 0 { return 0 }
    return bytes >= 8 ? value : value & (1 << (8 * Int64(bytes)) - 1)
  }
}
