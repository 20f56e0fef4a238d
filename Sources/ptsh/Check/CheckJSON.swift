import PTLang

/// What `check` says to programs: JSON objects, one a line; `docs/check.md` lists their fields.
struct CheckJSON {
  let console: Console

  func report(_ result: CheckResult, _ status: ExitStatus) {
    console.say(
      JSON.object([
        "type": .string("check"), "version": .integer(1),
        "ptsh": .string(Ptsh.version),
      ]).text)
    for unreadable in result.unreadable {
      console.say(
        JSON.object([
          "type": .string("unreadable"), "file": .string(unreadable.path),
          "message": .string(unreadable.phrase),
        ]).text)
    }
    for section in result.sections {
      let json = DiagnosticJSON(files: section.files)
      for diagnostic in section.diagnostics {
        let head = JSON.object([
          "type": .string("diagnostic"), "severity": .string(diagnostic.severity.rawValue),
        ])
        console.say(JSON.object(head.members + json.json(diagnostic).members).text)
      }
    }
    console.say(
      JSON.object([
        "type": .string("summary"), "files": .integer(result.files),
        "errors": .integer(result.errors), "warnings": .integer(result.warnings),
        "unreadable": .integer(result.unreadable.count),
        "status": .integer(Int(status.rawValue)),
      ]).text)
  }
}
