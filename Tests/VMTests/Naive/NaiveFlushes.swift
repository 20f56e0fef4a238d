import VM

/// What the processors are told to forget.
extension NaiveMachine {
  /// A flush that concerns these address spaces; each of their processes has a processor of its own,
  /// and one of them does it.
  mutating func flush(_ concerned: some Sequence<Int>, pages: Int = 0) {
    let concerned = Set(concerned)
    let processors = processes.values.filter { concerned.contains($0.space) }.count
    events.tlb.flushes += 1
    events.tlb.pages += pages
    events.tlb.ipis += max(0, processors - 1)
  }

  /// One page, for all owners of its table.
  mutating func flushPage(ofLeaf leaf: Int) {
    flush(owners(ofLeaf: leaf).map(\.space), pages: 1)
  }
}
