import VM

/// What the processors were told to forget.
struct NaiveFlushes: Equatable {
  var count = 0
  var pages = 0
  var interrupts = 0
}

extension NaiveMachine {
  /// A flush that concerns these address spaces; each of their processes has a processor of its own,
  /// and one of them does it.
  mutating func flush(_ concerned: some Sequence<Int>, pages: Int = 0) {
    let concerned = Set(concerned)
    let processors = processes.values.filter { concerned.contains($0.space) }.count
    flushes.count += 1
    flushes.pages += pages
    flushes.interrupts += max(0, processors - 1)
  }

  /// One page, for all owners of its table.
  mutating func flushPage(ofLeaf leaf: Int) {
    flush(owners(ofLeaf: leaf).map(\.space), pages: 1)
  }
}
