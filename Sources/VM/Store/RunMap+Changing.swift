extension RunMap {
  /// Lets the keys of the range have the values of one run, or none.
  mutating func assign(_ range: Range<Int>, _ value: Value?) {
    guard !range.isEmpty else { return }
    dropHint()
    if let value, assignInPlace(range, value) { return }
    clear(range)
    guard let value else { return }
    if isFlat {
      insertFlat(range, value)
    } else {
      insert(Run(start: range.lowerBound, end: range.upperBound, value: value))
    }
  }

  /// Changes the values that are in the range, run by run: `change` gets the first value of each and
  /// its keys, and what it makes of that goes for the others.
  mutating func update(_ range: Range<Int>, _ change: (inout Value, _ keys: Range<Int>) -> Void) {
    guard !range.isEmpty, !isEmpty else { return }
    dropHint()
    cut(at: range.lowerBound)
    cut(at: range.upperBound)
    var index = chunkIndex(range.lowerBound)
    while index < chunkCount, chunks[index].start < range.upperBound {
      let chunk = chunks[index]
      if chunk.isFlat {
        let first = max(0, range.lowerBound - chunk.start)
        let end = min(range.upperBound - chunk.start, Flat<Value>.keys)
        if first < end { chunk.flat.update(first..<end, in: chunk.start, change) }
      } else {
        var place = chunk.firstIndex(endingAfter: range.lowerBound)
        while place < chunk.runCount, chunk.runs[place].start < range.upperBound {
          let run = chunk.runs[place]
          change(&chunk.runs[place].value, run.start..<run.end)
          place += 1
        }
      }
      index += 1
    }
    join(range)
  }

  /// Does what can be done without another run: what the neighbour on the left goes on with, at the
  /// cost of a gap or of the run that is there, and a change of exactly one run. That is most of
  /// what accesses in order do, and all that scattered ones do to a flat chunk.
  ///
  /// - Returns: false if it is more than that; nothing has been done then.
  @inline(__always)
  private func assignInPlace(_ range: Range<Int>, _ value: Value) -> Bool {
    let index = chunkIndex(range.lowerBound)
    guard index < chunkCount else { return false }
    let chunk = chunks[index]
    if chunk.isFlat {
      let place = range.lowerBound - chunk.start
      guard range.count == 1, place >= 0, place < Flat<Value>.keys else { return false }
      chunk.flat.assign(place, value)
      return true
    }
    let place = chunk.firstIndex(endingAfter: range.lowerBound)
    let new = Run(start: range.lowerBound, end: range.upperBound, value: value)
    let continuesLast = place > 0 && chunk.runs[place - 1].isContinued(by: new)
    guard place < chunk.runCount else {
      guard continuesLast,
        index + 1 == chunkCount || range.upperBound < chunks[index + 1].start
      else { return false }
      chunk.runs[place - 1].end = range.upperBound
      return true
    }
    let run = chunk.runs[place]
    if run.start > range.upperBound {
      if continuesLast { chunk.runs[place - 1].end = range.upperBound }
      return continuesLast
    }
    guard run.start == range.lowerBound else { return false }
    if run.end > range.upperBound, continuesLast {
      chunk.runs[place - 1].end = range.upperBound
      chunk.runs[place] = rest(of: run, from: range.upperBound)
      return true
    }
    guard run.end == range.upperBound, !continuesLast, place + 1 < chunk.runCount,
      !new.isContinued(by: chunk.runs[place + 1]), place > 0
    else { return false }
    chunk.runs[place].value = value
    return true
  }

  // MARK: Clearing

  private mutating func clear(_ range: Range<Int>) {
    var index = chunkIndex(range.lowerBound)
    while index < chunkCount, chunks[index].start < range.upperBound {
      let isEmptied = chunks[index].isFlat ? clearFlat(index, range) : clearRuns(index, range)
      if isEmptied { removeChunk(at: index) } else { index += 1 }
    }
  }

  /// True if nothing is left in the chunk.
  private mutating func clearFlat(_ index: Int, _ range: Range<Int>) -> Bool {
    let chunk = chunks[index]
    let first = max(0, range.lowerBound - chunk.start)
    let end = min(range.upperBound - chunk.start, Flat<Value>.keys)
    guard first < end else { return false }
    if end - first == Flat<Value>.keys { return true }
    chunk.flat.assign(first..<end, nil)
    return chunk.flat.count == 0
  }

  private mutating func clearRuns(_ index: Int, _ range: Range<Int>) -> Bool {
    let chunk = chunks[index]
    var first = chunk.firstIndex(endingAfter: range.lowerBound)
    guard first < chunk.runCount, chunk.runs[first].start < range.upperBound else { return false }
    let run = chunk.runs[first]
    if run.start < range.lowerBound {
      chunk.runs[first].end = range.lowerBound
      first += 1
      if run.end > range.upperBound {
        insertRun(rest(of: run, from: range.upperBound), index, first)
        return false
      }
    }
    var end = first
    while end < chunk.runCount, chunk.runs[end].end <= range.upperBound { end += 1 }
    if end < chunk.runCount, chunk.runs[end].start < range.upperBound {
      chunks[index].set(rest(of: chunk.runs[end], from: range.upperBound), at: end)
    }
    if first < end { chunks[index].remove(first..<end) }
    return chunks[index].runCount == 0
  }

  private func rest(of run: Run<Value>, from key: Int) -> Run<Value> {
    Run(start: key, end: run.end, value: run.value(at: key))
  }

  // MARK: Inserting

  /// Puts a run where nothing is.
  private mutating func insert(_ run: Run<Value>) {
    var run = run
    takeIntoFlatBefore(&run)
    if run.count > 0 { takeIntoFlatBehind(&run) }
    guard run.count > 0 else { return }
    guard chunkCount > 0 else { return insertChunk(Chunk(run), at: 0) }
    let index = chunkIndex(run.start)
    let chunk = chunks[index]
    if chunk.start > run.start {
      if chunk.isFlat { insertChunk(Chunk(run), at: index) } else { insert(run, index, 0) }
    } else if !chunk.isFlat {
      insert(run, index, chunk.firstIndex(endingAfter: run.start))
    } else if index + 1 < chunkCount, !chunks[index + 1].isFlat {
      insert(run, index + 1, 0)
    } else {
      insertChunk(Chunk(run), at: index + 1)
    }
  }

  /// Puts a run before one of a chunk of runs, or joins it to its neighbours.
  private mutating func insert(_ run: Run<Value>, _ index: Int, _ place: Int) {
    let chunk = chunks[index]
    let continuesLast = place > 0 && chunk.runs[place - 1].isContinued(by: run)
    if place < chunk.runCount {
      let next = chunk.runs[place]
      if run.isContinued(by: next) {
        if continuesLast {
          chunk.runs[place - 1].end = next.end
          chunks[index].remove(place..<place + 1)
        } else {
          chunks[index].set(Run(start: run.start, end: next.end, value: run.value), at: place)
          if place == 0 { joinChunk(index) }
        }
        return
      }
    }
    if continuesLast {
      chunk.runs[place - 1].end = run.end
      if place == chunk.runCount, index + 1 < chunkCount { joinChunk(index + 1) }
      return
    }
    insertRun(run, index, place)
    if place == 0 || place == chunk.runCount {
      let landed = chunkIndex(run.start)
      if landed + 1 < chunkCount { joinChunk(landed + 1) }
      joinChunk(landed)
    }
  }

  /// Joins the first run of a chunk to the last one of the chunk before, if it continues that.
  private mutating func joinChunk(_ index: Int) {
    guard index > 0, !chunks[index].isFlat, !chunks[index - 1].isFlat else { return }
    let before = chunks[index - 1]
    let last = before.runCount - 1
    guard before.runs[last].isContinued(by: chunks[index].runs[0]) else { return }
    before.runs[last].end = chunks[index].runs[0].end
    chunks[index].remove(0..<1)
    if chunks[index].runCount == 0 { removeChunk(at: index) }
  }

  /// Puts a run before one of a chunk of runs; a chunk that is full is cut in two, or part of it
  /// becomes flat.
  private mutating func insertRun(_ run: Run<Value>, _ index: Int, _ place: Int) {
    let chunk = chunks[index]
    guard chunk.isFull, chunk.runCount >= Chunk<Value>.mostRuns else {
      return chunks[index].insert(run, at: place)
    }
    if isDense(chunk, around: run.start) {
      flatten(Flat<Value>.block(of: run.start))
      return insert(run)
    }
    // Appending leaves full chunks behind; elsewhere both halves keep room.
    let isAppending = place == chunk.runCount && index == chunkCount - 1
    let kept = isAppending ? chunk.runCount - 1 : chunk.runCount / 2
    let rest = chunks[index].split(at: kept)
    insertChunk(rest, at: index + 1)
    if place > kept {
      chunks[index + 1].insert(run, at: place - kept)
    } else {
      chunks[index].insert(run, at: place)
    }
  }

  /// Cuts the run that contains the key in two there, for a change that follows.
  private mutating func cut(at key: Int) {
    let index = chunkIndex(key)
    guard index < chunkCount, !chunks[index].isFlat else { return }
    let place = chunks[index].firstIndex(endingAfter: key)
    guard place < chunks[index].runCount, chunks[index].runs[place].start < key else { return }
    let run = chunks[index].runs[place]
    chunks[index].runs[place].end = key
    // What is left is dense only if the chunk already is.
    insertRun(rest(of: run, from: key), index, place + 1)
  }

  /// Joins what continues each other in the range and at its ends.
  private mutating func join(_ range: Range<Int>) {
    var index = chunkIndex(range.lowerBound)
    if index > 0 { index -= 1 }
    while index < chunkCount, chunks[index].start <= range.upperBound {
      if chunks[index].isFlat {
        if isWorthRuns(chunks[index]) {
          unflatten(index)
          continue
        }
      } else {
        chunks[index].join(from: chunks[index].firstIndex(endingAfter: range.lowerBound - 1))
        let count = chunkCount
        joinChunk(index)
        if chunkCount < count { continue }
      }
      index += 1
    }
  }

  // MARK: Flat chunks

  /// Whether a good part of the chunk's runs lie in the block of the key.
  private func isDense(_ chunk: Chunk<Value>, around key: Int) -> Bool {
    let block = Flat<Value>.block(of: key)
    let first = chunk.firstIndex(endingAfter: block)
    let end = chunk.firstIndex(endingAfter: block + Flat<Value>.keys - 1)
    return end - first >= Chunk<Value>.mostRuns / 4
  }

  /// Makes the block at `start` flat.
  private mutating func flatten(_ start: Int) {
    let flat = Flat<Value>()
    let block = start..<start + Flat<Value>.keys
    forEachRun(in: block) { run in
      flat.assign(run.start - start..<run.end - start, run.value)
    }
    clear(block)
    var index = chunkIndex(start)
    if index < chunkCount, chunks[index].start <= start {
      if !chunks[index].isFlat {
        let place = chunks[index].firstIndex(endingAfter: start)
        if place < chunks[index].runCount {
          let rest = chunks[index].split(at: place)
          insertChunk(rest, at: index + 1)
        }
      }
      index += 1
    }
    insertChunk(Chunk(flat, start: start), at: index)
  }

  private func isWorthRuns(_ chunk: Chunk<Value>) -> Bool {
    !isFlat && chunk.flat.runCount <= Flat<Value>.fewRuns
  }

  /// Stores a flat chunk as runs again.
  private mutating func unflatten(_ index: Int) {
    let start = chunks[index].start
    let runs = runs(in: start..<start + Flat<Value>.keys)
    removeChunk(at: index)
    for run in runs { insert(run) }
  }

  /// The part of a run that lies in the flat block where it begins goes there.
  private mutating func takeIntoFlatBefore(_ run: inout Run<Value>) {
    let index = chunkIndex(run.start)
    guard index < chunkCount, chunks[index].isFlat, chunks[index].start <= run.start else { return }
    let start = chunks[index].start
    let end = min(run.end, start + Flat<Value>.keys)
    guard run.start < end else { return }
    chunks[index].flat.assign(run.start - start..<end - start, run.value)
    run = rest(of: run, from: end)
    if isWorthRuns(chunks[index]) { unflatten(index) }
  }

  /// The part of a run that lies in the flat block where it ends goes there.
  private mutating func takeIntoFlatBehind(_ run: inout Run<Value>) {
    let index = chunkIndex(run.end - 1)
    guard index < chunkCount, chunks[index].isFlat, chunks[index].start < run.end,
      chunks[index].start + Flat<Value>.keys >= run.end
    else { return }
    let start = chunks[index].start
    chunks[index].flat.assign(0..<run.end - start, run.value(at: start))
    run.end = start
    if isWorthRuns(chunks[index]) { unflatten(index) }
  }

  /// Puts a run where nothing is, each value by itself.
  private mutating func insertFlat(_ range: Range<Int>, _ value: Value) {
    var key = range.lowerBound
    while key < range.upperBound {
      let start = Flat<Value>.block(of: key)
      let end = min(range.upperBound, start + Flat<Value>.keys)
      var index = chunkIndex(key)
      if index >= chunkCount || chunks[index].start != start {
        if index < chunkCount, chunks[index].start < start { index += 1 }
        let flat = Flat<Value>()
        flat.values.initialize(to: value)
        insertChunk(Chunk(flat, start: start), at: index)
      }
      chunks[index].flat.assign(
        key - start..<end - start, value.advanced(by: key - range.lowerBound))
      key = end
    }
  }
}
