/// What is counted for its price only; scripts ask for the cost of it.
struct WorkCounters: Hashable {
  var spawns = 0
  var forks = 0
  var execs = 0
  var exits = 0
  /// Other system calls, refused ones too.
  var calls = 0
  var entriesProtected = 0
  var entriesMoved = 0
  var tablesMoved = 0
  /// Frames of data, ever.
  var pagesAllocated = 0
}

extension Machine {
  /// Modelled nanoseconds since the machine was made: what has happened, at the prices of the kernel's
  /// profile, rounded down; `Int.max` if it is more.
  ///
  /// - Complexity: O(prices); nothing is computed before somebody asks.
  public var cost: Int {
    var picoseconds: Int128 = 0
    for price in kernel.profile.prices {
      let (high, low) = count(of: price.event).multipliedFullWidth(by: price.picoseconds)
      picoseconds += Int128(high) << 64 | Int128(low)
    }
    return Int(clamping: picoseconds / 1000)
  }

  /// How often it has happened.
  public func count(of event: CostEvent) -> Int {
    let (events, work) = (totals.events, totals.work)
    return switch event {
    case .spawn: work.spawns
    case .fork: work.forks
    case .exec: work.execs
    case .exit: work.exits
    case .call: work.calls
    case .fault: events.faults.minor &+ events.faults.major
    case .entrySet: events.pteSet
    case .entryCopied: events.pteCopied
    case .entryCleared: events.pteCleared
    case .entryProtected: work.entriesProtected
    case .entryMoved: work.entriesMoved
    case .tableMoved: work.tablesMoved
    case .tableAllocated: events.tablesAllocated
    case .tableFreed: events.tablesFreed
    case .tableShared: events.tablesShared
    case .tableUnshared: events.tablesUnshared
    case .tablePromoted: events.tablesPromoted
    case .pageAllocated: work.pagesAllocated
    case .pageFreed: work.pagesAllocated - totals.framesInUse
    case .pageCopied: events.faults.cow
    case .swappedIn: events.swapIn
    case .swappedOut: events.swapOut
    case .flush: events.tlb.flushes
    case .pageFlushed: events.tlb.pages
    case .interrupt: events.tlb.ipis
    }
  }
}
