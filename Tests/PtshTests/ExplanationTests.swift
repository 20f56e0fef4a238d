import PTLang
import Testing
import VM

@testable import Interpreter
@testable import ptsh

@Suite("An explanation")
struct ExplanationTests {
  private func text(_ topic: String) -> String {
    Explanation.documents(about: topic)
      .flatMap { $0.lines(width: 100, style: .plain) }.joined(separator: "\n")
  }

  /// The topic of that kind and name, which must say something beside its name.
  private func expectTopic(_ kind: Topic.Kind, _ name: String) {
    let found = Topic.all.filter { $0.kind == kind && $0.name == name }
    #expect(found.count == 1, "\(kind) \(name)")
    let least = kind == .code ? 1 : 2
    #expect(
      found.allSatisfy { $0.body.blocks.count >= least }, "\(kind) \(name) says one line only")
    #expect(found.allSatisfy { !$0.summary.isEmpty && $0.summary != name }, "\(kind) \(name)")
    #expect(text(name).count > name.count + 40, "\(kind) \(name)")
  }

  @Test func `exists for every code of the language, of a run and of a check`() {
    let codes =
      DiagnosticCode.allCases.map(\.rawValue) + RunCode.allCases.map(\.rawValue)
      + WarningCode.allCases.map(\.rawValue)
    for code in codes { expectTopic(.code, code) }
    #expect(Set(codes).count == codes.count)
    #expect(Set(codes).isSubset(of: CodeCatalogue.all.map(\.code)))
    #expect(Set(CodeCatalogue.all.map(\.code)).count == CodeCatalogue.all.count)
  }

  @Test func `exists for every verb, statement and clause`() {
    for verb in Call.Verb.allCases { expectTopic(.statement, verb.rawValue) }
    for statement in Vocabulary.statements { expectTopic(.statement, statement.name) }
    for clause in Vocabulary.clauseWords { expectTopic(.clause, clause.name) }
    for advice in Vocabulary.advices { expectTopic(.advice, advice.name) }
    for function in Builtin.allCases { expectTopic(.function, function.rawValue) }
  }

  @Test func `exists for every counter and property`() {
    for counter in GlobalCounter.allCases { expectTopic(.counter, counter.rawValue) }
    for counter in ProcessCounter.allCases { expectTopic(.processProperty, counter.rawValue) }
    for name in PropertyNames.process + PropertyNames.processMethods {
      expectTopic(.processProperty, name)
    }
    for name in PropertyNames.file { expectTopic(.fileProperty, name) }
    for name in PropertyNames.region { expectTopic(.regionProperty, name) }
  }

  @Test func `exists for every kernel, machine, knob, error number and signal`() {
    for kernel in Kernel.all {
      expectTopic(.kernel, kernel.name)
      for knob in kernel.knobs { expectTopic(.knob, knob.name) }
      for row in RuleRow.all { #expect(text(kernel.name).contains(row.title)) }
    }
    for profile in CostProfile.all {
      expectTopic(.profile, profile.name)
      for price in profile.prices { #expect(text(profile.name).contains(price.event.summary)) }
    }
    for machine in Geometry.all { expectTopic(.machine, machine.name) }
    for errno in Errno.allCases { expectTopic(.errno, errno.rawValue) }
    for signal in Signal.allCases { expectTopic(.signal, signal.rawValue) }
  }

  @Test func `of a verb says how it is written, refused, shown, and where Linux has it`() {
    for form in Vocabulary.verbs {
      let help = form.help
      #expect(!help.details.isEmpty && help.example != nil && help.origin != nil, "\(form.verb)")
      #expect(!help.refusals.isEmpty || form.verb == .reclaim, "\(form.verb)")
      for refusal in help.refusals {
        let names = Vocabulary.errnos + Vocabulary.signals
        #expect(names.contains { $0.name == refusal.name }, "\(form.verb) \(refusal.name)")
      }
      #expect(
        help.example?.contains("\(form.verb.rawValue) ") ?? false
          || form.verb == .swapoff, "\(form.verb)")
    }
    #expect(text("mmap").contains("\n  EEXIST  something is mapped at the address of `at`\n"))
    #expect(text("mmap").hasSuffix("\n  In Linux: do_mmap in mm/mmap.c."))
  }

  @Test func `of a counter says its unit, what it counts, and an assertion`() {
    for entry in Vocabulary.globals + Vocabulary.processProperties + Vocabulary.fileProperties
      + Vocabulary.regionProperties
    {
      #expect(entry.unit != nil, "\(entry.name)")
      let isModelled =
        !Vocabulary.globals.contains(entry) || GlobalCounter(rawValue: entry.name) != nil
      #expect((entry.example != nil) == isModelled, "\(entry.name)")
      guard let example = entry.example, let last = entry.name.split(separator: ".").last
      else { continue }
      #expect(example.contains(last) && example.contains("assert"), "\(entry.name)")
    }
    #expect(text("locks.mmap.taken").contains("No kernel models it yet"))
    #expect(text("pagetables.saved").contains("Every kernel models it"))
    #expect(text("rmap.nodes").contains("Every kernel but `linux-6.18` models it"))
  }

  @Test func `of a machine has its geometry`() {
    #expect(
      text("i386-pae").contains("\n  pmd    9           512      2 MiB           1 GiB\n"))
    #expect(text("i386-pae").contains("counted as one page"))
    #expect(text("linux-6.18").contains("\n  reading a file maps  cached pages in 64 KiB around\n"))
    #expect(text("shpte").contains("3 (0 or more)"))
  }

  @Test(arguments: [
    ("p.rss", "rss (property of a process)"), ("buf.start", "start (property of a region)"),
    ("m.pte.copied", "pte.copied (counter)"), ("saved", "pagetables.saved (counter)"),
    ("pt0405", "PT0405: an address without a length"), ("einval", "EINVAL (error number)"),
    ("locks.mmap_lock.taken", "locks.NAME.taken (counter)"), ("SHPTE", "shpte (kernel)"),
    ("codes", "codes (each is a code)"), ("memory", "memory. (members)"),
    ("swap", "swap (property of a process)"), ("swap", "swap. (members)"),
  ])
  func `is found as people write it`(topic: String, title: String) {
    let titles = Explanation.documents(about: topic).map { document -> String in
      guard case .heading(let title, _) = document.blocks.first else { return "" }
      return title.replacing("  ", with: " ")
    }
    #expect(titles.contains(title), "\(titles)")
  }

  @Test(arguments: ["", ".", "...", "p.", "nothing.rss.else", "é", "\u{0}"])
  func `of nothing known is none`(topic: String) {
    #expect(Explanation.documents(about: topic).isEmpty)
  }

  @Test func `of nothing known suggests something, with status 64`() {
    let result = PtshProcess(arguments: ["explain", "pagetable"]).run()
    #expect(result.status == 64)
    #expect(result.errors.contains("did you mean `pagetables`?"))
    #expect(
      PtshProcess(arguments: ["explain", "\u{1b}[2J"]).run().errors.contains("\u{1b}") == false)
  }

  @Test func `without a topic says what there is`() {
    let result = PtshProcess(arguments: ["explain"]).run()
    #expect(result.status == 0 && result.errors.isEmpty)
    for kind in Topic.Kind.allCases {
      #expect(result.output.contains("\n  \(kind.group) "), "\(kind)")
      #expect(!Explanation.list(of: kind).blocks.isEmpty)
    }
  }

  @Test func `fits the width that there is`() {
    for topic in Topic.all {
      for line in topic.document().lines(width: 80, style: .plain) {
        #expect(line.count <= 80 || topic.kind == .code || line.hasPrefix("    "), "\(line)")
        #expect(line.last != " ", "\(topic.name)")
      }
    }
  }
}

