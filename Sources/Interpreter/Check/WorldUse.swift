import PTLang

/// Regions, files and snapshots that are made, and never mentioned.
///
/// Any mention of the name counts, wherever it stands and whatever it means there.
struct WorldUse {
  private var mentioned: Set<String> = []
  private var restored: Set<String> = []
  /// Pictures show the names of regions.
  private var hasPictures = false

  static func warnings(about files: FileSet, isLibrary: Bool) -> [Diagnostic] {
    // What a library makes is for those who use it.
    guard let main = files.trees.first, !isLibrary else { return [] }
    var use = WorldUse()
    for tree in files.trees { tree.root.forEachStatement { use.note($0) } }
    var warnings: [Diagnostic] = []
    main.root.forEachStatement { statement in
      if let warning = use.warning(about: statement) { warnings.append(warning) }
    }
    return warnings
  }

  private mutating func note(_ statement: Statement) {
    for expression in statement.expressions {
      expression.forEachPart { part in
        switch part.kind {
        case .name(let name): mentioned.insert(name)
        case .member(_, let name): mentioned.insert(name.text)
        default: break
        }
      }
    }
    switch statement.kind {
    case .restore(let name): restored.insert(name.text)
    case .show: hasPictures = true
    default: break
    }
  }

  private func warning(about statement: Statement) -> Diagnostic? {
    switch statement.kind {
    case .call(let call):
      guard let name = call[.as]?.word, !name.text.hasPrefix("_"), !hasPictures,
        !mentioned.contains(name.text)
      else { return nil }
      return Diagnostic(
        .unusedRegion, "region '\(name.text)' is never used", name.range,
        hint: "leave `as \(name.text)` out")
    case .file(let file):
      guard !file.filled, !file.name.text.hasPrefix("_"), !mentioned.contains(file.name.text)
      else { return nil }
      return Diagnostic(
        .unusedFile, "file '\(file.name.text)' is never used", file.name.range,
        hint: "map it, or leave it out")
    case .snapshot(let name):
      guard !name.text.hasPrefix("_"), !restored.contains(name.text) else { return nil }
      return Diagnostic(
        .unusedSnapshot, "snapshot '\(name.text)' is never restored", name.range,
        hint: "`restore \(name.text)` goes back to it")
    default: return nil
    }
  }
}
