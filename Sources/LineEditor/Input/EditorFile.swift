internal import CLineShim
import Glibc

/// The user's `~/.editrc`, or the file that `$EDITRC` names.
struct EditorFile {
  private let lines: [String]

  /// Empty if the environment names none or it cannot be read.
  init() {
    guard let path = Self.path(), let bytes = SmallFile.read(path, limit: 1 << 20) else {
      lines = []
      return
    }
    lines = bytes.split(separator: UInt8(ascii: "\n")).map { line in
      String(decoding: line.filter { $0 != 0 }, as: UTF8.self).trimmingBlanks()
    }
  }

  /// Does what it says; a line that libedit does not understand is passed over.
  func apply(to editor: OpaquePointer) {
    for line in lines where !line.isEmpty && !line.hasPrefix("#") { le_parse_line(editor, line) }
  }

  /// The escape sequences that it binds.
  var boundSequences: Set<[UInt8]> {
    var found: Set<[UInt8]> = []
    for line in lines {
      let words = line.split { $0 == " " || $0 == "\t" }
      guard let command = words.first, command == "bind" || command.hasSuffix(":bind") else {
        continue
      }
      guard let key = words.dropFirst().first(where: { !$0.hasPrefix("-") }) else { continue }
      let bytes = Self.unescaped(String(key))
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

extension String {
  fileprivate func trimmingBlanks() -> String {
    String(drop(while: { $0 == " " || $0 == "\t" }))
  }
}