@Suite("An example of the documentation")
struct DocumentationExampleTests {
  private static let entries: [VocabularyEntry] =
    Vocabulary.statements + Vocabulary.verbs.map(\.help) + Vocabulary.clauseWords
    + Vocabulary.protections + Vocabulary.advices + Vocabulary.functions + Vocabulary.operatorWords
    + Vocabulary.globals + Vocabulary.processProperties + Vocabulary.fileProperties
    + Vocabulary.regionProperties + Vocabulary.errnos + Vocabulary.signals + Vocabulary.machineKnobs

  @Test func `runs and passes`() {
    let examples = Self.entries.compactMap(\.example)
    #expect(examples.count > 200)
    for example in examples {
      let run = ScriptRun(example)
      #expect(run.isGood, "\(example)\n\(run.messages)")
    }
  }

  @Test func `of a code is reported with it, and what was meant is not`() {
    var shown = 0
    for entry in CodeCatalogue.all {
      guard let example = entry.example else { continue }
      shown += 1
      #expect(ScriptRun(example.wrong).codes.contains(entry.code), "\(entry.code)")
      let right = ScriptRun(example.right)
      let isWarning = WarningCode(rawValue: entry.code) != nil
      #expect(right.isGood && !right.codes.contains(entry.code), "\(entry.code) \(right.messages)")
      #expect(!isWarning || right.codes.isEmpty, "\(entry.code) \(right.messages)")
    }
    #expect(shown > 90)
  }
}
