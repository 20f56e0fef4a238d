internal import CLineShim

/// Candidates and their summaries in columns.
struct CandidateList {
  let rows: [String]

  init(_ candidates: [Candidate], columns: Int) {
    let shown = candidates.map {
      (text: Self.printable($0.text), summary: Self.printable($0.summary))
    }
    let nameWidth = min(shown.map { Self.width($0.text) }.max() ?? 0, max(8, columns - 1))
    let cells = shown.map { cell -> String in
      let name = Self.fitted(cell.text, nameWidth)
      return cell.summary.isEmpty ? name : Self.padded(name, nameWidth) + "  " + cell.summary
    }
    let cellWidth = min(cells.map(Self.width).max() ?? 0, max(8, columns - 1))
    // Two columns of descriptions are hard to read unless they are short.
    let perRow = max(1, (columns + 1) / (cellWidth + 2))
    let height = (cells.count + perRow - 1) / perRow
    rows = (0..<height).map { row in
      let inRow = stride(from: row, to: cells.count, by: max(1, height)).map { cells[$0] }
      let padded = inRow.dropLast().map { Self.padded(Self.fitted($0, cellWidth), cellWidth) }
      return (padded + [Self.fitted(inRow[inRow.count - 1], cellWidth)]).joined(separator: "  ")
    }
  }

  static func width(_ text: String) -> Int {
    text.unicodeScalars.reduce(0) { $0 + max(0, Int(le_width(wchar_t($1.value)))) }
  }

  /// Without characters that would do something to the terminal.
  static func printable(_ text: String) -> String {
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      result.append(le_width(wchar_t(scalar.value)) < 0 || scalar == "\0" ? "?" : scalar)
    }
    return String(result)
  }

  /// Cut at a width.
  private static func fitted(_ text: String, _ width: Int) -> String {
    guard self.width(text) > width else { return text }
    var result = ""
    var used = 0
    for character in text {
      used += self.width(String(character))
      if used > width { break }
      result.append(character)
    }
    return result
  }

  private static func padded(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - self.width(text)))
  }
}
