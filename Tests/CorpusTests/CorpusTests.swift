import Foundation
import Interpreter
import Testing
import VM

/// The corpus: tiny scenarios, one behaviour each. The folder tree is the feature tree, the file's
/// name the behaviour, and a comment at the end of a line says what is reported there (see
/// `Expectation`); a file without such a comment passes.
///
/// What a file expects is worked out by hand from `docs/`, never taken from a run.
///
/// Each is run in both storage forms of the model, which nothing but time may tell apart. A file
/// whose results depend on how many steps an access takes would be an exception; there is none.
/// Examples that the flat form cannot hold are run in the compressed one only.
@Suite struct CorpusTests {
  @Test("Every file reports what its comments say, and nothing else", arguments: folders)
  func holds(folder: String) throws {
    for file in Files.scenarios(under: Files.corpus.appendingPathComponent(folder)) {
      let differences = try differences(file, options: Scenario.corpusOptions)
      #expect(
        differences.isEmpty,
        "\(folder)/\(file.lastPathComponent)\n  \(differences.joined(separator: "\n  "))")
    }
  }

  @Test("Every example holds", arguments: Files.scenarios(under: Files.examples))
  func exampleHolds(example: URL) throws {
    let name = example.deletingPathExtension().lastPathComponent
    if Self.tooLargeForFlatForm.contains(name) {
      let differences = try Scenario(running: example, options: Options()).differences
      #expect(differences.isEmpty, "\(differences.joined(separator: "\n"))")
      return
    }
    var options = Options()
    // In the flat form every page is a piece of its own.
    options.limits.steps *= 4
    let differences = try differences(example, options: options)
    #expect(differences.isEmpty, "\(differences.joined(separator: "\n"))")
  }

  /// Each of them has tens or hundreds of millions of entries.
  static let tooLargeForFlatForm: Set = [
    "lowmem", "oltp-48g-pool", "oracle-500-connections", "oracle-300g-1500-clients",
    "oracle-applications-2002", "ten-thousand-clients",
  ]

  @Test("What is too large for the flat form is an example", arguments: tooLargeForFlatForm)
  func isAnExample(name: String) {
    #expect(
      Files.scenarios(under: Files.examples)
        .contains { $0.deletingPathExtension().lastPathComponent == name })
  }

  /// What differs from what the comments say, and between the forms.
  private func differences(_ file: URL, options: Options) throws -> [String] {
    var options = options
    options.storage = .compressed
    let compressed = try Scenario(running: file, options: options)
    options.storage = .flat
    let flat = try Scenario(running: file, options: options)
    return compressed.differences + compressed.differences(inStorageOf: flat)
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

  static let folders = Files.folders(of: Files.corpus)
    .filter { $0 != Files.measured.lastPathComponent }
}
