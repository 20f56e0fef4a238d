import PTLang

/// Turns a diagnostic into lines: place, code and message, the source with carets, notes, hint.
struct DiagnosticRenderer {
  let view: SourceView

  private var style: Style { view.style }

  func render(_ diagnostic: Diagnostic) -> [String] {
    let role: Style.Role = diagnostic.severity == .error ? .error : .warning
    let head = style.paint("\(diagnostic.severity.rawValue)[\(diagnostic.code)]", role)
    let message = style.paint(Printable.escape(diagnostic.message), .strong)
    guard let location = view.locate(diagnostic.range) else {
      return ["\(head): \(message)"] + remarks(diagnostic)
    }
    return ["\(style.paint(location.full, .strong)): \(head): \(message)"]
      + view.excerpt(location, role: role) + remarks(diagnostic)
  }

  /// The notes and the hint.
  func remarks(_ diagnostic: Diagnostic) -> [String] {
    var lines: [String] = []
    for note in diagnostic.notes { lines += render(note) }
    if let hint = diagnostic.hint { lines += remark("hint", hint) }
    return lines
  }

  private func render(_ note: Diagnostic.Note) -> [String] {
    guard let location = note.range.flatMap(view.locate) else {
      return remark("note", note.message)
    }
    let label = style.paint("note", .note)
    return ["\(location.full): \(label): \(Printable.escape(note.message))"]
      + view.excerpt(location, role: .note)
  }

  /// A labelled text, its further lines aligned with the first.
  private func remark(_ label: String, _ text: String) -> [String] {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    let indent = String(repeating: " ", count: 3 + label.count + 2)
    return lines.enumerated().map { index, line in
      let shown = Printable.escape(String(line))
      return index == 0 ? "   \(style.paint(label, .note)): \(shown)" : indent + shown
    }
  }
}
