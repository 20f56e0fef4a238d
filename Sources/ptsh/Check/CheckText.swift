import PTLang

/// What `check` says to people: every diagnostic with its source, then a line that counts.
struct CheckText {
  let console: Console
  let isQuiet: Bool

  func report(_ result: CheckResult) {
    for section in result.sections {
      let renderer = DiagnosticRenderer(
        view: SourceView(files: section.files, style: console.style))
      for diagnostic in section.diagnostics {
        for line in renderer.render(diagnostic) { console.say(line) }
      }
    }
    if !isQuiet { console.say(summary(result)) }
  }

  /// `12 files: 1 error, 3 warnings`, or `no problems in 12 files`.
  private func summary(_ result: CheckResult) -> String {
    let files = Tally.count(result.files, "file")
    var parts: [String] = []
    if result.errors > 0 {
      parts.append(console.style.paint(Tally.count(result.errors, "error"), .error))
    }
    if result.warnings > 0 {
      parts.append(console.style.paint(Tally.count(result.warnings, "warning"), .warning))
    }
    if !result.unreadable.isEmpty { parts.append("\(result.unreadable.count) could not be read") }
    if !parts.isEmpty { return "\(files): \(parts.joined(separator: ", "))" }
    return result.files == 0 ? "no scripts found" : "no problems in \(files)"
  }
}
