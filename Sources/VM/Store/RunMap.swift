/// A value that stands for a run of consecutive keys.
protocol RunValue: BitwiseCopyable, Equatable {
  /// What the same run holds `distance` keys further on.
  func advanced(by distance: Int) -> Self
}

/// Consecutive keys and the value of the first; the others' follow by `advanced(by:)`.
struct Run<Value: RunValue>: BitwiseCopyable, Equatable {
  var start: Int
  var end: Int
  var value: Value

  var count: Int { end - start }

  func value(at key: Int) -> Value { value.advanced(by: key - start) }

  /// Whether the other run begins where this one ends and goes on as it does.
  func isContinued(by next: Run) -> Bool { end == next.start && value(at: end) == next.value }
}

/// What stands from a key on: the value there, or none, and a key up to which it stays so.
struct Stretch<Value: RunValue>: BitwiseCopyable {
  var value: Value?
  var end: Int
}

/// A map from integers to values that stores uniform stretches as one run.
///
/// Page tables, page cache, owner counts and mapcounts are such maps: what ten thousand processes
/// have in common, or a terabyte has from end to end, is one run, and what differs is cut out of it.
/// Neighbouring runs that continue each other are joined, so that equal content has equal form,
/// however it came about.
///
/// Runs stand in sorted chunks, and the chunks in a sorted directory. Where runs have become short
/// (a leaf table whose pages were touched in random order) a chunk is flat: the values of a block of
/// keys by themselves, so that what is hot and scattered costs an index. Which of the two a chunk is
/// cannot be seen from outside.
///
/// The map is a handle: copies of it are the same map as long as no change is made, and its owner
/// calls `free` once.
///
/// - Complexity: a look-up near the last one is O(1), any other O(log runs); changes in addition
///   O(runs replaced) and a move within one chunk.
struct RunMap<Value: RunValue>: BitwiseCopyable {
  var storage: UnsafeMutablePointer<Storage>?
  /// Whether all chunks are flat: for comparison.
  let isFlat: Bool

  init(_ form: StorageForm = .compressed) { isFlat = form == .flat }

  var isEmpty: Bool { chunkCount == 0 }

  /// How many runs there are.
  ///
  /// - Complexity: O(runs).
  var runCount: Int {
    var count = 0
    forEachRun(in: Int.min..<Int.max) { _ in count += 1 }
    return count
  }

  // MARK: Looking

  subscript(_ key: Int) -> Value? { stretch(at: key, end: key + 1).value }

  /// The run that contains the key.
  func run(at key: Int) -> Run<Value>? {
    guard let run = firstRun(endingAfter: key), run.start <= key else { return nil }
    return run
  }

  /// The first run that ends past the key.
  func firstRun(endingAfter key: Int) -> Run<Value>? {
    guard var run = firstPart(endingAfter: key) else { return nil }
    while let part = firstPart(endingAfter: run.start - 1), part.isContinued(by: run) {
      run = Run(start: part.start, end: run.end, value: part.value)
    }
    while let part = firstPart(endingAfter: run.end), run.isContinued(by: part) {
      run.end = part.end
    }
    return run
  }

  /// The same as far as one chunk has it.
  private func firstPart(endingAfter key: Int) -> Run<Value>? {
    var index = chunkIndex(key)
    while index < chunkCount {
      let chunk = chunks[index]
      if !chunk.isFlat {
        let first = chunk.firstIndex(endingAfter: key)
        if first < chunk.runCount { return chunk.runs[first] }
      } else if let run = chunk.flat.run(endingAfter: key, in: chunk.start) {
        return run
      }
      index += 1
    }
    return nil
  }

  /// What stands at the key, and how far that goes on at least, up to `end`.
  @inline(__always)
  func stretch(at key: Int, end: Int) -> Stretch<Value> {
    guard let storage else { return Stretch(value: nil, end: end) }
    let hint = storage.pointee.hint
    if hint.start <= key, key < hint.end {
      return Stretch(value: hint.value(at: key), end: min(hint.end, end))
    }
    return searchedStretch(at: key, end: end)
  }

