extension Document {
  /// The document as Markdown, with a line end at the end.
  var markdown: String {
    blocks.map(Self.markdown).joined(separator: "\n\n") + "\n"
  }

  private static func markdown(_ block: Block) -> String {
    switch block {
    case .heading(let text, let level): return String(repeating: "#", count: level) + " " + text
    case .paragraph(let text): return Columns.wrapped(text, to: 100).joined(separator: "\n")
    case .code(let text): return "```\n\(text)\n```"
    case .list(let items):
      return table(["", ""], items.map { [code($0.term), $0.text] })
    case .table(let header, let rows):
      return table(header, rows)
    }
  }

  private static func table(_ header: [String], _ rows: [[String]]) -> String {
    let lines = [header, header.map { _ in "---" }] + rows
    return lines.map { cells in
      cells.map { $0.isEmpty ? " " : " \($0.replacing("|", with: "\\|")) " }
        .joined(separator: "|")
    }.map { "|\($0)|" }.joined(separator: "\n")
  }

  private static func code(_ text: String) -> String { text.isEmpty ? "" : "`\(text)`" }

  /// What GitHub makes of a heading in an address.
  static func anchor(_ heading: String) -> String {
    String(
      heading.lowercased().compactMap { character in
        character == " " || character == "-"
          ? "-" : character.isLetter || character.isNumber || character == "_" ? character : nil
      })
  }
}
