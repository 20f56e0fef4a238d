/// An event that a profile may put a price on. Those that scripts can ask for have the same name here.
public enum CostEvent: String, Hashable, Sendable, CaseIterable {
  case spawn
  case fork
  case exec
  /// The end of a process, killed ones too.
  case exit
  /// Any other system call, refused ones too.
  case call
  /// Minor and major faults.
  case fault = "faults"
  case entrySet = "pte.set"
  case entryCopied = "pte.copied"
  case entryCleared = "pte.cleared"
  /// An entry in the part of a mapping that mprotect changes page by page.
  case entryProtected = "entry protected"
  /// An entry that mremap moves by itself.
  case entryMoved = "entry moved"
  /// A leaf table that mremap moves as it is.
  case tableMoved = "table moved"
  case tableAllocated = "tables.allocated"
  case tableFreed = "tables.freed"
  case tableShared = "tables.shared"
  case tableUnshared = "tables.unshared"
  case tablePromoted = "tables.promoted"
  /// A page of data that is taken and zeroed or filled.
  case pageAllocated = "page allocated"
  case pageFreed = "page freed"
  case pageCopied = "faults.cow"
  case swappedIn = "swap.in"
  case swappedOut = "swap.out"
  case flush = "tlb.flushes"
  case pageFlushed = "tlb.pages"
  case interrupt = "tlb.ipis"

  /// What it is, as a phrase.
  public var summary: String {
    switch self {
    case .spawn: "a new process with an empty address space"
    case .fork: "a fork, whatever its size"
    case .exec: "an exec, whatever is left behind"
    case .exit: "the end of a process, whatever is left behind"
    case .call: "any other system call, refused ones too"
    case .fault: "a minor or major fault"
    case .entrySet: "an entry made present by a fault"
    case .entryCopied: "an entry copied by fork or unshare"
    case .entryCleared: "a present entry cleared"
    case .entryProtected: "an entry in what mprotect changes page by page"
    case .entryMoved: "an entry that mremap moves by itself"
    case .tableMoved: "a leaf table that mremap moves as it is"
    case .tableAllocated: "a page-table page allocated"
    case .tableFreed: "a page-table page freed"
    case .tableShared: "an attachment to a table"
    case .tableUnshared: "a table copied because one owner needs its own"
    case .tablePromoted: "a table entry made writable for the last owner"
    case .pageAllocated: "a page of data taken, and zeroed or filled"
    case .pageFreed: "a page of data given back"
    case .pageCopied: "a page copied on write, besides its allocation"
    case .swappedIn: "a page read from swap space"
    case .swappedOut: "a page written to swap space"
    case .flush: "a flush of the TLB"
    case .pageFlushed: "a page in a flush"
    case .interrupt: "an interrupt to another processor"
    }
  }
}
