/// What may be typed at a place.
public struct Completion: Hashable, Sendable {
  /// The bytes before the place that are the beginning of it.
  public var prefix: Range<Int>
  public var expected: [Expected]

  /// What may stand at an offset of a text that is typed at the prompt.
  ///
  /// The parser reads the text up to the word that ends at the offset; what it looks for there is
  /// what may stand there. There is no second grammar.
  public init(in text: String, at offset: Int) {
    let bytes = Array(text.utf8.prefix(max(0, offset)))
    // `linux-2.5` is one word where machines and kernels are named.
    let raw = Self.start(of: bytes) { $0.isWordByte || $0 == "." || $0 == "-" }
    let found = Parser.expectations(in: bytes[..<raw])
    if found.contains(.machine) || found.contains(.kernel) {
      self.init(prefix: raw..<bytes.count, expected: found)
    } else {
      let start = Self.start(of: bytes) { $0.isWordByte }
      self.init(
        prefix: start..<bytes.count,
        expected: start == raw ? found : Parser.expectations(in: bytes[..<start]))
    }
  }

  private init(prefix: Range<Int>, expected: [Expected]) {
    self.prefix = prefix
    self.expected = expected
  }

  private static func start(of bytes: [UInt8], _ belongs: (UInt8) -> Bool) -> Int {
    var start = bytes.count
    while start > 0, belongs(bytes[start - 1]) { start -= 1 }
    return start
  }
}

extension Parser {
  /// What a parser looks for at the end of the text.
  static func expectations(in text: ArraySlice<UInt8>) -> [Expected] {
    guard text.count <= maximumBytes else { return [] }
    var parser = Parser(Array(text), fileIndex: 0, mode: .shell)
    parser.expectations = []
    _ = parser.parseFile()
    guard !parser.isInComment else { return [] }
    var seen: Set<Expected> = []
    let found = (parser.expectations ?? []).filter { seen.insert($0).inserted }
    // Where a statement can go on, another one on the same line is not what is meant.
    return found.count > 1 ? found.filter { $0 != .statement } : found
  }

  /// The text ends in a comment, where anything may stand.
  private var isInComment: Bool {
    guard let last = comments.last else { return false }
    return Int(last.range.upper) == lexer.bytes.count
  }

  /// Takes down what may stand at the current place, if the text ends here and somebody asks.
  mutating func mayStand(_ expected: @autoclosure () -> Expected) {
    guard expectations != nil, current.kind == .end, !isLost else { return }
    let expected = expected()
    if expected == .statement || !isAtLineStart { expectations?.append(expected) }
  }
}
