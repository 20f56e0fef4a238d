extension RunMap {
  /// What a map that is not empty has on the heap.
  struct Storage {
    /// In order of their keys.
    var chunks: UnsafeMutablePointer<Chunk<Value>>
    var chunkCount: Int32 = 0
    var capacity: Int32
    /// The chunk that was found last.
    var lastChunk: Int32 = 0
    /// The run that was found last: empty if it may have changed since.
    var hint: Run<Value>
  }

  var chunkCount: Int { storage.map { Int($0.pointee.chunkCount) } ?? 0 }

  /// - Precondition: the map is not empty.
  var chunks: UnsafeMutablePointer<Chunk<Value>> {
    storage.unsafelyUnwrapped.pointee.chunks
  }

  /// Frees the storage; the map must not be used afterwards.
  func free() {
    guard let storage else { return }
    for index in 0..<chunkCount { chunks[index].free() }
    storage.pointee.chunks.deallocate()
    storage.deallocate()
  }

  mutating func insertChunk(_ chunk: Chunk<Value>, at index: Int) {
    if let storage {
      if storage.pointee.chunkCount == storage.pointee.capacity { growDirectory(storage) }
    } else {
      let new = UnsafeMutablePointer<Storage>.allocate(capacity: 1)
      new.initialize(
        to: Storage(
          chunks: .allocate(capacity: 1), capacity: 1,
          hint: Run(start: 0, end: 0, value: chunk.anyValue)))
      storage = new
    }
    let count = chunkCount
    (chunks + index + 1).update(from: chunks + index, count: count - index)
    chunks[index] = chunk
    storage.unsafelyUnwrapped.pointee.chunkCount += 1
  }

  private func growDirectory(_ storage: UnsafeMutablePointer<Storage>) {
    let capacity = storage.pointee.capacity * 2
    let larger = UnsafeMutablePointer<Chunk<Value>>.allocate(capacity: Int(capacity))
    larger.update(from: storage.pointee.chunks, count: Int(storage.pointee.chunkCount))
    storage.pointee.chunks.deallocate()
    storage.pointee.chunks = larger
    storage.pointee.capacity = capacity
  }

  /// Removes a chunk; with the last one goes the storage.
  mutating func removeChunk(at index: Int) {
    guard let storage else { return }
    chunks[index].free()
    (chunks + index).update(from: chunks + index + 1, count: chunkCount - index - 1)
    storage.pointee.chunkCount -= 1
    guard storage.pointee.chunkCount == 0 else { return }
    storage.pointee.chunks.deallocate()
    storage.deallocate()
    self.storage = nil
  }

  /// The run that was found last may have changed.
  @inline(__always)
  func dropHint() {
    storage?.pointee.hint.end = Int.min
  }
}

/// A piece of a map: sorted runs, or the values of a block of keys.
struct Chunk<Value: RunValue>: BitwiseCopyable {
  /// Where its first run begins, or its block.
  var start: Int
  private var memory: UnsafeMutableRawPointer
  /// Runs in it; -1 if it is flat.
  private var count: Int32
  private(set) var capacity: Int32

  static var mostRuns: Int { 128 }

  /// A chunk of runs.
  init(_ runs: UnsafePointer<Run<Value>>, count: Int, capacity: Int) {
    start = runs[0].start
    let memory = UnsafeMutablePointer<Run<Value>>.allocate(capacity: capacity)
    memory.update(from: runs, count: count)
    self.memory = UnsafeMutableRawPointer(memory)
    self.count = Int32(count)
    self.capacity = Int32(capacity)
  }

  init(_ run: Run<Value>) {
    self = withUnsafePointer(to: run) { Chunk($0, count: 1, capacity: 2) }
  }

  init(_ flat: Flat<Value>, start: Int) {
    self.start = start
    memory = UnsafeMutableRawPointer(flat.words)
    count = -1
    capacity = 0
  }

  func free() { memory.deallocate() }

  @inline(__always) var isFlat: Bool { count < 0 }
  @inline(__always) var runCount: Int { Int(count) }
  @inline(__always) var runs: UnsafeMutablePointer<Run<Value>> {
    memory.assumingMemoryBound(to: Run<Value>.self)
  }
  @inline(__always) var flat: Flat<Value> { Flat(at: memory) }

  /// Some value, whichever.
  var anyValue: Value { isFlat ? flat.values[0] : runs[0].value }

  /// The index of the first run that ends past the key.
  @inline(__always)
  func firstIndex(endingAfter key: Int) -> Int {
    var first = 0
    var end = runCount
    // What is added is mostly added at the end.
    if end > 0, runs[end - 1].end <= key { return end }
    while first < end {
      let middle = (first + end) / 2
      if runs[middle].end > key { end = middle } else { first = middle + 1 }
    }
    return first
  }

  // MARK: Changing runs

  var isFull: Bool { count == capacity }

  /// Puts a run before the one at the index.
  ///
  /// - Precondition: the chunk is not full, or small enough to grow.
  mutating func insert(_ run: Run<Value>, at index: Int) {
    if isFull { grow() }
    (runs + index + 1).update(from: runs + index, count: runCount - index)
    runs[index] = run
    count += 1
    if index == 0 { start = run.start }
  }

  private mutating func grow() {
    let larger = UnsafeMutablePointer<Run<Value>>.allocate(capacity: Int(capacity) * 2)
    larger.update(from: runs, count: runCount)
    memory.deallocate()
    memory = UnsafeMutableRawPointer(larger)
    capacity *= 2
  }

  mutating func remove(_ range: Range<Int>) {
    (runs + range.lowerBound).update(
      from: runs + range.upperBound, count: runCount - range.upperBound)
    count -= Int32(range.count)
    if range.lowerBound == 0, count > 0 { start = runs[0].start }
  }

  mutating func set(_ run: Run<Value>, at index: Int) {
    runs[index] = run
    if index == 0 { start = run.start }
  }

  /// Cuts the chunk in two; the part from the index on.
  mutating func split(at index: Int) -> Chunk {
    let rest = Chunk(runs + index, count: runCount - index, capacity: Self.mostRuns)
    count = Int32(index)
    return rest
  }

  /// Joins the runs that continue each other, from the index on, with what stands before them.
  mutating func join(from index: Int) {
    guard count > 0 else { return }
    var last = max(0, index - 1)
    for next in last + 1..<max(last + 1, runCount) {
      if runs[last].isContinued(by: runs[next]) {
        runs[last].end = runs[next].end
      } else {
        last += 1
        runs[last] = runs[next]
      }
    }
    count = Int32(last + 1)
  }
}
