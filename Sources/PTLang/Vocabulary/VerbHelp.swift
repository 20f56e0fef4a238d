/// What help says about a verb beyond its synopsis.
struct VerbHelp {
  let summary: String
  let details: String
  let example: String
  let origin: String
  let refusals: [VocabularyEntry.Refusal]

  init(
    _ summary: String, _ details: String, example: String, origin: String,
    refusals: [(String, String)] = []
  ) {
    self.summary = summary
    self.details = details
    self.example = example
    self.origin = origin
    self.refusals = refusals.map { VocabularyEntry.Refusal($0.0, $0.1) }
  }
}

extension VerbHelp {
  static func of(_ verb: Call.Verb) -> VerbHelp {
    switch verb {
    case .mmap: mmap
    case .munmap: munmap
    case .mprotect: mprotect
    case .mremap: mremap
    case .madvise: madvise
    case .mlock: mlock
    case .munlock: munlock
    case .msync: msync
    case .brk: brk
    case .truncate: truncate
    case .remap: remap
    case .read: read
    case .write: write
    case .execute: execute
    case .reclaim: reclaim
    case .swapoff: swapoff
    case .swapon: swapon
    }
  }

  // MARK: Mappings

  private static let mmap = VerbHelp(
    "map a file or anonymous memory",
    """
    Without `shared` or `private` it is private. Without FILE the memory is anonymous; shared \
    anonymous memory is a shared-memory file without a name. Without SIZE it is the rest of the \
    file. Without an address the highest gap below the machine's mmap base is taken, and what is as \
    large as a leaf table's span is aligned to it. Nothing is touched, so no table is made, unless \
    `populate` or `locked` is given.
    """,
    example: "shm sga 16M\nspawn p\nmmap shared sga at 0x4000_0000 as buf\n"
      + "assert buf.len == 16M and p.rss == 0\nmmap 4K at 0x4000_0000 fails EEXIST",
    origin: "do_mmap in mm/mmap.c",
    refusals: [
      (
        "EINVAL",
        "the size is 0 or less; an address, offset or alignment is no multiple of the page size; "
          + "`growsdown` with a file or shared memory"
      ),
      ("ENOMEM", "there is no room, the range leaves user space, or no memory for a table"),
      ("EACCES", "write permission for a shared mapping of a file that is `readonly`"),
      ("EEXIST", "something is mapped at the address of `at`"),
    ])

  private static let munmap = VerbHelp(
    "remove mappings",
    """
    Nothing need be mapped there. A shared table whose mappings all go is left to its other owners; \
    one that keeps some is copied first. Tables in whose span nothing is mapped any more are freed, \
    at every level.
    """,
    example: Scene.shared("munmap buf at 2M len 2M\nassert pagetables.shared == 31\n")
      + "assert p1.rss == 62M and p2.rss == 64M",
    origin: "do_munmap in mm/mmap.c; today do_vmi_munmap in mm/vma.c",
    refusals: [
      (
        "EINVAL",
        "the start is no multiple of the page size, the length 0 or less, or the range leaves user "
          + "space"
      ),
      ("ENOMEM", "no memory to copy a shared table"),
    ])

  private static let mprotect = VerbHelp(
    "change the protection of mappings",
    """
    Over the whole span of a shared table only the entry that points to the table changes; a part of \
    it needs a table of its own. Write permission that is given back shows at the next write of each \
    page.
    """,
    example: "spawn p\nmmap 64K as buf\nwrite buf\nmprotect buf r page 3\n"
      + "write buf page 3 faults SIGSEGV\nassert p.vmas == 3",
    origin: "mprotect_fixup in mm/mprotect.c",
    refusals: [
      ("EINVAL", "the start is no multiple of the page size"),
      ("ENOMEM", "a part of the range is not mapped (what lies before has changed), or no memory"),
      ("EACCES", "write permission for a shared mapping of a file that is `readonly`"),
    ])

