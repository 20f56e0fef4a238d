public import PTLang

/// A program ready to run: the file, the files it uses, and its tests; or what is wrong with it.
public struct Program: Sendable {
  /// All files, in the order of `SourceRange.file`.
  public let files: [SourceFile]
  /// Errors that can be found without running, of all files, in source order.
  public let diagnostics: [Diagnostic]
  /// The tests, in source order; a file without `test` is one test, named after the file. A test
  /// with parameters stands here once for each combination of their values.
  public let tests: [TestCase]

  private let code: Code
  private let uses: [SourceRange?]
  private let definitions: [(name: String, value: Constant)]

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
    withoutActuallyEscaping(read) { read in
      var loader = Loader(read: read)
      loader.load(SourceFile(name: name, bytes: bytes))
      return Program(loader, options)
    }
  }

  init(_ loader: Loader, _ options: Options) {
    let definitions = options.definitions.map { definition in
      (name: definition.name, value: ConstantFolder.definition(definition.value))
    }
    self.definitions = definitions
    let compiler = Compiler(files: loader.files)
    compiler.written = WrittenWorld(loader.files, options)
    compiler.program(definitions: definitions)
    var planner = TestPlanner(files: loader.files, definitions: definitions)
    tests = planner.plan()
    files = loader.files.files
    uses = loader.files.uses
    code = compiler.code
    diagnostics = (loader.diagnostics + compiler.diagnostics + planner.diagnostics).inSourceOrder
  }

  /// Runs one test in a world of its own and sends what happens to `emit`.
  ///
  /// Only of a program that is runnable; else the test fails with what is wrong.
  public func run(
    _ test: TestCase, options: Options = Options(), emit: (Event) -> Void
  ) -> TestResult {
    guard isRunnable else {
      for diagnostic in diagnostics {
        emit(.failure(Failure(kind: .error, diagnostic: diagnostic)))
      }
      return TestResult(
        status: .failed, assertions: 0, failures: diagnostics.count, steps: 0)
    }
    return withoutActuallyEscaping(emit) { emit in
      let historian =
        options.explainsFailures ? Historian(program: self, test: test, options: options) : nil
      let runner = Runner(
        code: code, uses: uses, options: options, test: test.index, historian: historian,
        emit: emit)
      return runner.run(parameters: test.parameters)
    }
  }

  /// Runs one test in silence, for what the watch sees.
  func run(_ test: TestCase, _ code: Code, _ options: Options, watch: Watch) {
    let runner = Runner(
      code: code, uses: uses, options: options, test: test.index, watch: watch, emit: { _ in })
    _ = runner.run(parameters: test.parameters)
  }

  /// The program compiled once more, so that a watch sees what it does; nil if that is too large.
  func watchedCode() -> Code? {
    let files = FileSet()
    for (number, file) in self.files.enumerated() {
      files.add(file, Parser.parse(file, fileIndex: Int32(number)).tree, usedAt: uses[number])
    }
    let compiler = Compiler(files: files, isWatched: true)
    compiler.program(definitions: definitions)
    return compiler.diagnostics.isEmpty ? compiler.code : nil
  }
}

/// Why an included file could not be read, as a phrase: `no such file`.
public struct ReadFailure: Error, Sendable, Hashable {
  public let text: String

  public init(text: String) { self.text = text }
}

extension [Diagnostic] {
  /// By place, those of one place in the order in which they were found; each once.
  var inSourceOrder: [Diagnostic] {
    var seen: Set<Diagnostic> = []
    return enumerated()
      .sorted { a, b in
        let (x, y) = (a.element.range, b.element.range)
        return (x.file, x.lower, x.upper, a.offset) < (y.file, y.lower, y.upper, b.offset)
      }
      .map(\.element)
      .filter { seen.insert($0).inserted }
  }
}
