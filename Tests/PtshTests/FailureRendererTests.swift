import Interpreter
import PTLang
import Testing

@testable import ptsh

@Suite("A failed assertion")
struct FailureRendererTests {
  @Test func `shows the line, and the values under their parts`() {
    let file = SourceFile(
      name: "sga.pts",
      text: String(repeating: "\n", count: 13)
        + "assert pagetables.leaf <= 8 * p[1].pagetables.leaf / 2\n")
    let failure = file.failure(
      "assertion failed: tables outgrow the data",
      values: [
        ("pagetables.leaf", "4800"), ("8 * p[1].pagetables.leaf / 2", "32.0"),
        ("p[1].pagetables.leaf", "8"),
      ],
      explanations: ["600 processes map `sga`; none shares its tables"])
    #expect(
      file.rendered(failure) == """
        sga.pts:14: assertion failed: tables outgrow the data
           14 │ assert pagetables.leaf <= 8 * p[1].pagetables.leaf / 2
              │        ───────┬───────    ├── ─────────┬──────────
              │               4800        │            8
              │                           32.0
           ▸ 600 processes map `sga`; none shares its tables
        """)
  }

  @Test func `shows the statements that changed what it reads, with the rules behind them`() {
    let file = SourceFile(
      name: "a.pts",
      text: """
        spawn p[1..9] {
          read buf
        }
        p[1]: write buf at 8K
        assert pagetables.leaf == 1
        """)
    var failure = file.failure("assertion failed", values: [("pagetables.leaf", "4799")])
    failure.history = History(changes: [
      Change(
        statement: file.range(of: "read buf"), subject: "pagetables.leaf", old: "0", new: "4800",
        count: 9, reasons: ["new table: the kernel shares none"]),
      Change(
        statement: file.range(of: "read buf"), process: "p[2]", subject: "p[2].rss", old: nil,
        new: "4096"),
      Change(
        statement: file.range(of: "write buf at 8K"), process: "p[1]", subject: "pagetables.leaf",
        old: "4800", new: "4799", sum: -3, count: 2),
    ])
    #expect(
      file.rendered(failure) == """
        a.pts:5: assertion failed
            5 │ assert pagetables.leaf == 1
              │        ───────┬───────
              │               4799
           changed by
            2 │ read buf                pagetables.leaf 0 → 4800 ×9
              │                         p[2].rss = 4096 by p[2]
              │   └ new table: the kernel shares none
            4 │ p[1]: write buf at 8K   pagetables.leaf -3 ×2 by p[1]
        """)
    #expect(
      file.rendered(failure, .ascii).hasSuffix(
        """
           changed by
            2 | read buf                pagetables.leaf 0 -> 4800 x9
              |                         p[2].rss = 4096 by p[2]
              |   ` new table: the kernel shares none
            4 | p[1]: write buf at 8K   pagetables.leaf -3 x2 by p[1]
        """))
  }

  @Test func `shows the beginning and the end of a long history`() {
    let lines = (1...20).map { "write buf page \($0)" }
    let file = SourceFile(name: "a.pts", text: (lines + ["assert x == 1"]).joined(separator: "\n"))
    var failure = file.failure("assertion failed", values: [])
    failure.history = History(
      changes: lines.enumerated().map {
        Change(
          statement: file.range(of: $0.element), subject: "x", old: "\($0.offset)",
          new: "\($0.offset + 1)")
      }, isComplete: false)
    let shown = file.rendered(failure).split(separator: "\n").dropFirst(3)
    #expect(
      shown.map { $0.filter { $0 != " " } } == [
        "1│writebufpage1x0→1", "2│writebufpage2x1→2", "3│writebufpage3x2→3", "│…and12more",
        "16│writebufpage16x15→16", "17│writebufpage17x16→17", "18│writebufpage18x17→18",
        "19│writebufpage19x18→19", "20│writebufpage20x19→20",
        "▸theruntookmorestepsthanarefollowed",
      ])
    failure.history = History(changes: [])
    #expect(file.rendered(failure).hasSuffix("   ▸ no statement has changed what it reads"))
  }

  @Test func `is drawn in ASCII where the locale has no more`() {
    let file = SourceFile(name: "a.pts", text: "assert len(xs) == 3")
    let failure = file.failure(
      "assertion failed", values: [("len(xs)", "2"), ("xs", "[1, 2]")], explanations: ["why"])
    #expect(
      file.rendered(failure, .ascii) == """
        a.pts:1: assertion failed
            1 | assert len(xs) == 3
              |        +-- +-
              |        |   [1, 2]
              |        2
           > why
        """)
  }

  @Test func `hangs values that would touch on lines of their own`() {
    let file = SourceFile(name: "a.pts", text: "assert a + b == c")
    let failure = file.failure(
      "assertion failed", values: [("a", "100"), ("a + b", "300"), ("b", "200"), ("c", "301")])
    #expect(
      file.rendered(failure) == """
        a.pts:1: assertion failed
            1 │ assert a + b == c
              │        ┬ ┬ ┬    ┬
              │        │ │ 200  301
              │        │ 300
              │        100
        """)
  }

  @Test func `lists the value of a part that has no column of its own`() {
    let hangers = ValueHangers(
      line: Array("ab"),
      items: [
        .init(columns: 0..<2, text: "whole"), .init(columns: 0..<1, text: "1"),
        .init(columns: 1..<2, text: "2"),
      ], style: .plain)
    let (lines, leftOver) = hangers.draw()
    #expect(lines == ["┬┬", "│2", "1"])
    #expect(leftOver.map(\.text) == ["whole"])
  }

  @Test func `counts columns, not bytes, and expands tabs`() {
    let file = SourceFile(name: "a.pts", text: "\tassert \"漢é\" == x")
    let failure = file.failure(
      "assertion failed", values: [("\"漢é\"", "\"漢é\""), ("x", "1")])
    #expect(
      file.rendered(failure) == """
        a.pts:1: assertion failed
            1 │         assert "漢é" == x
              │                ──┬──    ┬
              │                  "漢é"  1
        """)
  }

  @Test func `that spans lines lists its values`() {
    let file = SourceFile(name: "a.pts", text: "x\nassert a +\n    b == 3\n")
    var failure = file.failure(
      "assertion failed", values: [("a +\n    b", "2"), ("b", "1")])
    failure.diagnostic.range = SourceRange(lower: 2, upper: 24)
    #expect(
      file.rendered(failure) == """
        a.pts:2: assertion failed
            2 │ assert a +
            3 │     b == 3
              │ a + b = 2
              │ b     = 1
        """)
  }

  @Test func `on a very long line shows a window of it and lists its values`() {
    let padding = String(repeating: " ", count: 5000)
    let file = SourceFile(name: "a.pts", text: padding + "assert a == 3" + padding)
    let failure = file.failure("assertion failed", values: [("a", "2")], at: "assert a == 3")
    let text = file.rendered(failure)
    #expect(text.contains("assert a == 3"))
    #expect(text.hasSuffix("│ a = 2"))
    #expect(text.utf8.count < 500)
  }

  @Test func `cannot steer the terminal`() {
    let file = SourceFile(name: "a\u{1b}[2J.pts", text: "assert \"\u{1b}[31m\u{202e}\" == x")
    let failure = file.failure(
      "assertion failed: \u{7}", values: [("x", "\"\u{9b}1m\"")], explanations: ["\u{1b}c"])
    let text = file.rendered(failure)
    #expect(text.unicodeScalars.allSatisfy { $0 == "\n" || $0.value >= 0x20 })
    #expect(text.contains("\\x1b[31m\\u{202e}"))
    #expect(text.contains("\\u{9b}1m"))
  }
}

