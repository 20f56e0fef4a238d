/// An entry of a leaf table, as one word.
///
/// | bits | meaning |
/// |---|---|
/// | 0–2 | kind |
/// | 3 | writable |
/// | 4 | dirty |
/// | 5 | young (accessed) |
/// | 6 | exclusive: no other entry maps the frame or holds the slot |
/// | 8– | frame or swap slot |
///
/// The vma is checked before the entry, so read and execute need no bits here. A run of entries maps
/// consecutive frames or holds consecutive slots, or it is of the zero page or of guards throughout.
struct PageEntry: RunValue, Hashable {
  enum Kind: UInt64 {
    case none = 0
    /// The zero page: present, never writable, in no count of frames.
    case zero = 1
    /// A frame of anonymous memory.
    case anon = 2
    /// A frame of a regular file's page cache.
    case file = 3
    /// Not present: a page of private memory in swap space.
    case swap = 4
    /// Not present: an access is fatal (MADV_GUARD_INSTALL).
    case `guard` = 5
    /// A frame of a shmfs file's page cache.
    case shmem = 6
  }

  var bits: UInt64

  init(_ kind: Kind, frame: Int = 0, isWritable: Bool = false, isExclusive: Bool = false) {
    bits =
      kind.rawValue | (isWritable ? 8 : 0) | (isExclusive ? 64 : 0)
      | UInt64(bitPattern: Int64(frame)) << 8
  }

  func advanced(by distance: Int) -> PageEntry {
    var entry = self
    if hasFrame || isSwap { entry.bits &+= UInt64(bitPattern: Int64(distance)) << 8 }
    return entry
  }

  var kind: Kind { Kind(rawValue: bits & 7) ?? .none }
  var hasFrame: Bool { bits & 2 != 0 }
  /// A page of a file's cache.
  var isCached: Bool { hasFrame && bits & 5 != 0 }
  var frame: Int { Int(bits >> 8) }
  var isSwap: Bool { bits & 7 == 4 }
  var isGuard: Bool { bits & 7 == 5 }
  /// The swap slot, if it is in swap space.
  var slot: SlotNumber { frame }
  /// Whether an access that is permitted finds a page there.
  var isPresent: Bool { hasFrame || bits & 7 == 1 }

  var isWritable: Bool {
    get { bits & 8 != 0 }
    set { bits = newValue ? bits | 8 : bits & ~8 }
  }

  var isDirty: Bool {
    get { bits & 16 != 0 }
    set { bits = newValue ? bits | 16 : bits & ~16 }
  }

  var isYoung: Bool {
    get { bits & 32 != 0 }
    set { bits = newValue ? bits | 32 : bits & ~32 }
  }

  var isExclusive: Bool {
    get { bits & 64 != 0 }
    set { bits = newValue ? bits | 64 : bits & ~64 }
  }

  /// The same entry once it has been used.
  func touched(byWrite isWrite: Bool) -> PageEntry {
    var entry = self
    entry.bits |= isWrite ? 48 : 32
    return entry
  }
}

/// The kinds that rss tells apart.
enum ResidentKind: Hashable { case anon, file, shmem }
