import Foundation
import Testing

@testable import PTLang

/// Every scenario that there is keeps its meaning when it is formatted.
@Suite struct CorpusFormat {
  @Test func `the scenarios of the corpus keep their tree and their comments`() throws {
    let scenarios = try Self.scenarios(in: Self.tests.appendingPathComponent("CorpusTests/corpus"))
    #expect(scenarios.count > 1000)
    for (name, bytes) in scenarios {
      if Parser.parse(SourceFile(name: name, bytes: bytes)).diagnostics.isEmpty {
        check(bytes, name)
      } else {
        // It is made on purpose: whatever it is, it is formatted or refused.
        do {
          _ = try Formatter.format(SourceFile(name: name, bytes: bytes))
        } catch {
          #expect(error != .meaningWouldChange, "\(name)")
        }
      }
    }
  }

  @Test func `the examples are in their canonical layout`() throws {
    let package = Self.tests.deletingLastPathComponent()
    let examples = try Self.scenarios(in: package.appendingPathComponent("examples"))
    #expect(examples.count > 20)
    for (name, bytes) in examples {
      let layout = try Formatter.format(SourceFile(name: name, bytes: bytes))
      #expect(layout == bytes, "\(name): run `ptsh fmt examples`")
    }
  }

  private static let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  private static func scenarios(in folder: URL) throws -> [(name: String, bytes: [UInt8])] {
    let names = FileManager.default.enumerator(atPath: folder.path)?.compactMap { $0 as? String }
    return try (names ?? []).filter { $0.hasSuffix(".pts") }.sorted().map { name in
      (name, try Array(Data(contentsOf: folder.appendingPathComponent(name))))
    }
  }
}
