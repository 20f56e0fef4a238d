import Testing

@testable import PTLang

/// The tables of words, and what is made from them.
@Suite struct Words {
  static let tables: [(name: String, entries: [VocabularyEntry])] = [
    ("statements", Vocabulary.statements), ("operators", Vocabulary.operatorWords),
    ("verbs", Vocabulary.verbs.map(\.help)),
    ("clauses", Vocabulary.clauseWords), ("protections", Vocabulary.protections),
    ("advices", Vocabulary.advices), ("errnos", Vocabulary.errnos),
    ("signals", Vocabulary.signals), ("topics", Vocabulary.showTopics.map(\.entry)),
    ("functions", Vocabulary.functions), ("globals", Vocabulary.globals),
    ("process", Vocabulary.processProperties), ("file", Vocabulary.fileProperties),
    ("region", Vocabulary.regionProperties), ("pte", Vocabulary.pteFields),
    ("pmd", Vocabulary.pmdFields), ("vma", Vocabulary.vmaFields),
    ("knobs", Vocabulary.machineKnobs),
  ]

  @Test func `every word has one line of help, and stands once in its table`() {
    for (table, entries) in Words.tables {
      var seen = Set<String>()
      for entry in entries {
        #expect(seen.insert(entry.name).inserted, "\(table) \(entry.name)")
        #expect(!entry.summary.isEmpty && entry.summary.count <= 80, "\(table) \(entry.name)")
        #expect(
          !entry.summary.contains("\n") && entry.summary.last != ".", "\(table) \(entry.name)")
        #expect(
          entry.synopsis.contains(entry.name.prefix { $0 != "." }), "\(table) \(entry.name)")
      }
    }
  }

  @Test func `every statement of the table is known to the parser`() {
    for entry in Vocabulary.statements {
      let found = problems("\(entry.name) ???")
      #expect(!found.contains { $0.hasPrefix("PT0206") || $0.hasPrefix("PT0406") }, "\(entry.name)")
      #expect(!found.contains { $0.contains("expression, found '\(entry.name)'") }, "\(entry.name)")
    }
  }

  @Test func `every reserved word is refused as a variable`() {
    for word in Vocabulary.reserved.sorted() {
      #expect(problems("let \(word) = 1").map { $0.prefix(6) } == ["PT0301"], "\(word)")
    }
  }

  @Test func `every clause word and property is refused as a region, and free as a variable`() {
    for word in Vocabulary.clauseNames.union(Vocabulary.propertyNames).sorted() {
      if Vocabulary.reserved.contains(word) { continue }
      #expect(problems("mmap 4K as \(word)").map { $0.prefix(6) } == ["PT0302"], "\(word)")
      #expect(problems("let \(word) = \(word)") == [], "\(word)")
    }
    #expect(
      Vocabulary.propertyNames.isSuperset(of: ["rss", "pagetables", "locks", "start", "dirty"]))
  }

  @Test func `every clause of a verb is in the synopsis of its help`() {
    for form in Vocabulary.verbs {
      for kind in form.clauses where kind != .prot || form.verb != .mprotect {
        let word = kind == .value ? "= V" : kind == .advice ? "ADVICE" : kind.rawValue
        #expect(form.help.synopsis.contains(word), "\(form.verb) \(word)")
      }
    }
  }

  @Test func `every call clause has a word of help`() {
    for kind in Clause.Kind.allCases where kind != .value && kind != .advice {
      #expect(Vocabulary.clauseNames.contains(kind.rawValue), "\(kind)")
    }
  }

  @Test func `every code is explained, in lines of its own`() {
    var titles = Set<String>()
    for code in DiagnosticCode.allCases {
      #expect(code.rawValue.wholeMatch(of: /PT0[1-4]\d\d/) != nil)
      #expect(titles.insert(code.title).inserted, "\(code)")
      #expect(code.title.last != "." && code.title.count <= 80, "\(code)")
      #expect(code.explanation.last == "." && code.explanation.count > 40, "\(code)")
    }
  }

  @Test(
    arguments: [
      ("asert", "assert"), ("mnumap", "munmap"), ("EINVLA", nil), ("raed", "read"),
      ("pagetables", nil), ("xyzzy", nil), ("", nil), ("a", nil), ("WRITE", "write"),
      ("srhed", nil), ("sapwn", "spawn"),
    ] as [(String, String?)])
  func `the nearest word is suggested, if it is near`(written: String, meant: String?) {
    #expect(Suggestion.nearest(to: written, in: Vocabulary.statementStarts) == meant)
  }

  @Test func `of equally near words the first is suggested, and never the word itself`() {
    #expect(Suggestion.nearest(to: "cat", in: ["bat", "hat"]) == "bat")
    #expect(Suggestion.nearest(to: "cat", in: ["hat", "bat"]) == "hat")
    #expect(Suggestion.nearest(to: "cat", in: ["cat", "cut"]) == "cut")
    #expect(Suggestion.nearest(to: "lenght", in: ["length"]) == "length")
    #expect(Suggestion.nearest(to: "pagetable.leaf", in: ["pagetables.leaf"]) == "pagetables.leaf")
    #expect(Suggestion.hint(for: "rs", in: ["rss"]) == "did you mean `rss`?")
  }
}
