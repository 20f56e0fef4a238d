import Interpreter
import PTLang
import VM

/// Something that may be typed, with a line about it.
struct Suggested: Hashable {
  let text: String
  let summary: String
  /// What is typed after it when it is the only one.
  var suffix = " "
}

/// What Tab offers: what the parser expects at the cursor, as far as it begins with what is there.
struct ShellCompletion {
  let names: SessionNames

  /// - Parameter offset: of the cursor, in bytes.
  /// - Returns: the bytes to be replaced, and by what, in the order of the language's tables.
  func candidates(in text: String, at offset: Int) -> (range: Range<Int>, [Suggested]) {
    if text.hasPrefix(".") { return commands(text, offset) }
    let completion = Completion(in: text, at: offset)
    let prefix = String(
      decoding: Array(text.utf8)[completion.prefix], as: UTF8.self)
    var seen: Set<String> = []
    let all = completion.expected.flatMap { self.candidates(for: $0) }
    return (
      completion.prefix,
      all.filter { $0.text.hasPrefix(prefix) && $0.text != prefix && seen.insert($0.text).inserted }
    )
  }

  private func candidates(for expected: Expected) -> [Suggested] {
    switch expected {
    case .statement:
      Vocabulary.statements.map(Suggested.init) + Vocabulary.verbs.map { Suggested($0.help) }
        + named(names.processes, "a process, to run a statement")
        + named(names.functions, "a function") + named(names.variables, "a variable")
    case .expression: expressions
    case .clause(let verb, let given): clauses(of: verb, given)
    case .member(let base): members(of: base)
    case .protection: Vocabulary.protections.map(Suggested.init)
    case .advice: Vocabulary.advices.map(Suggested.init)
    case .errno: Vocabulary.errnos.map(Suggested.init) + [Self.any]
    case .signal: Vocabulary.signals.map(Suggested.init) + [Self.any]
    case .machine: Geometry.all.map { Suggested(text: $0.name, summary: $0.summary) }
    case .kernel: Kernel.all.map { Suggested(text: $0.name, summary: $0.summary) }
    case .knob(let isMachine, let name): knobs(ofMachine: isMachine, name)
    case .showTopic: Vocabulary.showTopics.map { Suggested($0.entry) }
    case .word(let word): [Suggested(text: word, summary: Self.summary(of: word))]
    case .newName: []
    }
  }

  private static let any = Suggested(text: "any", summary: "whatever it is")

  private func named(_ names: [String], _ summary: String) -> [Suggested] {
    names.map { Suggested(text: $0, summary: summary) }
  }

  private static func summary(of word: String) -> String {
    let entries = Vocabulary.clauseWords + Vocabulary.operatorWords
    return entries.first { $0.name == word }?.summary ?? ""
  }

  private var expressions: [Suggested] {
    named(names.regions, "a region") + named(names.processes, "a process")
      + named(names.files, "a file") + named(names.variables, "a variable")
      + named(names.functions, "a function") + Vocabulary.functions.map(Suggested.init)
      + Vocabulary.globals.map(Suggested.init).filter { !$0.text.contains(".") }
  }

  private func clauses(of verb: Call.Verb, _ given: [Clause.Kind]) -> [Suggested] {
    Self.clauseEntries(of: verb, given).map(Suggested.init)
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

  private func knobs(ofMachine isMachine: Bool, _ name: String) -> [Suggested] {
    if isMachine {
      return ["memory", "lowmem", "swap"].map { Suggested(text: $0, summary: "bytes") }
    }
    return Kernel.named(name)?.knobs.map { Suggested(text: $0.name, summary: $0.summary) } ?? []
  }

  /// The next part of the names behind a dot: of a counter of the world, or of a thing.
  private func members(of base: Expression) -> [Suggested] {
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

  private func parts(of entries: [VocabularyEntry], behind path: [String]) -> [Suggested] {
    let prefix = path.map { $0 + "." }.joined()
    return entries.compactMap { entry in
      guard entry.name.hasPrefix(prefix) else { return nil }
      let rest = entry.name.dropFirst(prefix.count)
      let part = rest.prefix { $0 != "." && $0 != "(" }
      // `pagetables` stands for all that begins with it.
      return part.isEmpty
        ? nil : Suggested(text: String(part), summary: part == rest ? entry.summary : "")
    }
  }

  // MARK: Commands

  private func commands(_ text: String, _ offset: Int) -> (range: Range<Int>, [Suggested]) {
    let typed = String(decoding: Array(text.utf8.prefix(offset)), as: UTF8.self)
    guard let space = typed.lastIndex(of: " ") else {
      let all = ShellCommand.allCases.map {
        Suggested(text: "." + $0.rawValue, summary: $0.summary)
      }
      return (0..<offset, all.filter { $0.text.hasPrefix(typed) && $0.text != typed })
    }
    let start = typed[...space].utf8.count
    let word = typed[typed.index(after: space)...]
    let command = ShellCommand(rawValue: String(typed.dropFirst().prefix { $0 != " " }))
    let words = command == .help ? Explanation.names : command?.words ?? []
    return (
      start..<offset,
      words.filter { $0.hasPrefix(word) && $0 != word }.map { Suggested(text: $0, summary: "") }
    )
  }
}

extension Suggested {
  init(_ entry: VocabularyEntry) { self.init(text: entry.name, summary: entry.summary) }
}
