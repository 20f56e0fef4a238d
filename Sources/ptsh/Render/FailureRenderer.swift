import Interpreter
import PTLang

/// Turns a failure of a running test into lines.
struct FailureRenderer {
  let view: SourceView

  private var style: Style { view.style }

  func render(_ failure: Failure) -> [String] {
    switch failure.kind {
    case .assertion:
      return renderAssertion(failure) + explanations(failure)
        + (failure.history.map { HistoryRenderer(view: view).render($0) } ?? [])
    case .outcome, .error: return diagnostics.render(failure.diagnostic) + explanations(failure)
    case .defect:
      let verdict = "   this is a bug in ptsh, not in the script; please report it"
      return diagnostics.render(failure.diagnostic) + explanations(failure) + [verdict]
    }
  }

  private var diagnostics: DiagnosticRenderer { DiagnosticRenderer(view: view) }

  private func explanations(_ failure: Failure) -> [String] {
    failure.explanations.flatMap { explanation in
      let lines = Columns.wrapped(Printable.escape(explanation), to: Self.explanationWidth)
      return lines.enumerated().map { ($0 == 0 ? "   \(style.bullet) " : "     ") + $1 }
    }
  }

  /// The same everywhere: reports do not depend on the terminal.
  private static let explanationWidth = 90

  private func renderAssertion(_ failure: Failure) -> [String] {
    let message = style.paint(Printable.escape(failure.diagnostic.message), .error)
    guard let location = view.locate(failure.diagnostic.range) else {
      return [message] + diagnostics.remarks(failure.diagnostic)
    }
    let values = uniqueValues(failure)
    return ["\(style.paint(location.fileAndLine, .strong)): \(message)"]
      + (picture(location, values) ?? list(location, values))
      + diagnostics.remarks(failure.diagnostic)
  }

  /// In order of place, outer ones first; each place once.
  private func uniqueValues(_ failure: Failure) -> [ShownValue] {
    var seen: Set<SourceRange> = []
    return failure.values
      .filter { $0.range.file == failure.diagnostic.range.file && seen.insert($0.range).inserted }
      .sorted { ($0.range.lower, -$0.range.upper) < ($1.range.lower, -$1.range.upper) }
  }

  // MARK: One line

  /// Values longer than this are cut.
  private static let valueWidth = 60

  /// The line with its values hung under it; nil if the assertion spans lines, or the line is
  /// too long to be shown whole.
  private func picture(_ location: Location, _ values: [ShownValue]) -> [String]? {
    let file = location.file
    let line = location.line
    let start = file.lineStart(line)
    let bytes = file.lineBytes(line)
    let end = start + Int32(bytes.count)
    let shown = DisplayLine(bytes, focus: Int(location.lower - start), style: style)
    guard !shown.isCut, location.upper <= end + 1 else { return nil }
    var items: [ValueHangers.Item] = []
    for value in values {
      guard start <= value.range.lower, value.range.upper <= end else { return nil }
      let from = shown.column(ofByte: Int(value.range.lower - start))
      let to = shown.column(ofByte: Int(value.range.upper - start))
      items.append(.init(columns: from..<max(from, to), text: text(value)))
    }
    let hangers = ValueHangers(line: Self.cells(shown.text), items: items, style: style)
    let (lines, leftOver) = hangers.draw()
    let rest = zip(items, values).filter { item, _ in
      leftOver.contains { $0.columns == item.columns }
    }
    return [view.numbered(line, shown.text)] + lines.map { view.under($0) }
      + listLines(rest.map(\.1), file)
  }

  /// A character for each column of the text: a wide one is followed by a stand-in.
  private static func cells(_ text: String) -> [Character] {
    text.unicodeScalars.flatMap { scalar -> [Character] in
      switch Printable.width(scalar) {
      case 0: []
      case 1: [Character(scalar)]
      default: [Character(scalar), "\u{3000}"]
      }
    }
  }

  private func text(_ value: ShownValue) -> String {
    Printable.cut(Printable.escape(value.text), to: Self.valueWidth, ellipsis: style.ellipsis)
  }

  // MARK: Several lines

  private static let linesShown = 8

  /// The assertion's lines, then what is worth showing, one value a line.
  private func list(_ location: Location, _ values: [ShownValue]) -> [String] {
    let file = location.file
    let last = max(location.line, file.line(at: max(location.lower, location.upper - 1)))
    var lines: [String] = []
    for line in location.line...min(last, location.line + Self.linesShown - 1) {
      let focus = line == location.line ? Int(location.lower - file.lineStart(line)) : 0
      let shown = DisplayLine(file.lineBytes(line), focus: focus, style: style)
      lines.append(view.numbered(line, shown.text))
    }
    return lines + listLines(values, file)
  }

  private static let sourceWidth = 60

  private func listLines(_ values: [ShownValue], _ file: SourceFile) -> [String] {
    let rows = values.map { value in (source: source(of: value, file), value: text(value)) }
    let width = rows.map { Printable.width($0.source) }.max() ?? 0
    return rows.map { row in
      let padding = String(repeating: " ", count: width - Printable.width(row.source))
      return view.under("\(row.source)\(padding) = \(row.value)")
    }
  }

  /// The source of a value on one line, spaces collapsed.
  private func source(of value: ShownValue, _ file: SourceFile) -> String {
    let lower = min(max(0, Int(value.range.lower)), file.bytes.count)
    let upper = min(max(lower, Int(value.range.upper)), file.bytes.count, lower + 4096)
    let text = String(decoding: file.bytes[lower..<upper], as: UTF8.self)
    let words = text.split { $0 == " " || $0.isNewline || $0 == "\t" }
    return Printable.cut(
      Printable.escape(words.joined(separator: " ")), to: Self.sourceWidth,
      ellipsis: style.ellipsis)
  }
}
