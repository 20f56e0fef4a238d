import Testing

@testable import VM

/// A value that counts up along its run, or stays.
private struct Step: RunValue {
  var base: Int
  var step: Int
  func advanced(by distance: Int) -> Step { Step(base: base + step * distance, step: step) }
}

/// What a `RunMap` stands for, key by key.
private struct Plain {
  var values: [Int: Step] = [:]

  mutating func assign(_ range: Range<Int>, _ value: Step?) {
    for key in range { values[key] = value?.advanced(by: key - range.lowerBound) }
  }

  /// The only runs that the content may have: as long as they can be.
  var runs: [Run<Step>] {
    var runs: [Run<Step>] = []
    for key in values.keys.sorted() {
      let value = values[key]!
      if let last = runs.last, last.end == key, last.value(at: key) == value {
        runs[runs.count - 1].end = key + 1
      } else {
        runs.append(Run(start: key, end: key + 1, value: value))
      }
    }
    return runs
  }

  /// The runs inside a range.
  func runs(in range: Range<Int>) -> [Run<Step>] {
    Plain(values: values.filter { range.contains($0.key) }).runs
  }
}

@Suite struct RunMapTests {
  /// A range of few keys, or of many.
  private func range(below keys: Int, _ random: inout SplitMix64) -> Range<Int> {
    let start = random.below(keys)
    let longest = random.once(in: 4) ? keys - start : min(4, keys - start)
    return start..<start + random.below(longest + 1)
  }

  /// Few different values, so that neighbours often continue each other.
  private func value(at start: Int, _ random: inout SplitMix64) -> Step? {
    switch random.below(4) {
    case 0: nil
    case 1: Step(base: random.below(2), step: 0)
    case 2: Step(base: start + random.pick([0, 0, 7]), step: 1)
    default: Step(base: -start, step: -1)
    }
  }

  private func check(
    _ map: RunMap<Step>, _ plain: Plain, _ keys: Int, _ place: SourceLocation = #_sourceLocation
  ) {
    let runs = plain.runs
    #expect(map.runs(in: -5..<keys + 5) == runs, sourceLocation: place)
    #expect(map.runCount == runs.count, sourceLocation: place)
    #expect(map.flaw == nil, sourceLocation: place)
  }

  // MARK: Against a dictionary

  @Test(arguments: 0..<40) func `random assignments equal a dictionary's`(seed: Int) {
    var random = SplitMix64(seed: UInt64(seed))
    var map = RunMap<Step>()
    defer { map.free() }
    var plain = Plain()
    let keys = [12, 60, 600, 3000][seed % 4]
    for step in 0..<2000 {
      let range = range(below: keys, &random)
      let value = value(at: range.lowerBound, &random)
      map.assign(range, value)
      plain.assign(range, value)
      if keys <= 60 || step % 100 == 0 { check(map, plain, keys) }
    }
    check(map, plain, keys)
  }

  @Test(arguments: 0..<20) func `changes of what is there equal a dictionary's`(seed: Int) {
    var random = SplitMix64(seed: UInt64(seed))
    var map = RunMap<Step>(seed % 5 == 4 ? .flat : .compressed)
    defer { map.free() }
    var plain = Plain()
    let keys = [60, 600, 3000, 20_000][seed % 4]
    for step in 0..<1500 {
      let range = range(below: keys, &random)
      if random.once(in: 3) {
        let (base, turn) = (random.below(3), random.once(in: 2))
        let change = { (value: Step) in
          Step(base: turn ? 7 : value.base + base, step: turn ? 0 : value.step)
        }
        map.update(range) { value, _ in value = change(value) }
        for key in range where plain.values[key] != nil {
          plain.values[key] = change(plain.values[key]!)
        }
      } else {
        let value = value(at: range.lowerBound, &random)
        map.assign(range, value)
        plain.assign(range, value)
      }
      if step % 250 == 0 { check(map, plain, keys) }
    }
    check(map, plain, keys)
  }

  @Test(arguments: 0..<20) func `every look-up equals the dictionary's`(seed: Int) {
    var random = SplitMix64(seed: UInt64(seed))
    var map = RunMap<Step>()
    defer { map.free() }
    var plain = Plain()
    let keys = [30, 2000][seed % 2]
    for _ in 0..<keys {
      let range = range(below: keys, &random)
      let value = value(at: range.lowerBound, &random)
      map.assign(range, value)
      plain.assign(range, value)
    }
    let runs = plain.runs
    for key in -2...keys + 2 {
      #expect(map[key] == plain.values[key])
      #expect(map.run(at: key) == runs.first { $0.start <= key && key < $0.end })
      #expect(map.firstRun(endingAfter: key) == runs.first { $0.end > key })
    }
    for _ in 0..<50 {
      let range = range(below: keys, &random)
      #expect(map.runs(in: range) == plain.runs(in: range))
      var each: [Run<Step>] = []
      map.forEachRun(in: range) { each.append($0) }
      #expect(each == plain.runs(in: range))
      #expect(map.count(in: range) == each.reduce(0) { $0 + $1.count })
      for key in range {
        let stretch = map.stretch(at: key, end: range.upperBound)
        #expect(stretch.value == plain.values[key])
        let next = runs.first { $0.end > key }
        let end = next.map { $0.start > key ? $0.start : $0.end } ?? Int.max
        #expect(stretch.end > key && stretch.end <= min(end, range.upperBound))
      }
    }
  }

