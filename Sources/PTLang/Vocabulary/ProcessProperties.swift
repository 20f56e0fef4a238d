extension Vocabulary {
  /// What can be asked of a process: `p.rss`.
  public static let processProperties: [VocabularyEntry] =
    [
      VocabularyEntry(
        "pagetables", "page-table pages it reaches, the top level included",
        unit: "page-table pages",
        details: "A table that it shares counts in full, for each of its owners.",
        example: Scene.shared("assert p1.pagetables == 35 and p2.pagetables == 35"))
    ] + levels("p1.pagetables", example: Scene.shared) + tables + memory + faults("faults", "p.")
    + relations + questions

  private static let tables = [
    VocabularyEntry(
      "pagetables.bytes", "page-table pages it reaches, in bytes", unit: "bytes",
      details: "`p.pagetables` times the page size.",
      example: Scene.shared("assert p1.pagetables.bytes == 35 * 4K")),
    VocabularyEntry(
      "pagetables.shared", "leaf tables it shares with another owner", unit: "leaf tables",
      details: "Tables of two owners or more, of which it is one.",
      example: Scene.shared("assert p1.pagetables.shared == 32")),
    VocabularyEntry(
      "pagetables.exclusive", "page-table pages that it alone reaches",
      unit: "page-table pages", details: "`p.pagetables - p.pagetables.shared`.",
      example: Scene.shared("assert p1.pagetables.exclusive == 3")),
    VocabularyEntry(
      "pagetables.pss", "each table divided by its owners, in bytes", unit: "bytes",
      details: """
        The sum over its tables, exactly, rounded down to bytes at the end. Over all processes it \
        is what the tables take.
        """,
      example: Scene.shared("assert p1.pagetables.pss == 3 * 4K + 32 * 2K")),
    VocabularyEntry(
      "vmpte", "every level below the top, in bytes, as VmPTE", unit: "bytes",
      details: "A shared table counts in full, as Linux counts it.",
      example: Scene.shared("assert p1.vmpte == 34 * 4K"), origin: "VmPTE in /proc/PID/status"),
  ]

  private static let memory = [
    VocabularyEntry(
      "rss", "resident memory, in bytes", unit: "bytes",
      details: """
        Present pages within its reach: those of a shared table are in the rss of every owner that \
        maps them. The zero page and huge pages are in none.
        """,
      example: Scene.shared("assert p1.rss == 64M and p2.rss == 64M"),
      origin: "VmRSS in /proc/PID/status"),
    VocabularyEntry(
      "rss.anon", "resident anonymous memory, in bytes", unit: "bytes",
      details: "Private pages: written anonymous memory, and copies of a file's pages.",
      example: Scene.copyOnWrite("assert p1.rss.anon == 64M"), origin: "RssAnon in /proc/PID/status"
    ),
    VocabularyEntry(
      "rss.file", "resident pages of regular files, in bytes", unit: "bytes",
      details: "Pages of the page cache, mapped shared, or private and not written to.",
      example: "file db 1M filled\nspawn p\nmmap shared db as m\nread m\nassert p.rss.file == 1M",
      origin: "RssFile in /proc/PID/status"),
    VocabularyEntry(
      "rss.shmem", "resident pages of shared-memory files, in bytes", unit: "bytes",
      details: "Shared anonymous memory is a shared-memory file too.",
      example: Scene.file("assert p.rss.shmem == 16M"), origin: "RssShmem in /proc/PID/status"),
    VocabularyEntry(
      "pss", "resident memory, each page divided by its users, in bytes", unit: "bytes",
      details: """
        Users are the address spaces that reach the page, through a shared table or one of their \
        own. The sum is exact and rounded down to bytes at the end.
        """,
      example: Scene.shared("assert p1.pss == 32M"), origin: "Pss in /proc/PID/smaps_rollup"),
    VocabularyEntry(
      "uss", "resident memory that no other process has, in bytes", unit: "bytes",
      details: "What would become free if it ended, the page cache aside.",
      example: Scene.copyOnWrite("p2: write buf pages 0..255\nassert p2.uss == 1M"),
      origin: "Private_Clean and Private_Dirty in /proc/PID/smaps_rollup"),
    VocabularyEntry(
      "swap", "memory in swap, in bytes", unit: "bytes",
      details: "Its entries that name a swap slot: private memory only.",
      example: Scene.swappedOut("assert p.swap == 4M"), origin: "VmSwap in /proc/PID/status"),
    VocabularyEntry(
      "vsz", "mapped memory, in bytes", unit: "bytes",
      details: "The sizes of its mappings, touched or not.",
      example: "spawn p\nmmap 64M as buf\nassert p.vsz == 64M and p.rss == 0",
      origin: "VmSize in /proc/PID/status"),
    VocabularyEntry(
      "vmas", "number of mappings", unit: "mappings",
      details: "After merging: neighbours that are alike are one.",
      example: "spawn p\nmmap 64M as buf\nmprotect buf r page 1\nassert p.vmas == 3",
      origin: "map_count of mm_struct"),
    VocabularyEntry(
      "maps", "mappings as in /proc/PID/maps: a list of strings", unit: "a list of strings",
      details: "Addresses in ascending order, with permissions and `s` or `p`.",
      example: "spawn p\nmmap 64K at 0x1000_0000_0000 as buf\n"
        + "assert p.maps == [\"100000000000-100000010000 rw-p\"]",
      origin: "/proc/PID/maps"),
  ]

  private static let relations = [
    VocabularyEntry(
      "parent", "the process that forked it; nil without", unit: "a process, or nil",
      details: "Of a thread it is its creator's parent; orphans have none.",
      example: "spawn p1\nfork p2\nassert p2.parent == p1 and p1.parent == nil"),
    VocabularyEntry(
      "children", "the processes it forked: a list", unit: "a list of processes",
      example: "spawn p1\nfork p2\nfork p3\nassert p1.children == [p2, p3]"),
    VocabularyEntry(
      "alive", "whether it has not exited", unit: "true or false",
      details: "The only question that an exited process answers.",
      example: "spawn p\nexit\nassert not p.alive"),
  ]

  private static let questions = [
    VocabularyEntry(
      "value", "value(ADDR)", "the 8 bytes it would read there",
      unit: "an integer, or nil",
      details: """
        Found without faulting anything in; nil where a read would be fatal. The address is a \
        multiple of 8.
        """,
      example: "spawn p\nmmap 64K as buf\nwrite buf at 8K = 42\nassert p.value(buf + 8K) == 42"),
    VocabularyEntry(
      "pte", "pte(ADDR)", "the page-table entry of an address: a record",
      unit: "a record",
      details: "Of an address without a table the kind is `\"none\"` and `table` is nil.",
      example: "spawn p\nmmap 64K as buf\nread buf\n"
        + "assert p.pte(buf).kind == \"zero\" and not p.pte(buf).writable",
      origin: "struct pte_t"),
    VocabularyEntry(
      "pmd", "pmd(ADDR)", "the entry that points to the leaf table: a record",
      unit: "a record",
      details: "On a machine of two levels that is the entry of the top level.",
      example: Scene.copyOnWrite("assert p1.pmd(buf).owners == 2\n")
        + "assert not p1.pmd(buf).writable",
      origin: "struct pmd_t"),
    VocabularyEntry(
      "vma", "vma(ADDR)", "the mapping that holds an address: a record",
      unit: "a record, or nil", details: "nil where nothing is mapped.",
      example: "spawn p\nmmap 64K as buf\nassert p.vma(buf).end == buf.end",
      origin: "struct vm_area_struct"),
    VocabularyEntry(
      "frame", "frame(ADDR)", "identity of the page frame there",
      unit: "a frame, or nil",
      details: """
        Equal if and only if it is the same physical page, and never given out again. Of a page in \
        swap space it is the identity of its slot; nil where nothing is.
        """,
      example: Scene.copyOnWrite("assert p1.frame(buf) == p2.frame(buf)\n")
        + "p2: write buf page 0\nassert p1.frame(buf) != p2.frame(buf)"),
    VocabularyEntry(
      "table", "table(ADDR)", "identity of the leaf table there",
      unit: "a table, or nil",
      details: "Equal if and only if it is the same table; nil where there is none.",
      example: Scene.shared("assert p1.table(buf) == p2.table(buf)")),
  ]
}
