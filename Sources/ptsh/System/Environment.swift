import Glibc

/// The process's environment.
enum Environment {
  static func value(_ name: String) -> String? {
    getenv(name).map { String(cString: $0) }
  }

  /// Nobody is there to look at what changes: `CI` is set, and not to `false` or `0`.
  static var isCI: Bool {
    guard let value = value("CI")?.lowercased() else { return false }
    return !["", "0", "false", "no"].contains(value)
  }
}

/// The machine's processors.
enum Processors {
  /// Those that are switched on.
  static var count: Int { max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))) }
}

/// What the locale says about characters.
enum Locale {
  /// Whether text may hold more than ASCII: the first of LC_ALL, LC_CTYPE and LANG that is set
  /// decides.
  static var isUTF8: Bool { isUTF8(environment: Environment.value) }

  static func isUTF8(environment: (String) -> String?) -> Bool {
    for name in ["LC_ALL", "LC_CTYPE", "LANG"] {
      guard let value = environment(name), !value.isEmpty else { continue }
      let folded = value.lowercased()
      return folded.contains("utf-8") || folded.contains("utf8")
    }
    return false
  }
}
