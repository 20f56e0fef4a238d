import Interpreter
import PTLang

/// Every code of an error or warning, from the catalogues of the modules that report them.
enum CodeCatalogue {
  struct Entry: Sendable {
    let code: String
    let title: String
    let explanation: String
    let example: CodeExample?
  }

  /// In the order of the numbers. A catalogue that is new gets its line here.
  static let all: [Entry] = (language + run + warnings).sorted { $0.code < $1.code }

  private static let language = DiagnosticCode.allCases.map {
    Entry(
      code: $0.rawValue, title: $0.title, explanation: $0.explanation, example: $0.example)
  }

  private static let run = RunCode.allCases.map {
    Entry(
      code: $0.rawValue, title: $0.title, explanation: $0.explanation, example: $0.example)
  }

  private static let warnings = WarningCode.allCases.map {
    Entry(
      code: $0.rawValue, title: $0.title, explanation: $0.explanation, example: $0.example)
  }
}

extension Topic {
  static func code(_ entry: CodeCatalogue.Entry) -> Topic {
    var body = Document()
    body.paragraph(entry.explanation)
    body.code(entry.example?.wrong, after: "Wrong:")
    body.code(entry.example?.right, after: "Right:")
    return Topic(kind: .code, name: entry.code, summary: entry.title, body: body)
  }
}
