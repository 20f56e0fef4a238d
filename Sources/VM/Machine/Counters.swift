/// Faults, by outcome.
public struct FaultCounters: Hashable, Sendable {
  public var minor = 0
  public var major = 0
  /// Page copies, those of the zero page included; not reuse, not promotion.
  public var cow = 0
  public var segv = 0
  public var bus = 0

  public init() {}
}

/// Flushes of translations that processors may still hold; see "TLB" in docs/model.md.
public struct TLBCounters: Hashable, Sendable {
  public var flushes = 0
  /// Of flushes that are about pages or ranges.
  public var pages = 0
  /// Interrupts to the processors of others in a flush's scope; stays at `Int.max` once it is there.
  public var ipis = 0

  public init() {}
}

/// What has happened since the machine was made; definitions in the design page kernels.md, 1.6.
public struct EventCounters: Hashable, Sendable {
  public var faults = FaultCounters()
  /// Absent or swap → present by a fault.
  public var pteSet = 0
  /// Non-empty entries written by fork or unshare.
  public var pteCopied = 0
  /// Present → absent, once per table, exit included.
  public var pteCleared = 0
  /// Tables of all levels, the top included.
  public var tablesAllocated = 0
  public var tablesFreed = 0
  /// Attachments, at a fault or at fork.
  public var tablesShared = 0
  /// Tables copied because one owner needed its own.
  public var tablesUnshared = 0
  /// Table entries made writable again for the last owner.
  public var tablesPromoted = 0
  /// Pages read from swap space, and written to it.
  public var swapIn = 0
  public var swapOut = 0
  public var tlb = TLBCounters()

  public init() {}
}

/// Page-table pages, by level.
public struct TableCounts: Hashable, Sendable {
  public var pgd = 0
  public var p4d = 0
  public var pud = 0
  public var pmd = 0
  public var pte = 0

  public init() {}

  init(each count: Int) { (pgd, p4d, pud, pmd, pte) = (count, count, count, count, count) }

  public var total: Int { pgd + p4d + pud + pmd + pte }

  public subscript(_ level: Geometry.LevelName) -> Int {
    get {
      switch level {
      case .pgd: pgd
      case .p4d: p4d
      case .pud: pud
      case .pmd: pmd
      case .pte: pte
      }
    }
    set {
      switch level {
      case .pgd: pgd = newValue
      case .p4d: p4d = newValue
      case .pud: pud = newValue
      case .pmd: pmd = newValue
      case .pte: pte = newValue
      }
    }
  }
}

/// Resident pages of an address space, by kind, in pages.
public struct ResidentPages: Hashable, Sendable {
  public var anon = 0
  /// Pages of regular files.
  public var file = 0
  /// Pages of shmfs files.
  public var shmem = 0
  /// Pages of private memory that are in swap space (VmSwap); not resident.
  public var swapped = 0

  public init() {}

  /// Pages in memory.
  public var total: Int { anon + file + shmem }
}
