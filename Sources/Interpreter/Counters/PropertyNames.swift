/// The names of section 7 that are no plain counters, and those that no kernel models yet.
enum PropertyNames {
  /// Of a process, beside its counters and its regions.
  static let process = ["maps", "parent", "children", "alive"]
  static let processMethods = ["value", "pte", "pmd", "vma", "frame", "table"]
  static let file = ["size", "resident", "mappings", "dirty"]
  static let region = ["start", "end", "len", "pages"]
  /// Known to the language, not to the kernels that can be chosen.
  static let notModelled = ["locks"]

  /// The first words of the counters of the world: `pagetables`, `faults`, ...
  static let globalRoots: [String] = roots(GlobalCounter.allCases.map(\.rawValue))

  /// Every word that may stand after a dot, regions aside.
  static let members: Set<String> = {
    var words: Set<String> = []
    for path in GlobalCounter.allCases.map(\.rawValue) + ProcessCounter.allCases.map(\.rawValue) {
      words.insert(path)
      for word in path.split(separator: ".") { words.insert(String(word)) }
    }
    words.formUnion(process + file + region)
    for shape in Shape.allCases { words.formUnion(shape.fields) }
    return words
  }()

  private static func roots(_ paths: [String]) -> [String] {
    var roots: [String] = []
    for path in paths {
      let root = String(path.prefix { $0 != "." })
      if !roots.contains(root) { roots.append(root) }
    }
    return roots
  }
}
