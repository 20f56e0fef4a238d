import Glibc

/// The escape sequences that the user's `~/.editrc` binds.
enum UserBindings {
  /// The file that libedit reads too; none if the environment names none.
  static func sequences() -> Set<[UInt8]> {
    guard let path = path(), let text = SmallFile.read(path, limit: 1 << 20) else { return [] }
    var found: Set<[UInt8]> = []
    for line in text.split(separator: UInt8(ascii: "\n")) {
      let words = String(decoding: line, as: UTF8.self).split { $0 == " " || $0 == "\t" }
      guard let command = words.first, command == "bind" || command.hasSuffix(":bind") else {
        continue
      }
      guard let key = words.dropFirst().first(where: { !$0.hasPrefix("-") }) else { continue }
      let bytes = unescaped(String(key))
      if bytes.count > 2, bytes.first == 0x1B { found.insert(bytes) }
    }
    return found
  }

  private static func path() -> String? {
    if let path = getenv("EDITRC") { return String(cString: path) }
    return getenv("HOME").map { String(cString: $0) + "/.editrc" }
  }

  /// `\e`, `\033` and `^[` are the escape character; other bytes are themselves.
  private static func unescaped(_ key: String) -> [UInt8] {
    var text = key
    if text.count > 1, let quote = text.first, quote == "\"" || quote == "'", text.last == quote {
      text = String(text.dropFirst().dropLast())
    }
    for spelling in ["\\e", "\\033", "^["] where text.hasPrefix(spelling) {
      return [0x1B] + Array(text.dropFirst(spelling.count).utf8)
    }
    return Array(text.utf8)
  }
}
