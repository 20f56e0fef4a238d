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
}

/// What stands from a key on: the value there, or none, and the first key where it is different.
struct Stretch<Value: RunValue>: BitwiseCopyable {
  var value: Value?
  var end: Int
}

/// A map from integers to values that stores uniform stretches as one run.
///
/// Page tables, page cache, owner counts and mapcounts are such maps: what ten thousand processes
/// have in common, or a terabyte has from end to end, is one run, and what differs is cut out of it.
/// Neighbouring runs that continue each other are always joined, so that equal content has equal
/// form, however it came about.
///
/// Runs stand in sorted chunks of at most `chunkCapacity`, and the chunks in a sorted directory. The
/// map is a handle: copies of it are the same map, and its owner calls `free` once.
///
/// - Complexity: look-up O(log runs); `assign` O(log runs + runs replaced) and a move within one
///   chunk.
struct RunMap<Value: RunValue>: BitwiseCopyable {
  /// The chunks in order; nil while the map is empty.
  private var chunks: UnsafeMutablePointer<Chunk>?
  private var chunkCount: Int32 = 0
  private var directoryCapacity: Int32 = 0
  /// How many runs there are.
  private(set) var runCount = 0
  /// Whether neighbours that continue each other become one run; if not, each key is a run.
  private let joins: Bool

  private struct Chunk: BitwiseCopyable {
    var runs: UnsafeMutablePointer<Run<Value>>
    var count: Int32
    var capacity: Int32
    /// Where its first run begins.
    var start: Int
  }

  /// The place of a run; `chunkCount` for the end.
  private struct Place {
    var chunk: Int
    var index: Int
  }

  private static var chunkCapacity: Int32 { 128 }

  init(_ form: StorageForm = .compressed) { joins = form == .compressed }

  /// Frees the storage; the map must not be used afterwards.
  func free() {
    for index in 0..<Int(chunkCount) { chunks?[index].runs.deallocate() }
    chunks?.deallocate()
  }

  var isEmpty: Bool { chunkCount == 0 }

  // MARK: Looking

  subscript(_ key: Int) -> Value? {
    guard let run = run(at: key) else { return nil }
    return run.value(at: key)
  }

  /// The run that contains the key.
  func run(at key: Int) -> Run<Value>? {
    guard let run = firstRun(endingAfter: key), run.start <= key else { return nil }
    return run
  }

  /// The first run that ends past the key.
  func firstRun(endingAfter key: Int) -> Run<Value>? {
    let place = firstPlace(endingAfter: key)
    return isEnd(place) ? nil : self[place]
  }

  /// What stands at the key, and how far that goes on: the rest of a run or of a gap, up to `end`.
  func stretch(at key: Int, end: Int) -> Stretch<Value> {
    guard let run = firstRun(endingAfter: key) else { return Stretch(value: nil, end: end) }
    if run.start > key { return Stretch(value: nil, end: min(run.start, end)) }
    return Stretch(value: run.value(at: key), end: min(run.end, end))
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
    guard !range.isEmpty else { return }
    var place = firstPlace(endingAfter: range.lowerBound)
    while !isEnd(place) {
      let run = self[place]
      if run.start >= range.upperBound { return }
      let start = max(run.start, range.lowerBound)
      body(
        Run(start: start, end: min(run.end, range.upperBound), value: run.value(at: start)))
      advance(&place)
    }
  }

  // MARK: Changing

  /// Lets the keys of the range have the values of one run, or none.
  mutating func assign(_ range: Range<Int>, _ value: Value?) {
    guard !range.isEmpty else { return }
    if !joins, let value { return assignEach(range, value) }
    var place = clear(range)
    guard let value else { return }
    var run = Run(start: range.lowerBound, end: range.upperBound, value: value)
    if !isEnd(place), self[place].start == run.end,
      value.advanced(by: run.count) == self[place].value
    {
      run.end = self[place].end
      if let before = previous(place), self[before].end == run.start,
        self[before].value(at: run.start) == value
      {
        self[before].end = run.end
        remove(at: place)
      } else {
        self[place] = run
        noteStart(of: place)
      }
      return
    }
    if let before = previous(place), self[before].end == run.start,
      self[before].value(at: run.start) == value
    {
      self[before].end = run.end
      return
    }
    insert(run, at: &place)
  }

  private mutating func assignEach(_ range: Range<Int>, _ value: Value) {
    for key in range {
      var place = clear(key..<key + 1)
      insert(
        Run(start: key, end: key + 1, value: value.advanced(by: key - range.lowerBound)),
        at: &place)
    }
  }

  /// Takes the range out; the place of the first run after it.
  private mutating func clear(_ range: Range<Int>) -> Place {
    var place = firstPlace(endingAfter: range.lowerBound)
    guard !isEnd(place), self[place].start < range.upperBound else { return place }
    let first = self[place]
    if first.start < range.lowerBound {
      self[place].end = range.lowerBound
      advance(&place)
      if first.end > range.upperBound {
        let rest = Run(
          start: range.upperBound, end: first.end, value: first.value(at: range.upperBound))
        insert(rest, at: &place)
        return place
      }
    }
    while !isEnd(place), self[place].end <= range.upperBound { place = removing(at: place) }
    if !isEnd(place), self[place].start < range.upperBound {
      let run = self[place]
      self[place] = Run(
        start: range.upperBound, end: run.end, value: run.value(at: range.upperBound))
      noteStart(of: place)
    }
    return place
  }

  // MARK: Places

