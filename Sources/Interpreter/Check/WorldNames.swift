import PTLang

/// The names that statements of a program can give to things of the world, found before anything
/// is compiled: a name may be used above the place that creates it.
struct WorldNames {
  private(set) var processes: Set<String> = []
  private(set) var files: Set<String> = []
  private(set) var regions: Set<String> = []
  /// They have no values and stand apart.
  private(set) var snapshots: Set<String> = []
  /// All but snapshots in the order in which they are found, for suggestions.
  private(set) var all: [String] = []

  func contains(_ name: String) -> Bool {
    processes.contains(name) || files.contains(name) || regions.contains(name)
  }

  /// What has the name; nil if nothing has. Regions come first: they are targets.
  func kind(of name: String) -> String? {
    if regions.contains(name) { return "region" }
    if files.contains(name) { return "file" }
    return processes.contains(name) ? "process" : nil
  }

  mutating func collect(_ block: Block) {
    for statement in block.statements { collect(statement) }
  }

  private mutating func collect(_ statement: Statement) {
    switch statement.kind {
    case .file(let file):
      files.insert(file.name.text)
      all.append(file.name.text)
    case .birth(let birth):
      add(process: birth.name)
      if let block = birth.block { collect(block) }
    case .call(let call):
      guard let name = call[.as]?.word else { return }
      if regions.insert(name.text).inserted { all.append(name.text) }
    case .snapshot(let name): snapshots.insert(name.text)
    case .if(let branches, let otherwise):
      for branch in branches { collect(branch.body) }
      if let otherwise { collect(otherwise) }
    case .forIn(_, _, let block), .whileLoop(_, let block), .repeatLoop(_, let block),
      .define(_, _, let block), .subject(_, let block, _), .whatif(let block),
      .compare(_, let block, _):
      collect(block)
    case .test(let test): collect(test.body)
    case .declare(_, _, let value), .assign(_, _, let value):
      if case .measure(let block) = value.kind { collect(block) }
    default: return
    }
  }

  private mutating func add(process name: ProcessName) {
    if processes.insert(name.name.text).inserted { all.append(name.name.text) }
  }
}
