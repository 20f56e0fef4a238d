import PTLang

/// Reads and parses a file and everything that it uses.
struct Loader {
  let files: FileSet
  private(set) var diagnostics: [Diagnostic] = []
  private let read: (String) -> Result<[UInt8], ReadFailure>
  /// The files that lead to the one being read.
  private var open: [String] = []

  /// The file ends while something is open.
  private(set) var isIncomplete = false

  /// - Parameter files: gets what is loaded.
  init(
    files: FileSet = FileSet(), read: @escaping (String) -> Result<[UInt8], ReadFailure>
  ) {
    self.files = files
    self.read = read
  }

  /// - Parameter mode: whose rules the file follows; those that it uses are files.
  mutating func load(
    _ file: SourceFile, mode: Parser.Mode = .file, usedAt use: SourceRange? = nil
  ) {
    let number = Int32(files.files.count)
    let result = Parser.parse(file, fileIndex: number, mode: mode)
    files.add(file, result.tree, usedAt: use)
    let chain = files.chain(to: number).map {
      Diagnostic.Note(message: "used from here", range: $0)
    }
    for var diagnostic in result.diagnostics {
      diagnostic.notes += chain
      diagnostics.append(diagnostic)
    }
    if mode == .shell, result.isIncomplete {
      isIncomplete = true
      return
    }
    open.append(file.name)
    for statement in result.tree.root.statements {
      if case .include(let path) = statement.kind { include(path, from: file) }
    }
    open.removeLast()
  }

  private static let maximumFiles = 1_000

  private mutating func include(_ path: Name, from file: SourceFile) {
    let name = FileSet.resolve(path.text, from: file.name)
    if open.contains(name) {
      return report(.includeCycle, "'\(path.text)' uses itself", path.range)
    }
    guard files.number(of: name) == nil else { return }
    guard files.files.count < Self.maximumFiles, open.count < 100 else {
      return report(.includeFailed, "too many files are used", path.range)
    }
    switch read(name) {
    case .success(let bytes): load(SourceFile(name: name, bytes: bytes), usedAt: path.range)
    case .failure(let failure):
      report(.includeFailed, "cannot read '\(path.text)': \(failure.text)", path.range)
    }
  }

  private mutating func report(_ code: RunCode, _ message: String, _ range: SourceRange) {
    let chain = files.chain(to: range.file).map {
      Diagnostic.Note(message: "used from here", range: $0)
    }
    diagnostics.append(
      Diagnostic(code: code.rawValue, message: message, range: range, notes: chain))
  }
}
