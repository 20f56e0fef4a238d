import Testing

@testable import VM

/// A value that counts up along its run, or stays.
private struct Step: RunValue {
  var base: Int
  var step: Int
  func advanced(by distance: Int) -> Step { Step(base: base + step * distance, step: step) }
}

@Suite struct RunMapTests {
  @Test(arguments: 0..<20) func `random assignments equal a dictionary's`(seed: Int) {
    var random = SplitMix64(seed: UInt64(seed))
    var map = RunMap<Step>()
    defer { map.free() }
    var naive: [Int: Step] = [:]
    let keys = seed % 2 == 0 ? 60 : 3000
    for _ in 0..<3000 {
      let start = Int(random.next() % UInt64(keys))
      let longest = random.next() % 4 == 0 ? keys - start : min(4, keys - start)
      let end = start + Int(random.next() % UInt64(longest + 1))
      let value: Step? =
        switch random.next() % 3 {
        case 0: nil
        case 1: Step(base: Int(random.next() % 2), step: 0)
        default: Step(base: start, step: 1)
        }
      map.assign(start..<end, value)
      for key in start..<end { naive[key] = value?.advanced(by: key - start) }
      if keys == 60 { check(map, naive, keys) }
    }
    check(map, naive, keys)
  }

  private func check(_ map: RunMap<Step>, _ naive: [Int: Step], _ keys: Int) {
    let runs = map.runs(in: 0..<keys)
    #expect(runs.count == map.runCount)
    var flat: [Int: Step] = [:]
    for run in runs { for key in run.start..<run.end { flat[key] = run.value(at: key) } }
    #expect(flat == naive)
    for (left, right) in zip(runs, runs.dropFirst()) {
      #expect(left.end <= right.start)
      #expect(!(left.end == right.start && left.value(at: right.start) == right.value))
    }
    for key in 0..<keys where key % 7 == 0 { #expect(map[key] == naive[key]) }
  }
}
