import PTLang
import Testing

@testable import ptsh

@Suite("A diagnostic")
struct DiagnosticRendererTests {
  private func render(_ diagnostic: Diagnostic, _ file: SourceFile) -> String {
    DiagnosticRenderer(view: SourceView(files: [file], style: .plain)).render(diagnostic)
      .joined(separator: "\n")
  }

  @Test func `has place, code, carets, notes and a hint`() {
    let file = SourceFile(name: "a.pts", text: "let x = 1\nassert pagetable > x\n")
    let diagnostic = Diagnostic(
      code: "PT0301", message: "unknown name `pagetable`", range: file.range(of: "pagetable"),
      notes: [
        .init(message: "`x` stands here", range: file.range(of: "x")),
        .init(message: "first line\nsecond line"),
      ],
      hint: "did you mean `pagetables`?")
    #expect(
      render(diagnostic, file) == """
        a.pts:2:8: error[PT0301]: unknown name `pagetable`
            2 │ assert pagetable > x
              │        ^^^^^^^^^
        a.pts:1:5: note: `x` stands here
            1 │ let x = 1
              │     ^
           note: first line
                 second line
           hint: did you mean `pagetables`?
        """)
  }

  @Test func `at the end of the file has one caret`() {
    let file = SourceFile(name: "a.pts", text: "if x {")
    let diagnostic = Diagnostic(
      code: "PT0201", message: "missing `}`", range: SourceRange(lower: 6, upper: 6))
    #expect(
      render(diagnostic, file) == """
        a.pts:1:7: error[PT0201]: missing `}`
            1 │ if x {
              │       ^
        """)
  }

  @Test func `that spans lines underlines the first`() {
    let file = SourceFile(name: "a.pts", text: "abc {\n}\n")
    let diagnostic = Diagnostic(
      code: "PT0201", message: "m", range: SourceRange(lower: 0, upper: 7))
    #expect(
      render(diagnostic, file) == """
        a.pts:1:1: error[PT0201]: m
            1 │ abc {
              │ ^^^^^
        """)
  }

  @Test func `puts carets under characters, whatever their bytes and columns`() {
    let file = SourceFile(name: "a.pts", text: "\té漢 ?")
    let diagnostic = Diagnostic(code: "PT0101", message: "m", range: file.range(of: "?"))
    #expect(
      render(diagnostic, file) == """
        a.pts:1:5: error[PT0101]: m
            1 │         é漢 ?
              │             ^
        """)
  }

  @Test func `shows malformed bytes as escapes`() {
    let file = SourceFile(name: "a.pts", bytes: [0x61, 0xff, 0xc3, 0x28, 0x62])
    let diagnostic = Diagnostic(
      code: "PT0101", message: "m", range: SourceRange(lower: 1, upper: 2))
    #expect(
      render(diagnostic, file) == """
        a.pts:1:2: error[PT0101]: m
            1 │ a\\xff\\xc3(b
              │  ^^^^
        """)
  }

  @Test func `in a line of ten megabytes shows a window around the place`() {
    var bytes = [UInt8](repeating: UInt8(ascii: "a"), count: 10_000_000)
    bytes[5_000_000] = UInt8(ascii: "?")
    let file = SourceFile(name: "a.pts", bytes: bytes)
    let diagnostic = Diagnostic(
      code: "PT0101", message: "m", range: SourceRange(lower: 5_000_000, upper: 5_000_001))
    let lines = render(diagnostic, file).split(separator: "\n")
    #expect(lines[0] == "a.pts:1:5000001: error[PT0101]: m")
    #expect(lines[1].count < 200)
    let caret = lines[2].distance(
      from: lines[2].startIndex, to: lines[2].firstIndex(of: "^") ?? lines[2].endIndex)
    #expect(Array(lines[1])[caret] == "?")
  }

  @Test func `with a place outside the program is still told`() {
    let file = SourceFile(name: "a.pts", text: "x")
    let past = Diagnostic(
      code: "PT0101", message: "m", range: SourceRange(lower: 90, upper: 100))
    #expect(render(past, file).hasPrefix("a.pts:1:2: error[PT0101]: m\n"))
    let elsewhere = Diagnostic(
      code: "PT0101", message: "m", range: SourceRange(file: 7, lower: 0, upper: 1))
    #expect(render(elsewhere, file) == "error[PT0101]: m")
  }
}
