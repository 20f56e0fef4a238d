internal import CLineShim

/// A text in the form that libedit has it in, with a cursor.
struct EditedText {
  var characters: [wchar_t]
  /// An index of `characters`, or their count.
  var cursor: Int

  var isAtEnd: Bool { cursor == characters.count }
  var text: String { Self.string(characters) }
  var textBeforeCursor: String { Self.string(characters[..<cursor]) }
  /// The cursor in bytes.
  var cursorOffset: Int { textBeforeCursor.utf8.count }

  static func string(_ characters: some Sequence<wchar_t>) -> String {
    var scalars = String.UnicodeScalarView()
    for character in characters { scalars.append(scalar(character)) }
    return String(scalars)
  }

  static func scalar(_ character: wchar_t) -> Unicode.Scalar {
    Unicode.Scalar(UInt32(truncatingIfNeeded: character)) ?? "\u{FFFD}"
  }

  static func characters(_ text: some StringProtocol) -> [wchar_t] {
    text.unicodeScalars.map { wchar_t($0.value) }
  }

  // MARK: Rows

  /// Where the row of the cursor begins.
  var rowStart: Int { (characters[..<cursor].lastIndex(of: 10) ?? -1) + 1 }
  /// Where it ends: at its line end, or at the end.
  var rowEnd: Int { characters[cursor...].firstIndex(of: 10) ?? characters.count }
  /// What the row has before the cursor.
  var rowPrefix: ArraySlice<wchar_t> { characters[rowStart..<cursor] }

  /// The place in the row above or below that is nearest to a column; nil if there is no row.
  func place(rowsDown: Int, column: Int) -> Int? {
    var line = self
    if rowsDown < 0 {
      guard rowStart > 0 else { return nil }
      line.cursor = rowStart - 1
    } else {
      guard rowEnd < characters.count else { return nil }
      line.cursor = rowEnd + 1
    }
    return min(line.rowStart + column, line.rowEnd)
  }

  // MARK: Bytes

  /// The index of the character at an offset in bytes; the next one if it is inside a character.
  func index(ofByte offset: Int) -> Int {
    var bytes = 0
    for (index, character) in characters.enumerated() {
      if bytes >= offset { return index }
      bytes += UTF8.width(Self.scalar(character))
    }
    return characters.count
  }

  /// The style of each character.
  func styles(_ spans: [ColorSpan]) -> [String?] {
    var result = [String?](repeating: nil, count: characters.count)
    var bytes = 0
    var rest = spans[...]
    for (index, character) in characters.enumerated() {
      while let span = rest.first, span.range.upperBound <= bytes { rest.removeFirst() }
      if let span = rest.first, span.range.contains(bytes) { result[index] = span.style }
      bytes += UTF8.width(Self.scalar(character))
    }
    return result
  }
}
