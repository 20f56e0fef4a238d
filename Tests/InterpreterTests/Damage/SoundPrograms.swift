import Foundation
import RandomPrograms

/// Programs of several kinds to be damaged: the scenarios of the corpus, the examples, and random
/// ones.
enum SoundPrograms {
  static func pick(_ random: inout SplitMix, seed: UInt64) -> [UInt8] {
    random.oneIn(4) ? RandomProgram.text(seed: seed) : random.pick(files)
  }

  /// Some of the measured scenarios are so long that few of them would be tried.
  private static let sizeLimit = 8 << 10

  private static let files: [[UInt8]] = {
    let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    let folders = [
      tests.appendingPathComponent("CorpusTests/corpus"),
      tests.deletingLastPathComponent().appendingPathComponent("examples"),
    ]
    return folders.flatMap { folder in
      let names = FileManager.default.enumerator(atPath: folder.path)?.compactMap { $0 as? String }
      return (names ?? []).filter { $0.hasSuffix(".pts") }.sorted().compactMap { name in
        try? Array(Data(contentsOf: folder.appendingPathComponent(name)))
      }
      .filter { $0.count < sizeLimit }
    }
  }()
}
