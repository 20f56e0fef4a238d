extension Vocabulary {
  /// The statements that check, measure, go back and print.
  static let testingStatements: [VocabularyEntry] = [
    VocabularyEntry(
      "assert", "assert E [, WHY]", "fails the test if E does not hold",
      details: """
        A failure shows the value of every part of E under its place; the run goes on with the next \
        statement unless `--fail-fast` is given.
        """,
      example: Scene.shared("assert pagetables.leaf == 32, \"one set of tables for both\"")),
    VocabularyEntry(
      "require", "require E [, WHY]", "stops the test if E does not hold",
      details: "For what the rest of the test cannot do without.",
      example: "require memory.total >= 16G, \"this needs a large machine\""),
    VocabularyEntry(
      "invariant", "invariant E", "holds after every statement of the block",
      details: """
        From there to the end of the block, in called functions too. It is told when it stops \
        holding, with the statement that broke it.
        """,
      example: "spawn p\ninvariant p.rss <= 1M\nmmap 1M as buf\nwrite buf"),
    VocabularyEntry(
      "whatif", "whatif { }", "runs a block and puts the world back",
      details: """
        Exactly as it was, counters included. Variables keep what the block gave them, and its \
        assertions count.
        """,
      example: Scene.shared("whatif { munmap buf }\nassert p1.rss == 64M")),
    VocabularyEntry(
      "snapshot", "snapshot NAME", "remembers the world",
      details: "Snapshots have names of their own. Taken again, it replaces the one of its name.",
      example: Scene.shared("snapshot before\nexec\nrestore before\nassert p1.rss == 64M")),
    VocabularyEntry(
      "restore", "restore NAME", "puts a remembered world back",
      details: "Again and again, if need be. Snapshots that were taken later are gone.",
      example: "snapshot nothing\nspawn p\nrestore nothing\nassert processes == 0"),
    VocabularyEntry(
      "compare", "compare kernels [K, ...] { } show E, ...", "runs a block under several kernels",
      details: """
        From the same start, before the first process, and prints one table: a row for each kernel, a \
        column for each E.
        """,
      example: "compare kernels [linux-2.5, shpte] {\n  spawn p\n  mmap 64M as buf\n  write buf\n"
        + "  fork q\n} show pagetables, pte.copied"),
    VocabularyEntry(
      "test", "test TITLE [for NAME in LIST, ...] { }", "a test with a fresh world",
      details: """
        What stands before the first test of a file runs at the beginning of each. With `for` there \
        is one test for each combination of values.
        """,
      example: "test \"tables\" for n in [1, 10] {\n  spawn p\n  mmap n * 2M as buf\n  write buf\n"
        + "  assert pagetables.leaf == n\n}"),
    VocabularyEntry(
      "skip", "skip [if C] [, REASON]", "passes the test over",
      details: "When all are skipped, the exit status is 4.",
      example: "skip if memory.total < 8G, \"needs memory\"\nassert memory.total >= 8G"),
    VocabularyEntry(
      "xfail", "xfail [REASON]", "the test is expected to fail",
      details: "One that passes all the same has failed.",
      example: "xfail \"shows a failure\"\nassert 1 == 2"),
    VocabularyEntry(
      "tag", "tag STRING, ...", "names a group that the test belongs to",
      example: "test \"big\" {\n  tag \"slow\"\n  assert true\n}"),
    VocabularyEntry(
      "print", "print E, ...", "prints values",
      details: "With spaces between them and a line end. Strings may hold `{expressions}`.",
      example: "spawn p\nprint \"{p.pagetables} table,\", size(p.rss)"),
    VocabularyEntry(
      "show", "show WHAT", "shows a part of the world to people",
      details: """
        A process with its mappings and page tables, a file, `pagetables`, `vmas P`, `pte P ADDR`, \
        `frame F`, `stats`; any other value is printed.
        """,
      example: Scene.shared("show p1\nshow pte p1 buf.start")),
  ]
}
