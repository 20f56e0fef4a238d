/// The characters that pictures are drawn with.
struct Drawing {
  let usesUnicode: Bool

  /// To an only child.
  var straight: String { usesUnicode ? "─" : "-" }
  /// To the first of several.
  var fork: String { usesUnicode ? "┬" : "+" }
  /// To one more.
  var branch: String { usesUnicode ? "├" : "|" }
  /// To the last one.
  var corner: String { usesUnicode ? "└" : "`" }
  /// Past a line of something else.
  var pass: String { usesUnicode ? "│" : "|" }
  /// Before what is not drawn.
  var fold: String { usesUnicode ? "┆" : ":" }
  var times: String { usesUnicode ? "✕" : "x" }

  /// The text, filled with spaces to a width.
  static func pad(_ text: String, to width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - text.count))
  }

  static func padLeft(_ text: String, to width: Int) -> String {
    String(repeating: " ", count: max(0, width - text.count)) + text
  }

  /// Rows as lines with aligned columns; the last column is not filled.
  static func columns(_ rows: [[String]], gap: Int = 2) -> [String] {
    var widths: [Int] = []
    for row in rows {
      for (column, text) in row.enumerated() {
        if column == widths.count { widths.append(0) }
        widths[column] = max(widths[column], text.count)
      }
    }
    return rows.map { row in
      var line = ""
      for (column, text) in row.enumerated() {
        line += pad(text, to: widths[column]) + String(repeating: " ", count: gap)
      }
      while line.last == " " { line.removeLast() }
      return line
    }
  }
}
