/// Two versions of a text as `diff -u` shows them.
struct UnifiedDiff {
  private let name: String
  private let old: [ArraySlice<UInt8>]
  private let new: [ArraySlice<UInt8>]
  private let changes: [LineDiff.Change]

  /// Lines around a change that are shown with it.
  private static let context = 3

  /// - Parameter name: the file, as both headers name it.
  init(old: [UInt8], new: [UInt8], name: String) {
    self.name = name
    self.old = Self.lines(of: old)
    self.new = Self.lines(of: new)
    changes = LineDiff(self.old, self.new).changes
  }

  /// The diff, line by line; none if the texts are the same.
  ///
  /// - Parameter isShown: for somebody to look at, not for `patch`: control characters are escaped.
  func lines(_ style: Style, isShown: Bool) -> [String] {
    guard !changes.isEmpty else { return [] }
    let title = isShown ? Printable.escape(name) : name
    return [style.paint("--- \(title)", .strong), style.paint("+++ \(title)", .strong)]
      + hunks.flatMap { render($0, style, isShown) }
  }

  /// The lines with their line ends: the last may have none.
  private static func lines(of text: [UInt8]) -> [ArraySlice<UInt8>] {
    var lines: [ArraySlice<UInt8>] = []
    var start = 0
    for (offset, byte) in text.enumerated() where byte == UInt8(ascii: "\n") {
      lines.append(text[start...offset])
      start = offset + 1
    }
    if start < text.count { lines.append(text[start...]) }
    return lines
  }

  /// Changes so near to each other that their surroundings touch.
  private var hunks: [ArraySlice<LineDiff.Change>] {
    var hunks: [ArraySlice<LineDiff.Change>] = []
    var start = 0
    for index in changes.indices.dropFirst()
    where changes[index].old.lowerBound - changes[index - 1].old.upperBound > 2 * Self.context {
      hunks.append(changes[start..<index])
      start = index
    }
    return hunks + [changes[start...]]
  }

  private func render(
    _ hunk: ArraySlice<LineDiff.Change>, _ style: Style, _ isShown: Bool
  ) -> [String] {
    guard let first = hunk.first, let last = hunk.last else { return [] }
    let before = min(Self.context, first.old.lowerBound)
    let after = min(Self.context, old.count - last.old.upperBound)
    let all = LineDiff.Change(
      old: first.old.lowerBound - before..<last.old.upperBound + after,
      new: first.new.lowerBound - before..<last.new.upperBound + after)

    let place = "@@ -\(Self.place(all.old)) +\(Self.place(all.new)) @@"
    var lines = [style.paint(place, .note)]
    func add(_ mark: String, _ line: ArraySlice<UInt8>, _ role: Style.Role?) {
      let hasEnd = line.last == UInt8(ascii: "\n")
      let text = String(decoding: hasEnd ? line.dropLast() : line, as: UTF8.self)
      let shown = mark + (isShown ? Printable.escape(text) : text)
      lines.append(role.map { style.paint(shown, $0) } ?? shown)
      if !hasEnd { lines.append("\\ No newline at end of file") }
    }
    var at = all.old.lowerBound
    for change in hunk {
      for line in old[at..<change.old.lowerBound] { add(" ", line, nil) }
      for line in old[change.old] { add("-", line, .error) }
      for line in new[change.new] { add("+", line, .good) }
      at = change.old.upperBound
    }
    for line in old[at..<all.old.upperBound] { add(" ", line, nil) }
    return lines
  }

  /// Lines as a hunk's header counts them: an empty stretch is named after the line before it.
  private static func place(_ range: Range<Int>) -> String {
    switch range.count {
    case 0: "\(range.lowerBound),0"
    case 1: "\(range.lowerBound + 1)"
    default: "\(range.lowerBound + 1),\(range.count)"
    }
  }
}
