// What the world and a process have both.
extension Vocabulary {
  /// The page tables of each level.
  ///
  /// - Parameters:
  ///   - name: the counter that they are members of, as examples write it: `p1.pagetables`.
  ///   - example: puts an assertion into a world with the tables of one process and 32 leaves.
  static func levels(
    _ name: String, example: (String) -> String
  ) -> [VocabularyEntry] {
    let asked = name
    let member = name.hasPrefix("p1.") ? String(name.dropFirst(3)) : name
    let tops = member == name ? 2 : 1
    func entry(_ level: String, _ summary: String, _ count: Int, _ details: String)
      -> VocabularyEntry
    {
      VocabularyEntry(
        "\(member).\(level)", summary, unit: "page-table pages", details: details,
        example: example("assert \(asked).\(level) == \(count)"))
    }
    let missing = "A level that the machine lacks counts 0; `ptsh machines` names the levels."
    return [
      entry(
        "leaf", "last-level tables", 32,
        """
        The tables whose entries name pages (`pte` tables), the only ones that processes share, \
        tables of huge pages aside.
        """),
      entry("pmd", "tables of the level pmd", tops, missing),
      entry("pud", "tables of the level pud", tops, missing),
      entry("p4d", "tables of the level p4d", 0, missing),
      entry("pgd", "tables of the level pgd", tops, missing),
      entry(
        "top", "tables of the top level", tops,
        "One for each address space, whatever the machine calls the level."),
      entry("upper", "tables above the leaves", 3 * tops, "All tables but the leaves."),
    ]
  }

  /// Faults, by outcome.
  ///
  /// - Parameters:
  ///   - name: the counter's name.
  ///   - owner: what examples write before it: `p.`, or nothing for the world's.
  static func faults(_ name: String, _ owner: String) -> [VocabularyEntry] {
    let whose =
      owner.isEmpty
      ? "" : " Threads of one address space have them in common; a fork begins at 0."
    return [
      VocabularyEntry(
        "\(name)", "page faults, minor and major", unit: "faults",
        details: """
          An access to a page has one fault at most; attaching to a table and leaving it are part \
          of it. Fatal faults are not in it: see `\(name).segv` and `\(name).bus`.\(whose)
          """,
        example: "spawn p\nmmap 1M as buf\nwrite buf\nassert \(owner)\(name) == 256",
        origin: "handle_mm_fault in mm/memory.c"),
      VocabularyEntry(
        "\(name).minor", "faults served without reading a disk", unit: "faults",
        details: "One for each access that had to change an entry or a table.\(whose)",
        example: "spawn p\nmmap 1M as buf\nread buf\nwrite buf\n"
          + "assert \(owner)\(name).minor == 512",
        origin: "minflt in /proc/PID/stat"),
      VocabularyEntry(
        "\(name).major", "faults that had to read a disk", unit: "faults",
        details: """
          The page came from swap space, or is one of a regular file that had left the page cache. \
          On a real machine the swap cache and read-ahead decide how many are minor instead.\(whose)
          """,
        example: Scene.swappedOut("read buf\nassert \(owner)\(name).major == 1024"),
        origin: "majflt in /proc/PID/stat"),
      VocabularyEntry(
        "\(name).cow", "page copies made by faults", unit: "page copies",
        details: """
          A private page that somebody else maps too, a private page of a file, or the zero page, \
          written to. A page that is reused in place, and a copied table, are none.\(whose)
          """,
        example: "spawn p\nmmap 1M as buf\nread buf\nwrite buf\nassert \(owner)\(name).cow == 256",
        origin: "do_wp_page in mm/memory.c"),
      VocabularyEntry(
        "\(name).segv", "accesses that ended with SIGSEGV", unit: "accesses",
        details: "Nothing was mapped there, or the mapping does not permit the access.\(whose)",
        example: "spawn p\nwrite 0x0 faults SIGSEGV\nassert \(owner)\(name).segv == 1"),
      VocabularyEntry(
        "\(name).bus", "accesses that ended with SIGBUS", unit: "accesses",
        details: "The page lies past the end of the file.\(whose)",
        example: "shm f 4K\nspawn p\nmmap shared f 8K as m\nread m page 1 faults SIGBUS\n"
          + "assert \(owner)\(name).bus == 1"),
    ]
  }
}
