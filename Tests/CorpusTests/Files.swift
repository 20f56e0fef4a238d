import Foundation

/// Where the scenarios are: beside this file, and in `examples` at the top of the package.
enum Files {
  static let corpus = here.appendingPathComponent("corpus")
  /// What was measured on a real kernel.
  static let measured = corpus.appendingPathComponent("linux-6.18")
  static let examples =
    here.deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("examples")

  /// The scenarios below a folder, in order of path. Libraries (`.lib.pts`) run in those that use
  /// them.
  static func scenarios(under folder: URL) -> [URL] {
    guard let paths = FileManager.default.enumerator(atPath: folder.path) else { return [] }
    return paths.compactMap { $0 as? String }
      .filter { $0.hasSuffix(".pts") && !$0.hasSuffix(".lib.pts") }
      .sorted()
      .map { folder.appendingPathComponent($0) }
  }

  /// The names of the folders in a folder, sorted.
  static func folders(of folder: URL) -> [String] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return names.filter { !$0.hasPrefix(".") }.sorted()
  }

  private static let here = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
}
