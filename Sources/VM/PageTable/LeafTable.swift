/// The number of a page table in order of creation, for each level by itself.
///
/// It is never used again, so with the level it is the table's identity. The leaves that an address
/// space gets one after the other are consecutive, whatever tables above them it gets in between.
typealias TableNumber = Int

/// What is known of a leaf table besides its entries; those are in `Machine.contents`.
struct LeafTable: RunValue {
  /// Address spaces attached: what the program is about.
  var owners: Int32 = 0
  /// Owners whose vma is linear, shared, of a file, and contains the whole span.
  var spanning: Int32 = 0
  /// Spanning owners that have the file open for writing.
  var writers: Int32 = 0
  /// Of a file table: its file; -1 for an ordinary table.
  var file: Int32 = -1
  /// Of a file table: the file's page that its first entry maps.
  var page: PageIndex = 0
  /// The entries of a leaf table, for `advanced(by:)`.
  var entryCount: Int32
  /// Some owner's table entry may permit something else than its vma does.
  var entriesDiffer = false

  /// A table whose whole span lies in a linear VM_SHARED vma of a file, for every owner, under a
  /// kernel that attaches.
  var isFileTable: Bool { file >= 0 }
  var isShared: Bool { owners > 1 }

  /// Whether its owners' vmas make it a file table.
  var hasFileTableOwners: Bool { owners > 0 && spanning == owners }

  /// Whether they make it one, and it is none yet.
  var becomesFileTable: Bool { hasFileTableOwners && !isFileTable }

  /// Whether the next table of a run is like this one in everything but how many owners it has.
  func isLike(_ next: LeafTable, at distance: Int) -> Bool {
    isShared == next.isShared && entriesDiffer == next.entriesDiffer && file == next.file
      && hasFileTableOwners == next.hasFileTableOwners
      && advanced(by: distance).page == next.page
  }

  func advanced(by distance: Int) -> LeafTable {
    var table = self
    if isFileTable { table.page += distance * Int(entryCount) }
    return table
  }
}

/// An entry that points to a leaf table, and what its address space's vma makes of the table.
///
/// | bits | meaning |
/// |---|---|
/// | 0–2 | read, write, execute |
/// | 3 | the vma spans the table (`LeafTable.spanning`) |
/// | 4 | it also has the file open for writing (`LeafTable.writers`) |
/// | 8– | table |
///
/// An entry without any permission is non-present for the hardware but stays attached.
struct LeafEntry: RunValue, Hashable {
  var bits: UInt64

  init(_ table: TableNumber, _ protection: Protection, spanning: Spanning) {
    bits =
      UInt64(protection.rawValue) | UInt64(spanning.rawValue) << 3
      | UInt64(bitPattern: Int64(table)) << 8
  }

  func advanced(by distance: Int) -> LeafEntry {
    var entry = self
    entry.bits &+= UInt64(bitPattern: Int64(distance)) << 8
    return entry
  }

  var table: TableNumber { Int(bits >> 8) }

  var protection: Protection {
    get { Protection(rawValue: UInt8(truncatingIfNeeded: bits & 7)) }
    set { bits = bits & ~7 | UInt64(newValue.rawValue) }
  }

  var spanning: Spanning {
    get { Spanning(rawValue: UInt8(truncatingIfNeeded: (bits >> 3) & 3)) }
    set { bits = bits & ~24 | UInt64(newValue.rawValue) << 3 }
  }

  var isWritable: Bool { bits & 2 != 0 }
}

/// Whether a vma spans a leaf table, and has its file open for writing.
struct Spanning: OptionSet {
  let rawValue: UInt8
  static let spans = Spanning(rawValue: 1)
  static let writes = Spanning(rawValue: 2)
}

/// A table by its number: what an address space has above the leaves, where only it has it, or what
/// the register of file tables names. A run of references is to consecutive tables.
struct TableReference: RunValue {
  var table: TableNumber

  func advanced(by distance: Int) -> TableReference { TableReference(table: table + distance) }
}
