public import PTLang

/// A program ready to run: the file, the files it uses, and its tests; or what is wrong with it.
public struct Program: Sendable {
  /// All files, in the order of `SourceRange.file`.
  public let files: [SourceFile]
  /// Errors that can be found without running, of all files, in source order.
  public let diagnostics: [Diagnostic]
  /// The tests, in source order; a file without `test` is one test, named after the file.
  /// Parameters are not multiplied out here if their lists are not constant: `prepareTests` does.
  public let tests: [TestCase]

  public var isRunnable: Bool { diagnostics.isEmpty }

  /// Reads, parses and checks a program.
  ///
  /// - Parameters:
  ///   - name: the name of the file, for messages; includes are relative to it.
  ///   - bytes: its contents.
  ///   - read: fetches an included file by path: its bytes, or a phrase that says why not.
  public static func load(
    name: String, bytes: [UInt8], options: Options = Options(),
    read: (String) -> Result<[UInt8], ReadFailure>
  ) -> Program {
    Program(files: [SourceFile(name: name, bytes: bytes)], diagnostics: [], tests: [])
  }

  /// Runs one test in a world of its own and sends what happens to `emit`.
  public func run(
    _ test: TestCase, options: Options = Options(), emit: (Event) -> Void
  ) -> TestResult {
    TestResult(status: .passed, assertions: 0, failures: 0, steps: 0)
  }
}

/// One test of a program.
public struct TestCase: Sendable, Hashable {
  /// The title, with the parameters of this combination: `"fork" [k=shpte, n=10]`.
  public let name: String
  /// Where it begins in the source.
  public let range: SourceRange
  /// Which `test` of the file it is, and which combination of its parameters.
  let index: Int
  let combination: Int

  init(name: String, range: SourceRange, index: Int, combination: Int) {
    self.name = name
    self.range = range
    self.index = index
    self.combination = combination
  }
}

/// Why an included file could not be read, as a phrase: `no such file`.
public struct ReadFailure: Error, Sendable, Hashable {
  public let text: String

  public init(text: String) { self.text = text }
}
