import PTLang

extension Session {
  /// The statements in force, in order, as a script: a later run of it does the same.
  ///
  /// What only asked is not among them. An expression alone inside a block is printed; where a name
  /// was given again, the one that is hidden by it has another name here; paths of libraries are
  /// those from the current directory.
  public var accepted: [String] {
    let renamed = renamedDeclarations
    return state.steps.map { step in
      let input = inputs[step.input]
      let statement = fileSet.trees[input.file].root.statements[step.unit]
      var edits = Edits()
      edits.rename(statement, renamed, compiler.declarations[statement.range.file] ?? [:])
      edits.print(statement)
      if case .include(let path) = statement.kind {
        let resolved = FileSet.resolve(path.text, from: fileSet.files[input.file].name)
        if resolved != path.text { edits.replace(path.range, "\"\(resolved)\"") }
      }
      return edits.applied(to: statement.range, fileSet.files[input.file].bytes)
    }
  }

  /// New names for what is hidden by something later, by the place of its declaration.
  private var renamedDeclarations: [SourceRange: String] {
    var variables: [String: [SourceRange?]] = [:]
    var functions: [String: [SourceRange?]] = [:]
    for step in state.steps {
      let statement = fileSet.trees[inputs[step.input].file].root.statements[step.unit]
      let range = statement.declaredName?.range
      for name in step.names.declaredVariables { variables[name, default: []].append(range) }
      for name in step.names.declaredFunctions { functions[name, default: []].append(range) }
    }
    let doubled = [variables, functions].flatMap { $0.filter { $0.value.count > 1 } }
    guard !doubled.isEmpty else { return [:] }
    var taken = usedWords
    var renamed: [SourceRange: String] = [:]
    for (name, owners) in doubled.sorted(by: { $0.key < $1.key }) {
      // A library's name cannot be another one.
      let kept = owners.firstIndex(of: nil) ?? owners.count - 1
      for (place, owner) in owners.enumerated() where place != kept {
        guard let owner else { continue }
        var number = 1
        while !taken.insert("\(name)_\(number)").inserted { number += 1 }
        renamed[owner] = "\(name)_\(number)"
      }
    }
    return renamed
  }

  /// Every word of the session.
  private var usedWords: Set<String> {
    var words: Set<String> = []
    for file in fileSet.files {
      for word in file.bytes.split(whereSeparator: { !$0.isWordByte }) {
        words.insert(String(decoding: word, as: UTF8.self))
      }
    }
    return words
  }
}

extension UInt8 {
  fileprivate var isWordByte: Bool {
    self >= 0x80 || self == UInt8(ascii: "_")
      || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self)
      || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(self | 0x20)
  }
}

extension Statement {
  /// The name of a `let`, `var` or `def`.
  fileprivate var declaredName: Name? {
    switch kind {
    case .declare(_, let name, _), .define(let name, _, _): name
    default: nil
    }
  }
}

/// Changes of a text, each at a place of its own.
private struct Edits {
  private var edits: [(range: SourceRange, text: String)] = []

  mutating func replace(_ range: SourceRange, _ text: String) { edits.append((range, text)) }

  /// Gives declarations and their uses new names.
  mutating func rename(
    _ statement: Statement, _ names: [SourceRange: String],
    _ declarations: [SourceRange: SourceRange]
  ) {
    guard !names.isEmpty else { return }
    if let own = statement.declaredName?.range, let name = names[own] { replace(own, name) }
    for (use, declaration) in declarations where statement.range.contains(use) {
      if let name = names[declaration] { replace(use, name) }
    }
  }

  /// In a file an expression alone must be a call.
  mutating func print(_ statement: Statement) {
    if case .expression(let expression) = statement.kind {
      if case .call = expression.kind { return }
      let start = SourceRange(
        file: statement.range.file, lower: statement.range.lower, upper: statement.range.lower)
      replace(start, "print ")
    }
    for block in statement.blocks {
      for inner in block.statements { print(inner) }
    }
  }

  func applied(to range: SourceRange, _ bytes: [UInt8]) -> String {
    var text: [UInt8] = []
    var place = Int(range.lower)
    for edit in edits.sorted(by: { $0.range.lower < $1.range.lower }) {
      guard place <= edit.range.lower else { continue }
      text += bytes[place..<Int(edit.range.lower)]
      text += Array(edit.text.utf8)
      place = Int(edit.range.upper)
    }
    text += bytes[place..<Int(range.upper)]
    return String(decoding: text, as: UTF8.self)
  }
}
