import Testing

@testable import LineEditor

struct ScreenTests {
  private static func layout(_ text: String, columns: Int) -> ScreenLayout {
    TextLocale.adopt()
    return ScreenLayout(prompt: "> ", text: EditedText.characters(text), columns: columns)
  }

  @Test func `A full row is followed by the next one at once`() {
    let layout = Self.layout("abc", columns: 5)
    #expect(layout.end == .init(row: 1, column: 0))
    #expect(Self.layout("abc\nd", columns: 5).end == .init(row: 2, column: 1))
  }

  @Test func `A wide character never straddles the margin`() {
    let layout = Self.layout("ab日c", columns: 5)
    #expect(layout.places[2] == .init(row: 1, column: 0))
    #expect(layout.end == .init(row: 1, column: 3))
    #expect(layout.isPlain)
  }

  @Test func `Characters that are drawn as others are not painted over`() {
    #expect(!Self.layout("a\tb", columns: 40).isPlain)
    #expect(Self.layout("a\tb", columns: 40).end.column == 9)
    #expect(Self.layout("\u{1}", columns: 40).end.column == 4)
    #expect(!Self.layout("e\u{301}", columns: 40).isPlain)
  }

  @Test func `Characters and bytes are told apart`() {
    let text = EditedText(characters: EditedText.characters("é日a"), cursor: 2)
    #expect(text.cursorOffset == 5)
    #expect(text.index(ofByte: 0) == 0)
    #expect(text.index(ofByte: 2) == 1)
    #expect(text.index(ofByte: 3) == 2)
    #expect(text.index(ofByte: 99) == 3)
    #expect(text.styles([ColorSpan(2..<5, "31")]) == [nil, "31", nil])
  }
}
