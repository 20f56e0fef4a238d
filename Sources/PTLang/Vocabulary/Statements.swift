extension Vocabulary {
  /// The words that begin a statement, the verbs of `Call.Verb` aside, in the order of the
  /// reference page.
  public static let statements = controlStatements + worldStatements + testingStatements

  private static let controlStatements: [VocabularyEntry] = [
    VocabularyEntry(
      "let", "let NAME = E", "a name for a value",
      details: """
        The name cannot be assigned again. It is known from there to the end of the block, where it \
        hides an outer one. The right side may be a `measure` block.
        """,
      example: "let size = 64K\nassert size == 16 pages"),
    VocabularyEntry(
      "var", "var NAME = E", "a name that can be assigned again",
      details: "By `=`, by `+=` and its relatives, and, of a list, by element.",
      example: "var xs = [1, 2]\nxs[0] += 9\nassert xs == [10, 2]"),
    VocabularyEntry(
      "if", "if C { } else if C { } else { }", "runs a block when a condition holds",
      details: "In a file `else` may begin a line.",
      example: "if memory.total > 4G { print \"roomy\" } else { print \"tight\" }"),
    VocabularyEntry(
      "for", "for NAME in E { }", "runs a block for each value of a list or range",
      details: "A family of processes gives its members, in the order of their numbers.",
      example: "var sum = 0\nfor i in 1..4 { sum += i }\nassert sum == 10"),
    VocabularyEntry(
      "while", "while C { }", "runs a block as long as a condition holds",
      details: "Rounds count as steps, so that a loop that never ends is stopped.",
      example: "var n = 1\nwhile n < 100 { n *= 2 }\nassert n == 128"),
    VocabularyEntry(
      "repeat", "repeat N { }", "runs a block N times",
      example: "spawn p\nrepeat 3 { mmap 4K private prot none }\nassert p.vsz == 12K"),
    VocabularyEntry(
      "break", "leaves the innermost loop",
      details: "It cannot leave `measure`, `whatif` or `compare`.",
      example: "var n = 0\nwhile true {\n  n += 1\n  if n == 5 { break }\n}\nassert n == 5"),
    VocabularyEntry(
      "continue", "goes on with the next round of the innermost loop",
      details: "It cannot leave `measure`, `whatif` or `compare`.",
      example: "var odd = 0\nfor i in 1..9 {\n  if i % 2 == 0 { continue }\n  odd += 1\n}\n"
        + "assert odd == 5"),
    VocabularyEntry(
      "def", "def NAME(A, B = DEFAULT) { }", "defines a function",
      details: """
        In any block outside other functions. A function may call itself. Parameters with a default \
        value come last.
        """,
      example: "def tables(bytes, span = 2M) { return (bytes + span - 1) // span }\n"
        + "assert tables(5M) == 3"),
    VocabularyEntry(
      "return", "return [E]", "leaves a function, with a value",
      details: "Without E, and at the end of a function, the value is nil.",
      example: "def half(n) { return n // 2 }\nassert half(9) == 4"),
    VocabularyEntry(
      "use", "use \"FILE\" | use PROCESS", "includes a file; changes the process",
      details: """
        With a string: the file, relative to the one that says it, once; its top level holds `def`, \
        `let` and `use` only. With a process, family or list: those that the statements after it act \
        in.
        """,
      example: "spawn p1\nspawn p2\nuse p1\nmmap 64K as buf\nassert p1.vsz == 64K and p2.vsz == 0"),
  ]

  private static let worldStatements: [VocabularyEntry] = [
    VocabularyEntry(
      "machine", "machine NAME [with KNOB = V, ...]", "chooses the machine",
      details: """
        Before the first file and the first process; it may stand inside `if`. `x86_64` unless said \
        otherwise. `--machine` on the command line passes it over.
        """,
      example: "machine i386-pae with memory = 2G\nassert memory.total == 2G"),
    VocabularyEntry(
      "kernel", "kernel NAME [with KNOB = V, ...]", "chooses the modelled kernel",
      details: """
        Before the first process; it may stand inside `if`. `shpte` unless said otherwise. `--kernel` \
        on the command line passes it over, knobs included.
        """,
      example: "kernel shpte with threshold = 0\n"
        + Scene.copyOnWrite("assert pagetables.shared == 32")),
    VocabularyEntry(
      "file", "file NAME SIZE [filled] [hugetlb]", "makes a regular file",
      details: "It belongs to no process and is there from then on, whatever block it stands in.",
      example: "file db 1M filled\nspawn p\nmmap private db as m\nassert p.value(m) == 1"),
    VocabularyEntry(
      "shm", "shm NAME SIZE [filled] [hugetlb]", "makes a shared-memory file",
      details: """
        Of shmfs (tmpfs): its pages are never clean, and go to swap space when they are reclaimed.
        """,
      example: Scene.file("assert sga.resident == 16M")),
    VocabularyEntry(
      "spawn", "spawn NAME [{ }]", "starts a process with nothing mapped",
      details: """
        Its only page table is the top one. It becomes the current process; with a block the block \
        runs in it, and who was current before is so again. `spawn p[1..100]` starts a family, for \
        each of whose members the block runs; `spawn g[0]` adds a member to one.
        """,
      example: "spawn p[1..3] { mmap 64K as buf }\nassert p[2].vsz == 64K and processes == 3",
      origin: "mm_alloc in kernel/fork.c",
      refusals: [.init("ENOMEM", "no memory for the top-level table")]),
    VocabularyEntry(
      "fork", "fork NAME [{ }]", "forks the current process",
      details: """
        The parent stays current; the block runs in the child. `fork kids[1..10]` makes a family. \
        What becomes of the tables is the kernel's affair: copied entry by entry, shared, or left \
        for faults to make.
        """,
      example: Scene.copyOnWrite("assert p2.rss == 64M and pagetables.shared == 32"),
      origin: "dup_mmap in kernel/fork.c, copy_page_range in mm/memory.c",
      refusals: [.init("ENOMEM", "no memory for the child's tables; nothing has changed")]),
    VocabularyEntry(
      "thread", "thread NAME", "adds a thread to the current process",
      details: """
        A process of its own that shares the address space and its counters: one owner of its \
        tables.
        """,
      example: "spawn p\nmmap 64K as buf\nthread t\nt: write buf\nassert p.rss == 64K",
      origin: "copy_mm with CLONE_VM in kernel/fork.c"),
    VocabularyEntry(
      "exec", "gives the current process an empty address space",
      details: "Its regions go. Other threads keep the old one.",
      example: "spawn p\nmmap 64K as buf\nwrite buf\nexec\nassert p.vsz == 0 and p.pagetables == 1",
      origin: "exec_mmap in fs/exec.c",
      refusals: [.init("ENOMEM", "no memory for the top-level table; nothing has changed")]),
    VocabularyEntry(
      "exit", "ends the current process",
      details: """
        At once. Tables that it shared are left to the others; the address space goes with its last \
        thread.
        """,
      example: Scene.shared("p2: exit\nassert processes == 1 and pagetables.shared == 0"),
      origin: "exit_mmap in mm/mmap.c"),
  ]
}

extension VocabularyEntry {
  /// A statement that is one word, and what the kernel refuses it with.
  fileprivate init(
    _ name: String, _ summary: String, details: String, example: String, origin: String,
    refusals: [Refusal]
  ) {
    self.init(
      name, nil, summary, details: details, example: example, origin: origin, refusals: refusals)
  }
}

extension Vocabulary {
  static let statementNames = Set(statements.map(\.name) + Call.Verb.allCases.map(\.rawValue))

  /// Words that no variable, process, function, region, file or snapshot may have as its name.
  public static let reserved = statementNames.union(operatorWords.map(\.name))

  /// Everything that may begin a statement, for suggestions: a fixed order.
  static let statementStarts = statements.map(\.name) + Call.Verb.allCases.map(\.rawValue)
}
