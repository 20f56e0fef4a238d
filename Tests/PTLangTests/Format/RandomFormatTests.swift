import RandomPrograms
import Testing

@testable import PTLang

/// Random programs in random layouts: what `Formatter` promises holds for each of them.
@Suite struct RandomFormat {
  #if DEBUG
    private static let programs = 50
  #else
    private static let programs = 1000
  #endif

  @Test(arguments: 0..<4)
  func `the layout has the same tree and comments, and is its own layout`(part: Int) {
    for number in 0..<Self.programs {
      let seed = UInt64(part * Self.programs + number)
      let bytes = RandomProgram.text(seed: seed)
      check(bytes, "seed \(seed)")
    }
  }
}
