/// Well-formed programs with every statement, clause and operator of the language, as their authors
/// might have typed them: any blanks, comments, line ends and `;` where the language allows them.
///
/// Names are declared before they are used, mostly, so that many of the programs run, for a while.
public struct RandomProgram {
  var random: SplitMix
  private(set) var tokens: [RandomToken] = []
  private var isAtStatementStart = false
  /// What is left for nested blocks and expressions: bounds the size.
  var budget: Int

  /// The text of a program; the seed decides all of it.
  public static func text(seed: UInt64) -> [UInt8] {
    var program = RandomProgram(seed: seed)
    program.makeFile()
    var layout = RandomLayout(seed: seed)
    return layout.text(of: program.tokens)
  }

  private init(seed: UInt64) {
    random = SplitMix(seed: seed &* 0x2545_F491_4F6C_DD1D)
    budget = 0
    budget = Int.random(in: 10...200, using: &random)
  }

  private mutating func makeFile() {
    makeSetup()
    let count = Int.random(in: 1...8, using: &random)
    for _ in 0..<count { makeStatement(depth: 0) }
    if random.oneIn(3) {
      for _ in 0...Int.random(in: 0...1, using: &random) { makeTest() }
    }
  }

  private mutating func makeSetup() {
    if random.oneIn(3) { makeMachine() }
    if random.oneIn(3) { makeKernel() }
    if random.oneIn(8) { makeCompare() }
    for text in [
      "let x = 3", "var y = 4K", "var xs = [1, 2]", "let at = 8", "shm sga 16M", "file db 64 pages",
      "def f ( a , b = 4K ) { return a + b }", "spawn p[1..3]", "spawn q",
      "mmap shared sga at 0x4000_0000 as buf", "mmap 256K as heap",
    ] where !random.oneIn(12) {
      addStatement(fixed: text)
    }
  }

  // MARK: Adding tokens

  /// A statement that is made of these words.
  private mutating func addStatement(fixed text: String) {
    begin()
    for word in text.split(separator: " ") {
      switch word {
      case "{":
        add("{")
        begin()
      case "}": close()
      default: add(String(word))
      }
    }
  }

  /// The next token begins a statement.
  mutating func begin() { isAtStatementStart = true }

  mutating func add(_ text: String) {
    tokens.append(RandomToken(text: text, gap: isAtStatementStart ? .statement : .inside))
    isAtStatementStart = false
  }

  mutating func add(words: String) {
    for word in words.split(separator: " ") { add(String(word)) }
  }

  /// A token after which a line may end.
  mutating func addOpen(_ text: String) {
    add(text)
    tokens[tokens.count - 1].continuesLine = true
  }

  /// `else`, which may begin a line.
  mutating func addElse() { tokens.append(RandomToken(text: "else", gap: .elseLine)) }

  private mutating func close() { tokens.append(RandomToken(text: "}", gap: .statementEnd)) }

  /// A block of a few statements, perhaps of none.
  mutating func makeBlock(depth: Int) {
    add("{")
    let count = budget <= 0 || depth > 5 ? 0 : Int.random(in: 0...3, using: &random)
    for _ in 0..<count { makeStatement(depth: depth + 1) }
    close()
  }
}

/// A token with what may stand before it.
struct RandomToken {
  enum Gap {
    /// Blanks, or a `\` at the end of the line.
    case inside
    /// A line end or `;`, unless a `{` stands before.
    case statement
    /// The same, or nothing.
    case statementEnd
    /// Blanks, or a line end: before `else`.
    case elseLine
  }

  var text: String
  var gap: Gap
  /// A line may end after it.
  var continuesLine = false
}
