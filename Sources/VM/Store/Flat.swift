/// The values of a block of consecutive keys, each by itself.
struct Flat<Value: RunValue>: BitwiseCopyable {
  /// How many keys a block has; blocks begin at multiples of it.
  static var keys: Int { 512 }
  /// Fewer runs than this are better stored as runs.
  static var fewRuns: Int { 8 }

  private static var wordCount: Int { keys / 64 }
  private static var headerWords: Int { wordCount + 2 }

  /// Which keys have a value, a bit for each; then how many have one, and how many runs they form;
  /// the values follow.
  let words: UnsafeMutablePointer<UInt64>

  init() {
    let bytes = Self.headerWords * 8 + Self.keys * MemoryLayout<Value>.stride
    let memory = UnsafeMutableRawPointer.allocate(byteCount: bytes, alignment: 16)
    words = memory.bindMemory(to: UInt64.self, capacity: Self.headerWords)
    words.initialize(repeating: 0, count: Self.headerWords)
  }

  @inline(__always)
  init(at memory: UnsafeMutableRawPointer) {
    words = memory.assumingMemoryBound(to: UInt64.self)
  }

  @inline(__always) var values: UnsafeMutablePointer<Value> {
    UnsafeMutableRawPointer(words + Self.headerWords).assumingMemoryBound(to: Value.self)
  }

  static func block(of key: Int) -> Int { key & ~(keys - 1) }

  /// How many keys have a value.
  private(set) var count: Int {
    get { Int(words[Self.wordCount]) }
    nonmutating set { words[Self.wordCount] = UInt64(newValue) }
  }

  /// How many runs they form.
  private(set) var runCount: Int {
    get { Int(words[Self.wordCount + 1]) }
    nonmutating set { words[Self.wordCount + 1] = UInt64(newValue) }
  }

  // MARK: Looking, by place in the block

  @inline(__always)
  func has(_ place: Int) -> Bool { words[place >> 6] >> UInt64(place & 63) & 1 != 0 }

  /// The first place from this one on that has a value, or `keys`.
  private func nextPlace(_ place: Int) -> Int {
    guard place < Self.keys else { return Self.keys }
    var word = place >> 6
    var bits = words[word] & (UInt64.max << UInt64(place & 63))
    while bits == 0 {
      word += 1
      if word == Self.wordCount { return Self.keys }
      bits = words[word]
    }
    return word * 64 + bits.trailingZeroBitCount
  }

  /// Whether the value there goes on with the run before it.
  @inline(__always)
  private func continues(_ place: Int) -> Bool {
    place > 0 && has(place - 1) && values[place - 1].advanced(by: 1) == values[place]
  }

  /// Where the run from this place on ends, at `limit` at the latest.
  private func runEnd(_ place: Int, limit: Int) -> Int {
    var end = place + 1
    while end < limit, has(end), continues(end) { end += 1 }
    return end
  }

  @inline(__always)
  func stretch(at key: Int, end: Int, in start: Int) -> Stretch<Value> {
    let place = key - start
    let limit = min(end - start, Self.keys)
    guard has(place) else {
      let next = limit == place + 1 ? limit : min(limit, nextPlace(place))
      return Stretch(value: nil, end: start + next)
    }
    return Stretch(value: values[place], end: start + runEnd(place, limit: limit))
  }

  func run(endingAfter key: Int, in start: Int) -> Run<Value>? {
    var first = nextPlace(key > start ? key - start : 0)
    guard first < Self.keys else { return nil }
    let end = runEnd(first, limit: Self.keys)
    while continues(first) { first -= 1 }
    return Run(start: start + first, end: start + end, value: values[first])
  }

  func forEachRun(in range: Range<Int>, from start: Int, _ body: (Run<Value>) -> Void) {
    let limit = range.upperBound < start + Self.keys ? range.upperBound - start : Self.keys
    var place = nextPlace(range.lowerBound > start ? range.lowerBound - start : 0)
    while place < limit {
      let end = runEnd(place, limit: limit)
      body(Run(start: start + place, end: start + end, value: values[place]))
      place = nextPlace(end)
    }
  }

  // MARK: Changing

  /// Lets a range of places have the values of one run, or none.
  func assign(_ places: Range<Int>, _ value: Value?) {
    let around = places.lowerBound..<min(places.upperBound + 1, Self.keys)
    runCount -= starts(in: around)
    for place in places {
      let bit = UInt64(1) << UInt64(place & 63)
      let had = words[place >> 6] & bit != 0
      if let value {
        values[place] = value.advanced(by: place - places.lowerBound)
        if !had {
          words[place >> 6] |= bit
          count += 1
        }
      } else if had {
        words[place >> 6] &= ~bit
        count -= 1
      }
    }
    runCount += starts(in: around)
  }

  /// Lets one place have a value.
  @inline(__always)
  func assign(_ place: Int, _ value: Value) {
    let next = place + 1
    let hasNext = next < Self.keys && has(next)
    var runs = hasNext && !continues(next) ? 1 : 0
    if has(place) {
      runs += continues(place) ? 0 : 1
    } else {
      words[place >> 6] |= 1 << UInt64(place & 63)
      count += 1
    }
    values[place] = value
    runCount += (continues(place) ? 0 : 1) + (hasNext && !continues(next) ? 1 : 0) - runs
  }

  /// Changes the values that are there.
  func update(
    _ places: Range<Int>, in start: Int, _ change: (inout Value, _ keys: Range<Int>) -> Void
  ) {
    let around = places.lowerBound..<min(places.upperBound + 1, Self.keys)
    runCount -= starts(in: around)
    var place = nextPlace(places.lowerBound)
    while place < places.upperBound {
      change(&values[place], start + place..<start + place + 1)
      place = nextPlace(place + 1)
    }
    runCount += starts(in: around)
  }

  /// How many runs begin there.
  private func starts(in places: Range<Int>) -> Int {
    var starts = 0
    for place in places where has(place) && !continues(place) { starts += 1 }
    return starts
  }
}
