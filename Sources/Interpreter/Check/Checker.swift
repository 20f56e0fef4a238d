public import PTLang

/// All that is known about a program without running it.
public struct CheckReport: Sendable {
  /// The file that was checked and those that it uses, in the order of `SourceRange.file`.
  public let files: [SourceFile]
  /// The errors; or, where there are none, the warnings. In the order of files and places.
  public let diagnostics: [Diagnostic]
  /// The file itself only defines things, for others to use.
  public let isLibrary: Bool
}

extension Program {
  /// Reads and checks a program, and looks for what can hardly be meant.
  ///
  /// There are no warnings while there are errors: what seems unused may be needed by what could
  /// not be understood. The parameters are those of `load`.
  public static func check(
    name: String, bytes: [UInt8], options: Options = Options(),
    read: (String) -> Result<[UInt8], ReadFailure>
  ) -> CheckReport {
    withoutActuallyEscaping(read) { read in
      var loader = Loader(read: read)
      loader.load(SourceFile(name: name, bytes: bytes))
      let program = Program(loader, options)
      let checker = Checker(files: loader.files, tests: program.tests, options: options)
      return CheckReport(
        files: program.files,
        diagnostics: program.isRunnable ? checker.warnings() : program.diagnostics,
        isLibrary: checker.isLibrary)
    }
  }
}

/// Asks every rule for its warnings about a program without errors.
struct Checker {
  let files: FileSet
  let tests: [TestCase]
  let options: Options

  /// The file that was asked for is one that others use.
  var isLibrary: Bool {
    files.trees.first.map { tree in
      !tree.root.statements.isEmpty && tree.root.statements.allSatisfy(\.kind.mayStandInLibrary)
    } ?? false
  }

  func warnings() -> [Diagnostic] {
    var found = NameWalk.warnings(about: files, isLibrary: isLibrary)
    found += WorldUse.warnings(about: files, isLibrary: isLibrary)
    found += TestChecker.warnings(about: tests, in: files)
    let pageSize = PageSizes.smallest(in: files, machine: options.machine)
    for tree in files.trees {
      found += FlowChecker.warnings(about: tree)
      tree.root.forEachStatement { statement in
        found += ConditionChecker.warnings(about: statement, in: files)
        found += SizeChecker.warnings(about: statement, pageSize: pageSize)
        found += FailureChecker.warnings(about: statement, pageSize: pageSize)
      }
    }
    let all = Allowances(files: files).filter(found).inSourceOrder
    guard all.count > Self.maximumWarnings else { return all }
    let rest = Diagnostic(.tooManyWarnings, "too many warnings", all[Self.maximumWarnings].range)
    return all.prefix(Self.maximumWarnings) + [rest]
  }

  private static let maximumWarnings = 500
}
