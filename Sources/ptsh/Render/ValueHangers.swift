/// Draws values under the parts of a line that have them:
///
/// ```
/// assert pagetables.leaf <= 8 * n / 2
///        ───────┬───────    ├── ┬
///               4800        │   8
///                           32.0
/// ```
///
/// A part without parts of its own is underlined. One that holds others hangs from what is left
/// of it, below them: from its first column, or else from its operator.
struct ValueHangers {
  /// A part of the line, in columns, and its value.
  struct Item {
    let columns: Range<Int>
    let text: String
  }

  let style: Style
  /// The line, a character a column.
  private let line: [Character]
  private let items: [Item]
  /// For each column, the innermost item over it.
  private var owner: [Int?]

  init(line: [Character], items: [Item], style: Style) {
    self.line = line
    self.items = items
    self.style = style
    owner = Array(repeating: nil, count: line.count)
    // Long ones first, so that the innermost stays.
    for index in items.indices.sorted(by: { items[$0].columns.count > items[$1].columns.count }) {
      for column in items[index].columns.clamped(to: line.indices) { owner[column] = index }
    }
  }

  /// The lines under the source line, and the items that found no place.
  func draw() -> (lines: [String], leftOver: [Item]) {
    var underline = Canvas()
    var hangers: [Hanger] = []
    var leftOver: [Item] = []
    for (index, item) in items.enumerated() {
      guard let hanger = hang(index, underline: &underline) else {
        leftOver.append(item)
        continue
      }
      hangers.append(hanger)
    }
    assignRows(&hangers)
    let rowCount = (hangers.map(\.row).max() ?? -1) + 1
    let rows = (0..<rowCount).map { row in
      var canvas = Canvas()
      for hanger in hangers where hanger.row > row { canvas.put(style.bar, at: hanger.anchor) }
      for hanger in hangers where hanger.row == row {
        canvas.put(items[hanger.item].text, at: hanger.anchor)
      }
      return canvas.text
    }
    return (hangers.isEmpty ? [] : [underline.text] + rows, leftOver)
  }

  private struct Hanger {
    let item: Int
    let anchor: Int
    /// Hangs from the first column of a part that holds others.
    let isBranch: Bool
    var row = 0
  }

  /// Underlines an item and says where its value hangs.
  private func hang(_ index: Int, underline: inout Canvas) -> Hanger? {
    let columns = items[index].columns.clamped(to: line.indices)
    let own = columns.filter { owner[$0] == index }
    guard let first = own.first(where: { line[$0] != " " }) else { return nil }
    if own.count == columns.count {
      let anchor = columns.lowerBound + (columns.count - 1) / 2
      for column in columns {
        underline.put(column == anchor ? style.hook : style.line, at: column)
      }
      return Hanger(item: index, anchor: anchor, isBranch: false)
    }
    let isBranch = first == columns.lowerBound
    var run = [first]
    while let last = run.last, last + 1 < line.count, owner[last + 1] == index {
      run.append(last + 1)
    }
    if !isBranch { run = Array(run.prefix { line[$0] != " " }) }
    while let last = run.last, run.count > 1, line[last] == " " { run.removeLast() }
    // A gap to the part that follows, where there is room for one.
    if let last = run.last, run.count > 1, columns.contains(last + 1), line[last + 1] != " " {
      run.removeLast()
    }
    for column in run { underline.put(style.line, at: column) }
    underline.put(isBranch ? style.branch : style.hook, at: first)
    return Hanger(item: index, anchor: first, isBranch: isBranch)
  }

  /// Rows from the right: a value goes below those to its right that it would run into, and below
  /// those inside its part when it hangs from the part's start.
  private func assignRows(_ hangers: inout [Hanger]) {
    hangers.sort { ($0.anchor, $0.item) < ($1.anchor, $1.item) }
    for index in hangers.indices.reversed() {
      let hanger = hangers[index]
      let end = hanger.anchor + Printable.width(items[hanger.item].text)
      for other in hangers[(index + 1)...] {
        let isInside = items[hanger.item].columns.contains(other.anchor)
        if other.anchor <= end || (hanger.isBranch && isInside) {
          hangers[index].row = max(hangers[index].row, other.row + 1)
        }
      }
    }
  }
}

/// A line that is written into at columns, left to right or not.
private struct Canvas {
  private var cells: [Int: String] = [:]

  mutating func put(_ text: String, at column: Int) { cells[column] = text }

  var text: String {
    var result = ""
    var width = 0
    for (column, cell) in cells.sorted(by: { $0.key < $1.key }) {
      result += String(repeating: " ", count: max(0, column - width)) + cell
      width = max(width, column) + Printable.width(cell)
    }
    return result
  }
}
