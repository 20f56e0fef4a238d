internal import CLineShim

/// Paints over what libedit drew: colours, a hint after the text, and the part around the cursor
/// of a text that is taller than the screen.
///
/// libedit knows nothing of it: the same characters stand in the same cells, and before libedit
/// draws again, the hint is gone. A text that is taller is drawn by libedit anew at each key.
struct Painter {
  let usesColor: Bool
  let promptStyle: String
  var prompt = ""
  /// The hint that is on the screen.
  private(set) var hint: String?
  private var windowTop = 0

  init(usesColor: Bool, promptStyle: String) {
    self.usesColor = usesColor
    self.promptStyle = Self.isStyle(promptStyle) ? promptStyle : "0"
  }

  /// - Parameter hint: nil for none.
  mutating func paint(_ line: EditedText, colors: [ColorSpan], hint: String?, size: ScreenSize) {
    let layout = ScreenLayout(prompt: prompt, text: line.characters, columns: size.columns)
    guard layout.isPlain else { return }
    if layout.rows > size.rows {
      paintWindow(line, layout, colors, size)
      return
    }
    var output = usesColor ? painted(line, layout, colors) : ""
    if usesColor, let hint, line.isAtEnd {
      let shown = fitting(hint, layout.end, size)
      output += shown.isEmpty ? "" : "\u{1B}[2m\(shown)\u{1B}[0m\u{1B}[\(shown.utf8.count)D"
      self.hint = shown.isEmpty ? nil : hint
    }
    if !output.isEmpty { writeAll(output) }
  }

  /// Takes back the hint, which libedit does not expect.
  mutating func hide() {
    if hint != nil { writeAll("\u{1B}[K") }
    hint = nil
  }

  // MARK: Over the text

  private func painted(
    _ line: EditedText, _ layout: ScreenLayout, _ colors: [ColorSpan]
  ) -> String {
    guard !colors.isEmpty, !line.characters.isEmpty else { return "" }
    let first = layout.places[0]
    let up = layout.places[line.cursor].row - first.row
    var output = "\u{1B}7" + (up > 0 ? "\u{1B}[\(up)A" : "") + "\r"
    if first.column > 0 { output += "\u{1B}[\(first.column)C" }
    output += cells(line, layout, colors, rows: first.row..<layout.rows, next: "\r\u{1B}[B")
    return output + "\u{1B}8"
  }

  /// The characters of some rows.
  private func cells(
    _ line: EditedText, _ layout: ScreenLayout, _ colors: [ColorSpan], rows: Range<Int>,
    next: String
  ) -> String {
    let styles = line.styles(colors.filter { Self.isStyle($0.style) })
    var output = ""
    var current: String?
    var row = rows.lowerBound
    for (index, character) in line.characters.enumerated() {
      guard rows.contains(layout.places[index].row) else { continue }
      while row < layout.places[index].row {
        output += next
        row += 1
      }
      guard character != 10 else { continue }
      let style = usesColor ? styles[index] : nil
      if style != current {
        output += "\u{1B}[0m" + (style.map { "\u{1B}[\($0)m" } ?? "")
        current = style
      }
      output.unicodeScalars.append(EditedText.scalar(character))
    }
    return output + (current == nil ? "" : "\u{1B}[0m")
  }

  private static func isStyle(_ style: String) -> Bool {
    !style.isEmpty && style.utf8.allSatisfy { $0 == 0x3B || (0x30...0x39).contains($0) }
  }

  /// The beginning of a hint that fits the row of the cursor: printable ASCII, for its width and
  /// for every locale.
  private func fitting(_ hint: String, _ place: ScreenLayout.Place, _ size: ScreenSize) -> String {
    let room = size.columns - 1 - place.column
    guard room > 0, hint.utf8.allSatisfy({ (0x20..<0x7F).contains($0) }) else { return "" }
    return String(hint.prefix(room))
  }

  // MARK: A text taller than the screen

  /// libedit shows the end of such a text, wherever the cursor is.
  private mutating func paintWindow(
    _ line: EditedText, _ layout: ScreenLayout, _ colors: [ColorSpan], _ size: ScreenSize
  ) {
    let cursor = layout.places[line.cursor]
    windowTop = min(windowTop, cursor.row, layout.rows - size.rows)
    windowTop = max(windowTop, cursor.row - size.rows + 1)
    var output = "\u{1B}[H\u{1B}[J"
    let promptRows = layout.places[0].row
    if windowTop == 0 {
      output += usesColor ? "\u{1B}[\(promptStyle)m\(prompt)\u{1B}[0m" : prompt
    }
    let top = max(windowTop, promptRows)
    if windowTop < promptRows { output += "\u{1B}[\(promptRows - windowTop + 1);1H" }
    output += cells(
      line, layout, colors, rows: top..<(windowTop + size.rows), next: "\r\u{1B}[B")
    writeAll(output + "\u{1B}[\(cursor.row - windowTop + 1);\(cursor.column + 1)H")
  }
}
