extension Vocabulary {
  /// What can be asked without naming a process, file or region, with its members by dots.
  /// `locks.NAME.taken` stands for every lock.
  public static let globals: [VocabularyEntry] =
    [
      VocabularyEntry("processes", "processes that are alive, threads included"),
      VocabularyEntry("pagetables", "page-table pages in use, a shared one counted once"),
    ] + levels("pagetables") + [
      VocabularyEntry("pagetables.bytes", "page-table pages in use, in bytes"),
      VocabularyEntry("pagetables.shared", "leaf tables with two owners or more"),
      VocabularyEntry("pagetables.mapped", "tables each address space reaches, summed"),
      VocabularyEntry("pagetables.saved", "tables that sharing saves: mapped minus in use"),
      VocabularyEntry("memory.total", "memory of the machine, in bytes"),
      VocabularyEntry("memory.used", "memory in use for anything, in bytes"),
      VocabularyEntry("memory.free", "memory not in use, in bytes"),
      VocabularyEntry("lowmem.total", "low memory of the machine, in bytes"),
      VocabularyEntry("lowmem.used", "low memory in use, in bytes"),
      VocabularyEntry("lowmem.free", "low memory not in use, in bytes"),
      VocabularyEntry("swap.total", "swap space, in bytes"),
      VocabularyEntry("swap.used", "swap space in use, in bytes"),
      VocabularyEntry("swap.in", "pages read from swap"),
      VocabularyEntry("swap.out", "pages written to swap"),
      VocabularyEntry("pagecache", "pages of files in memory, in bytes"),
    ] + faults("faults") + [
      VocabularyEntry("pte.set", "page-table entries made present by a fault"),
      VocabularyEntry("pte.copied", "entries written by fork or unshare"),
      VocabularyEntry("pte.cleared", "present entries made absent"),
      VocabularyEntry("tables.allocated", "page-table pages allocated"),
      VocabularyEntry("tables.freed", "page-table pages freed"),
      VocabularyEntry("tables.shared", "attachments to a table, at a fault or at fork"),
      VocabularyEntry("tables.unshared", "tables copied because one owner needed its own"),
      VocabularyEntry("tables.promoted", "table entries made writable for the last owner"),
      VocabularyEntry("rmap.entries", "entries of the reverse map"),
      VocabularyEntry("rmap.nodes", "nodes of the reverse map"),
      VocabularyEntry("rmap.bytes", "size of the reverse map, in bytes"),
      VocabularyEntry("mmchain.nodes", "nodes of the lists of table owners"),
      VocabularyEntry("tlb.flushes", "flushes of the TLB"),
      VocabularyEntry("tlb.pages", "pages flushed from the TLB one by one"),
      VocabularyEntry("tlb.ipis", "interrupts sent to flush other TLBs"),
      VocabularyEntry("locks.NAME.taken", "how often the lock was taken"),
      VocabularyEntry("cost", "cost of what ran, in the model's units"),
    ]

  /// What can be asked of a process: `p.rss`.
  public static let processProperties: [VocabularyEntry] =
    [VocabularyEntry("pagetables", "page-table pages it reaches, the top level included")]
    + levels("pagetables") + [
      VocabularyEntry("pagetables.bytes", "page-table pages it reaches, in bytes"),
      VocabularyEntry("pagetables.shared", "leaf tables it shares with another owner"),
      VocabularyEntry("pagetables.exclusive", "page-table pages that it alone reaches"),
      VocabularyEntry("pagetables.pss", "each table divided by its owners, in bytes"),
      VocabularyEntry("vmpte", "every level below the top, in bytes, as VmPTE"),
      VocabularyEntry("rss", "resident memory, in bytes"),
      VocabularyEntry("rss.anon", "resident anonymous memory, in bytes"),
      VocabularyEntry("rss.file", "resident pages of regular files, in bytes"),
      VocabularyEntry("rss.shmem", "resident pages of shared-memory files, in bytes"),
      VocabularyEntry("pss", "resident memory, each page divided by its users, in bytes"),
      VocabularyEntry("uss", "resident memory that no other process has, in bytes"),
      VocabularyEntry("swap", "memory in swap, in bytes"),
      VocabularyEntry("vsz", "mapped memory, in bytes"),
      VocabularyEntry("vmas", "number of mappings"),
      VocabularyEntry("maps", "mappings as in /proc/PID/maps: a list of strings"),
    ] + faults("faults") + [
      VocabularyEntry("parent", "the process that forked it; nil without"),
      VocabularyEntry("children", "the processes it forked: a list"),
      VocabularyEntry("alive", "whether it has not exited"),
      VocabularyEntry("value", "value(ADDR)", "the 8 bytes it would read there"),
      VocabularyEntry("pte", "pte(ADDR)", "the page-table entry of an address: a record"),
      VocabularyEntry("pmd", "pmd(ADDR)", "the entry that points to the leaf table: a record"),
      VocabularyEntry("vma", "vma(ADDR)", "the mapping that holds an address: a record"),
      VocabularyEntry("frame", "frame(ADDR)", "identity of the page frame there"),
      VocabularyEntry("table", "table(ADDR)", "identity of the leaf table there"),
    ]

