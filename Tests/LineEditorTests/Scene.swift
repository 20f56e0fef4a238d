import Glibc
import LineEditor
import PtyHarness
import Testing

/// A folder that goes away with it.
final class Folder {
  let path: String

  init() {
    var template = Array("/tmp/line-editor-XXXXXX".utf8CString)
    precondition(mkdtemp(&template) != nil, "no temporary folder")
    path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  deinit {
    for name in names { unlink("\(path)/\(name)") }
    rmdir(path)
  }

  var names: [String] {
    guard let folder = opendir(path) else { return [] }
    defer { closedir(folder) }
    var names: [String] = []
    while let entry = readdir(folder) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name != ".", name != ".." { names.append(name) }
    }
    return names.sorted()
  }

  func write(_ name: String, _ text: String) { write(name, Array(text.utf8)) }

  func write(_ name: String, _ bytes: [UInt8]) {
    let descriptor = open("\(path)/\(name)", O_WRONLY | O_CREAT | O_TRUNC, 0o644)
    precondition(Glibc.write(descriptor, bytes, bytes.count) == bytes.count, "cannot write")
    close(descriptor)
  }

  func read(_ name: String) -> String {
    guard let file = fopen("\(path)/\(name)", "r") else { return "" }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    while case let byte = fgetc(file), byte != EOF { bytes.append(UInt8(byte)) }
    return String(decoding: bytes, as: UTF8.self)
  }
}

/// The demo on a terminal, with a home of its own.
final class Scene {
  let home = Folder()
  let terminal: Terminal

  /// With the end of its style before the space, if it has one.
  let prompt: String

  init(
    _ changes: [String: String?] = [:], editrc: String? = nil, history: String? = nil,
    columns: Int = 80, rows: Int = 24
  ) throws {
    if let editrc { home.write(".editrc", editrc) }
    var environment: [String: String] = [
      "TERM": "xterm", "LC_ALL": "C.UTF-8", "HOME": home.path, "PATH": "/usr/bin:/bin",
    ]
    for (name, value) in changes { environment[name] = value }
    let hasColor = environment["DEMO_COLOR"] != nil && environment["NO_COLOR"] == nil
    prompt = hasColor ? "demo>\u{1B}[0m " : "demo> "
    terminal = try Terminal(
      Scene.program, [history ?? home.path + "/history"], environment: environment,
      columns: columns, rows: rows)
    try terminal.expect(prompt)
  }

  func send(_ text: String) throws { try terminal.send(text) }

  @discardableResult
  func expect(_ text: String) throws -> String { try terminal.expect(text) }

  /// Types, and waits for the block that the demo then reports.
  func type(_ keys: String, gives block: String) throws {
    try send(keys)
    try expect("[" + block.debugDescription + "]\r\n")
    try expect(prompt)
  }

  /// Ends the demo properly.
  func leave() throws {
    try send("\u{4}")
    try expect("bye")
    try terminal.expectExit(0)
  }

  /// `EditorDemo`, beside the test bundle.
  static let program: String = {
    var buffer = [CChar](repeating: 0, count: 4096)
    let count = readlink("/proc/self/exe", &buffer, buffer.count)
    let own = String(
      decoding: buffer.prefix(max(0, count)).map { UInt8(bitPattern: $0) }, as: UTF8.self)
    for path in [own] + CommandLine.arguments {
      let folder = path.split(separator: "/", omittingEmptySubsequences: false).dropLast()
      for depth in 0..<4 where folder.count > depth {
        let candidate = (folder.dropLast(depth) + ["EditorDemo"]).joined(separator: "/")
        if access(candidate, X_OK) == 0 { return candidate }
      }
    }
    preconditionFailure("no EditorDemo beside \(own)")
  }()
}