  private static let mremap = VerbHelp(
    "grow, shrink or move a mapping",
    """
    It grows in place if there is room behind it; else it moves if `maymove` permits. `to` moves it \
    and removes what was there. Pages keep their frames. The region's name follows.
    """,
    example: "spawn p\nmmap 64K at 0x1000_0000 as buf\nwrite buf = 7\n"
      + "mremap buf size 128K to 0x2000_0000\n"
      + "assert buf.start == 0x2000_0000 and p.value(buf) == 7",
    origin: "do_mremap in mm/mremap.c",
    refusals: [
      (
        "EINVAL",
        "an address is no multiple of the page size, a length is 0 or less, the destination "
          + "overlaps the source or leaves user space; `dontunmap` with another length"
      ),
      ("EFAULT", "the source is not inside one mapping"),
      ("ENOMEM", "no room to grow and no `maymove`, or no memory for tables"),
    ])

  private static let madvise = VerbHelp(
    "advise the kernel about the use of memory",
    "It works mapping by mapping. `ptsh explain advices` lists what can be advised.",
    example: "spawn p\nmmap 64K as buf\nwrite buf\nmadvise buf dontneed pages 0..3\n"
      + "assert p.rss == 48K",
    origin: "do_madvise in mm/madvise.c",
    refusals: [
      (
        "EINVAL", "the start is no multiple of the page size, or the advice not one for the mapping"
      ),
      ("ENOMEM", "a part of the range is not mapped (the mapped parts are done), or no memory"),
      ("EACCES", "`remove` of a mapping that is not shared and writable"),
      ("EFAULT", "`populate_read` or `populate_write` past the end of a file or at a guard"),
    ])

  private static let mlock = VerbHelp(
    "keep pages in memory",
    """
    Marks the mappings and touches their pages, as a write where they are private and writable, else \
    as a read. A locked page of any owner keeps a shared table's page for all.
    """,
    example: "spawn p\nmmap 64K as buf\nmlock buf\nassert p.rss == 64K",
    origin: "do_mlock in mm/mlock.c",
    refusals: [
      ("EINVAL", "the range leaves the address space"),
      (
        "ENOMEM",
        "a part of the range is not mapped (what lies before is marked), or a page cannot be touched"
      ),
    ])

  private static let munlock = VerbHelp(
    "let locked pages go again", "The pages stay until something reclaims them.",
    example: "spawn p\nmmap 64K locked as buf\nmadvise buf dontneed fails EINVAL\nmunlock buf\n"
      + "madvise buf dontneed\nassert p.rss == 0",
    origin: "sys_munlock in mm/mlock.c",
    refusals: [
      ("EINVAL", "the range leaves the address space"),
      ("ENOMEM", "a part of the range is not mapped; what lies before has changed"),
    ])

  private static let msync = VerbHelp(
    "write dirty file pages back",
    "Entries of shared mappings become clean, and so do the pages of regular files.",
    example: "file db 1M\nspawn p\nmmap shared db as m\nwrite m\nmsync m\nassert db.dirty == 0",
    origin: "sys_msync in mm/msync.c",
    refusals: [
      ("EINVAL", "the start is no multiple of the page size"),
      ("ENOMEM", "a part of the range is not mapped; the mapped parts are done"),
    ])

  private static let brk = VerbHelp(
    "set the size of the heap",
    "The heap is private memory that begins at a fixed address of the machine. Size 0 removes it.",
    example: "spawn p\nbrk 1M\nassert p.vsz == 1M\nbrk 0\nassert p.vsz == 0",
    origin: "sys_brk in mm/mmap.c",
    refusals: [
      ("EINVAL", "the size is negative"),
      ("ENOMEM", "something is in the way, the heap would leave user space, or no memory"),
    ])

  private static let truncate = VerbHelp(
    "set the size of a file",
    """
    Pages past the new end leave the page cache and every address space, private copies included; \
    in a shared table each entry is cleared once. Tables stay, and stay shared.
    """,
    example: Scene.file("truncate sga 4M\nassert p.rss == 4M and p.pagetables.leaf == 8\n")
      + "read buf at 4M faults SIGBUS",
    origin: "vmtruncate in mm/memory.c; today truncate_pagecache in mm/truncate.c",
    refusals: [("EINVAL", "the size is negative")])