  private subscript(_ place: Place) -> Run<Value> {
    get { chunks.unsafelyUnwrapped[place.chunk].runs[place.index] }
    nonmutating set { chunks.unsafelyUnwrapped[place.chunk].runs[place.index] = newValue }
  }

  private func isEnd(_ place: Place) -> Bool { place.chunk == Int(chunkCount) }

  private func firstPlace(endingAfter key: Int) -> Place {
    guard let chunks, chunkCount > 0 else { return Place(chunk: 0, index: 0) }
    var low = 0
    var high = Int(chunkCount)
    while high - low > 1 {
      let middle = (low + high) / 2
      if chunks[middle].start <= key { low = middle } else { high = middle }
    }
    let chunk = chunks[low]
    var first = 0
    var end = Int(chunk.count)
    while first < end {
      let middle = (first + end) / 2
      if chunk.runs[middle].end > key { end = middle } else { first = middle + 1 }
    }
    return first < Int(chunk.count)
      ? Place(chunk: low, index: first) : Place(chunk: low + 1, index: 0)
  }

  private func advance(_ place: inout Place) {
    place.index += 1
    if place.index == Int(chunks.unsafelyUnwrapped[place.chunk].count) {
      place = Place(chunk: place.chunk + 1, index: 0)
    }
  }

  private func previous(_ place: Place) -> Place? {
    if place.index > 0 { return Place(chunk: place.chunk, index: place.index - 1) }
    guard place.chunk > 0, let chunks else { return nil }
    return Place(chunk: place.chunk - 1, index: Int(chunks[place.chunk - 1].count) - 1)
  }

  private func noteStart(of place: Place) {
    guard place.index == 0, let chunks else { return }
    chunks[place.chunk].start = chunks[place.chunk].runs[0].start
  }

  // MARK: Storage

  private mutating func remove(at place: Place) { _ = removing(at: place) }

  /// Removes a run; the place of the one after it.
  private mutating func removing(at place: Place) -> Place {
    guard let chunks else { return place }
    runCount -= 1
    let chunk = chunks[place.chunk]
    let after = Int(chunk.count) - place.index - 1
    if chunk.count == 1 {
      chunk.runs.deallocate()
      (chunks + place.chunk).update(
        from: chunks + place.chunk + 1, count: Int(chunkCount) - place.chunk - 1)
      chunkCount -= 1
      return place
    }
    (chunk.runs + place.index).update(from: chunk.runs + place.index + 1, count: after)
    chunks[place.chunk].count -= 1
    noteStart(of: place)
    return after > 0 ? place : Place(chunk: place.chunk + 1, index: 0)
  }

  /// Puts a run before the one at the place, which then is the run's own.
  private mutating func insert(_ run: Run<Value>, at place: inout Place) {
    runCount += 1
    // At a border the chunk on the left takes it, so that appending fills chunks.
    if place.index == 0, place.chunk > 0, let chunks {
      place = Place(chunk: place.chunk - 1, index: Int(chunks[place.chunk - 1].count))
    }
    if chunkCount == 0 { insertChunk(at: 0, capacity: 4) }
    makeRoom(&place)
    guard let chunks else { return }
    let chunk = chunks[place.chunk]
    let target = chunk.runs + place.index
    (target + 1).update(from: target, count: Int(chunk.count) - place.index)
    target.pointee = run
    chunks[place.chunk].count += 1
    noteStart(of: place)
  }

  /// Makes sure that the chunk has room for one more; a full one is cut in two.
  private mutating func makeRoom(_ place: inout Place) {
    guard let chunk = chunks?[place.chunk], chunk.count == chunk.capacity else { return }
    if chunk.capacity < Self.chunkCapacity {
      let capacity = chunk.capacity * 2
      let runs = UnsafeMutablePointer<Run<Value>>.allocate(capacity: Int(capacity))
      runs.update(from: chunk.runs, count: Int(chunk.count))
      chunk.runs.deallocate()
      chunks?[place.chunk].runs = runs
      chunks?[place.chunk].capacity = capacity
      return
    }
    // Appending leaves full chunks behind; elsewhere both halves keep room.
    let isAppending = place.index == Int(chunk.count) && place.chunk == Int(chunkCount) - 1
    let kept = isAppending ? Int(chunk.count) - 1 : Int(chunk.count) / 2
    insertChunk(at: place.chunk + 1, capacity: Self.chunkCapacity)
    guard let chunks else { return }
    chunks[place.chunk + 1].runs.update(from: chunk.runs + kept, count: Int(chunk.count) - kept)
    chunks[place.chunk + 1].count = chunk.count - Int32(kept)
    chunks[place.chunk].count = Int32(kept)
    noteStart(of: Place(chunk: place.chunk + 1, index: 0))
    if place.index > kept { place = Place(chunk: place.chunk + 1, index: place.index - kept) }
  }

  private mutating func insertChunk(at index: Int, capacity: Int32) {
    if chunkCount == directoryCapacity {
      let larger = UnsafeMutablePointer<Chunk>.allocate(capacity: max(1, Int(chunkCount) * 2))
      if let chunks {
        larger.update(from: chunks, count: Int(chunkCount))
        chunks.deallocate()
      }
      chunks = larger
      directoryCapacity = max(1, chunkCount * 2)
    }
    guard let chunks else { return }
    (chunks + index + 1).update(from: chunks + index, count: Int(chunkCount) - index)
    chunks[index] = Chunk(
      runs: .allocate(capacity: Int(capacity)), count: 0, capacity: capacity, start: 0)
    chunkCount += 1
  }
}
