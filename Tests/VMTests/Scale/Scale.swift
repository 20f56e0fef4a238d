import Testing
import VM

/// How many processes share how much; x86_64, 4 KiB pages, maps aligned to their tables.
struct Scale: CustomTestStringConvertible, Sendable {
  var processes: Int
  var size: Int

  var pages: Int { size >> 12 }
  /// Leaf tables of a process: 2 MiB each.
  var leaves: Int { size >> 21 }
  /// Tables above them: pmd of 1 GiB, pud of 512 GiB, and the top.
  var uppers: Int { (size - 1) >> 30 + 1 + (size - 1) >> 39 + 1 + 1 }

  var testDescription: String { "\(processes) x \(size >> 20) MiB" }

  /// Sizes that would be manageable page by page.
  static let small = [
    Scale(processes: 15, size: 30 << 20), Scale(processes: 6, size: 300 << 20),
    Scale(processes: 100, size: 8 << 20),
  ]
  /// The design page's cases 1 and 2, and the largest that the budgets name.
  static let full = [
    Scale(processes: 1500, size: 300 << 30), Scale(processes: 10_000, size: 1 << 40),
  ]

  static let all = small + full

  static let kernels = ["linux-2.5", "shpte"]
}

extension EventCounters {
  static func - (after: EventCounters, before: EventCounters) -> EventCounters {
    var change = EventCounters()
    change.faults.minor = after.faults.minor - before.faults.minor
    change.faults.major = after.faults.major - before.faults.major
    change.faults.cow = after.faults.cow - before.faults.cow
    change.faults.segv = after.faults.segv - before.faults.segv
    change.faults.bus = after.faults.bus - before.faults.bus
    change.pteSet = after.pteSet - before.pteSet
    change.pteCopied = after.pteCopied - before.pteCopied
    change.pteCleared = after.pteCleared - before.pteCleared
    change.tablesAllocated = after.tablesAllocated - before.tablesAllocated
    change.tablesFreed = after.tablesFreed - before.tablesFreed
    change.tablesShared = after.tablesShared - before.tablesShared
    change.tablesUnshared = after.tablesUnshared - before.tablesUnshared
    change.tablesPromoted = after.tablesPromoted - before.tablesPromoted
    return change
  }

  /// Nothing but what `fill` says.
  static func only(_ fill: (inout EventCounters) -> Void) -> EventCounters {
    var counters = EventCounters()
    fill(&counters)
    return counters
  }
}
