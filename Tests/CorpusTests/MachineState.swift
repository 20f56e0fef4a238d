import Synchronization
import VM

/// The counters of a machine at one time.
struct MachineState: Hashable {
  var events: EventCounters
  var pageTables: TableCounts
  var sharedTables: Int
  var mappedTables: Int
  var memoryUsed: ByteCount
  var pageCache: ByteCount
  var swapTotal: ByteCount
  var swapUsed: ByteCount
  /// Those of each process, in one number.
  var processes: Int

  init(_ machine: borrowing Machine) {
    events = machine.events
    pageTables = machine.pageTables
    sharedTables = machine.sharedTables
    mappedTables = machine.mappedTables
    memoryUsed = machine.memoryUsed
    pageCache = machine.pageCacheBytes
    swapTotal = machine.swapTotal
    swapUsed = machine.swapUsed
    var hasher = Hasher()
    var count = 0
    // Large families are alike.
    for index in 0..<Int32(64) where count < machine.processCount {
      let process = ProcessID(index: index)
      guard machine.isAlive(process) else { continue }
      count += 1
      hasher.combine(machine.resident(of: process))
      hasher.combine(machine.pageTables(of: process))
      hasher.combine(machine.faults(of: process))
      hasher.combine(machine.vmas(of: process))
    }
    processes = hasher.finalize()
  }
}

/// Takes the counters down after every statement.
final class StateRecorder: Sendable {
  private let recorded = Mutex<[MachineState]>([])

  var states: [MachineState] { recorded.withLock { $0 } }

  func record(_ machine: borrowing Machine) {
    let state = MachineState(machine)
    recorded.withLock { $0.append(state) }
  }
}
