extension Document {
  /// The document in the mdoc language of manual pages, without the page's own head. Headings of
  /// the second level are its sections.
  var manual: String {
    var lines: [String] = []
    var isFirst = true
    for block in blocks {
      lines += Self.manual(block, isFirst: isFirst)
      if case .heading = block { isFirst = true } else { isFirst = false }
    }
    return lines.map { $0 + "\n" }.joined()
  }

  /// - Parameter isFirst: nothing stands between the block and its section's title.
  private static func manual(_ block: Block, isFirst: Bool) -> [String] {
    let gap = isFirst ? [] : [".Pp"]
    switch block {
    case .heading(let text, let level):
      return level <= 2 ? [".Sh \(roff(text).uppercased())"] : [".Ss \(roff(text))"]
    case .paragraph(let text): return gap + filled(text)
    case .code(let text):
      return [".Bd -literal -offset indent"]
        + text.split(separator: "\n", omittingEmptySubsequences: false).map {
          manualCode(String($0))
        }
        + [".Ed"]
    case .list(let items): return list(items)
    case .table(let header, let rows):
      return list(
        rows.map { row in
          let rest = zip(header, row).dropFirst().map { $0.isEmpty ? $1 : "\($0) \($1)" }
          return Item(
            term: (row.first ?? "").replacing("`", with: ""), text: rest.joined(separator: ", "))
        })
    }
  }

  private static func list(_ items: [Item]) -> [String] {
    let width = min(max(items.map(\.term.count).max() ?? 0, 4), 14)
    let head = ".Bl -tag -width \(String(repeating: "X", count: width))"
    let body = items.flatMap { [".It \(term($0.term))"] + filled($0.text) }
    return [head] + body + [".El"]
  }

  /// A term as the argument of a macro: in bold, its spaces not separators.
  private static func term(_ text: String) -> String { "\"\(bold(text))\"" }

  /// The paragraph in lines that begin no request; code is bold.
  private static func filled(_ text: String) -> [String] {
    var dressed = ""
    for (index, part) in text.split(separator: "`", omittingEmptySubsequences: false).enumerated() {
      dressed += index % 2 == 0 ? roff(String(part)) : part.isEmpty ? "" : bold(String(part))
    }
    // A sentence ends its line, so that the formatter sets the space behind it.
    return dressed.replacing(". ", with: ".\n").split(separator: "\n").flatMap {
      Columns.wrapped(String($0), to: 78).map(guarded)
    }
  }

  private static func bold(_ text: String) -> String { "\\fB\(code(text))\\fP" }

  /// A line that is printed as it is, the font aside.
  static func manualCode(_ line: String) -> String { guarded(code(line)) }

  /// Code is read, and copied, as ASCII.
  private static func code(_ text: String) -> String {
    roff(text).replacing("-", with: "\\-")
  }

  /// A line may not begin like a request.
  private static func guarded(_ line: String) -> String {
    line.hasPrefix(".") || line.hasPrefix("'") ? "\\&" + line : line
  }

  private static func roff(_ text: String) -> String {
    var escaped = ""
    for character in text {
      switch character {
      case "\\": escaped += "\\e"
      case "\"": escaped += "\\(dq"
      case "'": escaped += "\\(aq"
      case "^": escaped += "\\(ha"
      case "~": escaped += "\\(ti"
      case "`": escaped += "\\(ga"
      default: escaped.append(character)
      }
    }
    return escaped
  }
}
