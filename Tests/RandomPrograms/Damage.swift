/// Damages a program at random: what a slip of the hand, a bad merge or a broken disk leaves.
public enum Damage {
  /// How often: mostly once, so that much of what comes out is still understood.
  private static let counts = [1, 1, 1, 1, 2, 2, 3, 6]

  /// Bytes replaced, removed, inserted, moved.
  public static func bytes(of sound: [UInt8], _ random: inout SplitMix) -> [UInt8] {
    var bytes = sound
    for _ in 0..<random.pick(counts) where !bytes.isEmpty {
      let at = Int.random(in: 0..<bytes.count, using: &random)
      switch Int.random(in: 0..<6, using: &random) {
      case 0: bytes[at] = .random(in: 0...255, using: &random)
      case 1:
        bytes.removeSubrange(at..<min(bytes.count, at + .random(in: 1...40, using: &random)))
      case 2: bytes.insert(.random(in: 0...255, using: &random), at: at)
      case 3: bytes.insert(contentsOf: sound[..<min(60, at, sound.count)].suffix(30), at: at)
      case 4: bytes[at] ^= 1 << UInt8.random(in: 0..<8, using: &random)
      default: bytes[at] = random.pick(Array("\"{}()[]\n;:\\#.=<-9".utf8))
      }
    }
    return bytes
  }

  /// Tokens removed, doubled, exchanged, cut off, or taken from another program.
  public static func tokens(
    of sound: [UInt8], donor: [UInt8], _ random: inout SplitMix
  ) -> [UInt8] {
    var tokens = split(sound)
    let others = random.oneIn(3) || donor.isEmpty ? extremes : split(donor)
    for _ in 0..<random.pick(counts) where !tokens.isEmpty {
      let at = Int.random(in: 0..<tokens.count, using: &random)
      switch Int.random(in: 0..<12, using: &random) {
      case 0: tokens.remove(at: at)
      case 1: tokens.insert(random.pick(tokens), at: at)
      case 2: tokens.swapAt(at, Int.random(in: 0..<tokens.count, using: &random))
      case 3: tokens[at] = random.pick(tokens)
      case 4: tokens[at] = random.pick(others)
      case 5: tokens.insert(contentsOf: [random.pick(others), random.pick(others)], at: at)
      case 6: if random.oneIn(6) { tokens.removeSubrange(at...) }
      default:
        // A number for a number, a word for a word.
        let other = random.pick(random.oneIn(2) ? others : tokens)
        if other.first.flatMap(kind) == tokens[at].first.flatMap(kind) { tokens[at] = other }
      }
    }
    return Array(tokens.joined())
  }

  /// Bytes that are no program at all.
  public static func noise(_ random: inout SplitMix) -> [UInt8] {
    let kind = Int.random(in: 0..<3, using: &random)
    let alphabet = Array("mmap read write spawn p1 0x40 4K {}()[]\"\\#;:=<>.,+-*/%&|^~\n\n\t".utf8)
    return (0..<Int.random(in: 0...400, using: &random)).map { _ in
      switch kind {
      case 0: .random(in: 0...255, using: &random)
      case 1: random.pick(alphabet)
      default: random.oneIn(8) ? .random(in: 0...255, using: &random) : random.pick(alphabet)
      }
    }
  }

  /// Tokens that test limits.
  private static let extremes: [ArraySlice<UInt8>] = [
    "9223372036854775807", "-9223372036854775808", "0", "1P", "0xffff_ffff_ffff_f000", "1_000_000",
    "[1..1_000_000]", "while true { x += 1 }", "1e308", "fork", "pages", "\\\n", "\"", "whatif {",
    " \"{\"{1}\"}\" ", "spawn z[1..1_000_000]\n", "\u{0}", "repeat 1_000_000_000 {", "f(f(1))",
  ].map { Array($0.utf8)[...] }

  /// Words, numbers, runs of blanks, and everything else byte by byte.
  private static func split(_ bytes: [UInt8]) -> [ArraySlice<UInt8>] {
    var tokens: [ArraySlice<UInt8>] = []
    var start = 0
    for at in bytes.indices {
      let (left, right) = (kind(bytes[max(start, at - 1)]), kind(bytes[at]))
      if at > start, right == .other || left == .other || (left == .blank) != (right == .blank) {
        tokens.append(bytes[start..<at])
        start = at
      }
    }
    return start < bytes.count ? tokens + [bytes[start...]] : tokens
  }

  private enum Kind { case letter, digit, blank, other }

  private static func kind(_ byte: UInt8) -> Kind {
    switch byte {
    case 0x30...0x39: .digit
    case 0x41...0x5A, 0x61...0x7A, 0x5F: .letter
    case 0x20, 0x09: .blank
    default: .other
    }
  }
}
