import Interpreter
import PTLang

/// Draws what has led to the values of a failed assertion:
///
/// ```
///    changed by
///     8 │ read buf   pagetables.leaf 0 → 4800 ×600
///       │   └ new table: kernel `linux-2.5` shares none
///    12 │ fork p2    pagetables.leaf 4800 → 4808
/// ```
struct HistoryRenderer {
  let view: SourceView

  private var style: Style { view.style }

  /// Of a long history only the beginning and the end are shown, so many changes each.
  private static let firstShown = 3
  private static let lastShown = 5
  private static let sourceWidth = 44
  private static let subjectWidth = 60
  private static let valueWidth = 40
  private static let reasonsShown = 2

  func render(_ history: History) -> [String] {
    let cut = "   \(style.bullet) the run took more steps than are followed"
    if history.changes.isEmpty {
      return [
        history.isComplete ? "   \(style.bullet) no statement has changed what it reads" : cut
      ]
    }
    return [style.paint("   changed by", .faint)] + lines(history.changes)
      + (history.isComplete ? [] : [cut])
  }

  // MARK: Rows

  /// A statement and what it changed.
  private struct Row {
    let line: Int?
    let source: String
    var effects: [String]
    var reasons: [String]
  }

  private func lines(_ changes: [Change]) -> [String] {
    let namesActors = Set(changes.compactMap(\.process)).count > 1
    let isFolded = changes.count > Self.firstShown + Self.lastShown + 1
    let shown =
      isFolded
      ? [changes.prefix(Self.firstShown), changes.suffix(Self.lastShown)] : [changes[...]]
    let parts = shown.map { rows($0, namesActors: namesActors) }
    let width = parts.joined().map { Printable.width($0.source) }.max() ?? 0
    var lines = parts[0].flatMap { draw($0, width) }
    if parts.count > 1 {
      let left = changes.count - Self.firstShown - Self.lastShown
      lines.append(view.under("\(style.ellipsis) and \(left) more", role: .faint))
      lines += parts[1].flatMap { draw($0, width) }
    }
    return lines
  }

  private func rows(_ changes: ArraySlice<Change>, namesActors: Bool) -> [Row] {
    var rows: [Row] = []
    var last: Change?
    for change in changes {
      if change.statement != last?.statement {
        rows.append(
          Row(
            line: view.locate(change.statement)?.line, source: source(of: change.statement),
            effects: [], reasons: []))
      }
      rows[rows.count - 1].effects.append(effect(of: change, namesActor: namesActors))
      for reason in change.reasons where !rows[rows.count - 1].reasons.contains(reason) {
        rows[rows.count - 1].reasons.append(reason)
      }
      last = change
    }
    return rows
  }

  private func draw(_ row: Row, _ width: Int) -> [String] {
    var lines: [String] = []
    for (position, effect) in row.effects.enumerated() {
      let source = position == 0 ? row.source : ""
      let padding = String(repeating: " ", count: width - Printable.width(source))
      let text = "\(source)\(padding)   \(effect)"
      if position == 0, let line = row.line {
        lines.append(view.numbered(line, text))
      } else {
        lines.append(view.under(text))
      }
    }
    return lines
      + row.reasons.prefix(Self.reasonsShown).map {
        view.under("  \(style.corner) \(Printable.escape($0))", role: .faint)
      }
  }

  // MARK: A change

  private func effect(of change: Change, namesActor: Bool) -> String {
    var text = cut(change.subject, Self.subjectWidth) + " "
    if let sum = change.sum {
      text += (sum < 0 ? "" : "+") + String(sum)
    } else if let old = change.old {
      text += "\(cut(old, Self.valueWidth)) \(style.arrow) \(cut(change.new, Self.valueWidth))"
    } else {
      text += "= \(cut(change.new, Self.valueWidth))"
    }
    if change.count > 1 { text += " \(style.times)\(change.count)" }
    if namesActor, let process = change.process { text += " by \(cut(process, Self.valueWidth))" }
    return text
  }

  private func cut(_ text: String, _ width: Int) -> String {
    Printable.cut(Printable.escape(text), to: width, ellipsis: style.ellipsis)
  }

  /// The first line of the statement, with its subject if that stands before it.
  private func source(of statement: SourceRange) -> String {
    guard let location = view.locate(statement) else { return "" }
    let bytes = location.file.lineBytes(location.line)
    let start = min(max(Int(location.lower), bytes.startIndex), bytes.endIndex)
    let end = min(max(Int(location.upper), start), bytes.endIndex)
    let text = String(decoding: subject(bytes[..<start]) + bytes[start..<end], as: UTF8.self)
    let words = text.split { $0 == " " || $0 == "\t" }
    let place = statement.file == 0 ? "" : "\(location.file.name): "
    return cut(place + words.joined(separator: " "), Self.sourceWidth)
  }

  /// `p2: ` at the end of what stands before a statement on its line.
  private func subject(_ before: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    let isSpace = { (byte: UInt8) in byte == 0x20 || byte == 0x09 }
    guard let last = before.last(where: { !isSpace($0) }), last == UInt8(ascii: ":") else {
      return []
    }
    let start = before.lastIndex { $0 == UInt8(ascii: "{") || $0 == UInt8(ascii: ";") }
    return before[(start.map { $0 + 1 } ?? before.startIndex)...]
  }
}
