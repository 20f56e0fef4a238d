import VM

/// A number that a process has: its name after `p.`, and how the model is asked.
enum ProcessCounter: String, CaseIterable, Sendable {
  case pagetables
  case tablesLeaf = "pagetables.leaf"
  case tablesPMD = "pagetables.pmd"
  case tablesPUD = "pagetables.pud"
  case tablesP4D = "pagetables.p4d"
  case tablesPGD = "pagetables.pgd"
  case tablesTop = "pagetables.top"
  case tablesUpper = "pagetables.upper"
  case tableBytes = "pagetables.bytes"
  case tablesShared = "pagetables.shared"
  case tablesExclusive = "pagetables.exclusive"
  case tablesPSS = "pagetables.pss"
  case vmpte
  case rss
  case rssAnon = "rss.anon"
  case rssFile = "rss.file"
  case rssShmem = "rss.shmem"
  case pss
  case uss
  case swap
  case vsz
  case vmas
  case faults
  case faultsMinor = "faults.minor"
  case faultsMajor = "faults.major"
  case faultsCOW = "faults.cow"
  case faultsSEGV = "faults.segv"
  case faultsBus = "faults.bus"

  /// The process must be alive.
  func value(of process: ProcessID, in machine: borrowing Machine) -> Int {
    let pageSize = machine.geometry.pageSize
    let top = machine.geometry.levels[0].name
    return switch self {
    case .pagetables: machine.pageTables(of: process).total
    case .tablesLeaf: machine.pageTables(of: process).pte
    case .tablesPMD: machine.pageTables(of: process).pmd
    case .tablesPUD: machine.pageTables(of: process).pud
    case .tablesP4D: machine.pageTables(of: process).p4d
    case .tablesPGD: machine.pageTables(of: process).pgd
    case .tablesTop: machine.pageTables(of: process)[top]
    case .tablesUpper:
      machine.pageTables(of: process).total - machine.pageTables(of: process).pte
    case .tableBytes: machine.pageTables(of: process).total * pageSize
    case .tablesShared: machine.sharedTables(of: process)
    case .tablesExclusive:
      machine.pageTables(of: process).total - machine.sharedTables(of: process)
    case .tablesPSS: machine.proportionalTableBytes(of: process)
    case .vmpte:
      (machine.pageTables(of: process).total - machine.pageTables(of: process)[top]) * pageSize
    case .rss: machine.resident(of: process).total * pageSize
    case .rssAnon: machine.resident(of: process).anon * pageSize
    case .rssFile: machine.resident(of: process).file * pageSize
    case .rssShmem: machine.resident(of: process).shmem * pageSize
    case .pss: machine.proportionalSetSize(of: process)
    case .uss: machine.uniqueSetSize(of: process)
    case .swap: machine.resident(of: process).swapped * pageSize
    case .vsz: machine.virtualSize(of: process)
    case .vmas: machine.vmaCount(of: process)
    case .faults: machine.faults(of: process).served
    case .faultsMinor: machine.faults(of: process).minor
    case .faultsMajor: machine.faults(of: process).major
    case .faultsCOW: machine.faults(of: process).cow
    case .faultsSEGV: machine.faults(of: process).segv
    case .faultsBus: machine.faults(of: process).bus
    }
  }
}
