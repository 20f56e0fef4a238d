import Glibc
import Testing

@testable import ptsh

/// The sources that the tests were built from.
enum Checkout {
  static let root: String = {
    let parts = #filePath.split(separator: "/", omittingEmptySubsequences: false)
    return parts.dropLast(4).joined(separator: "/")
  }()

  /// The text of a file; empty if there is none.
  static func read(_ path: String) -> String {
    guard case .success(let bytes) = ScriptReader.read(path: "\(root)/\(path)") else { return "" }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Expects a file that is made from the program's tables to say what they say.
  static func expect(
    _ path: String, toBe text: String, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    if Environment.value("PTSH_UPDATE_SNAPSHOTS") == "1", !Environment.isCI {
      write(path, text)
    }
    let found = read(path).split(separator: "\n", omittingEmptySubsequences: false)
    let wanted = text.split(separator: "\n", omittingEmptySubsequences: false)
    guard found != wanted else { return }
    let line = zip(found, wanted).prefix { $0 == $1 }.count
    Issue.record(
      """
      \(path):\(line + 1) is not what the tables say; run scripts/reference, or these tests with \
      PTSH_UPDATE_SNAPSHOTS=1
      there:  \(line < found.count ? found[line] : "")
      wanted: \(line < wanted.count ? wanted[line] : "")
      """, sourceLocation: sourceLocation)
  }

  private static func write(_ path: String, _ text: String) {
    let descriptor = open("\(root)/\(path)", O_CREAT | O_WRONLY | O_TRUNC, 0o644)
    guard descriptor >= 0 else { return }
    defer { close(descriptor) }
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      guard count > 0 else { return }
      rest = rest.dropFirst(count)
    }
  }

  /// Whether a program is installed here.
  static func has(_ program: String) -> Bool {
    PtshProcess.shell("command -v \(program)").status == 0
  }
}