  @Test(arguments: 0..<6) func `the flat form has the same content`(
    seed: Int
  ) {
    var random = SplitMix64(seed: UInt64(seed))
    var map = RunMap<Step>(.flat)
    defer { map.free() }
    var plain = Plain()
    let keys = 400
    for _ in 0..<500 {
      let range = range(below: keys, &random)
      let value = value(at: range.lowerBound, &random)
      map.assign(range, value)
      plain.assign(range, value)
    }
    check(map, plain, keys)
  }

  @Test(arguments: 0..<6) func `a census counts as a dictionary does`(seed: Int) {
    var random = SplitMix64(seed: UInt64(seed))
    var census = Census()
    var plain: [Int: Int] = [:]
    let keys = 300
    for _ in 0..<100 {
      let range = range(below: keys, &random)
      census.add(range)
      for key in range { plain[key, default: 0] += 1 }
    }
    let map = census.map()
    defer { map.free() }
    for key in 0..<keys { #expect(map[key]?.count == plain[key]) }
    #expect(map.runs(in: 0..<keys) == census.runs())
  }

  /// Most changes are of one key, so that runs become short and chunks flat; now and then much
  /// becomes uniform again. Between the changes it is looked at, as what was found is remembered.
  @Test(arguments: 0..<12) func `scattered changes and look-ups in between equal an array's`(
    seed: Int
  ) {
    var random = SplitMix64(seed: UInt64(seed))
    var map = RunMap<Step>(seed % 6 == 5 ? .flat : .compressed)
    defer { map.free() }
    let keys = [700, 2000, 6000][seed % 3]
    let large = [100, 400, 4000][seed / 3 % 3]
    let first = [0, 300, -1000][seed % 3]
    var plain: [Step?] = Array(repeating: nil, count: keys)
    for step in 0..<12_000 {
      let start = random.below(keys)
      let longest = random.once(in: large) ? keys : random.once(in: 20) ? 600 : 2
      let range = start..<min(keys, start + 1 + random.below(longest))
      let moved = range.lowerBound + first..<range.upperBound + first
      switch random.below(10) {
      case 0:
        map.assign(moved, nil)
        for key in range { plain[key] = nil }
      case 1:
        let constant = random.once(in: 2)
        let change = { (value: Step) in
          constant ? Step(base: 7, step: 0) : Step(base: value.base + 1, step: value.step)
        }
        map.update(moved) { value, _ in value = change(value) }
        for key in range { plain[key] = plain[key].map(change) }
      default:
        let value: Step =
          random.once(in: 3)
          ? Step(base: random.below(3), step: 0) : Step(base: range.lowerBound, step: 1)
        map.assign(moved, value)
        for key in range { plain[key] = value.advanced(by: key - range.lowerBound) }
      }
      for _ in 0..<3 {
        let key = random.below(keys)
        let stretch = map.stretch(at: key + first, end: keys + first)
        #expect(stretch.value == plain[key])
        #expect(map[key + first] == plain[key])
      }
      if step % 100 == 0 { #expect(map.flaw == nil) }
      if step % 1500 == 0 {
        var content = Plain()
        for key in 0..<keys { content.values[key + first] = plain[key] }
        #expect(map.runs(in: first - 5..<keys + first + 5) == content.runs)
        #expect(map.runCount == content.runs.count)
      }
    }
    // What is uniform again takes no more than it would have from the start.
    guard seed % 6 != 5 else { return }
    map.assign(first - 5..<first + keys + 5, Step(base: 1, step: 0))
    #expect(map.runCount == 1 && map.chunkCount == 1 && map.flaw == nil)
  }

  // MARK: One form for one content

  @Test(arguments: 0..<20) func `equal content has equal runs, however it came about`(seed: Int) {
    var random = SplitMix64(seed: UInt64(seed))
    var first = RunMap<Step>()
    defer { first.free() }
    var plain = Plain()
    let keys = [40, 900][seed % 2]
    for _ in 0..<keys {
      let range = range(below: keys, &random)
      let value = value(at: range.lowerBound, &random)
      first.assign(range, value)
      plain.assign(range, value)
    }
    // Key by key in a random order, over something else.
    var second = RunMap<Step>()
    defer { second.free() }
    second.assign(0..<keys, Step(base: 5, step: 0))
    for key in Array(0..<keys).shuffled(using: &random) {
      second.assign(key..<key + 1, plain.values[key])
    }
    // Run by run, each in pieces, the last piece first.
    var third = RunMap<Step>()
    defer { third.free() }
    for run in plain.runs.shuffled(using: &random) {
      let cut = run.start + random.below(run.count + 1)
      third.assign(cut..<run.end, run.value(at: cut))
      third.assign(run.start..<cut, run.value)
    }
    for map in [first, second, third] { check(map, plain, keys) }
  }

  @Test func `a hole splits a run and its content joins it again`() {
    var map = RunMap<Step>()
    defer { map.free() }
    let all = 0..<1 << 40
    map.assign(all, Step(base: 100, step: 1))
    #expect(map.runCount == 1 && map[1 << 39] == Step(base: 100 + 1 << 39, step: 1))
    map.assign(7..<8, nil)
    #expect(map.runCount == 2 && map[7] == nil && map[8] == Step(base: 108, step: 1))
    map.assign(7..<8, Step(base: 0, step: 1))
    #expect(map.runCount == 3)
    map.assign(7..<8, Step(base: 107, step: 1))
    #expect(map.runs(in: all) == [Run(start: 0, end: 1 << 40, value: Step(base: 100, step: 1))])
  }

  @Test func `a run that goes over others takes their place`() {
    var map = RunMap<Step>()
    defer { map.free() }
    for key in 0..<1000 { map.assign(2 * key..<2 * key + 1, Step(base: key, step: 0)) }
    #expect(map.runCount == 1000)
    map.assign(500..<1500, Step(base: -1, step: 0))
    #expect(map.runCount == 1 + 250 + 250)
    #expect(map.run(at: 1499) == Run(start: 500, end: 1500, value: Step(base: -1, step: 0)))
  }

  @Test func `it joins on the left, on the right and on both sides`() {
    let same = Step(base: 3, step: 0)
    for (left, right, runs) in [
      (same, same, 1), (same, Step(base: 4, step: 0), 2), (Step(base: 4, step: 0), same, 2),
      (Step(base: 4, step: 0), Step(base: 5, step: 0), 3),
      (Step(base: 3, step: 1), Step(base: 3, step: -1), 3),
    ] {
      var map = RunMap<Step>()
      defer { map.free() }
      map.assign(0..<10, left)
      map.assign(20..<30, right)
      map.assign(10..<20, same)
      #expect(map.runCount == runs)
    }
  }

  // MARK: Ends

  @Test func `an empty map has no run, and so has one that was emptied`() {
    var map = RunMap<Step>()
    defer { map.free() }
    func isEmpty() -> Bool {
      map.isEmpty && map.runCount == 0 && map[0] == nil && map.run(at: 5) == nil
        && map.firstRun(endingAfter: -9) == nil && map.runs(in: -9..<Int.max).isEmpty
    }
    #expect(isEmpty())
    map.assign(3..<3, Step(base: 1, step: 0))
    #expect(isEmpty())
    map.assign(0..<Int.max, nil)
    #expect(isEmpty())
    map.assign(3..<9, Step(base: 1, step: 0))
    map.assign(0..<Int.max, nil)
    #expect(isEmpty())
    map.assign(3..<9, Step(base: 1, step: 0))
    #expect(map.runCount == 1 && !map.isEmpty)
  }

  @Test func `keys may be far apart and below 0`() {
    var map = RunMap<Step>()
    defer { map.free() }
    let far = 1 << 61
    map.assign(-far..<0, Step(base: 1, step: 0))
    map.assign(0..<far, Step(base: 1, step: 0))
    #expect(map.runCount == 1 && map[-far] != nil && map[far - 1] != nil && map[far] == nil)
    map.assign(-1..<1, nil)
    #expect(map.runCount == 2 && map[-1] == nil && map[0] == nil && map[1] != nil)
  }

  @Test(arguments: 0..<6) func `thousands of runs come and go in any order`(seed: Int) {
    var random = SplitMix64(seed: UInt64(seed))
    var map = RunMap<Step>()
    defer { map.free() }
    let count = 5000
    // Ascending, descending, or at random.
    func order() -> [Int] {
      switch seed % 3 {
      case 0: Array(0..<count)
      case 1: (0..<count).reversed()
      default: Array(0..<count).shuffled(using: &random)
      }
    }
    for round in 0..<2 {
      for (number, key) in order().enumerated() {
        map.assign(3 * key..<3 * key + 2, Step(base: key, step: 0))
        if number % 97 == 0 { #expect(map.runCount == number + 1) }
      }
      #expect(map.runs(in: 0..<3 * count).map(\.start) == (0..<count).map { 3 * $0 })
      for (number, key) in order().enumerated() {
        if round == 0 {
          map.assign(3 * key..<3 * key + 2, nil)
          if number % 97 == 0 { #expect(map.runCount == count - number - 1) }
        } else {
          // The gap is filled from the left: half a run more.
          map.assign(3 * key + 2..<3 * key + 3, Step(base: key, step: 0))
          if number % 97 == 0 { #expect(map.runCount == count) }
        }
      }
    }
    #expect(map.runs(in: 0..<3 * count).allSatisfy { $0.count == 3 })
  }
}
