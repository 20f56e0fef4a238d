import Interpreter
import PTLang

/// Diagnostics and failures as JSON, places as file, line and column (both from 1).
struct DiagnosticJSON {
  private let view: SourceView

  init(files: [SourceFile]) { view = SourceView(files: files, style: .plain) }

  func json(_ diagnostic: Diagnostic) -> JSON { .object(members(diagnostic)) }

  func json(_ failure: Failure) -> JSON {
    let values = failure.values.map { value in
      JSON.object([
        "source": .string(source(value.range)), "value": .string(value.text),
      ])
    }
    let own = JSON.object([
      "kind": .string(failure.kind.name), "values": .array(values),
      "explanations": .strings(failure.explanations),
      "changes": failure.history.map { .array($0.changes.map(json)) },
      "changesAreComplete": failure.history.map { .boolean($0.isComplete) },
    ])
    return .object(members(failure.diagnostic) + own.members)
  }

  private func json(_ change: Change) -> JSON {
    let own = JSON.object([
      "read": .string(change.subject), "from": .optional(change.old), "to": .string(change.new),
      "process": .optional(change.process), "times": .integer(change.count),
      "sum": change.sum.map { .integer($0) }, "reasons": .strings(change.reasons),
    ])
    return .object(own.members + place(change.statement))
  }

  private func members(_ diagnostic: Diagnostic) -> [JSON.Member] {
    let notes = diagnostic.notes.map { note in
      JSON.object(
        [.init(name: "message", value: .string(note.message))]
          + (note.range.map(place) ?? []))
    }
    let head = JSON.object([
      "code": .string(diagnostic.code), "message": .string(diagnostic.message),
    ])
    let tail = JSON.object(["notes": .array(notes), "hint": .optional(diagnostic.hint)])
    return head.members + place(diagnostic.range) + tail.members
  }

  private func place(_ range: SourceRange) -> [JSON.Member] {
    guard let start = view.locate(range),
      let end = view.locate(SourceRange(file: range.file, lower: range.upper, upper: range.upper))
    else { return [] }
    return JSON.object([
      "file": .string(start.file.name), "line": .integer(start.line),
      "column": .integer(start.column), "endLine": .integer(end.line),
      "endColumn": .integer(end.column),
    ]).members
  }

  private func source(_ range: SourceRange) -> String {
    guard let location = view.locate(range) else { return "" }
    let bytes = location.file.bytes[Int(location.lower)..<Int(location.upper)]
    return String(decoding: bytes, as: UTF8.self)
  }
}

extension Failure.Kind {
  /// Its name in JSON.
  fileprivate var name: String {
    switch self {
    case .assertion: "assertion"
    case .outcome: "outcome"
    case .error: "error"
    case .defect: "defect"
    }
  }
}
