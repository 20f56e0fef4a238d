/// What `p.pte(ADDR)` shows: one page-table entry.
public struct PageEntryRecord: Hashable, Sendable {
  public enum Kind: String, Hashable, Sendable {
    case none, zero, anon, file, swap
  }

  public var kind: Kind
  public var isPresent: Bool
  /// The page entry's own write bit, whatever the entries above say.
  public var isWritable: Bool
  public var isDirty: Bool
  public var isYoung: Bool
  public var frame: FrameID?
  public var swapSlot: Int?
  /// The leaf table that holds the entry; nil where none is.
  public var table: TableID?
}

/// A page-table entry that maps a frame, or holds a swap slot, as one process reaches it.
public struct ReverseMapRecord: Hashable, Sendable {
  /// The table that has the entry.
  public var table: TableID
  public var level: Geometry.LevelName
  /// The place in the table, from 0.
  public var index: Int
  public var entry: PageEntryRecord
  /// Address spaces attached to the table.
  public var owners: Int
  public var process: ProcessID
  /// What the entry translates for the process.
  public var address: VirtualAddress
}

/// What `p.pmd(ADDR)` shows: the entry that points to a leaf table.
public struct TableEntryRecord: Hashable, Sendable {
  public var isPresent: Bool
  public var isWritable: Bool
  public var protection: Protection
  public var table: TableID?
  /// Address spaces attached to the table.
  public var owners: Int
}

/// What `p.vma(ADDR)` shows, and a line of `/proc/PID/maps`.
public struct VMARecord: Hashable, Sendable {
  public var range: AddressRange
  public var protection: Protection
  public var isShared: Bool
  /// The file behind it; nil for anonymous memory and for unnamed shmfs files.
  public var file: FileID?
  /// Bytes into the file.
  public var offset: ByteCount
  public var flags: [String]
}

/// A consequence of a statement and the kernel's rule behind it.
public struct Reason: Hashable, Sendable {
  /// The rule's stable name, such as `attach.no-candidate`.
  public var rule: String
  public var process: ProcessID?
  public var address: VirtualAddress?
  /// One phrase for people.
  public var text: String
  /// How many times in a row it happened.
  public var count: Int
}

/// A broken invariant of the model: a defect of ptsh, never of a script.
public struct InvariantViolation: Error, Hashable, Sendable {
  /// The invariant's stable name, such as `owner-count`.
  public var name: String
  /// What was found.
  public var text: String
}

/// A table below the top, as one process reaches it.
public struct TableRecord: Hashable, Sendable {
  public var id: TableID
  public var level: Geometry.LevelName
  /// Where its span begins for this process.
  public var base: VirtualAddress
  /// Address spaces attached to it.
  public var owners: Int
  /// Entries in use.
  public var present: Int
  /// What the entry that points to it permits.
  public var protection: Protection

  /// Whether the entry that points to it permits writes.
  public var isWritable: Bool { protection.contains(.write) }
}
