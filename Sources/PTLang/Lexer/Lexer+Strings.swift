/// A stretch of a string: text, and what ends it.
struct StringPiece {
  var text: String
  /// Where reading goes on: past the `"` or the `{`; at the line end.
  var upper: Int
  var ending: Ending
  var problems: [Problem] = []

  enum Ending {
    /// The closing `"`.
    case quote
    /// A `{`, which begins an interpolated expression.
    case brace
    /// The end of the line or of the text: the string is not terminated.
    case line
  }

  struct Problem {
    var message: String
    var range: Range<Int>
    var hint: String?
  }
}

extension Lexer {
  /// The text of a string from an offset inside its quotes on.
  func stringPiece(from offset: Int) -> StringPiece {
    var text: [UInt8] = []
    var problems: [StringPiece.Problem] = []
    var at = offset
    func piece(_ ending: StringPiece.Ending, upper: Int) -> StringPiece {
      StringPiece(
        text: String(decoding: text, as: UTF8.self), upper: upper, ending: ending,
        problems: problems)
    }
    while at < bytes.count {
      switch bytes[at] {
      case "\"": return piece(.quote, upper: at + 1)
      case "{": return piece(.brace, upper: at + 1)
      case "\n": return piece(.line, upper: endOfLine(from: at))
      case "\\":
        let escape = escape(at: at)
        text.append(contentsOf: escape.bytes)
        if let problem = escape.problem, problems.count < Parser.maximumDiagnostics {
          problems.append(problem)
        }
        at = escape.upper
      default:
        text.append(bytes[at])
        at += 1
      }
    }
    return piece(.line, upper: at)
  }

  /// Past the closing quote of a string, or the end of its line; what is inside is not looked at.
  func endOfString(from offset: Int) -> Int {
    var at = offset
    while at < bytes.count, bytes[at] != "\n" {
      if bytes[at] == "\"" { return at + 1 }
      at += bytes[at] == "\\" && at + 1 < bytes.count && bytes[at + 1] != "\n" ? 2 : 1
    }
    return at
  }

  /// What the escape that begins at a `\` stands for.
  private func escape(
    at lower: Int
  ) -> (bytes: [UInt8], upper: Int, problem: StringPiece.Problem?) {
    func problem(_ message: String, _ upper: Int, hint: String? = nil) -> StringPiece.Problem {
      StringPiece.Problem(message: message, range: lower..<upper, hint: hint)
    }
    guard lower + 1 < bytes.count, bytes[lower + 1] != "\n" else {
      // The missing quote is what is wrong here.
      return ([], lower + 1, nil)
    }
    switch bytes[lower + 1] {
    case "n": return ([0x0A], lower + 2, nil)
    case "t": return ([0x09], lower + 2, nil)
    case "r": return ([0x0D], lower + 2, nil)
    case "0": return ([0x00], lower + 2, nil)
    case "\"", "\\", "{": return ([bytes[lower + 1]], lower + 2, nil)
    case "u":
      guard let (scalar, upper) = unicodeEscape(at: lower + 2) else {
        return (
          [], lower + 2,
          problem("malformed escape '\\u'", lower + 2, hint: "write `\\u{1F600}`")
        )
      }
      guard let scalar else {
        return ([], upper, problem("escape of no Unicode scalar", upper))
      }
      return (Array(String(scalar).utf8), upper, nil)
    default:
      let length = max(1, UTF8Text.lengthOfScalar(in: bytes, at: lower + 1))
      let written = text(lower + 1..<lower + 1 + length)
      return (
        [], lower + 1 + length,
        problem(
          "unknown escape '\\\(written)'", lower + 1 + length,
          hint: #"escapes are \n \t \r \0 \" \\ \{ \u{...}"#)
      )
    }
  }

  /// `{1F600}` after `\u`: the scalar, or nil in its place if there is none of that value; nil if
  /// it is not so written.
  private func unicodeEscape(at offset: Int) -> (Unicode.Scalar?, upper: Int)? {
    guard offset < bytes.count, bytes[offset] == "{" else { return nil }
    let digits = bytes[(offset + 1)...].prefix(7).prefix { $0 != "}" }
    let upper = offset + 1 + digits.count
    guard (1...6).contains(digits.count), upper < bytes.count, bytes[upper] == "}",
      digits.allSatisfy({
        $0.isDigit || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains($0 | 0x20)
      }),
      let value = UInt32(text(digits.startIndex..<digits.endIndex), radix: 16)
    else { return nil }
    return (Unicode.Scalar(value), upper + 1)
  }
}
