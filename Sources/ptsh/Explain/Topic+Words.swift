import Interpreter
import PTLang
import VM

extension Topic {
  static func word(_ kind: Kind, _ entry: VocabularyEntry, _ body: Document) -> Topic {
    Topic(kind: kind, name: entry.name, summary: entry.summary, body: body)
  }

  /// A verb, with the line of help of each of its clauses.
  static func verb(_ form: VerbForm) -> Topic {
    let clauses = form.clauses.map { clause -> Document.Item in
      switch clause {
      case .advice: .init(term: "ADVICE", text: "what is advised: `ptsh explain advices`")
      case .value: .init(term: "= V", text: "the value that is stored")
      default:
        Vocabulary.clauseWords.first { $0.name == clause.rawValue }
          .map { .init(term: $0.synopsis, text: $0.summary) }
          ?? .init(term: clause.rawValue, text: "")
      }
    }
    return word(.statement, form.help, form.help.body(parts: clauses, named: "Clauses:"))
  }

  /// A clause, with the statements that take it.
  static func clause(_ entry: VocabularyEntry) -> Topic {
    let verbs = Vocabulary.verbs.filter { form in
      form.clauses.contains { $0.rawValue == entry.name }
    }
    let takers: String
    switch entry.name {
    case "seed": takers = "A part of `random`."
    case "fails": takers = "Of system calls; `spawn`, `fork`, `thread` and `exec` are some."
    case "faults": takers = "Of `read`, `write` and `execute`."
    case "filled", "hugetlb": takers = "Of `file` and `shm`."
    case "with": takers = "Of `machine` and `kernel`."
    default: takers = "Of " + verbs.map { "`\($0.help.name)`" }.joined(separator: ", ") + "."
    }
    return word(.clause, entry, entry.body(facts: [takers]))
  }

  /// A counter of the world.
  static func counter(_ entry: VocabularyEntry) -> Topic {
    let isModelled = Modelling.has(counter: entry.name)
    let others = Kernel.all.filter {
      Modelling.obstacle(toCounter: entry.name, under: $0) != nil
    }
    let kernels =
      others.isEmpty
      ? "kernel" : "kernel but " + others.map { "`\($0.name)`" }.joined(separator: ", ")
    let modelled =
      isModelled
      ? "Every \(kernels) models it. `measure` gives its change as `m.\(entry.name)`."
      : "No kernel models it yet: to ask for it is an error that says so."
    return word(.counter, entry, entry.body(facts: [modelled]))
  }

  static func processProperty(_ entry: VocabularyEntry) -> Topic {
    let fields = Vocabulary.fields(ofRecord: entry.name)
    let body = entry.body(
      parts: fields.map { .init(term: $0.name, text: $0.summary) },
      named: "The record has the fields:",
      facts: ["Asked as `p.\(entry.synopsis)`. Every kernel models it."])
    return word(.processProperty, entry, body)
  }

  /// An error number or signal, with the statements that end so, and when.
  static func refusal(_ kind: Kind, _ entry: VocabularyEntry) -> Topic {
    var body = entry.body()
    let reasons = (Vocabulary.verbs.map(\.help) + Vocabulary.statements).flatMap { verb in
      verb.refusals.filter { $0.name == entry.name }
        .map { Document.Item(term: verb.name, text: $0.reason) }
    }
    if reasons.isEmpty {
      body.paragraph("The language knows it; no modelled kernel answers with it.")
    } else {
      body.list(reasons, after: "Statements end with it when:")
    }
    return word(kind, entry, body)
  }
}

extension Vocabulary {
  /// The fields of the record that a question answers with.
  static func fields(ofRecord question: String) -> [VocabularyEntry] {
    switch question {
    case "pte": pteFields
    case "pmd": pmdFields
    case "vma": vmaFields
    default: []
    }
  }
}

extension VocabularyEntry {
  /// What the table knows about the word.
  ///
  /// - Parameters:
  ///   - parts: what it is made of, under a line that says what they are.
  ///   - facts: sentences that follow from other tables.
  func body(
    parts: [Document.Item] = [], named introduction: String? = nil, facts: [String] = []
  ) -> Document {
    var document = Document()
    document.paragraph(summary)
    if synopsis != name { document.code(Synopsis.wrapped(synopsis, to: 72)) }
    if let unit { document.paragraph("Unit: \(unit).") }
    document.paragraph(details)
    document.list(parts, after: introduction)
    document.list(
      refusals.map { .init(term: $0.name, text: $0.reason) }, after: "It is refused with:")
    for fact in facts { document.paragraph(fact) }
    document.code(example, after: "For example:")
    if let origin { document.paragraph("In Linux: \(origin).") }
    return document
  }
}

/// How a statement is written, in lines.
enum Synopsis {
  /// The lines break between parts, not inside brackets; further ones are indented.
  static func wrapped(_ synopsis: String, to width: Int) -> String {
    var lines: [String] = []
    var line = ""
    for part in parts(of: synopsis) {
      if !line.isEmpty, line.count + 1 + part.count > width {
        lines.append(line)
        line = "   "
      }
      line += line.isEmpty ? part : " \(part)"
    }
    return (lines + [line]).joined(separator: "\n")
  }

  private static func parts(of synopsis: String) -> [String] {
    var parts: [String] = [""]
    var depth = 0
    for character in synopsis {
      if character == "[" { depth += 1 }
      if character == "]" { depth -= 1 }
      if character == " ", depth == 0 {
        parts.append("")
      } else {
        parts[parts.count - 1].append(character)
      }
    }
    return parts
  }
}
