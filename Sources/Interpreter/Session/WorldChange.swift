/// What an input has changed of the world's counters and of its processes.
public struct WorldChange: Sendable, Hashable {
  public struct Counter: Sendable, Hashable {
    /// As scripts call it: `pagetables.leaf`, `rss`.
    public var name: String
    public var before: Int
    public var after: Int

    public init(name: String, before: Int, after: Int) {
      self.name = name
      self.before = before
      self.after = after
    }
  }

  public struct Process: Sendable, Hashable {
    public enum Fate: Sendable, Hashable { case born, stayed, gone }

    /// `p1`, `kids[3]`.
    public var name: String
    public var fate: Fate
    /// Those that changed; from 0 for one that was born, to 0 for one that is gone.
    public var counters: [Counter]

    public init(name: String, fate: Fate, counters: [Counter]) {
      self.name = name
      self.fate = fate
      self.counters = counters
    }
  }

  /// The world's counters that changed, in the order of `show stats`.
  public var counters: [Counter] = []
  /// The processes of which something changed, in order of birth: of a world with more than
  /// `maximumProcesses` none.
  public var processes: [Process] = []

  /// Looking at each takes time after every input.
  public static let maximumProcesses = 1_000

  public init() {}

  public var isEmpty: Bool { counters.isEmpty && processes.isEmpty }
}
