/// What a comment at the end of a line says will be reported there.
struct Expectation: Hashable, CustomStringConvertible {
  enum Kind: Hashable {
    /// `# fails`: an assertion of this line does not hold.
    case fails
    /// `# stops`, `# stops: text`: the modelled kernel does something that nobody expected.
    case stops
    /// `# error PT0301`, `# error PT0301: text`: a diagnostic with that code.
    case error(code: String)
  }

  var line: Int
  var kind: Kind
  /// A part of the message or its hint.
  var text: String

  var description: String {
    let what =
      switch kind {
      case .fails: "fails"
      case .stops: "stops"
      case .error(let code): "error \(code)"
      }
    return "line \(line): \(what)\(text.isEmpty ? "" : ": \(text)")"
  }

  func isMet(by report: Report) -> Bool {
    line == report.line && kind == report.kind && report.text.contains(text)
  }
}

/// A rule of the kernel that a statement is expected to follow.
struct ExpectedReason: Hashable {
  var line: Int
  var rule: String
}

/// All that the comments of a file expect.
struct Expectations {
  var reports: [Expectation] = []
  /// `# because: rule`: the statement of this line has a consequence by the rule of that name. Only
  /// what is expected is looked for: most statements have consequences.
  var reasons: [ExpectedReason] = []
  /// `# prints: text`: the lines that the file prints, in order; nil if it does not say.
  var printed: [String]?
  /// `# skipped`, `# expected failure`, `# unexpected pass`: how the tests end that neither pass
  /// nor fail, sorted.
  var endings: [String] = []

  /// - Parameter lines: the lines of the file.
  ///
  /// A comment `#^ error ...` at the start of a line speaks of the line above: there may be no room
  /// for a comment on a line with an open string.
  init(lines: [String]) {
    for (index, line) in lines.enumerated() {
      guard line.utf8.contains(UInt8(ascii: "#")),
        let match = line.firstMatch(of: Self.form)
      else { continue }
      let number = match.output.above == nil ? index + 1 : index
      let text = String(match.output.text ?? "")
      switch match.output.word {
      case "fails":
        reports.append(Expectation(line: number, kind: .fails, text: text))
      case "stops":
        reports.append(Expectation(line: number, kind: .stops, text: text))
      case "because":
        reasons.append(ExpectedReason(line: number, rule: text))
      case "prints":
        printed = (printed ?? []) + [text]
      case "skipped", "expected failure", "unexpected pass":
        endings.append(String(match.output.word))
      case let word:
        let code = String(word.suffix(6))
        reports.append(Expectation(line: number, kind: .error(code: code), text: text))
      }
    }
    endings.sort()
  }

  private typealias Form = (Substring, above: Substring?, word: Substring, text: Substring?)

  private static var form: Regex<Form> {
    #/
    \#(?<above>\^)?\s
    (?<word>fails|stops|because|prints|skipped|expected\ failure|unexpected\ pass|error\ PT[0-9]{4})
    (?::\s(?<text>.*))?
    $
    /#
  }
}
