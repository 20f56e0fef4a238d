/// What `mmap` is asked for.
public struct MapRequest: Hashable, Sendable {
  public enum Backing: Hashable, Sendable {
    /// Zero-filled memory; if shared, an unnamed shmfs file of its own.
    case anonymous
    case file(FileID)
  }

  public enum Placement: Hashable, Sendable {
    /// First fit downwards from the machine's mmap base.
    case anywhere
    /// Exactly there; EEXIST if something is mapped there (MAP_FIXED_NOREPLACE).
    case at(VirtualAddress)
    /// Exactly there; what is mapped there is unmapped first (MAP_FIXED).
    case replacing(VirtualAddress)
  }

  public var backing: Backing
  public var isShared: Bool
  /// Bytes, rounded up to whole pages.
  public var length: ByteCount
  /// Bytes into the file; a multiple of the page size.
  public var offset: ByteCount
  public var protection: Protection
  public var placement: Placement
  /// The address is a multiple of this; 0 or 1 for no wish. A power of two.
  public var alignment: ByteCount
  public var populate: Bool
  public var locked: Bool
  public var noReserve: Bool
  public var growsDown: Bool
  /// The file was opened O_RDONLY.
  public var readOnly: Bool
  /// Through an open file description of its own. The kernels so far merge such mappings all the
  /// same (kernels.md, 1.6: file and offset decide, "nothing else").
  public var reopen: Bool

  public init(
    backing: Backing, isShared: Bool, length: ByteCount, offset: ByteCount = 0,
    protection: Protection = [.read, .write], placement: Placement = .anywhere,
    alignment: ByteCount = 0, populate: Bool = false, locked: Bool = false,
    noReserve: Bool = false, growsDown: Bool = false, readOnly: Bool = false, reopen: Bool = false
  ) {
    self.backing = backing
    self.isShared = isShared
    self.length = length
    self.offset = offset
    self.protection = protection
    self.placement = placement
    self.alignment = alignment
    self.populate = populate
    self.locked = locked
    self.noReserve = noReserve
    self.growsDown = growsDown
    self.readOnly = readOnly
    self.reopen = reopen
  }
}

/// What `mremap` is asked for.
public struct RemapRequest: Hashable, Sendable {
  public var start: VirtualAddress
  public var oldLength: ByteCount
  public var newLength: ByteCount
  /// MREMAP_MAYMOVE.
  public var mayMove: Bool
  /// MREMAP_FIXED: the new address.
  public var destination: VirtualAddress?
  /// MREMAP_DONTUNMAP.
  public var keepsSource: Bool

  public init(
    start: VirtualAddress, oldLength: ByteCount, newLength: ByteCount, mayMove: Bool = false,
    destination: VirtualAddress? = nil, keepsSource: Bool = false
  ) {
    self.start = start
    self.oldLength = oldLength
    self.newLength = newLength
    self.mayMove = mayMove
    self.destination = destination
    self.keepsSource = keepsSource
  }
}

/// The advices of `madvise` that scenarios may name.
public enum Advice: String, Hashable, Sendable, CaseIterable {
  case dontneed, free, remove, willneed, pageout, cold, random, sequential, normal
  case dontfork, dofork, wipeonfork, keeponfork
  case populateRead = "populate_read"
  case populateWrite = "populate_write"
  case guardInstall = "guard_install"
  case guardRemove = "guard_remove"
  case hugepage, nohugepage
}

/// A run of accesses of one kind: each page of the range once, in ascending order.
public struct AccessRequest: Hashable, Sendable {
  public var kind: AccessKind
  /// From the first address touched to past the last; pages it touches partly are touched.
  public var range: AddressRange
  /// Bytes from one touched page to the next, a positive multiple of the page size; nil: every
  /// page.
  public var stride: ByteCount?
  /// Stored at the first address of the range and at the start of each further page touched.
  public var value: Int64?

  public init(
    kind: AccessKind, range: AddressRange, stride: ByteCount? = nil, value: Int64? = nil
  ) {
    self.kind = kind
    self.range = range
    self.stride = stride
    self.value = value
  }
}
