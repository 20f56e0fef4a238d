@testable import VM

// The form in which maps store what they hold. From outside it cannot be seen, for all answers join
// what continues; so what it costs must be looked at from within.
extension RunMap {
  /// What is wrong with how the map is stored; nil if nothing.
  var defect: String? {
    var last: Run<Value>?
    for index in 0..<chunkCount {
      let chunk = chunks[index]
      if chunk.isFlat {
        if let defect = defect(ofFlat: chunk) { return defect }
        if let last, last.end > chunk.start { return "a run reaches into a flat chunk" }
        last = nil
        if index + 1 < chunkCount, chunks[index + 1].start < chunk.start + Flat<Value>.keys {
          return "a flat chunk reaches into the next one"
        }
        continue
      }
      if chunk.runCount == 0 { return "an empty chunk" }
      if chunk.runCount > Chunk<Value>.mostRuns { return "too many runs in a chunk" }
      if chunk.start != chunk.runs[0].start { return "a chunk that begins elsewhere" }
      for place in 0..<chunk.runCount {
        let run = chunk.runs[place]
        if run.count <= 0 { return "an empty run at \(run.start)" }
        if let last {
          if last.end > run.start { return "runs out of order at \(run.start)" }
          if last.isContinued(by: run) { return "runs not joined at \(run.start)" }
        }
        last = run
      }
    }
    return nil
  }

  private func defect(ofFlat chunk: Chunk<Value>) -> String? {
    if chunk.start != Flat<Value>.block(of: chunk.start) { return "a flat chunk between blocks" }
    let values = (0..<Flat<Value>.keys).map { place in
      chunk.flat.has(place) ? chunk.flat.values[place] : nil
    }
    let starts = values.indices.count { place in
      guard let value = values[place] else { return false }
      return place == 0 || values[place - 1]?.advanced(by: 1) != value
    }
    let count = values.count { $0 != nil }
    if count == 0 { return "a flat chunk without values" }
    if chunk.flat.count != count { return "\(count) values, counted \(chunk.flat.count)" }
    if chunk.flat.runCount != starts { return "\(starts) runs, counted \(chunk.flat.runCount)" }
    return nil
  }
}

extension Machine {
  /// What is wrong with how one of the maps is stored.
  var storageDefect: String? {
    if let defect = contents.defect { return "contents: \(defect)" }
    if let defect = leafTables.defect { return "tables: \(defect)" }
    if let defect = frames.defect { return "frames: \(defect)" }
    if let defect = firstValues.defect ?? otherValues.defect { return "values: \(defect)" }
    if let defect = oldestFileTables.defect ?? youngerFileTables.defect {
      return "register: \(defect)"
    }
    for space in spaces.indices {
      if let defect = spaces[space].leaves.defect { return "leaves: \(defect)" }
      for level in 1..<leafLevel {
        if let defect = spaces[space].uppers[level].defect { return "tables above: \(defect)" }
      }
    }
    for file in files { if let defect = file.cache.defect { return "page cache: \(defect)" } }
    return nil
  }
}
