import Glibc

/// A path of `ptsh test`: a file, a directory, or `file.pts:42`, the test at that line.
struct PathArgument: Hashable {
  let path: String
  /// From 1; nil for everything below the path.
  let line: Int?

  /// What exists is meant as it is written, also if it ends with a colon and a number.
  init(_ argument: String) {
    self.init(argument, exists: { access($0, F_OK) == 0 })
  }

  init(_ argument: String, exists: (String) -> Bool) {
    if !exists(argument), let colon = argument.lastIndex(of: ":"), colon > argument.startIndex,
      let line = Int(argument[argument.index(after: colon)...]), line > 0
    {
      path = String(argument[..<colon])
      self.line = line
    } else {
      path = argument
      line = nil
    }
  }
}
