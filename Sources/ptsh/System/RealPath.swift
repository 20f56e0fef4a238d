import Glibc

/// Paths with symbolic links worked out.
enum RealPath {
  /// The path itself if it leads nowhere.
  static func of(_ path: String) -> String {
    guard let resolved = realpath(path, nil) else { return path }
    defer { free(resolved) }
    return String(cString: resolved)
  }
}

/// The same for many: each is asked for once.
struct RealPaths {
  private var known: [String: String] = [:]

  mutating func of(_ path: String) -> String {
    if let real = known[path] { return real }
    let real = RealPath.of(path)
    known[path] = real
    return real
  }
}
