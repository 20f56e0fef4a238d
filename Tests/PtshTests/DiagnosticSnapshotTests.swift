import Glibc
import Interpreter
import PTLang
import Testing

@testable import ptsh

/// What every diagnostic looks like: `diagnostics/CODE.pts` gives rise to it, `diagnostics/CODE.txt`
/// is the text that people see.
///
/// `PTSH_UPDATE_SNAPSHOTS=1 scripts/test --filter DiagnosticSnapshotTests` writes the texts anew; read
/// the difference before it is committed. It is refused where `CI` is set.
@Suite("The snapshot of a diagnostic")
struct DiagnosticSnapshotTests {
  static let codes =
    DiagnosticCode.allCases.map(\.rawValue) + RunCode.allCases.map(\.rawValue)
    + WarningCode.allCases.map(\.rawValue)

  @Test(arguments: codes)
  func `is what its file gives rise to`(code: String) throws {
    let scenario = try #require(SnapshotScenario(code: code), "there is no \(code).pts")
    let told = scenario.told()
    #expect(told.codes.contains(code), "\(code).pts gives rise to \(told.codes)")
    if scenario.showsAll {
      #expect(Set(told.codes) == [code], "\(code).pts gives rise to something else too")
    }
    if Self.isUpdating {
      Snapshots.write("\(code).txt", told.text)
    } else {
      #expect(Snapshots.read("\(code).txt") == told.text)
    }
  }

  @Test func `belongs to a code that exists`() {
    let files = Snapshots.names.filter { !$0.hasSuffix(".lib.pts") }
    let expected = Self.codes.flatMap { ["\($0).pts", "\($0).txt"] }
    #expect(Set(files).subtracting(expected) == [])
  }

  @Test func `stands for one meaning of its code`() {
    #expect(Set(Self.codes).count == Self.codes.count)
  }

  @Test func `is not written anew in CI`() {
    #expect(Environment.value("PTSH_UPDATE_SNAPSHOTS") == nil || !Self.isCI)
  }

  private static var isCI: Bool { !(Environment.value("CI") ?? "").isEmpty }

  private static var isUpdating: Bool {
    Environment.value("PTSH_UPDATE_SNAPSHOTS") == "1" && !isCI
  }
}

/// The file that gives rise to a code, and how it is run.
///
/// A first line `# options: steps=1000 repeat=60 only` sets limits (`steps`, `processes`, `memory`,
/// `history`), breaks the model after so many statements (`corrupt`), repeats the last line
/// (`repeat`), and leaves out what has another code (`only`).
struct SnapshotScenario {
  private let code: String
  private let bytes: [UInt8]
  private var options = Options()
  private(set) var showsAll = true

  init?(code: String) {
    guard var bytes = Snapshots.bytes("\(code).pts") else { return nil }
    self.code = code
    let firstLine = String(decoding: bytes.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
    let words =
      firstLine.hasPrefix("# options: ") ? firstLine.split(separator: " ").dropFirst(2) : []
    for word in words {
      let parts = word.split(separator: "=")
      guard let number = parts.count == 2 ? Int(parts[1]) : 0 else { return nil }
      switch parts[0] {
      case "steps": options.limits.steps = number
      case "processes": options.limits.processes = number
      case "memory": options.limits.valueBytes = number
      case "history": options.limits.historyBytes = number
      case "corrupt":
        options.isParanoid = true
        options.corruptsOwnerCountAfter = number
      case "repeat":
        let line = bytes.dropLast().split(separator: UInt8(ascii: "\n")).last ?? []
        for _ in 1..<number { bytes += line + [UInt8(ascii: "\n")] }
      case "only": showsAll = false
      default: return nil
      }
    }
    self.bytes = bytes
  }

  /// The codes of what is told, and the text.
  func told() -> (codes: [String], text: String) {
    var codes: [String] = []
    var lines: [String] = []
    func tell(_ code: String, _ text: [String]) {
      codes.append(code)
      if showsAll || code == self.code { lines += text }
    }
    let report = Program.check(
      name: "\(code).pts", bytes: bytes, options: options, read: Snapshots.readIncluded)
    let diagnostics = DiagnosticRenderer(view: SourceView(files: report.files, style: .plain))
    let hasErrors = report.diagnostics.contains { $0.severity == .error }
    if hasErrors || WarningCode(rawValue: code) != nil {
      for diagnostic in report.diagnostics { tell(diagnostic.code, diagnostics.render(diagnostic)) }
    } else {
      let program = Program.load(
        name: "\(code).pts", bytes: bytes, options: options, read: Snapshots.readIncluded)
      let failures = FailureRenderer(view: SourceView(files: program.files, style: .plain))
      for test in program.tests {
        _ = program.run(test, options: options) { event in
          guard case .failure(let failure) = event else { return }
          tell(failure.diagnostic.code, failures.render(failure))
        }
      }
    }
    return (codes, lines.map { $0 + "\n" }.joined())
  }
}

/// The folder of the snapshots, beside this file.
enum Snapshots {
  private static let folder: String = {
    let parts = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast()
    return (parts + ["diagnostics"]).joined(separator: "/")
  }()

  static func bytes(_ name: String) -> [UInt8]? {
    try? ScriptReader.read(path: "\(folder)/\(name)").get()
  }

  static func read(_ name: String) -> String? {
    bytes(name).map { String(decoding: $0, as: UTF8.self) }
  }

  static func readIncluded(_ path: String) -> Result<[UInt8], ReadFailure> {
    ScriptReader.readIncluded(path: "\(folder)/\(path)")
  }

  static func write(_ name: String, _ text: String) {
    guard let file = fopen("\(folder)/\(name)", "w") else { return }
    fputs(text, file)
    fclose(file)
  }

  static var names: [String] {
    guard let stream = opendir(folder) else { return [] }
    defer { closedir(stream) }
    var names: [String] = []
    while let entry = readdir(stream) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if !name.hasPrefix(".") { names.append(name) }
    }
    return names
  }
}
