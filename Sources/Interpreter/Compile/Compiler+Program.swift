import PTLang

extension Compiler {
  /// Compiles the files of a program: what is outside tests, then the tests.
  ///
  /// - Parameter definitions: `-D name=value`, variables of the outermost scope.
  func program(definitions: [(name: String, value: Constant)]) {
    guard let main = files.trees.first else { return }
    for tree in files.trees {
      worldNames.collect(tree.root)
      hasGaps = hasGaps || tree.root.hasGaps
      hasInvariants = hasInvariants || tree.root.hasInvariants
    }
    statement = main.root.range
    scopes.append(Scope())
    for definition in definitions { define(definition.name, definition.value, main.root.range) }
    scopes.append(Scope())
    statements(of: main.root)
    tests(of: main.root)
    finishInvariants()
    code.registerCount = frame.registerCount
    // Instructions have 16 bits for either.
    if max(code.members.count, code.names.texts.count) > Int(UInt16.max) {
      report(.tooLarge, "more than 65535 names", main.root.range)
    }
    code.regionNames = Set(worldNames.regions.map { code.names.intern($0) })
    code.registerCount = frame.registerCount
    if measuresProcesses {
      code.measuredCounters = ProcessCounter.allCases.filter {
        mentionedMembers.contains($0.rawValue)
      }
    }
  }

  func define(_ name: String, _ value: Constant, _ range: SourceRange) {
    let register = allocate()
    _ = load(value, to: register, at: range)
    scopes[0].variables[name] = Variable(
      register: register, isMutable: false, isGlobal: true, range: nil)
    scopes[0].names.append(name)
  }

  func statements(of block: Block) {
    hoistFunctions(of: block)
    for statement in block.statements { self.statement(statement) }
  }

  private func tests(of root: Block) {
    let tests = root.tests
    if tests.isEmpty {
      emit(.end, at: root.range)
      return
    }
    emit(.selectTest, at: root.range)
    let outside = written
    for test in tests {
      code.testStarts.append(here)
      statement = test.title.range
      withScope {
        for (number, parameter) in test.parameters.enumerated() {
          let register = allocate()
          emit(.loadParameter, a: register, x: number, at: parameter.name.range)
          declare(parameter.name, register: register, isMutable: false)
        }
        written = outside
        runOnce(test.body)
      }
      emit(.end, at: root.range)
    }
  }

  // MARK: Libraries

  /// `use "lib.pts"`: the library's names join the block's; its statements run once.
  func include(_ path: Name) {
    let resolved = FileSet.resolve(path.text, from: files.files[Int(path.range.file)].name)
    guard let number = files.number(of: resolved), number > 0, !included.contains(number) else {
      return
    }
    included.insert(number)
    let tree = files.trees[number]
    for statement in tree.root.statements { checkLibrary(statement) }
    let outer = statement
    statements(of: tree.root)
    statement = outer
  }

  private func checkLibrary(_ statement: Statement) {
    switch statement.kind {
    case .define, .include, .missing, .declare(isMutable: false, _, _): return
    default:
      report(
        .libraryStatement, "a library holds only `def`, `let` and `use`", statement.range,
        hint: "put it into a function, which those who use the library call")
    }
  }
}

extension Block {
  /// The tests at its top level.
  var tests: [TestDeclaration] {
    statements.compactMap { if case .test(let test) = $0.kind { test } else { nil } }
  }

  /// Something in it could not be parsed.
  var hasGaps: Bool { contains { if case .missing = $0.kind { true } else { false } } }

  var hasInvariants: Bool { contains { if case .invariant = $0.kind { true } else { false } } }
}
