import Interpreter
import PTLang

/// `ptsh test --update`: what was found takes the place of the literals of `assert X == N` that do
/// not hold.
enum LiteralUpdate {
  struct Failure: Error {
    let status: ExitStatus
  }

  /// Changes the scripts of these tests and shows the changes.
  ///
  /// Left alone, with a word about it, are literals for which several values were found, and
  /// scripts that have changed since they were read.
  ///
  /// - Returns: whether a script was changed.
  static func apply(to records: [TestRecord], _ console: Console) -> Result<Bool, Failure> {
    guard !StopRequest.isPending else { return .failure(Failure(status: .interrupted)) }
    var files: [String: FileUpdate] = [:]
    for record in records where record.outcome == .failed || record.outcome == .error {
      guard let program = record.test.program else { continue }
      for failure in record.failures where failure.kind == .assertion {
        let number = Int(failure.diagnostic.range.file)
        guard program.files.indices.contains(number) else { continue }
        let file = program.files[number]
        files[file.name, default: FileUpdate(file: file)].add(failure)
      }
    }
    var hasChanged = false
    for (path, update) in files.sorted(by: { $0.key < $1.key }) {
      guard let new = update.newBytes else { continue }
      guard case .success(let current) = ScriptReader.read(path: path), current == update.file.bytes
      else {
        console.complain("ptsh: \(Printable.escape(path)): changed meanwhile, left alone")
        continue
      }
      for line in UnifiedDiff(old: update.file.bytes, new: new, name: path).lines(
        console.style, isShown: true)
      {
        console.say(line)
      }
      if let failure = AtomicFile.write(new, to: path) {
        console.complain("ptsh: cannot write \(Printable.escape(path)): \(failure.phrase)")
        return .failure(Failure(status: .cannotWrite))
      }
      hasChanged = true
    }
    // Told when nothing else is left to do.
    for (path, update) in files.sorted(by: { $0.key < $1.key }) where !hasChanged {
      for line in update.conflicts {
        console.complain("ptsh: \(Printable.escape(path)):\(line): several values, left alone")
      }
    }
    return .success(hasChanged)
  }
}

/// What is to be changed in one file.
private struct FileUpdate {
  let file: SourceFile
  /// The conditions of its assertions with a literal to change, by their place.
  private let literals: [SourceRange: ComparedLiteral]
  /// New texts by the place of the literal; nil where several were found.
  private var texts: [SourceRange: String?] = [:]

  init(file: SourceFile) {
    self.file = file
    var literals: [SourceRange: ComparedLiteral] = [:]
    Parser.parse(file).tree.root.forEachStatement { statement in
      switch statement.kind {
      case .assert(let condition, _), .require(let condition, _), .invariant(let condition):
        literals[condition.range] = ComparedLiteral(condition)
      default: break
      }
    }
    self.literals = literals
  }

  mutating func add(_ failure: Interpreter.Failure) {
    guard let literal = literals[failure.diagnostic.range.inFirstFile],
      let text = literal.text(for: failure.values, in: file)
    else { return }
    if let known = texts[literal.range], known != text {
      texts[literal.range] = .some(nil)
    } else {
      texts[literal.range] = .some(text)
    }
  }

  /// The lines of literals for which several values were found.
  var conflicts: [Int] {
    texts.filter { $0.value == nil }.map { file.line(at: $0.key.lower) }.sorted()
  }

  /// The file with the new literals; nil if there are none.
  var newBytes: [UInt8]? {
    let edits = texts.compactMap { range, text in text.map { (range, $0) } }
      .sorted { $0.0.lower > $1.0.lower }
    guard !edits.isEmpty else { return nil }
    var bytes = file.bytes
    for (range, text) in edits {
      bytes.replaceSubrange(Int(range.lower)..<Int(range.upper), with: text.utf8)
    }
    return bytes
  }
}

/// `X == N` with a literal on one side alone.
private struct ComparedLiteral {
  private let literal: Expression
  private let other: Expression

  init?(_ condition: Expression) {
    guard case .comparison(let left, let rest) = condition.kind, rest.count == 1,
      rest[0].op == .equal, left.isLiteral != rest[0].operand.isLiteral
    else { return nil }
    (literal, other) =
      left.isLiteral ? (left, rest[0].operand) : (rest[0].operand, left)
  }

  var range: SourceRange { literal.range }

  /// The literal that would have made the comparison hold, written as the present one is.
  func text(for values: [ShownValue], in file: SourceFile) -> String? {
    func value(_ expression: Expression) -> String? {
      values.first { $0.range.inFirstFile == expression.range }?.text
    }
    guard let found = value(other) else { return nil }
    guard let number = Int(found) else { return LiteralSpelling.isLiteral(found) ? found : nil }
    let old = String(
      decoding: file.bytes[Int(range.lower)..<Int(range.upper)], as: UTF8.self)
    var unit: Int?
    if case .pages(let count) = literal.kind, case .integer(let pages) = count.kind, pages > 0 {
      unit = value(literal).flatMap { Int($0) }.map { $0 / Int(pages) }
    }
    return LiteralSpelling.respelled(old, as: number, pageSize: unit)
  }
}

extension Expression {
  fileprivate var isLiteral: Bool {
    switch kind {
    case .integer, .float, .boolean, .null: true
    case .string(let parts): parts.allSatisfy { if case .text = $0 { true } else { false } }
    case .pages(let operand), .unary(.negate, let operand): operand.isLiteral
    default: false
    }
  }
}

extension SourceRange {
  /// The same place, whatever number the file has in a program.
  fileprivate var inFirstFile: SourceRange { SourceRange(lower: lower, upper: upper) }
}
