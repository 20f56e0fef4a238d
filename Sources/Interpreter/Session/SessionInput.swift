import PTLang

/// Something that was typed, or a file that was read at the prompt.
struct SessionInput {
  /// Its number among the files; those that it uses follow it.
  let file: Int
  let mode: Parser.Mode
  /// The libraries that its `use` may name.
  let libraries: [String: Int]
}

extension Session {
  enum Loading {
    case loaded
    case incomplete([Diagnostic])
    case refused([Diagnostic])
  }

  /// Parses an input and what it uses.
  func load(_ file: SourceFile, _ mode: Parser.Mode) -> Loading {
    let number = fileSet.files.count
    // A library that is not in force may have changed since it was read.
    let known = compiler.included.map { (fileSet.files[$0].name, $0) }
    fileSet.numbers = Dictionary(known) { max($0, $1) }
    var loader = Loader(files: fileSet, read: read)
    loader.load(file, mode: mode)
    inputs.append(SessionInput(file: number, mode: mode, libraries: fileSet.numbers))
    if loader.isIncomplete { return .incomplete(loader.diagnostics) }
    let diagnostics = loader.diagnostics + misplaced(in: fileSet.trees[number].root)
    return diagnostics.isEmpty ? .loaded : .refused(diagnostics.inSourceOrder)
  }

  private func misplaced(in root: Block) -> [Diagnostic] {
    var found: [Diagnostic] = []
    root.forEachStatement { statement in
      guard let word = statement.onlyInTests, found.count < 50 else { return }
      found.append(
        Diagnostic(
          code: DiagnosticCode.misplacedTest.rawValue, message: "`\(word)` in a session",
          range: statement.range,
          hint: "a session has one world and goes on after a failure: `ptsh test FILE` runs tests"))
    }
    return found
  }

  /// The last input goes if nothing of it is in force or could be run again.
  func dropUnusedInput() {
    guard let last = inputs.indices.last, state.steps.last?.input != last,
      !undone.contains(where: { $0.input == last })
    else { return }
    for file in inputs[last].file..<fileSet.files.count { compiler.declarations[Int32(file)] = nil }
    fileSet.drop(from: inputs[last].file)
    inputs.removeLast()
  }
}

extension Statement {
  /// The word of a statement that belongs into a test.
  fileprivate var onlyInTests: String? {
    switch kind {
    case .test: "test"
    case .skip: "skip"
    case .xfail: "xfail"
    case .tag: "tag"
    default: nil
    }
  }
}