  /// What can be asked of a file: `f.size`.
  public static let fileProperties: [VocabularyEntry] = [
    VocabularyEntry("size", "size, in bytes"),
    VocabularyEntry("resident", "its pages in the page cache, in bytes"),
    VocabularyEntry("mappings", "number of mappings of it"),
    VocabularyEntry("dirty", "its pages that differ from the disk, in bytes"),
  ]

  /// What can be asked of a region: `buf.start`.
  public static let regionProperties: [VocabularyEntry] = [
    VocabularyEntry("start", "its first address"),
    VocabularyEntry("end", "the address past its last"),
    VocabularyEntry("len", "its length, in bytes"),
    VocabularyEntry("pages", "its length, in pages"),
  ]

  /// Fields of `p.pte(ADDR)`.
  public static let pteFields: [VocabularyEntry] = [
    VocabularyEntry("kind", "\"none\", \"zero\", \"anon\", \"file\" or \"swap\""),
    VocabularyEntry("present", "whether it maps a page"),
    VocabularyEntry("writable", "whether it permits writing"),
    VocabularyEntry("dirty", "whether the page was written through it"),
    VocabularyEntry("young", "whether the page was accessed through it"),
    VocabularyEntry("frame", "identity of the page frame"),
    VocabularyEntry("swap", "identity of the swap slot"),
    VocabularyEntry("table", "identity of the leaf table"),
  ]

  /// Fields of `p.pmd(ADDR)`.
  public static let pmdFields: [VocabularyEntry] = [
    VocabularyEntry("present", "whether it points to a leaf table"),
    VocabularyEntry("writable", "whether it permits writing below"),
    VocabularyEntry("table", "identity of the leaf table"),
    VocabularyEntry("owners", "processes attached to the leaf table"),
  ]

  /// Fields of `p.vma(ADDR)`.
  public static let vmaFields: [VocabularyEntry] = [
    VocabularyEntry("start", "its first address"),
    VocabularyEntry("end", "the address past its last"),
    VocabularyEntry("prot", "its protection, as `\"rw\"`"),
    VocabularyEntry("shared", "whether it is shared"),
    VocabularyEntry("file", "the file mapped; nil for anonymous memory"),
    VocabularyEntry("offset", "where in the file it begins, in bytes"),
  ]

  /// First words of everything that can be asked of the world, a process, a file or a region: no
  /// region, process or file may have one as its name.
  static let propertyNames: Set<String> = {
    let entries = globals + processProperties + fileProperties + regionProperties
    return Set(entries.map { String($0.name.prefix { $0 != "." }) })
  }()

  private static func levels(_ name: String) -> [VocabularyEntry] {
    [
      VocabularyEntry("\(name).leaf", "last-level tables"),
      VocabularyEntry("\(name).pmd", "tables of the level pmd"),
      VocabularyEntry("\(name).pud", "tables of the level pud"),
      VocabularyEntry("\(name).p4d", "tables of the level p4d"),
      VocabularyEntry("\(name).pgd", "tables of the level pgd"),
      VocabularyEntry("\(name).top", "tables of the top level"),
      VocabularyEntry("\(name).upper", "tables above the leaves"),
    ]
  }

  private static func faults(_ name: String) -> [VocabularyEntry] {
    [
      VocabularyEntry("\(name)", "page faults, minor and major"),
      VocabularyEntry("\(name).minor", "faults served without reading a disk"),
      VocabularyEntry("\(name).major", "faults that had to read a disk"),
      VocabularyEntry("\(name).cow", "page copies made by faults"),
      VocabularyEntry("\(name).segv", "accesses that ended with SIGSEGV"),
      VocabularyEntry("\(name).bus", "accesses that ended with SIGBUS"),
    ]
  }
}
