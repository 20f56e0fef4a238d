extension Vocabulary {
  /// Every clause word, with help: those of calls, and those of other statements.
  public static let clauseWords: [VocabularyEntry] = mappingClauses + rangeClauses + otherClauses

  private static let mappingClauses: [VocabularyEntry] = [
    VocabularyEntry(
      "shared", "writes are seen by all who map it and reach the file",
      details: "Only tables of shared mappings are attached to at a fault.",
      example: Scene.shared("p2: write buf = 7\nassert p1.value(buf) == 7"),
      origin: "MAP_SHARED"),
    VocabularyEntry(
      "private", "writes stay with the process: copy on write",
      details: "What a mapping is unless `shared` is said.",
      example: Scene.copyOnWrite("p2: write buf = 7\nassert p1.value(buf) == 0"),
      origin: "MAP_PRIVATE"),
    VocabularyEntry(
      "anon", "memory without a file",
      details: "What a mapping is unless a file is named; shared it is a file without a name.",
      example: "spawn p\nmmap private anon 64K as buf\nread buf\nassert p.rss == 0",
      origin: "MAP_ANONYMOUS"),
    VocabularyEntry(
      "prot", "prot r|w|x|rw|rx|rwx|none", "the protection; computed: `prot (e)`",
      details: "`rw` unless said otherwise.",
      example: "spawn p\nmmap 64K prot r as buf\nwrite buf faults SIGSEGV",
      origin: "PROT_READ, PROT_WRITE, PROT_EXEC"),
    VocabularyEntry(
      "size", "size E", "the size of a mapping; the new size for `mremap`",
      details: "Of `mmap` the same as a size without the word. It is rounded up to pages.",
      example: "spawn p\nmmap size 64K as buf\nmremap buf size 32K\nassert buf.len == 32K"),
    VocabularyEntry(
      "offset", "offset N", "where in the file, in bytes",
      details: """
        A multiple of the page size. Tables are shared where offset and address agree as far as a \
        table's span goes.
        """,
      example: "shm f 64K filled\nspawn p\nmmap shared f 4K offset 32K as m\n"
        + "assert p.value(m) == 9"),
    VocabularyEntry(
      "fixed", "fixed ADDR", "the exact address; replaces what is mapped there",
      details: "What is there is removed as by `munmap`. `at` refuses instead.",
      example: "spawn p\nmmap 64K at 0x1000_0000\nmmap 4K fixed 0x1000_0000 prot r\n"
        + "assert p.vmas == 2",
      origin: "MAP_FIXED"),
    VocabularyEntry(
      "align", "align N", "an address that is a multiple of N",
      details: "A power of two.",
      example: "spawn p\nmmap 4K align 2M as buf\nassert buf.start % 2M == 0"),
    VocabularyEntry(
      "populate", "touch every page at once",
      details: "It stops without an error where an access would be fatal.",
      example: "spawn p\nmmap 64K populate as buf\nassert p.rss == 64K", origin: "MAP_POPULATE"),
    VocabularyEntry(
      "locked", "keep the pages in memory, and touch them at once", details: "As `mlock` does.",
      example: "spawn p\nmmap 64K locked as buf\nassert p.rss == 64K\n"
        + "madvise buf dontneed fails EINVAL",
      origin: "MAP_LOCKED"),
    VocabularyEntry(
      "noreserve", "reserve no swap space",
      details:
        "There is no overcommit to account for, but such mappings merge with none without it.",
      example: "spawn p\nmmap 64K noreserve as buf\nassert p.vsz == 64K",
      origin: "MAP_NORESERVE"),
    VocabularyEntry(
      "growsdown", "a stack: grows down when touched below",
      details: "Down to 8 MiB, if nothing is in the way. Private anonymous memory only.",
      example: "spawn p\nmmap 8K growsdown at 0x1000_0000 as stack\nwrite 0x0fff_0000\n"
        + "assert p.vsz == 8K + 64K",
      origin: "MAP_GROWSDOWN, expand_downwards in mm/mmap.c"),
    VocabularyEntry(
      "readonly", "the file is opened O_RDONLY",
      details: "A shared mapping of it cannot be made writable, also not by `mprotect`.",
      example: "shm f 64K\nspawn p\nmmap shared f readonly fails EACCES\n"
        + "mmap shared f readonly prot r"),
    VocabularyEntry(
      "reopen", "through a new open file description",
      details: "Under `linux-6.18` such a mapping merges with none that was made through another.",
      example: "kernel linux-6.18\nshm f 8K\nspawn p\nmmap shared f 4K at 0x1000_0000\n"
        + "mmap shared f 4K offset 4K at 0x1000_1000 reopen\nassert p.vmas == 2"),
    VocabularyEntry(
      "as", "as NAME", "names the region",
      details: "The name belongs to the process; its children inherit it. `p2.buf` from outside.",
      example: Scene.shared("assert p2.buf.start == p1.buf.start")),
    VocabularyEntry(
      "maymove", "the mapping may move when it cannot grow where it is",
      details: "`to` implies it.",
      example: "spawn p\nmmap 4K at 0x1000_0000 as a\nmmap 4K at 0x1000_1000 prot r\n"
        + "mremap a size 8K fails ENOMEM\nmremap a size 8K maymove\nassert a.len == 8K",
      origin: "MREMAP_MAYMOVE"),
    VocabularyEntry(
      "to", "to ADDR", "moves the mapping there",
      details: "What is mapped there is removed first.",
      example: "spawn p\nmmap 64K as buf\nmremap buf size 64K to 0x2000_0000\n"
        + "assert buf.start == 0x2000_0000",
      origin: "MREMAP_FIXED"),
    VocabularyEntry(
      "dontunmap", "the old range stays mapped, and empty",
      details: "With the same length only, and with `maymove` or `to`.",
      example: "spawn p\nmmap 64K as buf\nwrite buf\n"
        + "mremap buf size 64K to 0x2000_0000 dontunmap\nassert p.vsz == 128K and p.rss == 64K",
      origin: "MREMAP_DONTUNMAP"),
  ]

  private static let rangeClauses: [VocabularyEntry] = [
    VocabularyEntry(
      "at", "at E", "the exact address of a mapping; an offset into the target",
      details: """
        Of `mmap` an address that must be free; elsewhere bytes into the region. In an access, and \
        without `len`, one page; in other calls, up to the region's end.
        """,
      example: "spawn p\nmmap 64K at 0x1000_0000 as buf\nwrite buf at 8K\nmunmap buf at 32K\n"
        + "assert p.rss == 4K and p.vsz == 32K"),
    VocabularyEntry(
      "len", "len N", "how many bytes; the old size for `mremap`",
      example: "spawn p\nmmap 64K as buf\nwrite buf at 4K len 8K\nassert p.rss == 8K"),
    VocabularyEntry(
      "page", "page I", "the page of that number, from 0",
      details: "Directly behind a number `page` is the unit; behind a target it is the clause.",
      example: "spawn p\nmmap 64K as buf\nwrite buf page 3\n"
        + "assert p.pte(buf + 3 pages).kind == \"anon\""),
    VocabularyEntry(
      "pages", "pages A..B", "the pages of these numbers, from 0",
      details: "`A..B` with the last one, `A..<B` without it.",
      example: "spawn p\nmmap 64K as buf\nwrite buf pages 0..3\nassert p.rss == 4 pages"),
    VocabularyEntry(
      "every", "every N", "one access every N bytes",
      example: "spawn p\nmmap 64M as buf\nwrite buf every 512 pages\nassert p.rss == 32 pages"),
    VocabularyEntry(
      "random", "random N seed S", "N pages drawn by a generator with that seed",
      details: """
        N different pages, the same ones on every run, touched in ascending order. The language page \
        has the generator.
        """,
      example: "spawn p\nmmap 64M as buf\nwrite buf random 100 seed 1\nassert p.rss == 100 pages"),
    VocabularyEntry(
      "seed", "seed S", "the seed of `random`", details: "Any integer.",
      example: "spawn p\nmmap 1M as buf\nread buf random 10 seed 42\nassert faults == 10"),
  ]

  private static let otherClauses: [VocabularyEntry] = [
    VocabularyEntry(
      "fails", "fails ERRNO", "the system call is expected to be refused",
      details: """
        It stands last. Another error, or success, fails the test; `any` stands for every error. \
        With a family it holds for each member.
        """,
      example: "spawn p\nmmap 64K as buf\nmunmap buf at 1 fails EINVAL"),
    VocabularyEntry(
      "faults", "faults SIGNAL [at ADDR]", "the access is expected to fault",
      details: """
        It stands last. The process has a handler and lives on, except after `SIGKILL`. With `at` \
        the address is pinned; `any` stands for every signal.
        """,
      example: "spawn p\nread 0x1000 faults SIGSEGV at 0x1000\nassert p.alive"),
    VocabularyEntry(
      "filled", "every page of the file is in the page cache",
      details: "Page i holds the value i + 1.",
      example: "shm f 64K filled\nspawn p\nmmap shared f as m\nassert p.value(m + 4K) == 2"),
    VocabularyEntry(
      "hugetlb", "a file of 2 MiB pages",
      details: "Under `linux-6.18`, on `x86_64` and `x86_64-la57`.",
      example: "kernel linux-6.18\nshm pool 1G hugetlb\nspawn p\nmmap shared pool as m\nwrite m\n"
        + "assert p.pagetables.leaf == 0",
      origin: "MAP_HUGETLB"),
    VocabularyEntry(
      "with", "with KNOB = VALUE, ...", "turns knobs of a machine or kernel",
      details: "`ptsh explain knobs` lists them.",
      example: "machine x86_64 with memory = 8G, swap = 1G\nkernel shpte with threshold = 0\n"
        + "assert swap.total == 1G"),
  ]
}
