import ArgumentParser
import PTLang

/// What `check` says to programs: JSON objects, one a line; `docs/check.md` lists their fields.
struct CheckJSON {
  let console: Console

  func report(_ result: CheckResult, _ status: ExitStatus) {
    console.say(
      JSON.object([
        "type": .string("check"), "version": .integer(1),
        "ptsh": .string(Ptsh.configuration.version),
      ]).text)
    for unreadable in result.unreadable {
      console.say(
        JSON.object([
          "type": .string("unreadable"), "file": .string(unreadable.path),
          "message": .string(unreadable.phrase),
        ]).text)
    }
    for section in result.sections {
      let view = SourceView(files: section.files, style: .plain)
      for diagnostic in section.diagnostics { console.say(object(diagnostic, view).text) }
    }
    console.say(
      JSON.object([
        "type": .string("summary"), "files": .integer(result.files),
        "errors": .integer(result.errors), "warnings": .integer(result.warnings),
        "unreadable": .integer(result.unreadable.count),
        "exit": .integer(Int(status.rawValue)),
      ]).text)
  }

  private func object(_ diagnostic: Diagnostic, _ view: SourceView) -> JSON {
    let place = view.locate(diagnostic.range)
    return .object([
      "type": .string("diagnostic"), "code": .string(diagnostic.code),
      "severity": .string(diagnostic.severity.rawValue), "message": .string(diagnostic.message),
      "file": .string(place?.file.name),
      "line": place?.lineValue, "column": place?.columnValue,
      "endLine": place?.end.lineValue, "endColumn": place?.end.columnValue,
      "notes": .array(diagnostic.notes.map { object($0, view) }),
      "hint": .string(diagnostic.hint),
    ])
  }

  private func object(_ note: Diagnostic.Note, _ view: SourceView) -> JSON {
    let place = note.range.flatMap(view.locate)
    return .object([
      "message": .string(note.message), "file": .string(place?.file.name),
      "line": place?.lineValue, "column": place?.columnValue,
      "endLine": place?.end.lineValue, "endColumn": place?.end.columnValue,
    ])
  }
}

extension Location {
  /// The place after its last character.
  fileprivate var end: Location { Location(file: file, lower: upper, upper: upper) }

  fileprivate var lineValue: JSON { .integer(line) }
  fileprivate var columnValue: JSON { .integer(column) }
}
