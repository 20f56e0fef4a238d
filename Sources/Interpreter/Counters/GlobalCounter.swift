import VM

/// A number that the whole world has: its name in scripts, and how the model is asked.
enum GlobalCounter: String, CaseIterable, Sendable {
  case processes
  case pagetables
  case tablesLeaf = "pagetables.leaf"
  case tablesPMD = "pagetables.pmd"
  case tablesPUD = "pagetables.pud"
  case tablesP4D = "pagetables.p4d"
  case tablesPGD = "pagetables.pgd"
  case tablesTop = "pagetables.top"
  case tablesUpper = "pagetables.upper"
  case tableBytes = "pagetables.bytes"
  case tablesSharedNow = "pagetables.shared"
  case tablesMapped = "pagetables.mapped"
  case tablesSaved = "pagetables.saved"
  case memoryTotal = "memory.total"
  case memoryUsed = "memory.used"
  case memoryFree = "memory.free"
  case lowmemTotal = "lowmem.total"
  case lowmemUsed = "lowmem.used"
  case lowmemFree = "lowmem.free"
  case swapTotal = "swap.total"
  case swapUsed = "swap.used"
  case swapIn = "swap.in"
  case swapOut = "swap.out"
  case pagecache
  case faults
  case faultsMinor = "faults.minor"
  case faultsMajor = "faults.major"
  case faultsCOW = "faults.cow"
  case faultsSEGV = "faults.segv"
  case faultsBus = "faults.bus"
  case pteSet = "pte.set"
  case pteCopied = "pte.copied"
  case pteCleared = "pte.cleared"
  case tablesAllocated = "tables.allocated"
  case tablesFreed = "tables.freed"
  case tablesShared = "tables.shared"
  case tablesUnshared = "tables.unshared"
  case tablesPromoted = "tables.promoted"
  case rmapEntries = "rmap.entries"
  case rmapNodes = "rmap.nodes"
  case rmapBytes = "rmap.bytes"
  case mmchainNodes = "mmchain.nodes"
  case tlbFlushes = "tlb.flushes"
  case tlbPages = "tlb.pages"
  case tlbIPIs = "tlb.ipis"
  case cost

  /// By the number that instructions use.
  static let table = allCases

  func value(in machine: borrowing Machine) -> Int {
    switch self {
    case .processes: machine.processCount
    case .pagetables: machine.pageTables.total
    case .tablesLeaf: machine.pageTables.pte
    case .tablesPMD: machine.pageTables.pmd
    case .tablesPUD: machine.pageTables.pud
    case .tablesP4D: machine.pageTables.p4d
    case .tablesPGD: machine.pageTables.pgd
    case .tablesTop: machine.pageTables[machine.geometry.levels[0].name]
    case .tablesUpper: machine.pageTables.total - machine.pageTables.pte
    case .tableBytes: machine.pageTables.total * machine.geometry.pageSize
    case .tablesSharedNow: machine.sharedTables
    case .tablesMapped: machine.mappedTables
    case .tablesSaved: machine.mappedTables - machine.pageTables.total
    case .memoryTotal: machine.memoryTotal
    case .memoryUsed: machine.memoryUsed
    case .memoryFree: machine.memoryTotal - machine.memoryUsed
    case .lowmemTotal: machine.lowMemoryTotal ?? 0
    case .lowmemUsed: (machine.lowMemoryTotal ?? 0) - (machine.lowMemoryFree ?? 0)
    case .lowmemFree: machine.lowMemoryFree ?? 0
    case .swapTotal: machine.swapTotal
    case .swapUsed: machine.swapUsed
    case .swapIn: machine.events.swapIn
    case .swapOut: machine.events.swapOut
    case .pagecache: machine.pageCacheBytes
    case .faults: machine.events.faults.minor + machine.events.faults.major
    case .faultsMinor: machine.events.faults.minor
    case .faultsMajor: machine.events.faults.major
    case .faultsCOW: machine.events.faults.cow
    case .faultsSEGV: machine.events.faults.segv
    case .faultsBus: machine.events.faults.bus
    case .pteSet: machine.events.pteSet
    case .pteCopied: machine.events.pteCopied
    case .pteCleared: machine.events.pteCleared
    case .tablesAllocated: machine.events.tablesAllocated
    case .tablesFreed: machine.events.tablesFreed
    case .tablesShared: machine.events.tablesShared
    case .tablesUnshared: machine.events.tablesUnshared
    case .tablesPromoted: machine.events.tablesPromoted
    case .rmapEntries: machine.chainedEntries
    case .rmapNodes: machine.chainNodes
    case .rmapBytes: machine.chainBytes
    case .mmchainNodes: machine.ownerNodes
    case .tlbFlushes: machine.events.tlb.flushes
    case .tlbPages: machine.events.tlb.pages
    case .tlbIPIs: machine.events.tlb.ipis
    case .cost: machine.cost
    }
  }
}
