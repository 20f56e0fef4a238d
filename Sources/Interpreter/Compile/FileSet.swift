import PTLang

/// The files of a program and where each is used.
final class FileSet {
  private(set) var files: [SourceFile] = []
  private(set) var trees: [SyntaxTree] = []
  /// Where a file is used for the first time, by its number; nil for the first file.
  private(set) var uses: [SourceRange?] = []
  /// The numbers of files by name.
  var numbers: [String: Int] = [:]

  func add(_ file: SourceFile, _ tree: SyntaxTree, usedAt use: SourceRange?) {
    if use != nil { numbers[file.name] = files.count }
    files.append(file)
    trees.append(tree)
    uses.append(use)
  }

  /// Drops the files from that number on.
  func drop(from count: Int) {
    files.removeSubrange(count...)
    trees.removeSubrange(count...)
    uses.removeSubrange(count...)
    numbers = numbers.filter { $0.value < count }
  }

  func number(of path: String) -> Int? { numbers[path] }

  /// The places that lead to a file, the innermost first.
  func chain(to file: Int32) -> [SourceRange] { Self.chain(to: file, uses) }

  static func chain(to file: Int32, _ uses: [SourceRange?]) -> [SourceRange] {
    var places: [SourceRange] = []
    var file = Int(file)
    while file < uses.count, let use = uses[file] {
      places.append(use)
      file = Int(use.file)
    }
    return places
  }

  /// A path as a file of the same directory means it, with `.` and `..` worked out.
  static func resolve(_ path: String, from file: String) -> String {
    let isAbsolute = path.hasPrefix("/") || file.hasPrefix("/")
    var parts: [Substring] = []
    let base = path.hasPrefix("/") ? [] : file.split(separator: "/").dropLast()
    for part in base + path.split(separator: "/") where part != "." {
      if part == "..", let last = parts.last, last != ".." {
        parts.removeLast()
      } else if part != ".." || !isAbsolute {
        parts.append(part)
      }
    }
    return (isAbsolute ? "/" : "") + parts.joined(separator: "/")
  }

  func text(_ range: SourceRange) -> String {
    let bytes = files[Int(range.file)].bytes
    let lower = min(max(Int(range.lower), 0), bytes.count)
    let upper = min(max(Int(range.upper), lower), bytes.count)
    return String(decoding: bytes[lower..<upper], as: UTF8.self)
  }
}
