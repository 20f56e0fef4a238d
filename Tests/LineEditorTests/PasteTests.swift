import PtyHarness
import Testing

@testable import LineEditor

@Suite(.serialized) struct PasteTests {
  private static func pasted(_ text: String) -> String { "\u{1B}[200~\(text)\u{1B}[201~" }

  @Test func `Pasted text is inserted and runs nothing`() throws {
    let scene = try Scene()
    try scene.send(Self.pasted("one\rtwo\nthree\r\nfour\n"))
    try scene.expect("four")
    try scene.type("!\r", gives: "one\ntwo\nthree\nfour!")
  }

  @Test func `Control characters in pasted text do nothing`() throws {
    let scene = try Scene()
    try scene.type(
      Self.pasted("a\u{3}\u{4}\u{1B}[Ab\tc\u{0}\u{9B}") + "\r",
      gives: "a\u{FFFD}\u{FFFD}\u{FFFD}[Ab    c\u{FFFD}\u{FFFD}")
  }

  @Test func `Three thousand pasted lines take well under a second`() throws {
    let scene = try Scene()
    let lines = (0..<3000).map { "mmap shared \($0)" }.joined(separator: "\n")
    let clock = ContinuousClock()
    let time = try clock.measure {
      try scene.send(Self.pasted(lines) + "\r")
      try scene.expect("[\(lines.utf8.count) bytes]")
    }
    #expect(time < .seconds(5), "ample, as the machine may be busy")
    try scene.expect("demo> ")
    // The whole block is one entry, too.
    try scene.send("\u{10}\r")
    try scene.expect("[\(lines.utf8.count) bytes]")
  }

  @Test func `A paste without an end is left with Ctrl-C`() throws {
    let scene = try Scene()
    try scene.send("\u{1B}[200~abc\u{3}")
    try scene.expect("interrupted\r\n")
    try scene.expect("demo> ")
    try scene.type("d\r", gives: "d")
  }

  @Test func `Text pasted without brackets runs block by block`() throws {
    let scene = try Scene()
    try scene.send("a\nb {\n  c\n}\nd\n")
    try scene.expect("[\"a\"]")
    try scene.expect("[\"b {\\n")
    try scene.expect("}\"]")
    try scene.expect("[\"d\"]")
  }

  @Test func `A paste has an upper limit`() {
    var decoder = KeyDecoder()
    let end = Array("\u{1B}[201~".utf8)
    var sent = Array("\u{1B}[200~".utf8)
    sent += [UInt8](repeating: 0x61, count: KeyDecoder.pasteLimit + 100) + end
    var position = 0
    let key = decoder.next { _ in
      defer { position += 1 }
      return position < sent.count ? .byte(sent[position]) : .end
    }
    guard case .paste(let text) = key else {
      Issue.record("no paste but \(key)")
      return
    }
    #expect(text.count <= KeyDecoder.pasteLimit)
    #expect(position == sent.count)
  }
}
