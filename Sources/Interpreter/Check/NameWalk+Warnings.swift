import PTLang

extension NameWalk {
  /// What nobody uses, and what hides something.
  static func warnings(about files: FileSet, isLibrary: Bool) -> [Diagnostic] {
    var walk = NameWalk(files: files)
    walk.walk()
    let unused = walk.declarations.compactMap { declaration in
      let isForOthers =
        declaration.isOutermost && (isLibrary || declaration.name.range.file != 0)
      return isForOthers ? nil : declaration.warning
    }
    return walk.warnings + unused + (isLibrary ? [] : walk.unusedLibraries)
  }

  /// A library is used if one of its names is mentioned, or one of what it uses itself.
  private var unusedLibraries: [Diagnostic] {
    guard let main = files.trees.first else { return [] }
    let mentioned = filesMentioned[0] ?? []
    return main.root.statements.compactMap { statement in
      guard case .include(let path) = statement.kind,
        let number = files.number(
          of: FileSet.resolve(path.text, from: files.files[0].name)),
        mentioned.isDisjoint(with: reach(of: number))
      else { return nil }
      return Diagnostic(
        .unusedLibrary, "nothing of '\(path.text)' is used", statement.range,
        hint: "leave `use` out")
    }
  }

  /// A library and all that it uses.
  private func reach(of file: Int) -> Set<Int32> {
    var reached: Set<Int32> = []
    var pending = [file]
    while let next = pending.popLast() {
      guard reached.insert(Int32(next)).inserted else { continue }
      for statement in files.trees[next].root.statements {
        guard case .include(let path) = statement.kind else { continue }
        let name = FileSet.resolve(path.text, from: files.files[next].name)
        if let number = files.number(of: name) { pending.append(number) }
      }
    }
    return reached
  }
}

extension NameWalk.Declaration {
  fileprivate var warning: Diagnostic? {
    let text = name.text
    guard !text.hasPrefix("_") else { return nil }
    if reads == 0 { return unused }
    if case .variable = kind, changes == 0 {
      return Diagnostic(
        .neverChanged, "'\(text)' is never changed", name.range, hint: "declare it with `let`")
    }
    return nil
  }

  private var unused: Diagnostic? {
    let text = name.text
    switch kind {
    case .constant, .variable:
      let message =
        changes == 0 ? "'\(text)' is never used" : "'\(text)' is assigned, but never read"
      return Diagnostic(
        .unusedVariable, message, name.range,
        hint: "use it, or call it `_\(text)` if that is meant")
    case .parameter:
      return Diagnostic(
        .unusedParameter, "parameter '\(text)' is never used", name.range,
        hint: "leave it out, or call it `_\(text)` if that is meant")
    case .testParameter:
      return Diagnostic(
        .unusedParameter, "parameter '\(text)' makes no difference to the test", name.range,
        hint: "use it, or leave it out: the tests are all the same")
    case .loopVariable(let sequence):
      guard case .range = sequence.kind else { return nil }
      return Diagnostic(
        .unusedLoopVariable, "loop variable '\(text)' is never used", name.range,
        hint: "write `repeat n { ... }`, or call it `_\(text)`")
    case .function:
      return Diagnostic(
        .unusedFunction, "function '\(text)' is never called", name.range,
        hint: "call it, or leave it out")
    }
  }
}
