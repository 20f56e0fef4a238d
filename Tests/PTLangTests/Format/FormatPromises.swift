import Testing

@testable import PTLang

/// Formats a text that the parser understands and checks what holds for each.
func check(_ bytes: [UInt8], _ what: String) {
  let original = SourceFile(name: "t.pts", bytes: bytes)
  do {
    let text = try Formatter.format(original)
    let result = SourceFile(name: "t.pts", bytes: text)
    let (before, after) = (Parser.parse(original), Parser.parse(result))
    #expect(TreeDump.dump(before.tree) == TreeDump.dump(after.tree), "\(what)")
    #expect(comments(before) == comments(after), "\(what)")
    #expect(before.diagnostics.map(\.message) == after.diagnostics.map(\.message), "\(what)")
    #expect(try Formatter.format(result) == text, "\(what): not its own layout")
    #expect(violations(of: text) == [], "\(what)")
  } catch {
    Issue.record("\(what): \(error)")
  }
}

private func comments(_ result: ParseResult) -> [String] {
  result.tree.comments.map { comment in
    String(decoding: Lexer.withoutTrailingBlanks(Array(comment.text.utf8)[...]), as: UTF8.self)
  }
}

/// Which rules about blanks and line ends a layout breaks.
private func violations(of text: [UInt8]) -> [String] {
  let lines = String(decoding: text, as: UTF8.self).split(
    separator: "\n", omittingEmptySubsequences: false)
  var violations: [String] = []
  if text.isEmpty { return [] }
  if text.last != UInt8(ascii: "\n") { violations.append("no line end at the end") }
  if lines.first == "" { violations.append("a blank line at the start") }
  if lines.dropLast().last == "" { violations.append("a blank line at the end") }
  for (line, next) in zip(lines, lines.dropFirst()) {
    if let last = line.unicodeScalars.last, "\t \r\u{b}\u{c}".unicodeScalars.contains(last) {
      violations.append("blanks at the end of '\(line)'")
    }
    if line == "", next == "" { violations.append("two blank lines") }
    if line.hasPrefix("\t") { violations.append("a tab before '\(line)'") }
  }
  return violations
}
