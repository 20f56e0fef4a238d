/// The main numbers of a process, for lists of all.
public struct ProcessSummary: Sendable, Hashable {
  public var name: String
  /// Bytes.
  public var rss: Int
  /// Page-table pages that it reaches, and those of them with other owners too.
  public var tables: Int
  public var sharedTables: Int
  public var mappings: Int
  public var faults: Int
}

extension Session {
  /// The processes that are alive, in order of birth; the first `maximumSummaries` of them.
  public var processSummaries: [ProcessSummary] {
    let world = state.world
    let living = world.processes.lazy.filter { world.isAlive($0) }
    return living.prefix(Self.maximumSummaries).map { process in
      func value(_ counter: ProcessCounter) -> Int {
        counter.value(of: process, in: world.machine)
      }
      return ProcessSummary(
        name: world.name(of: process), rss: value(.rss), tables: value(.pagetables),
        sharedTables: value(.tablesShared), mappings: value(.vmas), faults: value(.faults))
    }
  }

  public static var maximumSummaries: Int { 1_000 }
}
