/// Text in columns, of characters that are one column wide.
enum Columns {
  static func padded(_ text: String, to width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - text.count))
  }

  /// The texts, filled with spaces to the width of the longest.
  static func padded(_ texts: [String]) -> [String] {
    let width = texts.map(\.count).max() ?? 0
    return texts.map { padded($0, to: width) }
  }

  /// The words of the text in lines of at most so many columns; a longer word has a line of its own.
  static func wrapped(_ text: String, to width: Int) -> [String] {
    var lines: [String] = []
    var line = ""
    for word in text.split(separator: " ") {
      if !line.isEmpty, line.count + 1 + word.count > width {
        lines.append(line)
        line = ""
      }
      line += line.isEmpty ? String(word) : " \(word)"
    }
    return lines + (line.isEmpty ? [] : [line])
  }

  /// One row: each cell's lines below one another, the cells side by side, two spaces apart.
  static func row(_ cells: [[String]], widths: [Int]) -> [String] {
    let height = cells.map(\.count).max() ?? 0
    return (0..<height).map { number in
      let parts = zip(cells, widths).map { cell, width in
        padded(number < cell.count ? cell[number] : "", to: width)
      }
      return trimmed(parts.joined(separator: "  "))
    }
  }

  private static func trimmed(_ line: String) -> String {
    guard let last = line.lastIndex(where: { $0 != " " }) else { return "" }
    return String(line[...last])
  }
}
