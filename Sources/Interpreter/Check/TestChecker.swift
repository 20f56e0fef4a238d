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
    var bodies: [(name: String, body: Block)] = []
    for tree in files.trees {
      tree.root.forEachStatement { statement in
        guard case .define(let name, _, let body) = statement.kind else { return }
        bodies.append((name.text, body))
      }
    }
    var asserting: Set<String> = []
    var before = -1
    while asserting.count > before {
      before = asserting.count
      for (name, body) in bodies where body.contains({ $0.checksSomething(asserting) }) {
        asserting.insert(name)
      }
    }
    self.asserting = asserting
  }

  /// A test that is put aside says so.
  private func checksSomething(_ body: Block) -> Bool {
    body.contains { statement in
      if case .skip(condition: nil, _) = statement.kind { return true }
      return statement.checksSomething(asserting)
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
  /// It can fail by itself, or calls a function that can.
  fileprivate func checksSomething(_ asserting: Set<String>) -> Bool {
    switch kind {
    case .assert, .require, .invariant: return true
    case .call(let call) where call.expectation != nil: return true
    case .birth(let birth) where birth.expectation != nil: return true
    case .exec(.some): return true
    default: break
    }
    return expressions.contains { expression in
      expression.contains { part in
        guard case .call(let callee, _) = part.kind, case .name(let name) = callee.kind else {
          return false
        }
        return asserting.contains(name)
      }
    }
  }
}
