import Glibc

/// Finds scenario files under directories.
enum ScriptFinder {
  struct Finding: Equatable {
    /// Sorted by path, each once.
    var scripts: [String] = []
    /// Paths that could not be looked at, with the reason.
    var problems: [Problem] = []
  }

  struct Problem: Equatable {
    let path: String
    let phrase: String
  }

  /// A file stands for itself, whatever its name; a directory for the `*.pts` below it. Hidden
  /// files and directories are passed over, and a directory that is reached twice, through a
  /// symbolic link, is searched once.
  static func find(_ paths: [String]) -> Finding {
    var search = Search()
    for path in paths { search.visit(path) }
    var seen: Set<String> = []
    search.finding.scripts = search.finding.scripts.filter { seen.insert($0).inserted }
      .sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    return search.finding
  }

  private struct Identity: Hashable {
    let device: UInt
    let inode: UInt
  }

  private struct Search {
    var finding = Finding()
    private var visited: Set<Identity> = []

    /// Looks at a path that was asked for.
    mutating func visit(_ path: String) {
      guard let information = status(of: path) else { return fail(path) }
      if information.st_mode & S_IFMT == S_IFDIR {
        enter(path, information)
      } else {
        finding.scripts.append(path)
      }
    }

    private mutating func enter(_ directory: String, _ information: stat) {
      let identity = Identity(device: UInt(information.st_dev), inode: UInt(information.st_ino))
      guard visited.insert(identity).inserted else { return }
      guard let names = names(in: directory) else { return fail(directory) }
      let prefix = directory == "." ? "" : directory.hasSuffix("/") ? directory : directory + "/"
      for name in names.sorted(by: { $0.utf8.lexicographicallyPrecedes($1.utf8) })
      where !name.hasPrefix(".") {
        let path = prefix + name
        guard let information = status(of: path) else {
          if name.hasSuffix(".pts") { fail(path) }
          continue
        }
        switch information.st_mode & S_IFMT {
        case S_IFDIR: enter(path, information)
        case S_IFREG where name.hasSuffix(".pts"): finding.scripts.append(path)
        default: break
        }
      }
    }

    private func names(in directory: String) -> [String]? {
      guard let stream = opendir(directory) else { return nil }
      defer { closedir(stream) }
      var names: [String] = []
      while let entry = readdir(stream) {
        names.append(
          withUnsafePointer(to: &entry.pointee.d_name) { pointer in
            pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
          })
      }
      return names
    }

    private func status(of path: String) -> stat? {
      var information = stat()
      return stat(path, &information) == 0 ? information : nil
    }

    private mutating func fail(_ path: String) {
      let error = SystemError.current
      let phrase = error.number == ENOENT ? "no such file or directory" : error.phrase
      finding.problems.append(Problem(path: path, phrase: phrase))
    }
  }
}
