import Glibc

/// A directory of its own for a test, removed with the value.
final class Directory: Sendable {
  let root: String

  init() {
    var template = Array("/tmp/ptsh-test.XXXXXX".utf8CString)
    precondition(mkdtemp(&template) != nil, "no temporary directory")
    root = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  func path(_ name: String) -> String { "\(root)/\(name)" }

  /// Writes a file; the folders of its name are made.
  @discardableResult
  func write(_ name: String, _ bytes: [UInt8]) -> String {
    let parts = name.split(separator: "/").dropLast()
    for count in 0..<parts.count { mkdir(path(parts[...count].joined(separator: "/")), 0o755) }
    let descriptor = open(path(name), O_CREAT | O_WRONLY | O_TRUNC, 0o644)
    precondition(descriptor >= 0, "cannot write \(name)")
    defer { close(descriptor) }
    var written = 0
    while written < bytes.count {
      let count = bytes[written...].withUnsafeBytes {
        Glibc.write(descriptor, $0.baseAddress, $0.count)
      }
      precondition(count > 0, "cannot write \(name)")
      written += count
    }
    return path(name)
  }

  @discardableResult
  func write(_ name: String, _ text: String) -> String { write(name, Array(text.utf8)) }

  /// The text of a file; empty if there is none.
  func read(_ name: String) -> String {
    let descriptor = open(path(name), O_RDONLY)
    guard descriptor >= 0 else { return "" }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = Glibc.read(descriptor, &chunk, chunk.count)
      guard count > 0 else { return String(decoding: bytes, as: UTF8.self) }
      bytes += chunk[..<count]
    }
  }

  deinit {
    system("rm -rf '\(root)'")
  }
}
