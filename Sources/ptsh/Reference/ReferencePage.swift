import Interpreter
import PTLang
import VM

/// `docs/reference.md`: everything that the tables know, on one page.
enum ReferencePage {
  static var document: Document {
    var page = Document()
    page.heading("Reference", level: 1)
    page.paragraph(
      "Every word of PTLang, every question, machine, kernel, option and code. What the words mean "
        + "together is in [language.md](language.md), what the kernels do in [model.md](model.md). "
        + "`ptsh explain TOPIC` says what stands here, and more, one topic at a time.")
    page.paragraph(
      "This page is generated: `scripts/reference` writes it from the program's tables.")
    page.paragraph(
      sections.map { "[\($0.title)](#\(Document.anchor($0.title)))" }.joined(separator: " · "))
    for section in sections {
      page.heading(section.title)
      page += section.content
    }
    return page
  }

  static var sections: [(title: String, content: Document)] {
    [
      ("Statements", statements), ("Clauses", clauses), ("Protections", list(.protection)),
      ("Advices", list(.advice)), ("Operators", list(.operatorWord)),
      ("Functions", list(.function)), ("Counters", counters),
      ("Properties", properties), ("Error numbers and signals", refusals),
      ("Machines", machines), ("Kernels", kernels), ("Knobs", knobs),
      ("Cost profiles", list(.profile)), ("Command line", commandLine), ("Limits", limits),
      ("Exit statuses", statuses),
      ("Codes", codes),
    ]
  }

  // MARK: Words

  private static var statements: Document {
    var document = Document()
    for topic in Topic.all where topic.kind == .statement {
      document.heading(topic.name, level: 3)
      document.paragraph(sentence(topic.summary))
      document.blocks += topic.body.blocks.dropFirst()
    }
    return document
  }

  private static func list(_ kind: Topic.Kind) -> Document {
    Document([
      .list(
        Topic.all.filter { $0.kind == kind }.map { topic in
          .init(term: topic.name, text: topic.summary)
        })
    ])
  }

  private static var clauses: Document {
    table(
      ["clause", "", ""],
      Vocabulary.clauseWords.map { ["`\($0.synopsis)`", $0.summary, $0.details] })
  }

  // MARK: Questions

  private static var counters: Document {
    var document = Document()
    document.paragraph(
      "Of the world. `measure` gives the change of each over a block.")
    let known = Vocabulary.globals.filter { Modelling.has(counter: $0.name) }
    document += questions(known)
    document.paragraph("The language knows these too; no kernel models them yet:")
    document += questions(Vocabulary.globals.filter { !Modelling.has(counter: $0.name) })
    return document
  }

  private static var properties: Document {
    var document = Document()
    for (title, entries) in [
      ("Of a process", Vocabulary.processProperties), ("Of a file", Vocabulary.fileProperties),
      ("Of a region", Vocabulary.regionProperties),
    ] {
      document.heading(title, level: 3)
      document += questions(entries)
    }
    for question in ["pte", "pmd", "vma"] {
      document.heading("Fields of p.\(question)(ADDR)", level: 3)
      document.list(
        Vocabulary.fields(ofRecord: question).map { .init(term: $0.name, text: $0.summary) })
    }
    return document
  }

  private static func questions(_ entries: [VocabularyEntry]) -> Document {
    table(
      ["name", "unit", "what", "in Linux"],
      entries.map { entry in
        let text = sentence(entry.summary) + (entry.details.isEmpty ? "" : " \(entry.details)")
        return ["`\(entry.synopsis)`", entry.unit ?? "", text, entry.origin ?? ""]
      })
  }

  private static var refusals: Document {
    table(
      ["name", "meaning", "statements that end so"],
      (Vocabulary.errnos + Vocabulary.signals).map { entry in
        let statements = (Vocabulary.verbs.map(\.help) + Vocabulary.statements)
          .filter { $0.refusals.contains { $0.name == entry.name } }
        return [
          "`\(entry.name)`", entry.summary,
          statements.map { "`\($0.name)`" }.joined(separator: " "),
        ]
      })
  }

  // MARK: The model

  private static var machines: Document {
    var document = Document()
    for topic in Topic.all where topic.kind == .machine {
      document.heading(topic.name, level: 3)
      document += topic.body
    }
    return document
  }

  private static var kernels: Document {
    var document = Document()
    document.list(Kernel.all.map { .init(term: $0.name, text: $0.summary) })
    document.blocks.append(
      .table(
        header: ["rule"] + Kernel.all.map(\.name),
        rows: RuleRow.all.map { row in [row.title] + Kernel.all.map(row.phrase) }))
    return document
  }

  private static var knobs: Document {
    var rows = Vocabulary.machineKnobs.map { ["`\($0.name)`", "machines", $0.summary, ""] }
    rows += Kernel.allKnobs.map { knob in
      let value = Kernel.all.lazy.compactMap { $0.shownValue(ofKnob: knob.name) }.first ?? ""
      return ["`\(knob.name)`", Kernel.names(with: knob), knob.summary, value]
    }
    return table(["knob", "of", "", "value"], rows)
  }

  // MARK: The command line

  private static var commandLine: Document {
    var document = Document()
    document.code(CommandHelp.root.usage.joined(separator: "\n"))
    for command in CommandHelp.all {
      document.heading("ptsh \(command.name)", level: 3)
      document.paragraph(command.abstract)
      document.code(command.usage.joined(separator: "\n"))
      for text in command.discussion { document.paragraph(text) }
      for section in command.sections {
        document.list(section.items, after: "\(section.title.capitalizedWord):")
      }
    }
    return document
  }

  /// The options that set a limit, with what the limit is without them.
  private static var limits: Document {
    var document = Document()
    document.paragraph("Past a limit a test ends with an error at the statement that was running.")
    let options = CommandHelp.all.first { $0.name == "run" }?.options(beginning: "--max-") ?? []
    document.list(options)
    return document
  }

  static var statuses: Document {
    var document = Document()
    document.list(
      ExitStatus.allCases.sorted { $0.rawValue < $1.rawValue }
        .map { .init(term: "\($0.rawValue)", text: $0.meaning) })
    let order = ExitStatus.allCases.filter { $0 != .usage }.reversed().map { "\($0.rawValue)" }
    document.paragraph(
      "With several files the worst decides, in this order: \(order.joined(separator: ", ")).")
    return document
  }

  private static var codes: Document {
    table(
      ["code", "", ""],
      CodeCatalogue.all.map { ["`\($0.code)`", $0.title, $0.explanation] })
  }

  // MARK: Texts

  private static func table(_ header: [String], _ rows: [[String]]) -> Document {
    var document = Document()
    document.table(header, rows)
    return document
  }

  /// The phrase as a sentence.
  private static func sentence(_ phrase: String) -> String {
    let first = phrase.first.map { $0.isLetter ? $0.uppercased() : String($0) } ?? ""
    return first + phrase.dropFirst() + "."
  }
}
