@testable import VM

/// What a request wanted, and what memory was used for then; in pages.
struct NaiveShortage: Equatable {
  var wanted: Int
  var free: Int
  var pageTables: Int
  /// What no reclaim takes: locked, or in a nonlinear mapping.
  var locked: Int
  var huge: Int
  /// All the rest.
  var unswappable: Int
}

extension NaiveMachine {
  func whatMemoryIsUsedFor(wanted: Int) -> NaiveShortage {
    var kept: Set<Int> = []
    for (leaf, table) in leaves {
      for (index, entry) in table.entries {
        if let frame = entry.frame, isKept((leaf, index)) { kept.insert(frame) }
      }
    }
    let used = framesInUse()
    let huge = used.filter { frames[$0]!.pages > 1 }
    return NaiveShortage(
      wanted: wanted, free: freeFrames, pageTables: tableCount, locked: kept.count,
      huge: pageCount(ofFrames: huge), unswappable: used.count - huge.count - kept.count)
  }
}

extension NaiveShortage {
  init(_ shortage: MemoryShortage) {
    self.init(
      wanted: shortage.wanted, free: shortage.free, pageTables: shortage.pageTables,
      locked: shortage.locked, huge: shortage.huge, unswappable: shortage.unswappable)
  }
}
