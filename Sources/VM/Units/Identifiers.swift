/// A process or a thread of the modelled machine. Never reused.
public struct ProcessID: Hashable, Sendable, Comparable {
  public let index: Int32
  public init(index: Int32) { self.index = index }
  public static func < (a: Self, b: Self) -> Bool { a.index < b.index }
}

/// A file of the modelled machine. Never reused.
public struct FileID: Hashable, Sendable {
  public let index: Int32
  public init(index: Int32) { self.index = index }
}

/// The identity of a frame of physical memory, or of a page of swap space, from its allocation to
/// its release.
///
/// Equal if and only if it is the same page; a frame that is allocated again has a new identity.
public struct FrameID: Hashable, Sendable {
  /// The number; of a page of swap space with `slotBit`.
  public let rawValue: Int64
  public init(rawValue: Int64) { self.rawValue = rawValue }

  private static let slotBit = Int64(1) << 60

  init(slot: SlotNumber) { rawValue = Int64(slot) | Self.slotBit }

  /// The number of the page of swap space; nil for a frame.
  public var swapSlot: Int? {
    rawValue & Self.slotBit == 0 ? nil : Int(rawValue & ~Self.slotBit)
  }
}

/// The identity of a page table, from its allocation to its release; as for frames.
public struct TableID: Hashable, Sendable {
  /// The table's number, and above it how far its level is from the leaves.
  public let rawValue: Int64
  public init(rawValue: Int64) { self.rawValue = rawValue }

  private static let levelShift = Int64(56)

  init(_ number: TableNumber, at level: Geometry.LevelName) {
    rawValue =
      Int64(Geometry.LevelName.pte.rawValue - level.rawValue) << Self.levelShift
      | Int64(number)
  }

  /// The tables of a level are numbered from 1 on in order of creation.
  public var number: Int { Int(rawValue & (1 << Self.levelShift - 1)) }

  /// The number, if it is a table of that level.
  func number(at level: Geometry.LevelName) -> TableNumber? {
    self == TableID(number, at: level) ? number : nil
  }
}
