import Foundation
import Interpreter
import Testing

/// The corpus: tiny scenarios, one behaviour each. The folder tree is the feature tree, the file's
/// name the behaviour, and a comment at the end of a line says what is reported there (see
/// `Expectation`); a file without such a comment passes.
///
/// What a file expects is worked out by hand from `docs/`, never taken from a run.
@Suite struct CorpusTests {
  @Test("Every file reports what its comments say, and nothing else", arguments: folders)
  func holds(folder: String) throws {
    for file in Files.scenarios(under: Files.corpus.appendingPathComponent(folder)) {
      let differences = try Scenario(running: file).differences
      #expect(
        differences.isEmpty,
        "\(folder)/\(file.lastPathComponent)\n  \(differences.joined(separator: "\n  "))")
    }
  }

  @Test("Every example holds", arguments: Files.scenarios(under: Files.examples))
  func exampleHolds(example: URL) throws {
    let differences = try Scenario(running: example, options: Options()).differences
    #expect(differences.isEmpty, "\(differences.joined(separator: "\n"))")
  }

  @Test("The corpus has its size")
  func hasItsSize() {
    #expect(Files.scenarios(under: Files.corpus).count >= 400)
    #expect(Files.scenarios(under: Files.examples).count >= 12)
  }

  /// A check that cannot fail would hold for every file.
  @Test(
    "A wrong comment is noticed",
    arguments: [
      "assert false",
      "assert true # fails",
      "assert false # error PT0301",
      "print 1 # prints: 2",
      "test \"t\" { # skipped\n}",
    ])
  func noticesAWrongComment(text: String) throws {
    let file = FileManager.default.temporaryDirectory
      .appendingPathComponent("corpus-\(UUID().uuidString).pts")
    try Data(text.utf8).write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    #expect(try !Scenario(running: file).differences.isEmpty)
  }

  static let folders: [String] = Files.folders(of: Files.corpus)
}
