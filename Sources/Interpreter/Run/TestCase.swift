public import PTLang

/// One test of a program.
public struct TestCase: Sendable, Hashable {
  /// The title, with the parameters of this combination: `fork [k=shpte, n=10]`.
  public let name: String
  /// Its title in the source; of a file that is one test, the file.
  public let range: SourceRange
  /// All of it, title to closing brace.
  public let extent: SourceRange
  /// What `tag` says at the top level of the test.
  public let tags: [String]
  /// Which `test` of the file it is.
  let index: Int
  /// The values of its parameters.
  let parameters: [Constant]

  /// How many combinations the parameters of a test may have.
  static let maximumCombinations = 10_000
}

/// Finds the tests of a file and multiplies their parameters out.
struct TestPlanner {
  private(set) var diagnostics: [Diagnostic] = []
  private let files: FileSet
  private var folder = ConstantFolder()

  init(files: FileSet, definitions: [(name: String, value: Constant)]) {
    self.files = files
    for definition in definitions { folder.define(definition.name, definition.value) }
  }

  mutating func plan() -> [TestCase] {
    guard let root = files.trees.first?.root else { return [] }
    for tree in files.trees.reversed() { folder.collect(tree.root) }
    let declarations = root.tests
    if declarations.isEmpty {
      return [
        TestCase(
          name: files.files[0].name, range: root.range, extent: root.range, tags: tags(of: root),
          index: 0, parameters: [])
      ]
    }
    var tests: [TestCase] = []
    for (index, declaration) in declarations.enumerated() {
      tests += cases(declaration, index)
    }
    return tests
  }

  private mutating func cases(_ test: TestDeclaration, _ index: Int) -> [TestCase] {
    var combinations: [[Constant]] = [[]]
    for parameter in test.parameters {
      guard case .list(let values)? = folder.fold(parameter.values) else {
        report(
          "the values of '\(parameter.name.text)' are not known without running",
          parameter.values.range)
        return []
      }
      guard combinations.count * values.count <= TestCase.maximumCombinations else {
        report("more than \(TestCase.maximumCombinations) combinations", parameter.values.range)
        return []
      }
      combinations = combinations.flatMap { before in values.map { before + [$0] } }
    }
    return combinations.compactMap { make(test, index, $0) }
  }

  private mutating func make(
    _ test: TestDeclaration, _ index: Int, _ values: [Constant]
  ) -> TestCase? {
    var folder = folder
    var labels: [String] = []
    for (parameter, value) in zip(test.parameters, values) {
      folder.define(parameter.name.text, value)
      labels.append("\(parameter.name.text)=\(value.text)")
    }
    // The parser has told of a title that is none.
    if case .missing = test.title.kind { return nil }
    guard case .string(var name)? = folder.fold(test.title) else {
      report("the title is not known without running", test.title.range)
      return nil
    }
    if !labels.isEmpty { name += " [\(labels.joined(separator: ", "))]" }
    return TestCase(
      name: name, range: test.title.range, extent: test.title.range.union(test.body.range),
      tags: tags(of: test.body), index: index, parameters: values)
  }

  private mutating func tags(of block: Block) -> [String] {
    var tags: [String] = []
    for statement in block.statements {
      guard case .tag(let expressions) = statement.kind else { continue }
      for expression in expressions {
        if case .string(let tag)? = folder.fold(expression) {
          tags.append(tag)
        } else if expression.kind != .missing {
          report("a tag is not known without running", expression.range)
        }
      }
    }
    return tags
  }

  private mutating func report(_ message: String, _ range: SourceRange) {
    diagnostics.append(
      Diagnostic(
        code: RunCode.notConstant.rawValue, message: message, range: range,
        hint: "use literals, and constants of the top level that are made of literals"))
  }
}
