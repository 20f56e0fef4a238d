/// Text with its structure, before it is dressed for a terminal, as Markdown or as a manual page.
///
/// One text for all three, so that they cannot say different things. In texts code stands between
/// backquotes, as in `mmap`; paragraphs are one line.
struct Document: Hashable, Sendable {
  var blocks: [Block]

  init(_ blocks: [Block] = []) { self.blocks = blocks }

  enum Block: Hashable, Sendable {
    /// Level 1 is the title of the page.
    case heading(String, level: Int)
    case paragraph(String)
    /// Lines of a script or a session, as they are.
    case code(String)
    /// Terms, which are code, and what they mean.
    case list([Item])
    /// Cells with their column's title; no titles, no line for them.
    case table(header: [String], rows: [[String]])
  }

  struct Item: Hashable, Sendable {
    let term: String
    let text: String
  }

  mutating func heading(_ text: String, level: Int = 2) {
    blocks.append(.heading(text, level: level))
  }

  /// A paragraph; nothing if there is no text.
  mutating func paragraph(_ text: String) {
    if !text.isEmpty { blocks.append(.paragraph(text)) }
  }

  /// A script under a line that introduces it; nothing if there is none.
  mutating func code(_ text: String?, after introduction: String? = nil) {
    guard let text else { return }
    if let introduction { paragraph(introduction) }
    blocks.append(.code(text.hasSuffix("\n") ? String(text.dropLast()) : text))
  }

  /// A list under a line that introduces it; nothing if it is empty.
  mutating func list(_ items: [Item], after introduction: String? = nil) {
    guard !items.isEmpty else { return }
    if let introduction { paragraph(introduction) }
    blocks.append(.list(items))
  }

  mutating func table(_ header: [String], _ rows: [[String]]) {
    if !rows.isEmpty { blocks.append(.table(header: header, rows: rows)) }
  }

  static func += (document: inout Document, other: Document) { document.blocks += other.blocks }
}
