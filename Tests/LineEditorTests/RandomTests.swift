import Glibc
import PtyHarness
import Testing

@testable import LineEditor

/// Thousands of random keys neither crash nor hang it: after them it still reads and leaves.
@Suite(.serialized) struct RandomTests {
  @Test(arguments: [("", false), ("bind -v\n", false), ("", true)])
  func `Any bytes may be typed`(editrc: String, isOnlyKeys: Bool) throws {
    for seed in 1...6 as ClosedRange<UInt64> {
      var random = SeededBytes(seed: seed)
      let scene = try Scene(
        ["DEMO_COLOR": seed % 2 == 0 ? "1" : nil, "EDITOR": "true", "VISUAL": nil],
        editrc: editrc, columns: 40, rows: 8)
      for round in 0..<20 {
        let bytes = (0..<150).map { _ in
          isOnlyKeys ? Self.key(&random) : [Self.byte(&random)]
        }
        try scene.terminal.send(Array(bytes.joined()))
        if round % 4 == 0 {
          scene.terminal.resize(columns: 1 + Int(random.next()) % 90, rows: 1 + round)
        }
      }
      try Self.reachPrompt(scene, seed)
      try scene.send("\u{3}")
      try scene.expect("stopped")
      try scene.expect("[?2004h")
      try scene.send("\u{3}\u{4}")
      try scene.terminal.expectExit(0)
    }
  }

  /// Runs `spin`: out of a paste, a question, a digit argument, vi's commands, a quoted key. More
  /// than once, as Ctrl-C between two reads takes away what was typed after it. Ctrl-Q, as Ctrl-S
  /// between two reads stops the output.
  private static func reachPrompt(_ scene: Scene, _ seed: UInt64) throws {
    for _ in 0..<10 {
      try scene.send("\u{11}\u{1B}[201~\u{3}\u{3}\u{1B}\u{3}spin\r")
      if (try? scene.terminal.expect("spinning", timeout: 2)) != nil { return }
    }
    Issue.record("seed \(seed)")
    try scene.expect("spinning")
  }

  /// Not Ctrl-D, which leaves, nor Ctrl-Z, which nobody would continue, nor Ctrl-\, which quits
  /// between two reads.
  private static func byte(_ random: inout SeededBytes) -> UInt8 {
    let byte = random.next()
    return [0x04, 0x1A, 0x1C].contains(byte) ? 9 : byte
  }

  /// What a user might press; no counts, which soon make texts of millions of characters.
  private static func key(_ random: inout SeededBytes) -> [UInt8] {
    let keys = [
      "a", "{", "}", "let ", "日", "é", "e\u{301}", "\r", "\u{1B}\r", "\t", "sp\t", "many\tn",
      "many\ty", "\u{1B}[A", "\u{1B}[B", "\u{1B}[C", "\u{1B}[D", "\u{1B}[H", "\u{1B}[F",
      "\u{1B}[3~", "\u{12}", "\u{13}", "\u{7}", "\u{B}", "\u{19}", "\u{15}", "\u{17}", "\u{C}",
      "\u{10}", "\u{E}", "\u{1B}OP", "\u{1B}p", "\u{1B}d", "\u{7F}", "\u{14}", "\u{3}",
      "\u{1B}[200~x {\ny\n\u{1B}[201~", "\u{18}\u{5}", "mmap", "\u{16}", "\u{1B}[1;5C",
    ]
    return Array(keys[Int(random.next()) % keys.count].utf8)
  }

  @Test(arguments: 0..<300) func `Any bytes are keys`(seed: UInt64) {
    var random = SeededBytes(seed: seed)
    var decoder = KeyDecoder()
    // A paste soon ends, or it would be all there is.
    let end = "\u{1B}[201~"
    let starts = ["\u{1B}[", "\u{1B}O", "\u{1B}[200~", end, end, end, "\u{1B}", "é", "\u{85}"]
      .map { Array($0.utf8) }
    var left = 2000
    var queued: [UInt8] = []
    while true {
      let key = decoder.next { timeout in
        if timeout != nil, random.next() < 20 { return .timeout }
        guard left > 0 else { return .end }
        left -= 1
        if queued.isEmpty {
          queued = random.next() < 60 ? starts[Int(random.next()) % starts.count] : [random.next()]
        }
        return .byte(queued.removeFirst())
      }
      if key == .end { break }
      if case .character(let scalar) = key { #expect(!(0x80..<0xA0).contains(scalar.value)) }
    }
  }
}
