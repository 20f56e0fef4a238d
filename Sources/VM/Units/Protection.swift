/// Read, write, execute: what a mapping or a table entry permits.
public struct Protection: OptionSet, Hashable, Sendable, CustomStringConvertible {
  public let rawValue: UInt8

  public init(rawValue: UInt8) { self.rawValue = rawValue }

  public static let read = Protection(rawValue: 1)
  public static let write = Protection(rawValue: 2)
  public static let execute = Protection(rawValue: 4)
  public static let none: Protection = []
  public static let all: Protection = [.read, .write, .execute]

  /// As in `/proc/PID/maps`: `rw-`.
  public var description: String {
    (contains(.read) ? "r" : "-") + (contains(.write) ? "w" : "-")
      + (contains(.execute) ? "x" : "-")
  }
}

/// What an access wants to do.
public enum AccessKind: UInt8, Hashable, Sendable, CaseIterable {
  case read, write, execute
}