  @inline(never)
  private func searchedStretch(at key: Int, end: Int) -> Stretch<Value> {
    let index = chunkIndex(key)
    guard index < chunkCount else { return Stretch(value: nil, end: end) }
    let chunk = chunks[index]
    if chunk.isFlat {
      if key >= chunk.start, key < chunk.start + Flat<Value>.keys {
        return chunk.flat.stretch(at: key, end: end, in: chunk.start)
      }
    } else {
      let first = chunk.firstIndex(endingAfter: key)
      if first < chunk.runCount {
        let run = chunk.runs[first]
        if run.start > key { return Stretch(value: nil, end: min(run.start, end)) }
        storage.unsafelyUnwrapped.pointee.hint = run
        return Stretch(value: run.value(at: key), end: min(run.end, end))
      }
    }
    // A gap before the next chunk.
    let next = chunk.start > key ? index : index + 1
    return Stretch(value: nil, end: next < chunkCount ? min(chunks[next].start, end) : end)
  }

  /// The keys around one that has a value for which the value goes on as there, as far as is known
  /// without looking: that is where the last look-up has been.
  func knownRun(around key: Int) -> Range<Int> {
    guard let hint = storage?.pointee.hint, hint.start <= key, key < hint.end else {
      return key..<key + 1
    }
    return hint.start..<hint.end
  }

  /// How many keys of the range have a value.
  func count(in range: Range<Int>) -> Int {
    var count = 0
    forEachRun(in: range) { count += $0.count }
    return count
  }

  /// The runs inside the range, those at its ends cut off there.
  func runs(in range: Range<Int>) -> [Run<Value>] {
    var found: [Run<Value>] = []
    forEachRun(in: range) { found.append($0) }
    return found
  }

  func forEachRun(in range: Range<Int>, _ body: (Run<Value>) -> Void) {
    guard !range.isEmpty, let storage else { return }
    let hint = storage.pointee.hint
    if hint.start <= range.lowerBound, range.upperBound <= hint.end {
      body(
        Run(
          start: range.lowerBound, end: range.upperBound, value: hint.value(at: range.lowerBound)))
      return
    }
    // A run may go on in the next chunk.
    var last: Run<Value>?
    forEachPart(in: range) { part in
      if let before = last {
        if before.isContinued(by: part) {
          last?.end = part.end
          return
        }
        body(before)
      }
      last = part
    }
    if let last { body(last) }
  }

  private func forEachPart(in range: Range<Int>, _ body: (Run<Value>) -> Void) {
    var index = chunkIndex(range.lowerBound)
    while index < chunkCount, chunks[index].start < range.upperBound {
      let chunk = chunks[index]
      index += 1
      if chunk.isFlat {
        chunk.flat.forEachRun(in: range, from: chunk.start, body)
        continue
      }
      var place = chunk.firstIndex(endingAfter: range.lowerBound)
      while place < chunk.runCount {
        let run = chunk.runs[place]
        if run.start >= range.upperBound { return }
        let start = max(run.start, range.lowerBound)
        body(Run(start: start, end: min(run.end, range.upperBound), value: run.value(at: start)))
        place += 1
      }
    }
  }

  /// The chunk that the key belongs to: the last one that begins at it or before, else the first.
  @inline(__always)
  func chunkIndex(_ key: Int) -> Int {
    guard let storage else { return 0 }
    let (chunks, count) = (storage.pointee.chunks, Int(storage.pointee.chunkCount))
    let last = Int(storage.pointee.lastChunk)
    if last < count, chunks[last].start <= key, last + 1 == count || key < chunks[last + 1].start {
      return last
    }
    var low = 0
    var high = count
    if count > 8 {
      // Flat blocks of one mapping lie at equal distances: mostly a guess is right.
      let first = chunks[0].start
      let share = Double(key &- first) / Double(chunks[count - 1].start &- first)
      let guess = Int(max(0, min(1, share)) * Double(count - 1))
      if chunks[guess].start <= key { low = guess } else { high = guess }
      if low + 1 < high, key < chunks[low + 1].start { high = low + 1 }
    }
    while high - low > 1 {
      let middle = (low + high) / 2
      if chunks[middle].start <= key { low = middle } else { high = middle }
    }
    storage.pointee.lastChunk = Int32(truncatingIfNeeded: low)
    return low
  }
}
