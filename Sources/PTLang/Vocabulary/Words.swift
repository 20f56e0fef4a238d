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

  /// The advices of `madvise`.
  public static let advices: [VocabularyEntry] = [
    VocabularyEntry("dontneed", "drop the pages now"),
    VocabularyEntry("free", "drop the pages when memory is short"),
    VocabularyEntry("remove", "drop the pages and the file's data"),
    VocabularyEntry("willneed", "read ahead"),
    VocabularyEntry("pageout", "reclaim the pages"),
    VocabularyEntry("cold", "reclaim the pages first"),
    VocabularyEntry("random", "expect no order of accesses"),
    VocabularyEntry("sequential", "expect ascending accesses"),
    VocabularyEntry("normal", "expect nothing special"),
    VocabularyEntry("dontfork", "not inherited by fork"),
    VocabularyEntry("dofork", "inherited by fork again"),
    VocabularyEntry("wipeonfork", "inherited by fork without contents"),
    VocabularyEntry("keeponfork", "inherited by fork with contents again"),
    VocabularyEntry("populate_read", "touch every page for reading"),
    VocabularyEntry("populate_write", "touch every page for writing"),
    VocabularyEntry("guard_install", "make the pages guard pages: every access faults"),
    VocabularyEntry("guard_remove", "make guard pages ordinary again"),
    VocabularyEntry("hugepage", "use huge pages where possible"),
    VocabularyEntry("nohugepage", "use no huge pages"),
  ]

  /// The error numbers that `fails` and expressions may name.
  public static let errnos: [VocabularyEntry] = [
    VocabularyEntry("EACCES", "permission denied"),
    VocabularyEntry("EAGAIN", "try again, or too much locked memory"),
    VocabularyEntry("EBADF", "bad file descriptor"),
    VocabularyEntry("EBUSY", "in use"),
    VocabularyEntry("EEXIST", "something is mapped there already"),
    VocabularyEntry("EFAULT", "bad address"),
    VocabularyEntry("EFBIG", "file too large"),
    VocabularyEntry("EINVAL", "invalid argument"),
    VocabularyEntry("ENODEV", "the file cannot be mapped so"),
    VocabularyEntry("ENOENT", "no such thing"),
    VocabularyEntry("ENOMEM", "no memory, or nothing is mapped there"),
    VocabularyEntry("ENOSPC", "no space left"),
    VocabularyEntry("EOVERFLOW", "value too large"),
    VocabularyEntry("EPERM", "operation not permitted"),
  ]

  /// The signals that `faults` and expressions may name.
  public static let signals: [VocabularyEntry] = [
    VocabularyEntry("SIGSEGV", "no mapping there, or not permitted"),
    VocabularyEntry("SIGBUS", "past the end of the file"),
    VocabularyEntry("SIGKILL", "out of memory: the process is killed"),
  ]

  /// What `show` knows besides expressions, with how many arguments each takes.
  public static let showTopics: [(entry: VocabularyEntry, arguments: Int)] = [
    (VocabularyEntry("pagetables", "page-table pages in use, by level"), 0),
    (VocabularyEntry("vmas", "vmas PROCESS", "the mappings of a process"), 1),
    (VocabularyEntry("pte", "pte PROCESS ADDR", "the page-table walk to an address"), 2),
    (VocabularyEntry("frame", "frame F", "a page frame and who maps it"), 1),
    (VocabularyEntry("rmap", "rmap F", "the reverse map of a frame"), 1),
    (VocabularyEntry("locks", "the locks and how often each was taken"), 0),
    (VocabularyEntry("stats", "all counters"), 0),
    (VocabularyEntry("diff", "what the last statement changed"), 0),
  ]

  /// The functions that every script has.
  public static let functions: [VocabularyEntry] = [
    VocabularyEntry("len", "len(x)", "the number of elements or bytes"),
    VocabularyEntry("min", "min(a, b, ...)", "the smallest"),
    VocabularyEntry("max", "max(a, b, ...)", "the largest"),
    VocabularyEntry("sum", "sum(xs)", "the sum of a list"),
    VocabularyEntry("abs", "abs(x)", "the absolute value"),
    VocabularyEntry("ceil", "ceil(x)", "the smallest integer not below x"),
    VocabularyEntry("floor", "floor(x)", "the largest integer not above x"),
    VocabularyEntry("round", "round(x)", "the nearest integer"),
    VocabularyEntry("str", "str(x)", "the value as a string"),
    VocabularyEntry("hex", "hex(n)", "the integer in hexadecimal"),
    VocabularyEntry("size", "size(n)", "bytes for people: `size(65536)` is \"64 KiB\""),
    VocabularyEntry("all", "all(xs)", "true if every element is"),
    VocabularyEntry("any", "any(xs)", "true if some element is"),
    VocabularyEntry("range", "range(a, b, step)", "the integers from a to before b"),
    VocabularyEntry("mapcount", "mapcount(F)", "page-table entries that map the frame"),
    VocabularyEntry("refcount", "refcount(F)", "references to the frame"),
    VocabularyEntry("owners", "owners(T)", "the processes attached to a table"),
  ]
}
