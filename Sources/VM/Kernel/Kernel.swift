/// A modelled kernel: its name and its rules, as data.
///
/// The fault path and the system calls are written once and ask these rules.
public struct Kernel: Hashable, Sendable {
  public let name: String
  /// One line for people.
  public let summary: String
  public internal(set) var sharing: SharingRules
  public let fork: ForkRules
  public let faults: FaultRules
  public let mappings: MappingRules
  public internal(set) var tables: TableRules
  public internal(set) var reverseMap: ReverseMapRules
  /// What events cost.
  public internal(set) var profile = CostProfile.mccracken2002
  /// The knobs that `kernel NAME with ...` may turn.
  public let knobs: [KernelKnob]
}

/// Which leaf tables processes share, and when.
public struct SharingRules: Hashable, Sendable {
  /// When a faulting address space may attach to another one's table of a shared file mapping.
  public enum Attach: String, Hashable, Sendable, CaseIterable {
    /// Never: every address space has tables of its own.
    case never
    /// The same file at the same offset, mapped by a vma of the same start, end and offset at the
    /// same address (2002).
    case identical
    /// The same file at a congruent offset, whatever the address.
    case file
  }

  public var attach: Attach
  /// At fork, an address space with more leaf tables than this shares them copy-on-write instead
  /// of copying them; nil for a kernel that always copies.
  public var forkThreshold: Int?
}

/// What fork does with the parent's tables, where it does not share them.
public struct ForkRules: Hashable, Sendable {
  public enum Copied: String, Hashable, Sendable {
    /// The tables and entries of every mapping that the child inherits.
    case everyMapping
    /// Only those of mappings that have an anon_vma or may have guards, that is, in which something
    /// may be that no fault could bring back (`vma_needs_copy` in mm/memory.c).
    case mappingsWithAnonVMA
  }

  public var copied: Copied
}

/// What faults do beyond the page that they are about.
public struct FaultRules: Hashable, Sendable {
  /// Bytes of the aligned window whose cached pages a read fault on a file maps too; 0 for none
  /// (`do_fault_around` in mm/memory.c).
  public var faultAround: ByteCount
  /// SIGBUS leaves the leaf table of its path, not only the tables above.
  public var busErrorLeavesLeaf: Bool
  /// Whether a private page knows that nobody else maps it (PageAnonExclusive): then mprotect and
  /// swap-in make it writable without a fault.
  public var tracksExclusivePages: Bool
  /// A page of a shared mapping of a regular file stays read-only until its first write, so that
  /// the file system hears of it (`vma_wants_writenotify` in mm/mmap.c).
  public var tracksFileWrites: Bool
}

/// What belongs to a mapping and decides whether it merges with its neighbours.
public struct MappingRules: Hashable, Sendable {
  /// Mappings of private memory belong to anon_vmas, take part with their page offsets, and know
  /// whether they are accounted and through which open file description they were made.
  public var tracksAnonVMAs: Bool
  /// Pages that must stay free below a mapping that grows down (stack_guard_gap).
  public var stackGuardPages: Int
  /// mlock fails at a mapping without any permission; a locked private mapping that becomes
  /// writable is written to at once, and what a locked mapping grows by is touched
  /// (`populate_vma_page_range` in mm/gup.c).
  public var populatesLocked: Bool
  /// remap_file_pages makes a mapping of its own instead of a nonlinear one (since 4.0).
  public var remapsByMapping: Bool
  /// Whether MADV_GUARD_INSTALL and MADV_GUARD_REMOVE exist.
  public var hasGuardRegions: Bool
}

/// When tables go, and how they move.
public struct TableRules: Hashable, Sendable {
  /// MADV_DONTNEED frees a leaf table whose whole span it covers within one mapping
  /// (`try_to_free_pte` in mm/pt_reclaim.c).
  public var dontneedFreesLeaves: Bool
  /// mremap moves a table whose whole span moves, instead of its entries, and may move several
  /// mappings in one call.
  public var mremapMovesTables: Bool
  /// Files of huge pages, whose PMD tables processes share (`huge_pmd_share` in mm/hugetlb.c).
  public var sharesHugePageTables: Bool
  /// Leaf tables lie in high memory, where the machine has any (CONFIG_HIGHPTE).
  public var leavesInHighMemory: Bool
}

/// How the kernel finds the page entries that map a frame.
public struct ReverseMapRules: Hashable, Sendable {
  public enum Method: String, Hashable, Sendable {
    /// Not at all: it looks through one address space after the other.
    case addressByAddress
    /// By a list of the entries that each frame has (`struct pte_chain` in mm/rmap.c, 2.5).
    case chains
    /// Through the mappings of the frame's file, or of its anon_vma.
    case mappings
  }

  public var method: Method
  /// Bytes of a node of a list, a line of the processor's cache; nil for what the machine has.
  public var lineBytes: ByteCount?
  /// Bytes of the address of a page entry in a node; nil for as many as a page entry has.
  public var addressBytes: ByteCount?
}
