import Interpreter
import PTLang

/// Where the first thing stands that is wrong with a test, and its code.
struct FirstPlace {
  let code: String?
  let file: String
  let line: Int

  init?(_ record: TestRecord) {
    guard let program = record.test.program else { return nil }
    let diagnostic =
      record.test.isBroken ? program.diagnostics.first : record.failures.first?.diagnostic
    let view = SourceView(files: program.files, style: .plain)
    if let diagnostic, let location = view.locate(diagnostic.range) {
      (code, file, line) = (diagnostic.code, location.file.name, location.line)
    } else if let lines = record.test.lines {
      (code, file, line) = (nil, record.test.path, lines.lowerBound)
    } else {
      return nil
    }
  }
}