  private static let remap = VerbHelp(
    "show other pages of the file in a mapping (remap_file_pages)",
    "The range shows the file from `offset` on. Under `linux-6.18` it becomes a mapping of its own.",
    example: "shm f 64K filled\nspawn p\nmmap shared f as m\nremap m len 4K offset 32K\n"
      + "assert p.value(m) == 9",
    origin: "sys_remap_file_pages in mm/fremap.c; today in mm/mmap.c",
    refusals: [
      (
        "EINVAL",
        "the range is not whole pages inside one shared mapping of a file, or the file ends before"
      ),
      ("ENOMEM", "no memory for a table or page"),
    ])

  // MARK: Accesses

  private static let fatal = [
    ("SIGSEGV", "nothing is mapped there, or the mapping does not permit it"),
    ("SIGBUS", "the page lies past the end of the file"),
    ("SIGKILL", "no memory is left; the process is gone"),
  ]

  private static let pages = """
    Pages of the range are touched in ascending order, once each; an address alone, or `at` without \
    `len`, is one page.
    """

  private static let read = VerbHelp(
    "read each page of the range once",
    "\(pages) Private memory that was never written to shows the zero page, which takes no memory.",
    example: "spawn p\nmmap 64K as buf\nread buf\nassert p.rss == 0 and faults.minor == 16",
    origin: "handle_mm_fault in mm/memory.c", refusals: fatal)

  private static let write = VerbHelp(
    "write to each page of the range once",
    """
    \(pages) `= V` stores the 8 bytes of V at the first address and at the start of each further \
    page; without it pages become dirty and keep what they hold.
    """,
    example: Scene.copyOnWrite("p2: write buf at 8K = 42\nassert faults.cow == 1\n")
      + "assert p1.value(buf + 8K) == 0 and p2.value(buf + 8K) == 42",
    origin: "do_wp_page in mm/memory.c", refusals: fatal)

  private static let execute = VerbHelp(
    "fetch an instruction from each page of the range once",
    "\(pages) It needs the permission `x`.",
    example: "file lib 64K filled\nspawn p\nmmap private lib prot rx as text\nexecute text\n"
      + "assert p.rss.file == 64K",
    origin: "handle_mm_fault in mm/memory.c", refusals: fatal)

  // MARK: Kernel-wide

  private static let reclaim = VerbHelp(
    "have the kernel reclaim pages",
    """
    By second chance: a hand goes over all pages in order of their frames; one that has been used \
    since it last came by is old from then on, and the next one that is old goes, to swap space or to \
    its file. Locked pages stay. What there is to be had may be less. Nobody acts: a family does it once.
    """,
    example: "machine x86_64 with swap = 1G\nspawn p\nmmap 4M as buf\nwrite buf\n"
      + "reclaim 1000 pages\nassert p.rss == 24 pages and p.swap == 1000 pages",
    origin: "shrink_list in mm/vmscan.c")

  private static let swapoff = VerbHelp(
    "bring everything back from swap and give the swap space up",
    "Every entry that names a slot gets its page. Nobody acts: a family does it once.",
    example: Scene.swappedOut("swapoff\nassert p.rss == 4M and swap.total == 0"),
    origin: "try_to_unuse in mm/swapfile.c",
    refusals: [
      ("EINVAL", "there is no swap space"),
      ("ENOMEM", "what is in swap space does not fit into memory; nothing has changed"),
    ])

  private static let swapon = VerbHelp(
    "add swap space", "What is there already stays. Nobody acts: a family does it once.",
    example: "swapon 512M\nswapon 512M\nassert swap.total == 1G",
    origin: "sys_swapon in mm/swapfile.c", refusals: [("EINVAL", "less than one page")])
}
