import PTLang

/// Finds tests that check nothing, and tests that cannot be told apart.
struct TestChecker {
  /// The functions that assert something, themselves or through others.
  private let asserting: Set<String>

  static func warnings(about tests: [TestCase], in files: FileSet) -> [Diagnostic] {
    guard let main = files.trees.first?.root, !main.tests.isEmpty else { return [] }
    let checker = TestChecker(files: files)
    // An invariant of the setup holds in the tests too.
    let isWatched = main.statements.contains {
      if case .invariant = $0.kind { true } else { false }
    }
    let empty = main.tests.filter { !isWatched && !checker.checksSomething($0.body) }
    return sameTitles(tests)
      + empty.map {
        Diagnostic(
          .testWithoutAssertions, "this test asserts nothing", $0.title.range,
          hint: "say with `assert` what should come out")
      }
  }

  private init(files: FileSet) {
    var asserting: Set<String> = []
    /// Who calls a function, by its name.
    var callers: [String: [String]] = [:]
    for tree in files.trees {
      tree.root.forEachStatement { statement in
        guard case .define(let name, _, let body) = statement.kind else { return }
        body.forEachStatement { inner in
          if inner.canFail { asserting.insert(name.text) }
          for callee in inner.calledFunctions { callers[callee, default: []].append(name.text) }
        }
      }
    }
    var pending = Array(asserting)
    while let name = pending.popLast() {
      for caller in callers[name] ?? [] where asserting.insert(caller).inserted {
        pending.append(caller)
      }
    }
    self.asserting = asserting
  }

  /// A test that is put aside says so.
  private func checksSomething(_ body: Block) -> Bool {
    body.contains { statement in
      if case .skip(condition: nil, _) = statement.kind { return true }
      return statement.canFail || !asserting.isDisjoint(with: statement.calledFunctions)
    }
  }

  private static func sameTitles(_ tests: [TestCase]) -> [Diagnostic] {
    var seen: [String: TestCase] = [:]
    var warned: Set<Int> = []
    return tests.compactMap { test in
      guard let first = seen[test.name] else {
        seen[test.name] = test
        return nil
      }
      guard warned.insert(test.index).inserted else { return nil }
      if first.index == test.index {
        return Diagnostic(
          .sameTitle, "'\(test.name)' is there twice", test.range,
          hint: "leave the repeated value of the parameter out")
      }
      return Diagnostic(
        .sameTitle, "another test is called '\(test.name)'", test.range,
        notes: [.init(message: "the first one", range: first.range)])
    }
  }
}

extension Statement {
  /// It asserts something, or expects something of the kernel.
  fileprivate var canFail: Bool {
    switch kind {
    case .assert, .require, .invariant, .exec(.some): true
    case .call(let call): call.expectation != nil
    case .birth(let birth): birth.expectation != nil
    default: false
    }
  }

  /// The names of the functions that its own expressions call.
  fileprivate var calledFunctions: [String] {
    var names: [String] = []
    for expression in expressions {
      expression.forEachPart { part in
        if case .call(let callee, _) = part.kind, case .name(let name) = callee.kind {
          names.append(name)
        }
      }
    }
    return names
  }
}