extension SourceFile {
  /// The place of the first occurrence of a text that is a word of its own.
  func range(of text: String) -> SourceRange {
    let wanted = Array(text.utf8)
    for start in 0...(bytes.count - wanted.count)
    where Array(bytes[start..<(start + wanted.count)]) == wanted {
      let before = start > 0 ? bytes[start - 1] : 0x20
      let after = start + wanted.count < bytes.count ? bytes[start + wanted.count] : 0x20
      if Self.isWord(before) && Self.isWord(wanted[0]) { continue }
      if Self.isWord(after) && Self.isWord(wanted[wanted.count - 1]) { continue }
      return SourceRange(lower: Int32(start), upper: Int32(start + wanted.count))
    }
    preconditionFailure("'\(text)' is not in the file")
  }

  private static func isWord(_ byte: UInt8) -> Bool {
    Character(Unicode.Scalar(byte)).isLetter || byte == 0x5f
  }

  func failure(
    _ message: String, values: [(String, String)], explanations: [String] = [],
    at place: String? = nil
  ) -> Failure {
    let range = self.range(of: place ?? "assert")
    return Failure(
      kind: .assertion,
      diagnostic: Diagnostic(code: "PT0601", message: message, range: range),
      values: values.map { ShownValue(range: self.range(of: $0.0), text: $0.1) },
      explanations: explanations)
  }

  func rendered(_ failure: Failure, _ style: Style = .plain) -> String {
    FailureRenderer(view: SourceView(files: [self], style: style)).render(failure)
      .joined(separator: "\n")
  }
}
