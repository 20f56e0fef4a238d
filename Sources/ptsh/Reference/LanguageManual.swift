import Interpreter
import PTLang
import VM

/// `pts(5)`: the language in brief.
enum LanguageManual {
  static var text: String {
    ManualPage(
      name: "pts", section: 5, description: "the language of ptsh scenarios", synopsis: [],
      body: body
    ).text
  }

  private static var body: Document {
    var page = Document()
    page.heading("Description")
    page.paragraph(
      "A scenario is a text in UTF-8, one statement a line, that makes processes, has them map and "
        + "touch memory, and asserts what that must have cost.")
    page.code(scenario, after: "For example:")
    page.paragraph(
      "`ptsh explain TOPIC` says more about every word on this page, with an example for most.")
    page.heading("Text")
    page.list(literals)
    page.heading("Expressions")
    page.list(operators, after: "Operators, those that bind least first:")
    page.list(items(Vocabulary.operatorWords), after: "Words:")
    page.list(items(Vocabulary.functions), after: "Functions:")
    page.heading("Statements")
    page.list(items(Vocabulary.statements))
    page.heading("System calls and accesses")
    for paragraph in calls { page.paragraph(paragraph) }
    page.list(items(Vocabulary.verbs.map(\.help)))
    page.heading("Clauses")
    page.list(items(Vocabulary.clauseWords))
    page.list(items(Vocabulary.protections), after: "Protections:")
    page.list(items(Vocabulary.advices), after: "Advices of `madvise`:")
    page.list(items(Vocabulary.errnos + Vocabulary.signals), after: "Error numbers and signals:")
    page.heading("Counters")
    page.paragraph("Sizes are in bytes, counts are counts. Of the world:")
    page.list(items(Vocabulary.globals.filter { Modelling.has(counter: $0.name) }))
    page.list(items(Vocabulary.processProperties, behind: "p."), after: "Of a process p:")
    page.list(items(Vocabulary.fileProperties, behind: "f."), after: "Of a file f:")
    page.list(items(Vocabulary.regionProperties, behind: "r."), after: "Of a region r:")
    page.heading("Machines and kernels")
    page.list(Geometry.all.map { .init(term: $0.name, text: $0.summary) }, after: "Machines:")
    page.list(Kernel.all.map { .init(term: $0.name, text: $0.summary) }, after: "Kernels:")
    page.list(
      items(Vocabulary.machineKnobs)
        + Kernel.allKnobs.map { knob in
          .init(term: knob.name, text: "of \(Kernel.names(with: knob)): \(knob.summary)")
        }, after: "Knobs:")
    return page
  }

  private static func items(
    _ entries: [VocabularyEntry], behind prefix: String = ""
  ) -> [Document.Item] {
    entries.map { .init(term: prefix + $0.synopsis, text: $0.summary) }
  }

  private static let scenario = """
    spawn p1                       # becomes the current process
    mmap shared 64M as buf
    write buf
    fork p2
    p2: write buf at 8K = 42
    assert p1.value(buf.start + 8K) == 42
    assert pagetables.leaf == 32   # one set of tables for both
    """

  private static let literals: [Document.Item] = [
    .init(term: "# comment", text: "to the end of the line"),
    .init(
      term: "statement; statement",
      text: "A statement ends with its line or with `;`. It goes on in the next line inside "
        + "brackets, behind an operator, a comma, `=`, the `:` of a subject, or `\\`."),
    .init(term: "{ }", text: "a block"),
    .init(term: "p2: statement", text: "runs it in another process, or in each of a family"),
    .init(term: "42 0x4000_0000 0b1010 0o17", text: "integers, of 64 bits with a sign"),
    .init(term: "4K 64M 2G 1T 1P", text: "sizes: powers of 1024; `KiB` and so on are the same"),
    .init(term: "8 pages", text: "that many times the page size"),
    .init(term: "0.5 1e6", text: "floats"),
    .init(
      term: "\"text {p1.rss}\"",
      text: "strings, with expressions inside, and `\\n \\t \\r \\0 \\\" \\\\ \\{ \\u{1F600}`"),
    .init(term: "[1, 2]  1..10  0..<10", text: "lists, ranges with their end and without it"),
  ]

  private static let operators: [Document.Item] = [
    .init(term: "or", text: "either"), .init(term: "and", text: "both"),
    .init(term: "not", text: "neither"),
    .init(term: "== != < <= > >= in", text: "comparisons; chains as in `1 <= x <= 9`"),
    .init(term: ".. ..<", text: "ranges"), .init(term: "| ^ &", text: "bits, each its own level"),
    .init(term: "<< >>", text: "shifts"), .init(term: "+ -", text: "also joins strings and lists"),
    .init(term: "* / // %", text: "`/` gives a float, `//` rounds down, `%` goes with it"),
    .init(term: "- ~", text: "in front of a value"),
    .init(term: "a.b a[i] f(x)", text: "members, elements, calls"),
  ]

  private static let calls = [
    """
    They act in the current process. TARGET is a region, an address, or a range of addresses \
    `A..<B`. Clauses stand in any order, `fails` and `faults` last. A call that is refused, or an \
    access that faults, fails the test unless the statement says that it must.
    """
  ]
}
