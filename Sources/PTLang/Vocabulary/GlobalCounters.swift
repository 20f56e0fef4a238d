extension Vocabulary {
  /// What can be asked without naming a process, file or region, with its members by dots.
  /// `locks.NAME.taken` stands for every lock.
  public static let globals: [VocabularyEntry] =
    [
      VocabularyEntry(
        "processes", "processes that are alive, threads included", unit: "processes",
        details: "An exited process counts no more; of it only `p.alive` can be asked.",
        example: Scene.shared("assert processes == 2")),
      VocabularyEntry(
        "pagetables", "page-table pages in use, a shared one counted once",
        unit: "page-table pages",
        details: """
          Tables of every level are counted, the top ones included. Attaching to a table and \
          leaving it do not change the number; the last owner's leaving does.
          """,
        example: Scene.shared("assert pagetables == 32 + 3 + 3"),
        origin: "PageTables in /proc/meminfo, which counts pages in KiB and no top level"),
    ] + levels("pagetables", example: Scene.shared) + tableTotals + memory + faults("faults", "")
    + events + chains + flushesAndCost + unmodelled

  private static let tableTotals = [
    VocabularyEntry(
      "pagetables.bytes", "page-table pages in use, in bytes", unit: "bytes",
      details: "`pagetables` times the page size.",
      example: Scene.shared("assert pagetables.bytes == 152K")),
    VocabularyEntry(
      "pagetables.shared", "leaf tables with two owners or more", unit: "leaf tables",
      details: """
        A table is counted once, however many own it. An owner is an address space: threads \
        share one.
        """,
      example: Scene.shared("assert pagetables.shared == 32")),
    VocabularyEntry(
      "pagetables.mapped", "tables each address space reaches, summed", unit: "page-table pages",
      details: """
        What `pagetables` would be if nobody shared: every table counted once for each of its \
        owners.
        """,
      example: Scene.shared("assert pagetables.mapped == p1.pagetables + p2.pagetables")),
    VocabularyEntry(
      "pagetables.saved", "tables that sharing saves: mapped minus in use",
      unit: "page-table pages",
      details: "`pagetables.mapped - pagetables`: a table with n owners saves n - 1 pages.",
      example: Scene.shared("assert pagetables.saved == 32")),
  ]

  private static let memory = [
    VocabularyEntry(
      "memory.total", "memory of the machine, in bytes", unit: "bytes",
      details: "What the knob `memory` of `machine` says.",
      example: "machine x86_64 with memory = 8G\nassert memory.total == 8G"),
    VocabularyEntry(
      "memory.used", "memory in use for anything, in bytes", unit: "bytes",
      details: """
        Frames that hold data, the page cache, and page tables. The zero page is in no count, nor \
        is what is in swap space.
        """,
      example: Scene.shared("assert memory.used == 64M + pagetables.bytes")),
    VocabularyEntry(
      "memory.free", "memory not in use, in bytes", unit: "bytes",
      details: "`memory.total - memory.used`.",
      example: Scene.shared("assert memory.free == memory.total - memory.used")),
    VocabularyEntry(
      "lowmem.total", "low memory of a 32-bit machine, in bytes", unit: "bytes",
      details: """
        What the kernel's own data must lie in: page tables and the nodes of chains. The knob \
        `lowmem` of `machine`, and no more than its memory. Other machines do not have the name.
        """,
      example: "machine i386 with memory = 2G\nassert lowmem.total == 896M",
      origin: "LowTotal in /proc/meminfo"),
    VocabularyEntry(
      "lowmem.used", "low memory in use, in bytes", unit: "bytes",
      details: """
        `lowmem.total - lowmem.free`. Pages of data lie there only once the memory above is full, \
        and give it up when the kernel wants it.
        """,
      example: Scene.lowMemory("assert lowmem.used == pagetables.bytes + rmap.bytes")),
    VocabularyEntry(
      "lowmem.free", "low memory not in use, in bytes", unit: "bytes",
      details: """
        What the kernel can still have of it: never more than `memory.free`. A call or an access \
        that needs more fails as without memory.
        """,
      example: Scene.lowMemory("assert lowmem.free == lowmem.total - lowmem.used"),
      origin: "LowFree in /proc/meminfo"),
    VocabularyEntry(
      "swap.total", "swap space, in bytes", unit: "bytes",
      details: "The knob `swap` of `machine` and what `swapon` added; 0 after `swapoff`.",
      example: "swapon 1G\nassert swap.total == 1G"),
    VocabularyEntry(
      "swap.used", "swap space in use, in bytes", unit: "bytes",
      details: "Slots that an entry or a file holds. A slot that several entries name counts once.",
      example: Scene.swappedOut("assert swap.used == 4M")),
    VocabularyEntry(
      "swap.in", "pages read from swap", unit: "pages",
      details: """
        Since the world began. A page that is in the swap cache already is not read again.
        """,
      example: Scene.swappedOut("read buf\nassert swap.in == 1024"),
      origin: "pswpin in /proc/vmstat"),
    VocabularyEntry(
      "swap.out", "pages written to swap", unit: "pages", details: "Since the world began.",
      example: Scene.swappedOut("assert swap.out == 1024"), origin: "pswpout in /proc/vmstat"),
    VocabularyEntry(
      "pagecache", "pages of files in memory, in bytes", unit: "bytes",
      details: "Regular files and shared-memory files, those without a name included.",
      example: Scene.file("assert pagecache == 16M"), origin: "Cached in /proc/meminfo"),
  ]

  /// Events, counted since the world began.
  private static let events = [
    VocabularyEntry(
      "pte.set", "page-table entries made present by a fault", unit: "entries",
      details: """
        An entry that was absent, or named a swap slot, and is present after a fault: once in a \
        shared table. What attaching brings within reach is not set again.
        """,
      example: Scene.shared("p2: read buf\nassert pte.set == 64M // 4K")),
    VocabularyEntry(
      "pte.copied", "entries written by fork or unshare", unit: "entries",
      details: "Those that are not empty: zero page and swap entries count, absent ones do not.",
      example: "kernel linux-2.5\n" + Scene.copyOnWrite("assert pte.copied == 64M // 4K"),
      origin: "copy_pte_range in mm/memory.c"),
    VocabularyEntry(
      "pte.cleared", "present entries made absent", unit: "entries",
      details: """
        Once in each table, exit included. Leaving a shared table clears nothing, nor does a change \
        of permissions.
        """,
      example: Scene.shared("munmap buf\nassert pte.cleared == 0\np2: munmap buf\n")
        + "assert pte.cleared == 64M // 4K",
      origin: "zap_pte_range in mm/memory.c"),
    VocabularyEntry(
      "tables.allocated", "page-table pages allocated", unit: "page-table pages",
      details: "Of all levels, the top one included.",
      example: Scene.shared("assert tables.allocated == pagetables")),
    VocabularyEntry(
      "tables.freed", "page-table pages freed", unit: "page-table pages",
      details: "Of all levels, the top one included; a shared one when its last owner goes.",
      example: Scene.shared("p2: exit\nassert tables.freed == 3")),
    VocabularyEntry(
      "tables.shared", "attachments to a table, at a fault or at fork", unit: "events",
      details: "One for each table that an address space attaches to.",
      example: Scene.shared("assert tables.shared == 32")),
    VocabularyEntry(
      "tables.unshared", "tables copied because one owner needed its own", unit: "events",
      details: """
        One for each copy, be it for a write to a table that is copy-on-write or for a call that \
        changes a part of a table's span. Leaving a table counts nothing.
        """,
      example: Scene.copyOnWrite("p2: write buf page 0\nassert tables.unshared == 1")),
    VocabularyEntry(
      "tables.promoted", "table entries made writable for the last owner", unit: "events",
      details: """
        The entry that points to a copy-on-write table becomes writable again when its last owner \
        writes. Page entries keep their own protection.
        """,
      example: Scene.copyOnWrite("p2: exit\nwrite buf page 0\nassert tables.promoted == 1")),
  ]

  /// The reverse map: by what the kernel finds the entries that map a page.
  private static let chains = [
    VocabularyEntry(
      "rmap.entries", "page-table entries that the reverse map knows", unit: "entries",
      details: """
        The sum of all mapcounts: an entry of a shared table counts once, the zero page's not at \
        all. 0 under `linux-2.4`, which has no reverse map.
        """,
      example: Scene.shared("assert rmap.entries == 64M // 4K")),
    VocabularyEntry(
      "rmap.nodes", "nodes of the chains of page-table entries", unit: "nodes",
      details: """
        A page that one entry maps has a direct pointer and no node; one that m entries map has a \
        chain of m / n nodes, rounded up. A node is a cache line of n addresses and a pointer: the \
        knobs `line` and `pteaddr` set their sizes.
        """,
      example: "kernel linux-2.5\n" + Scene.shared("assert rmap.nodes == 64M // 4K"),
      origin: "struct pte_chain in mm/rmap.c, 2.5"),
    VocabularyEntry(
      "rmap.bytes", "nodes of the chains of page-table entries, in bytes", unit: "bytes",
      details: """
        `rmap.nodes` times the knob `line`. Counted in low memory, and not in `memory.used`.
        """,
      example: "kernel linux-2.5 with line = 128\n"
        + Scene.shared("assert rmap.bytes == rmap.nodes * 128")),
    VocabularyEntry(
      "mmchain.nodes", "nodes of the lists of owners of page tables", unit: "nodes",
      details: """
        A leaf table of one owner has a direct pointer and no node; one of n owners has n nodes. 0 \
        where no tables are shared.
        """,
      example: Scene.shared("assert mmchain.nodes == 32 * 2"),
      origin: "struct mm_chain of the shared page table patches"),
  ]

  /// Flushes, counted since the world began, and what everything has cost.
  private static let flushesAndCost = [
    VocabularyEntry(
      "tlb.flushes", "flushes of the TLB", unit: "events",
      details: """
        One wherever a processor may still hold an entry as it was: of a page, of a range, or of a \
        whole address space (fork, munmap, a table copied or promoted, ...). What becomes present \
        needs none. The table in `docs/model.md`, "TLB", has every event.
        """,
      example: Scene.copyOnWrite("assert tlb.flushes == 1\nwrite buf\nassert tlb.flushes == 16385"),
      origin: "flush_tlb_mm, flush_tlb_range, flush_tlb_page"),
    VocabularyEntry(
      "tlb.pages", "pages flushed one by one or by range", unit: "pages",
      details: "Flushes of whole address spaces have none. A huge page is one.",
      example: Scene.copyOnWrite("mprotect buf r\nassert tlb.pages == 64M // 4K"),
      origin: "flush_tlb_range, flush_tlb_page"),
    VocabularyEntry(
      "tlb.ipis", "interrupts sent to flush other TLBs", unit: "events",
      details: """
        For each flush the processes in its scope less one: every process has a processor of its \
        own. In scope are the threads of an address space, and for a page of a shared table all that \
        own it.
        """,
      example: "spawn p\nmmap 64M as buf\nwrite buf\nthread t\nmunmap buf\nassert tlb.ipis == 1",
      origin: "smp_call_function in arch/i386/kernel/smp.c"),
    VocabularyEntry(
      "cost", "what has happened, in modelled nanoseconds", unit: "nanoseconds",
      details: """
        Each event at its price in the kernel's profile, a knob: `kernel shpte with profile = \
        fucillo-2005`. `measure { ... }.cost` is what a block has cost, `--trace` tells it for each \
        statement. `ptsh explain mccracken-2002` lists prices and where they come from.
        """,
      example: "kernel linux-2.5\n"
        + Scene.copyOnWrite("let m = measure { fork p3 }\nassert m.cost > m.pte.copied * 2539")),
  ]

  /// Known to the language; no kernel has them yet.
  private static let unmodelled = [
    VocabularyEntry("locks.NAME.taken", "how often the lock was taken", unit: "events"),
  ]
}
