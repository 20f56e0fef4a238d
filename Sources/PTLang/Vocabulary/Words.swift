extension Vocabulary {
  /// The words of `prot` and `mprotect`.
  public static let protections: [VocabularyEntry] = [
    VocabularyEntry("r", "read"),
    VocabularyEntry("w", "write"),
    VocabularyEntry("x", "execute"),
    VocabularyEntry("rw", "read and write"),
    VocabularyEntry("rx", "read and execute"),
    VocabularyEntry("rwx", "read, write and execute"),
    VocabularyEntry("none", "no access"),
  ]

  /// The error numbers that `fails` and expressions may name.
  public static let errnos: [VocabularyEntry] = [
    VocabularyEntry(
      "EACCES", "permission denied",
      example: "shm f 64K\nspawn p\nmmap shared f readonly fails EACCES"),
    VocabularyEntry("EAGAIN", "try again, or too much locked memory"),
    VocabularyEntry("EBADF", "bad file descriptor"),
    VocabularyEntry("EBUSY", "in use"),
    VocabularyEntry(
      "EEXIST", "something is mapped there already",
      example: "spawn p\nmmap 64K at 0x1000_0000\nmmap 4K at 0x1000_0000 fails EEXIST"),
    VocabularyEntry(
      "EFAULT", "bad address",
      example: "spawn p\nmremap 0x1000 len 4K size 8K maymove fails EFAULT"),
    VocabularyEntry("EFBIG", "file too large"),
    VocabularyEntry(
      "EINVAL", "invalid argument",
      example: "spawn p\nmmap 64K as buf\nmunmap buf at 1 fails EINVAL"),
    VocabularyEntry("ENODEV", "the file cannot be mapped so"),
    VocabularyEntry("ENOENT", "no such thing"),
    VocabularyEntry(
      "ENOMEM", "no memory, or nothing is mapped there",
      example: "spawn p\nmprotect 0x1000 r len 4K fails ENOMEM"),
    VocabularyEntry("ENOSPC", "no space left"),
    VocabularyEntry("EOVERFLOW", "value too large"),
    VocabularyEntry("EPERM", "operation not permitted"),
  ]

  /// The signals that `faults` and expressions may name.
  public static let signals: [VocabularyEntry] = [
    VocabularyEntry(
      "SIGSEGV", "no mapping there, or not permitted",
      details: "Nothing has been allocated. The process lives on if the statement expects it.",
      example: "spawn p\nread 0x0 faults SIGSEGV"),
    VocabularyEntry(
      "SIGBUS", "past the end of the file",
      details:
        "Tables on the way to the page have been made by then; how many is the kernel's rule.",
      example: "shm f 4K\nspawn p\nmmap shared f 8K as m\nread m page 1 faults SIGBUS"),
    VocabularyEntry(
      "SIGKILL", "out of memory: the process is killed",
      details: "With all threads of its address space. What it touched before stays touched.",
      example:
        "machine x86_64 with memory = 1M\nspawn p\nmmap 2M as buf\nwrite buf faults SIGKILL\n"
        + "assert not p.alive"),
  ]

  /// The knobs of machines; those of kernels belong to the model.
  public static let machineKnobs: [VocabularyEntry] = [
    VocabularyEntry(
      "memory", "memory = SIZE", "memory of the machine; 64G, on 32-bit machines 4G",
      details: "For data, page cache and page tables. Without a free frame calls fail with ENOMEM.",
      example: "machine toy with memory = 4K\nassert memory.total == 4K"),
    VocabularyEntry(
      "lowmem", "lowmem = SIZE", "low memory of a 32-bit machine; 896M",
      details: """
        What the kernel's own data must lie in; `kernel NAME with highpte = on` lets leaf tables lie \
        elsewhere.
        """,
      example: "machine i386 with lowmem = 64M\nassert lowmem.total == 64M"),
    VocabularyEntry(
      "swap", "swap = SIZE", "swap space that the machine begins with; none unless said",
      details: "`swapon` adds to it.",
      example: "machine x86_64 with swap = 1G\nassert swap.total == 1G"),
  ]

  /// Words of kernels' knobs that would be read as expressions: they are raw words, as the names of
  /// kernels are. All else about these knobs belongs to the model.
  public static let dashedKnobWords = [
    "mccracken-2002", "fucillo-2005", "bare-metal", "tatashin-2023", "epyc-7b12", "linux-6.18",
  ]

  /// What `show` knows besides expressions, with how many arguments each takes.
  public static let showTopics: [(entry: VocabularyEntry, arguments: Int)] = [
    (VocabularyEntry("pagetables", "page-table pages in use, by level"), 0),
    (VocabularyEntry("vmas", "vmas PROCESS", "the mappings of a process"), 1),
    (VocabularyEntry("pte", "pte PROCESS ADDR", "the page-table walk to an address"), 2),
    (VocabularyEntry("frame", "frame F", "a page frame and who maps it"), 1),
    (
      VocabularyEntry(
        "rmap", "rmap F", "the page entries that map a frame, and by whom each is reached"), 1
    ),
    (VocabularyEntry("locks", "the locks and how often each was taken"), 0),
    (VocabularyEntry("stats", "all counters"), 0),
    (VocabularyEntry("diff", "what the last statement changed"), 0),
  ]

  /// The functions that every script has.
  public static let functions: [VocabularyEntry] = [
    VocabularyEntry(
      "len", "len(x)", "the number of elements or bytes",
      details: "Of a list, range, family or string; of a region its bytes.",
      example: "assert len([1, 2, 3]) == 3 and len(\"abc\") == 3"),
    VocabularyEntry(
      "min", "min(a, b, ...)", "the smallest", details: "Of several values, or of one list.",
      example: "assert min(3, 1, 2) == 1 and min([4, 5]) == 4"),
    VocabularyEntry(
      "max", "max(a, b, ...)", "the largest", details: "Of several values, or of one list.",
      example: "assert max(3, 1, 2) == 3"),
    VocabularyEntry("sum", "sum(xs)", "the sum of a list", example: "assert sum(1..10) == 55"),
    VocabularyEntry("abs", "abs(x)", "the absolute value", example: "assert abs(-3) == 3"),
    VocabularyEntry(
      "ceil", "ceil(x)", "the smallest integer not below x", example: "assert ceil(7 / 2) == 4"),
    VocabularyEntry(
      "floor", "floor(x)", "the largest integer not above x",
      example: "assert floor(7 / 2) == 3"),
    VocabularyEntry(
      "round", "round(x)", "the nearest integer", example: "assert round(2.6) == 3"),
    VocabularyEntry(
      "str", "str(x)", "the value as a string", example: "assert str(42) + \"!\" == \"42!\""),
    VocabularyEntry(
      "hex", "hex(n)", "the integer in hexadecimal", example: "assert hex(255) == \"0xff\""),
    VocabularyEntry(
      "size", "size(n)", "bytes for people: `size(65536)` is \"64 KiB\"",
      example: "assert size(65536) == \"64 KiB\""),
    VocabularyEntry(
      "all", "all(xs)", "true if every element is", example: "assert all([1 < 2, 2 < 3])"),
    VocabularyEntry(
      "any", "any(xs)", "true if some element is", example: "assert any([1 > 2, 2 < 3])"),
    VocabularyEntry(
      "range", "range(a, b, step)", "the integers from a to before b",
      details: "`range(b)` begins at 0; the step is 1 unless given.",
      example: "var xs = []\nfor i in range(0, 10, 5) { xs = xs + [i] }\nassert xs == [0, 5]"),
    VocabularyEntry(
      "mapcount", "mapcount(F)", "page-table entries that map the frame",
      details: "An entry of a shared table counts once, however many own the table.",
      example: Scene.shared("assert mapcount(p1.frame(buf)) == 1")),
    VocabularyEntry(
      "refcount", "refcount(F)", "references to the frame",
      details: """
        Its page-table entries, and one more if the page cache holds it. Of a swap slot: who holds \
        it.
        """,
      example: Scene.shared("assert refcount(p1.frame(buf)) == 2")),
    VocabularyEntry(
      "owners", "owners(T)", "the processes attached to a table",
      details: "A list, in order of creation.",
      example: Scene.shared("assert owners(p1.table(buf)) == [p1, p2]")),
  ]
}
