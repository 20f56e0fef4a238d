extension Vocabulary {
  /// The advices of `madvise`.
  public static let advices: [VocabularyEntry] = [
    VocabularyEntry(
      "dontneed", "drop the pages now",
      details: """
        Private memory reads as zeroes afterwards, a file as it is. Refused with EINVAL where the \
        mapping is locked. A shared table that is covered whole is left to its other owners.
        """,
      example: "spawn p\nmmap 64K as buf\nwrite buf\nmadvise buf dontneed\nassert p.rss == 0",
      origin: "madvise_dontneed in mm/madvise.c"),
    VocabularyEntry(
      "free", "drop the pages when memory is short",
      details: """
        Present pages become clean and lazily free; a write keeps one. EINVAL unless the memory is \
        private, anonymous and not locked.
        """,
      example: Scene.swappedOut("read buf\nmadvise buf free\nmadvise buf pageout\n")
        + "assert p.rss == 0 and p.swap == 0",
      origin: "madvise_free_single_vma in mm/madvise.c"),
    VocabularyEntry(
      "remove", "drop the pages and the file's data",
      details: """
        From the file and from every address space that maps it; private copies stay. EACCES unless \
        the mapping is shared and may be written.
        """,
      example: Scene.file("madvise buf remove\nassert sga.resident == 0 and p.value(buf) == 0"),
      origin: "madvise_remove in mm/madvise.c"),
    VocabularyEntry(
      "willneed", "read ahead",
      details: "Pages of the file come into the page cache as long as there is memory.",
      example: "file db 1M\nspawn p\nmmap shared db as m\nmadvise m willneed\n"
        + "assert db.resident == 1M and p.rss == 0",
      origin: "madvise_willneed in mm/madvise.c"),
    VocabularyEntry(
      "pageout", "reclaim the pages",
      details: """
        Private memory and shared memory go to swap space, clean file pages leave the page cache. \
        Pages that several entries map stay.
        """,
      example: Scene.swappedOut("assert p.rss == 0 and p.swap == 4M"),
      origin: "madvise_pageout in mm/madvise.c"),
    VocabularyEntry(
      "cold", "reclaim the pages first", details: "They become old; nothing else shows.",
      example: "spawn p\nmmap 64K as buf\nwrite buf\nmadvise buf cold\n"
        + "assert not p.pte(buf).young",
      origin: "madvise_cold in mm/madvise.c"),
    flag("random", "expect no order of accesses", "MADV_RANDOM"),
    flag("sequential", "expect ascending accesses", "MADV_SEQUENTIAL"),
    flag("normal", "expect nothing special", "MADV_NORMAL"),
    VocabularyEntry(
      "dontfork", "not inherited by fork",
      details: "A table whose span holds such a mapping is not shared at fork.",
      example: "spawn p\nmmap 64K as buf\nmadvise buf dontfork\nfork c\nassert c.vsz == 0",
      origin: "MADV_DONTFORK"),
    VocabularyEntry(
      "dofork", "inherited by fork again",
      example: "spawn p\nmmap 64K as buf\nmadvise buf dontfork\nmadvise buf dofork\nfork c\n"
        + "assert c.vsz == 64K",
      origin: "MADV_DOFORK"),
    VocabularyEntry(
      "wipeonfork", "inherited by fork without contents",
      details: "EINVAL unless the memory is private and anonymous.",
      example: "spawn p\nmmap 64K as buf\nwrite buf\nmadvise buf wipeonfork\nfork c\n"
        + "assert c.vsz == 64K and c.rss == 0",
      origin: "MADV_WIPEONFORK"),
    VocabularyEntry(
      "keeponfork", "inherited by fork with contents again",
      example: "spawn p\nmmap 64K as buf\nwrite buf\nmadvise buf wipeonfork\n"
        + "madvise buf keeponfork\nfork c\nassert c.rss == 64K",
      origin: "MADV_KEEPONFORK"),
    VocabularyEntry(
      "populate_read", "touch every page for reading",
      details: "EFAULT past the end of a file, EINVAL without the permission.",
      example: Scene.file("madvise buf populate_read\nassert p.rss == 16M"),
      origin: "madvise_populate in mm/madvise.c"),
    VocabularyEntry(
      "populate_write", "touch every page for writing",
      details: "EFAULT past the end of a file, EINVAL without the permission.",
      example: "spawn p\nmmap 64K as buf\nmadvise buf populate_write\nassert p.rss == 64K",
      origin: "madvise_populate in mm/madvise.c"),
    VocabularyEntry(
      "guard_install", "make the pages guard pages: every access faults",
      details: "Under `linux-6.18` only. What was there is dropped.",
      example: "kernel linux-6.18\nspawn p\nmmap 64K as buf\nmadvise buf guard_install page 3\n"
        + "write buf page 3 faults SIGSEGV",
      origin: "madvise_guard_install in mm/madvise.c"),
    VocabularyEntry(
      "guard_remove", "make guard pages ordinary again",
      details: "Under `linux-6.18` only.",
      example: "kernel linux-6.18\nspawn p\nmmap 64K as buf\nmadvise buf guard_install\n"
        + "madvise buf guard_remove\nwrite buf\nassert p.rss == 64K",
      origin: "madvise_guard_remove in mm/madvise.c"),
    VocabularyEntry(
      "hugepage", "use huge pages where possible",
      details: "Not modelled: there are no transparent huge pages.", origin: "MADV_HUGEPAGE"),
    flag("nohugepage", "use no huge pages", "MADV_NOHUGEPAGE"),
  ]

  /// An advice that shows only in what the mapping merges with.
  private static func flag(_ name: String, _ summary: String, _ origin: String) -> VocabularyEntry {
    VocabularyEntry(
      name, summary,
      details: "It marks the mapping, which merges with none that is marked otherwise.",
      example: "spawn p\nmmap 64K as buf\nmadvise buf \(name) page 3\nassert p.vmas "
        + (name == "normal" ? "== 1" : "== 3"),
      origin: origin)
  }
}
