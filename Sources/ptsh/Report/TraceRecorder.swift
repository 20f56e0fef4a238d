import Interpreter
import PTLang
import VM

/// Turns reasons into lines under the statement that they belong to; the same consequence of one
/// statement is told once, with how often it happened.
struct TraceRecorder {
  let view: SourceView

  private var statement: SourceRange?
  private var entries: [Entry] = []
  /// Where in `entries` a consequence stands.
  private var index: [Key: Int] = [:]
  private var unlisted = 0
  private var cost = 0

  /// More different consequences of one statement are counted, not listed.
  private static let entryLimit = 1000

  init(view: SourceView) { self.view = view }

  private struct Key: Hashable {
    let rule: String
    let text: String
  }

  private struct Entry {
    let processName: String?
    let address: VirtualAddress?
    let key: Key
    var count: Int
  }

  /// Takes a reason; returns the lines of the statement before, if a new one begins.
  mutating func add(_ reason: Reason, processName: String?, statement: SourceRange) -> [String] {
    let lines = statement == self.statement ? [] : flush()
    self.statement = statement
    let key = Key(rule: reason.rule, text: reason.text)
    if let position = index[key] {
      entries[position].count += reason.count
    } else if entries.count < Self.entryLimit {
      index[key] = entries.count
      entries.append(
        Entry(
          processName: processName, address: reason.address, key: key, count: reason.count))
    } else {
      unlisted += 1
    }
    return lines
  }

  /// Takes what the statement has cost; returns as for a reason.
  mutating func add(cost: Int, statement: SourceRange) -> [String] {
    let lines = statement == self.statement ? [] : flush()
    self.statement = statement
    self.cost = self.cost.addingReportingOverflow(cost).partialValue
    return lines
  }

  /// The lines of the statement so far.
  mutating func flush() -> [String] {
    guard let statement else { return [] }
    var lines = [header(statement)]
    for entry in entries { lines.append(line(entry)) }
    if unlisted > 0 { lines.append("  and \(unlisted) more") }
    if cost > 0 { lines.append("  \(view.style.paint("cost", .note)): \(HumanTime.text(cost))") }
    self.statement = nil
    entries = []
    index = [:]
    unlisted = 0
    cost = 0
    return lines
  }

  /// The line number and the statement's first line, whatever stands before it on that line.
  private func header(_ statement: SourceRange) -> String {
    guard let location = view.locate(statement) else { return "" }
    let line = location.line
    let start = Int(location.lower)
    let lineEnd = location.file.lineBytes(line).endIndex
    let bytes = location.file.bytes[start..<max(start, min(Int(location.upper), lineEnd))]
    return view.numbered(line, DisplayLine(bytes, focus: 0, style: view.style).text)
  }

  private func line(_ entry: Entry) -> String {
    let style = view.style
    let place = [entry.processName.map(Printable.escape), entry.address?.description]
    let head = place.compactMap { $0 }.joined(separator: " ")
    let times = entry.count > 1 ? " \(style.times)\(entry.count)" : ""
    let rule = style.paint(entry.key.rule, .note)
    return "  \(head.isEmpty ? "" : head + " ")\(rule): \(Printable.escape(entry.key.text))\(times)"
  }
}
