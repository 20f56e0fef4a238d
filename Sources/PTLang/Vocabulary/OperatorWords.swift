extension Vocabulary {
  /// Words inside expressions and after blocks that can name nothing.
  public static let operatorWords: [VocabularyEntry] = [
    VocabularyEntry(
      "and", "a and b", "both hold; b is looked at only if a holds",
      example: "spawn p\nassert p.alive and p.rss == 0"),
    VocabularyEntry(
      "or", "a or b", "one of them holds; b is looked at only if a does not hold",
      example: "let n = 7\nassert n == 7 or n // 0 == 1"),
    VocabularyEntry(
      "not", "not a", "a does not hold",
      details: "It binds weaker than a comparison: `not a == b` is `not (a == b)`.",
      example: "assert not 1 == 2"),
    VocabularyEntry(
      "in", "a in xs", "a is an element of a list, range or string",
      example: "assert 3 in 1..9 and \"ab\" in \"cabs\""),
    VocabularyEntry("true", "holds", example: "assert true"),
    VocabularyEntry("false", "does not hold", example: "assert not false"),
    VocabularyEntry(
      "nil", "nothing",
      details: "What questions answer where nothing is. It has no members.",
      example: "spawn p\nassert p.frame(0x1000) == nil"),
    VocabularyEntry(
      "else", "if C { } else { }", "what runs when no condition holds",
      details: "In a file it may begin a line.",
      example: "var x = 0\nif 1 > 2 { x = 1 } else { x = 2 }\nassert x == 2"),
    VocabularyEntry(
      "measure", "let m = measure { }", "runs a block: a record of what it changed",
      details: """
        The whole right side of `let`, `var` or `=`. The record has every counter of the world, as \
        change over the block: `m.pte.copied`. `m.of(p)` has those of a process, from 0 if the block \
        made it.
        """,
      example: Scene.shared("let m = measure { fork p3 }\nassert m.tables.shared == 32\n")
        + "assert m.of(p3).rss == 64M"),
  ]
}
