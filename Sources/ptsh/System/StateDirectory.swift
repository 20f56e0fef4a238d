import Glibc

/// Where ptsh remembers things from run to run: `$XDG_STATE_HOME/ptsh`, by default
/// `~/.local/state/ptsh`.
enum StateDirectory {
  /// Nil if the environment names neither.
  static func path(_ environment: (String) -> String? = Environment.value) -> String? {
    // A relative one is to be ignored (XDG Base Directory Specification).
    if let state = environment("XDG_STATE_HOME"), state.hasPrefix("/") { return state + "/ptsh" }
    guard let home = environment("HOME"), home.hasPrefix("/") else { return nil }
    return home + "/.local/state/ptsh"
  }

  /// The path of a file there, in a directory that is made if it can be; nil if the environment names
  /// no place.
  static func file(_ name: String) -> String? {
    guard let directory = path() else { return nil }
    let file = "\(directory)/\(name)"
    _ = make(for: file)
    return file
  }

  /// Makes the directories that lead to a file, for the user alone; false if that cannot be done.
  static func make(for file: String) -> Bool {
    let parts = file.split(separator: "/").dropLast()
    for count in 1...max(1, parts.count) {
      let directory = "/" + parts.prefix(count).joined(separator: "/")
      if mkdir(directory, 0o700) != 0, errno != EEXIST, access(directory, X_OK) != 0 {
        return false
      }
    }
    return true
  }
}
