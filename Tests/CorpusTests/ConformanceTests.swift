import Foundation
import Interpreter
import Testing
import VM

/// Scenarios whose assertions were measured on a real kernel, statement by statement: the model of
/// that kernel says the same, to the digit. They are in the corpus under the kernel's name.
@Suite struct ConformanceTests {
  @Test("Everything measured on Linux 6.18 holds", arguments: scenarios)
  func holds(scenario: String) throws {
    let file = Files.measured.appendingPathComponent(scenario)
    let compressed = try Scenario(running: file)
    try #require(compressed.assertions > 0)
    #expect(compressed.differences.isEmpty, "\(Self.excerpt(of: compressed.differences))")
    guard !scenario.hasPrefix("hugetlb/") else { return }
    var options = Scenario.corpusOptions
    options.storage = .flat
    let differences = compressed.differences(
      inStorageOf: try Scenario(running: file, options: options))
    #expect(differences.isEmpty, "\(Self.excerpt(of: differences))")
  }

  @Test("All that was measured is there")
  func isComplete() {
    #expect(Self.scenarios.count == 150)
  }

  /// One thing that differs makes many others differ after it.
  private static func excerpt(of differences: [String]) -> String {
    let rest = differences.count > 5 ? ["and \(differences.count - 5) more"] : []
    return (differences.prefix(5) + rest).joined(separator: "\n")
  }

  private static let scenarios = Files.scenarios(under: Files.measured)
    .map { String($0.path.dropFirst(Files.measured.path.count + 1)) }
}
