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
  /// The processes that are alive, in order of birth.
  public var processSummaries: [ProcessSummary] { [] }
}
