import Glibc

/// Remembers from run to run which tests failed, in the user's state directory.
struct LastFailed {
  /// A line of text a test; nil if the environment names no place for it.
  private let path: String?

  init(environment: (String) -> String? = Environment.value) {
    path = StateDirectory.path(environment).map { "\($0)/last-failed" }
  }

  /// Tests, each by a line of text.
  struct Keys: Equatable {
    fileprivate var lines: Set<String>

    var isEmpty: Bool { lines.isEmpty }

    func contains(_ test: PlannedTest) -> Bool {
      lines.contains(LastFailed.key(test, path: RealPath.of(test.path)))
    }
  }

  /// What failed the last time; nothing if that is not known.
  func read() -> Keys {
    guard let path, case .success(let bytes) = ScriptReader.read(path: path) else {
      return Keys(lines: [])
    }
    let lines = bytes.split(separator: UInt8(ascii: "\n"))
    return Keys(lines: Set(lines.map { String(decoding: $0, as: UTF8.self) }))
  }

  /// Takes down how tests went; what is known of others stays. A state directory that cannot be
  /// written to is no reason to fail.
  ///
  /// - Returns: whether it could be taken down.
  @discardableResult
  func update(with records: [TestRecord]) -> Bool {
    let known = read()
    var keys = known
    var paths = RealPaths()
    for record in records where record.outcome != .interrupted {
      let key = Self.key(record.test, path: paths.of(record.test.path))
      if record.isBad { keys.lines.insert(key) } else { keys.lines.remove(key) }
    }
    if keys == known { return true }
    guard let path, StateDirectory.make(for: path) else { return false }
    let text = keys.lines.sorted().map { $0 + "\n" }.joined()
    return AtomicFile.write(Array(text.utf8), to: path) == nil
  }

  /// The script's real path, the kernel and the name, on one line.
  ///
  /// - Parameter path: the real one.
  private static func key(_ test: PlannedTest, path: String) -> String {
    let parts = [path, test.kernel ?? "", test.name ?? ""]
    return JSON.strings(parts).text
  }
}
