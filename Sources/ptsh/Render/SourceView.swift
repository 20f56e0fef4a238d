import PTLang

/// The files of a program as places in messages and as lines with a gutter.
struct SourceView {
  let files: [SourceFile]
  let style: Style

  /// Columns of the line number.
  static let numberWidth = 5

  /// The file of a range, and the range clamped to it; nil for a file the program has not.
  func locate(_ range: SourceRange) -> Location? {
    let index = Int(range.file)
    guard files.indices.contains(index) else { return nil }
    let file = files[index]
    let lower = min(max(0, range.lower), Int32(file.bytes.count))
    let upper = min(max(lower, range.upper), Int32(file.bytes.count))
    return Location(file: file, lower: lower, upper: upper)
  }

  /// A numbered line: `   14 │ assert x`.
  func numbered(_ line: Int, _ text: String) -> String {
    let number = String(line)
    let padding = String(repeating: " ", count: max(0, Self.numberWidth - number.count))
    return style.paint(padding + number + " " + style.bar, .faint) + " " + text
  }

  /// A line under a numbered one: `      │        ^^^`.
  func under(_ text: String, role: Style.Role? = nil) -> String {
    let gutter = String(repeating: " ", count: Self.numberWidth + 1) + style.bar
    let painted = role.map { style.paint(text, $0) } ?? text
    return text.isEmpty ? style.paint(gutter, .faint) : style.paint(gutter, .faint) + " " + painted
  }

  /// The line of a place, with carets under it.
  func excerpt(_ location: Location, role: Style.Role) -> [String] {
    let line = location.line
    let bytes = location.file.lineBytes(line)
    let start = Int(location.lower - location.file.lineStart(line))
    let end = min(Int(location.upper - location.file.lineStart(line)), bytes.count)
    let shown = DisplayLine(bytes, focus: start, style: style)
    let from = shown.column(ofByte: start)
    let to = max(from + 1, shown.column(ofByte: end))
    let carets =
      String(repeating: " ", count: from)
      + style.paint(String(repeating: "^", count: to - from), role)
    return [numbered(line, shown.text), under(carets)]
  }
}

/// A range in a file of the program, with both ends inside the file.
struct Location {
  let file: SourceFile
  let lower: Int32
  let upper: Int32

  /// From 1.
  var line: Int { file.line(at: lower) }

  /// From 1, in characters: bytes that do not continue one.
  var column: Int {
    let start = Int(file.lineStart(line))
    var count = 1
    file.bytes.withUnsafeBufferPointer { bytes in
      for index in start..<max(start, Int(lower)) where bytes[index] & 0xc0 != 0x80 { count += 1 }
    }
    return count
  }

  /// `file.pts:14`.
  var fileAndLine: String { "\(Printable.escape(file.name)):\(line)" }

  /// `file.pts:14:8`.
  var full: String { "\(fileAndLine):\(column)" }
}
