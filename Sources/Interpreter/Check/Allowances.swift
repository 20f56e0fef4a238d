import PTLang

/// `# allow PT1203` comments: which warnings a line is to be spared.
struct Allowances {
  /// One code that one comment allows on one line.
  private struct Allowance {
    let code: String
    /// Of the code in the comment.
    let range: SourceRange
    let line: Int
  }

  private let files: FileSet
  private var allowances: [Allowance] = []

  init(files: FileSet) {
    self.files = files
    for (number, tree) in files.trees.enumerated() { collect(tree.comments, number) }
  }

  /// The warnings without those that are allowed, and with those about the comments themselves.
  func filter(_ warnings: [Diagnostic]) -> [Diagnostic] {
    var used: Set<Int> = []
    let places = Dictionary(grouping: allowances.indices) { place in
      Key(
        file: allowances[place].range.file, line: allowances[place].line,
        code: allowances[place].code)
    }
    let left = warnings.filter { warning in
      let line = files.files[Int(warning.range.file)].line(at: warning.range.lower)
      let key = Key(file: warning.range.file, line: line, code: warning.code)
      guard let allowing = places[key] else { return true }
      used.formUnion(allowing)
      return false
    }
    let complaints = allowances.indices.compactMap { used.contains($0) ? nil : complaint($0) }
    return left + complaints
  }

  private struct Key: Hashable {
    let file: Int32
    let line: Int
    let code: String
  }

  private func complaint(_ place: Int) -> Diagnostic {
    let allowance = allowances[place]
    let code = allowance.code
    if let known = WarningCode(rawValue: code) {
      return known.canBeAllowed
        ? Diagnostic(
          .unneededAllowance, "nothing here gives rise to \(code)", allowance.range,
          hint: "leave it out")
        : Diagnostic(
          .unneededAllowance, "\(code) concerns such comments and cannot be allowed",
          allowance.range)
    }
    if DiagnosticCode(rawValue: code) != nil || RunCode(rawValue: code) != nil {
      return Diagnostic(
        .errorAllowed, "\(code) is an error; only warnings can be allowed", allowance.range)
    }
    return Diagnostic(
      .unknownAllowance, "there is no warning \(code)", allowance.range,
      hint: Suggestion.hint(for: code, in: WarningCode.allCases.map(\.rawValue)))
  }

  // MARK: Comments

  private mutating func collect(_ comments: [Comment], _ number: Int) {
    let file = files.files[number]
    // From the last one up: a comment on a line of its own concerns what has code below it.
    var codeLine: (below: Int, line: Int)?
    for comment in comments.reversed() {
      let codes = AllowComment.codes(in: Array(comment.text.utf8))
      guard !codes.isEmpty else { continue }
      var line = file.line(at: comment.range.lower)
      if file.startsLine(comment) {
        let found = file.lineWithCode(below: line, knowing: codeLine)
        codeLine = (line, found)
        line = found
      }
      for code in codes {
        let lower = comment.range.lower + Int32(code.lowerBound)
        let range = SourceRange(
          file: comment.range.file, lower: lower, upper: lower + Int32(code.count))
        allowances.append(Allowance(code: files.text(range).uppercased(), range: range, line: line))
      }
    }
  }
}

extension SourceFile {
  /// Nothing but blanks stands before the comment on its line.
  fileprivate func startsLine(_ comment: Comment) -> Bool {
    let start = Int(lineStart(line(at: comment.range.lower)))
    return bytes[start..<Int(comment.range.lower)].allSatisfy(\.isBlank)
  }

  /// The next line that holds more than a comment; past the end if none does.
  ///
  /// - Parameter known: what has been found for a line further down.
  fileprivate func lineWithCode(below start: Int, knowing known: (below: Int, line: Int)?) -> Int {
    var line = start + 1
    while line <= lineCount {
      if let known, known.below == line { return known.line }
      let first = lineBytes(line).first { !$0.isBlank }
      if let first, first != UInt8(ascii: "#") { return line }
      line += 1
    }
    return line
  }
}

/// The form `# allow PT1203, PT1204: why`; it may follow another remark in the same comment.
enum AllowComment {
  /// The places of the codes in a comment; none if it allows nothing.
  ///
  /// A comment that goes on with another word is an ordinary one: `# allow it to write`.
  static func codes(in comment: [UInt8]) -> [Range<Int>] {
    for start in comment.indices where comment[start] == UInt8(ascii: "#") {
      var at = afterBlanks(start + 1, in: comment)
      guard comment[at...].starts(with: Array("allow".utf8)) else { continue }
      let word = at + 5
      at = afterBlanks(word, in: comment)
      guard at > word, let first = code(at: at, in: comment) else { continue }
      var codes = [first]
      at = afterBlanks(first.upperBound, in: comment)
      while at < comment.count, comment[at] == UInt8(ascii: ","),
        let next = code(at: afterBlanks(at + 1, in: comment), in: comment)
      {
        codes.append(next)
        at = afterBlanks(next.upperBound, in: comment)
      }
      return codes
    }
    return []
  }

  private static func afterBlanks(_ start: Int, in bytes: [UInt8]) -> Int {
    var at = start
    while at < bytes.count, bytes[at].isBlank { at += 1 }
    return at
  }

  /// `PT` and a digit, in either case, and the letters and digits after it.
  private static func code(at start: Int, in bytes: [UInt8]) -> Range<Int>? {
    var end = start
    while end < bytes.count, bytes[end].isLetterOrDigit { end += 1 }
    guard end - start >= 3, bytes[start] | 0x20 == UInt8(ascii: "p"),
      bytes[start + 1] | 0x20 == UInt8(ascii: "t"),
      (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[start + 2])
    else { return nil }
    return start..<end
  }
}

extension UInt8 {
  fileprivate var isBlank: Bool { self == UInt8(ascii: " ") || (9...13).contains(self) }

  fileprivate var isLetterOrDigit: Bool {
    switch self {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "a")...UInt8(ascii: "z"):
      true
    default: false
    }
  }
}
