extension Document {
  /// The lines for a terminal of so many columns.
  func lines(width: Int, style: Style) -> [String] {
    var lines: [String] = []
    for (index, block) in blocks.enumerated() {
      if index > 0, needsSpace(before: index) { lines.append("") }
      lines += Self.lines(of: block, width: width, style: style)
    }
    return lines
  }

  /// What a paragraph introduces stands right below it, and the text right below its title.
  private func needsSpace(before index: Int) -> Bool {
    switch (blocks[index - 1], blocks[index]) {
    case (.heading, .heading): true
    case (.heading, _): false
    case (.paragraph(let text), .code), (.paragraph(let text), .list),
      (.paragraph(let text), .table):
      !text.hasSuffix(":")
    default: true
    }
  }

  private static let indent = "  "
  /// Terms that are longer have a line of their own.
  private static let longestTerm = 26

  private static func lines(of block: Block, width: Int, style: Style) -> [String] {
    let room = max(20, width - indent.count)
    switch block {
    case .heading(let text, _):
      return Columns.wrapped(text, to: width).map { style.paint($0, .strong) }
    case .paragraph(let text): return Columns.wrapped(text, to: room).map { indent + $0 }
    case .code(let text):
      return text.split(separator: "\n", omittingEmptySubsequences: false)
        .map { $0.isEmpty ? "" : indent + indent + $0 }
    case .list(let items): return lines(of: items, width: width)
    case .table(let header, let rows): return lines(of: rows, under: header, style: style)
    }
  }

  private static func lines(of items: [Item], width: Int) -> [String] {
    let termWidth = min(items.map(\.term.count).max() ?? 0, longestTerm)
    let textWidth = max(20, width - termWidth - 2 * indent.count)
    return items.flatMap { item -> [String] in
      let text = Columns.wrapped(item.text, to: textWidth)
      let isShort = item.term.count <= termWidth
      let term = isShort ? [item.term] : Columns.wrapped(item.term, to: width - indent.count)
      let head = isShort ? [] : term.map { indent + $0 }
      let body = Columns.row([isShort ? term : [], text], widths: [termWidth, textWidth])
      return head + body.map { $0.isEmpty ? $0 : indent + $0 }
    }
  }

  private static func lines(
    of rows: [[String]], under header: [String], style: Style
  ) -> [String] {
    let hasHeader = !header.allSatisfy(\.isEmpty)
    let all = hasHeader ? [header] + rows : rows
    let widths = header.indices.map { column in
      all.map { column < $0.count ? $0[column].count : 0 }.max() ?? 0
    }
    return all.enumerated().flatMap { number, row in
      Columns.row(row.map { [$0] }, widths: widths)
        .map { indent + (hasHeader && number == 0 ? style.paint($0, .faint) : $0) }
    }
  }
}
