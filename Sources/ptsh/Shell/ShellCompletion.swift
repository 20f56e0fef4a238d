import Interpreter
import LineEditor
import PTLang
import VM

/// What Tab offers: what the parser expects at the cursor, as far as it begins with what is there.
struct ShellCompletion {
  let names: SessionNames

  /// What may stand at the cursor, in the order of the language's tables.
  func completion(of text: String, at cursor: Int) -> LineEditor.Completion {
    if text.hasPrefix(".") { return commands(text, cursor) }
    let place = PTLang.Completion(in: text, at: cursor)
    let prefix = String(decoding: Array(text.utf8)[place.prefix], as: UTF8.self)
    var seen: Set<String> = []
    let all = place.expected.flatMap { candidates(for: $0) }
    return LineEditor.Completion(
      range: place.prefix,
      candidates: all.filter {
        $0.text.hasPrefix(prefix) && $0.text != prefix && seen.insert($0.text).inserted
      })
  }

  private func candidates(for expected: Expected) -> [Candidate] {
    switch expected {
    case .statement:
      Vocabulary.statements.map(Candidate.init) + Vocabulary.verbs.map { Candidate($0.help) }
        + named(names.processes, "a process, to run a statement")
        + named(names.functions, "a function") + named(names.variables, "a variable")
    case .expression: expressions
    case .clause(let verb, let given): clauses(of: verb, given)
    case .member(let base): members(of: base)
    case .protection: Vocabulary.protections.map(Candidate.init)
    case .advice: Vocabulary.advices.map(Candidate.init)
    case .errno: Vocabulary.errnos.map(Candidate.init) + [Self.any]
    case .signal: Vocabulary.signals.map(Candidate.init) + [Self.any]
    case .machine: Geometry.all.map { Candidate($0.name, summary: $0.summary) }
    case .kernel: Kernel.all.map { Candidate($0.name, summary: $0.summary) }
    case .knob(let isMachine, let name): knobs(ofMachine: isMachine, name)
    case .showTopic: Vocabulary.showTopics.map { Candidate($0.entry) }
    case .word(let word): [Candidate(word, summary: Self.summary(of: word))]
    case .newName: []
    }
  }

  private static let any = Candidate("any", summary: "whatever it is")

  private func named(_ names: [String], _ summary: String) -> [Candidate] {
    names.map { Candidate($0, summary: summary) }
  }

  private static func summary(of word: String) -> String {
    let entries = Vocabulary.clauseWords + Vocabulary.operatorWords
    return entries.first { $0.name == word }?.summary ?? ""
  }

  private var expressions: [Candidate] {
    named(names.regions, "a region") + named(names.processes, "a process")
      + named(names.files, "a file") + named(names.variables, "a variable")
      + named(names.functions, "a function") + Vocabulary.functions.map(Candidate.init)
      + Vocabulary.globals.map(Candidate.init).filter { !$0.text.contains(".") }
  }

  private func clauses(of verb: Call.Verb, _ given: [Clause.Kind]) -> [Candidate] {
    Self.clauseEntries(of: verb, given).map(Candidate.init)
  }

  /// How the clauses are written that a call can still have.
  static func clauseSynopses(of verb: Call.Verb, _ given: [Clause.Kind]) -> [String] {
    clauseEntries(of: verb, given).map(\.synopsis)
  }

  private static func clauseEntries(
    of verb: Call.Verb, _ given: [Clause.Kind]
  ) -> [VocabularyEntry] {
    let form = Vocabulary.form(of: verb)
    let words = form.clauses.filter { !given.contains($0) }.map(\.written)
    let outcomes = verb == .reclaim ? [] : form.isAccess ? ["faults"] : ["fails"]
    return (words + outcomes).compactMap { word in
      Vocabulary.clauseWords.first { $0.name == word }
    }
  }

  private func knobs(ofMachine isMachine: Bool, _ name: String) -> [Candidate] {
    if isMachine { return Vocabulary.machineKnobs.map(Candidate.init) }
    return Kernel.named(name)?.knobs.map { Candidate($0.name, summary: $0.summary) } ?? []
  }

  /// The next part of the names behind a dot: of a counter of the world, or of a thing.
  private func members(of base: Expression) -> [Candidate] {
    var path: [String] = []
    var root = base
    while case .member(let inner, let name) = root.kind {
      path.insert(name.text, at: 0)
      root = inner
    }
    guard case .name(let name) = root.kind else {
      return parts(of: Vocabulary.processProperties, behind: path)
    }
    let isOfWorld =
      names.processes.contains(name) || names.regions.contains(name)
      || names.files.contains(name) || names.variables.contains(name)
    if !isOfWorld { return parts(of: Vocabulary.globals, behind: [name] + path) }
    if names.files.contains(name) { return parts(of: Vocabulary.fileProperties, behind: path) }
    if names.regions.contains(name) { return parts(of: Vocabulary.regionProperties, behind: path) }
    return parts(of: Vocabulary.processProperties, behind: path)
      + (path.isEmpty ? named(names.regions, "a region") : [])
  }

  private func parts(of entries: [VocabularyEntry], behind path: [String]) -> [Candidate] {
    let prefix = path.map { $0 + "." }.joined()
    return entries.compactMap { entry in
      guard entry.name.hasPrefix(prefix) else { return nil }
      let rest = entry.name.dropFirst(prefix.count)
      let part = rest.prefix { $0 != "." && $0 != "(" }
      // `pagetables` stands for all that begins with it.
      return part.isEmpty
        ? nil : Candidate(String(part), summary: part == rest ? entry.summary : "")
    }
  }

  // MARK: Commands

  private func commands(_ text: String, _ cursor: Int) -> LineEditor.Completion {
    let typed = String(decoding: Array(text.utf8.prefix(cursor)), as: UTF8.self)
    guard let space = typed.lastIndex(of: " ") else {
      let all = ShellCommand.allCases.map { Candidate("." + $0.rawValue, summary: $0.summary) }
      return LineEditor.Completion(
        range: 0..<cursor,
        candidates: all.filter { $0.text.hasPrefix(typed) && $0.text != typed })
    }
    let word = typed[typed.index(after: space)...]
    let command = ShellCommand(rawValue: String(typed.dropFirst().prefix { $0 != " " }))
    let words = command == .help ? Explanation.names : command?.words ?? []
    return LineEditor.Completion(
      range: typed[...space].utf8.count..<cursor,
      candidates: words.filter { $0.hasPrefix(word) && $0 != word }.map { Candidate($0) })
  }
}

extension Candidate {
  init(_ entry: VocabularyEntry) { self.init(entry.name, summary: entry.summary) }
}
