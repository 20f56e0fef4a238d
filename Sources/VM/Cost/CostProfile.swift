/// What events take on some machine, in nanoseconds: from published figures, one profile for each
/// source (docs/cost.md).
public struct CostProfile: Sendable {
  public let name: String
  /// One line for people.
  public let summary: String
  /// Where the figures have been published.
  public let source: String
  /// Events that have no price here cost nothing.
  public let prices: [Price]

  /// What an event takes.
  public struct Price: Sendable {
    public let event: CostEvent
    /// 1/1000 of a nanosecond.
    public let picoseconds: Int
    /// The figure that it comes from, and how.
    public let basis: String
    /// The source has no figure for it.
    public let isEstimated: Bool
  }

  /// The profile of that name.
  public static func named(_ name: String) -> CostProfile? { all.first { $0.name == name } }

  /// What the event takes, in picoseconds.
  public func price(of event: CostEvent) -> Int {
    prices.first { $0.event == event }?.picoseconds ?? 0
  }
}

/// Profiles are told apart by their names.
extension CostProfile: Hashable {
  public static func == (a: CostProfile, b: CostProfile) -> Bool { a.name == b.name }

  public func hash(into hasher: inout Hasher) { hasher.combine(name) }
}

extension CostProfile.Price {
  /// From a figure of the source.
  static func figure(_ event: CostEvent, ns: Double, _ basis: String) -> Self {
    Self(event: event, picoseconds: picoseconds(ns), basis: basis, isEstimated: false)
  }

  /// Not from the source.
  static func estimate(_ event: CostEvent, ns: Double, _ basis: String) -> Self {
    Self(event: event, picoseconds: picoseconds(ns), basis: basis, isEstimated: true)
  }

  private static func picoseconds(_ ns: Double) -> Int { Int((ns * 1000).rounded()) }
}
