@testable import VM

// The form in which maps store what they hold. It cannot be seen from outside, where all answers
// join what continues; so what it costs must be looked at from within.

extension RunMap {
  /// What is wrong with the way in which it is stored.
  var flaw: String? {
    var last: Run<Value>?
    var end = Int.min
    for index in 0..<chunkCount {
      let chunk = chunks[index]
      if chunk.start < end { return "chunk \(index) begins within the one before" }
      if chunk.isFlat {
        if let flaw = chunk.flat.flaw { return "chunk \(index): \(flaw)" }
        if chunk.start % Flat<Value>.keys != 0 { return "a block begins at \(chunk.start)" }
        end = chunk.start + Flat<Value>.keys
        last = nil
        continue
      }
      if isFlat { return "chunk \(index) of a flat map is not flat" }
      if chunk.runCount == 0 { return "chunk \(index) is empty" }
      if chunk.runCount > Chunk<Value>.mostRuns { return "chunk \(index) is too large" }
      if chunk.start != chunk.runs[0].start { return "chunk \(index) begins elsewhere" }
      for place in 0..<chunk.runCount {
        let run = chunk.runs[place]
        if run.start < end || run.isEmpty { return "\(run) in chunk \(index) after \(end)" }
        if last?.isContinued(by: run) == true { return "\(run) is not joined" }
        (last, end) = (run, run.end)
      }
    }
    return nil
  }
}

extension Run {
  fileprivate var isEmpty: Bool { end <= start }
}

extension Flat {
  /// What it counts wrongly.
  fileprivate var flaw: String? {
    let places = (0..<Self.keys).filter(has)
    if count != places.count || places.isEmpty { return "\(count) values, not \(places.count)" }
    let starts = places.filter { place in
      place == 0 || !has(place - 1) || values[place - 1].advanced(by: 1) != values[place]
    }
    return runCount == starts.count ? nil : "\(runCount) runs, not \(starts.count)"
  }
}

extension Machine {
  /// What is wrong with the way in which one of the maps is stored.
  var storageFlaw: String? {
    if let flaw = contents.flaw { return "contents: \(flaw)" }
    if let flaw = leafTables.flaw { return "tables: \(flaw)" }
    if let flaw = frames.flaw { return "frames: \(flaw)" }
    if let flaw = firstValues.flaw ?? otherValues.flaw { return "values: \(flaw)" }
    if let flaw = oldestFileTables.flaw ?? youngerFileTables.flaw { return "register: \(flaw)" }
    for space in spaces.indices {
      if let flaw = spaces[space].leaves.flaw { return "leaves: \(flaw)" }
      for level in 1..<leafLevel {
        if let flaw = spaces[space].uppers[level].flaw { return "tables above: \(flaw)" }
      }
    }
    for file in files { if let flaw = file.cache.flaw { return "page cache: \(flaw)" } }
    return nil
  }
}
