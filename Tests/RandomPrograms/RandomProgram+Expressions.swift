extension RandomProgram {
  /// How tightly an operator binds; the language's own scale.
  private enum Level {
    static let or = 1
    static let not = 3
    static let comparison = 4
    static let range = 5
    static let sum = 10
    static let unary = 12
    static let primary = 13
  }

  private static let binary: [(text: String, level: Int)] = [
    ("or", 1), ("and", 2), ("|", 6), ("^", 7), ("&", 8), ("<<", 9), (">>", 9), ("+", 10),
    ("-", 10), ("*", 11), ("/", 11), ("//", 11), ("%", 11),
  ]
  private static let comparisons = ["==", "!=", "<", "<=", ">", ">=", "in"]

  /// An expression with operators that bind at least so tightly.
  mutating func makeExpression(atLeast level: Int = 1) {
    budget -= 1
    if budget <= 0 || random.oneIn(2) { return makePrimary() }
    switch Int.random(in: 0..<8, using: &random) {
    case 0 where level <= Level.not:
      addOpen("not")
      makeExpression(atLeast: Level.not)
    case 1 where level <= Level.comparison:
      makeExpression(atLeast: Level.range)
      for _ in 0...Int.random(in: 0...1, using: &random) {
        addOpen(random.pick(Self.comparisons))
        makeExpression(atLeast: Level.range)
      }
    case 2 where level <= Level.range:
      makeExpression(atLeast: Level.range + 1)
      addOpen(random.pick(["..", "..<"]))
      makeExpression(atLeast: Level.range + 1)
    case 3 where level <= Level.unary:
      addOpen(random.pick(["-", "~"]))
      makeExpression(atLeast: Level.unary)
    case 4...6:
      let (text, own) = random.pick(Self.binary)
      guard own >= level else { return makeParentheses() }
      makeExpression(atLeast: own)
      addOpen(text)
      makeExpression(atLeast: own + 1)
    default: makePrimary()
    }
  }

  private mutating func makeParentheses() {
    add("(")
    makeExpression()
    add(")")
  }

  /// What operators stand between.
  private mutating func makePrimary() {
    switch Int.random(in: 0..<16, using: &random) {
    case 0...3: makeNumber()
    case 4...6: add(random.pick(["x", "y", "xs", "buf", "sga", "p", "q", "cost", "nil", "true"]))
    case 7: makeString()
    case 8: makeList("[", "]")
    case 9:
      add(random.pick(["f", "min", "len", "str", "hex"]))
      makeList("(", ")")
    case 10:
      add(words: random.pick(["p [ 1 ] . rss", "q . faults . minor", "pagetables . leaf"]))
    case 11:
      add(words: random.pick(["p [ 2 ] . value", "q . pte", "p [ 3 ] . table"]))
      add("(")
      makeExpression()
      add(")")
    case 12:
      add("xs")
      add("[")
      makeExpression()
      add("]")
    case 13: add(words: random.pick(["4 pages", "1 page", "( at ) pages", "( at )"]))
    default: makeParentheses()
    }
  }

  mutating func makeNumber() {
    add(
      random.pick([
        "0", "1", "2", "42", "1_000", "4K", "64M", "1.5G", "0x4000_0000", "0b1010", "0o17", "0.5",
        "1e6", "2MiB", "9223372036854775807", "0x1000",
      ]))
  }

  mutating func makeString() {
    add(
      random.pick([
        "\"\"", "\"text\"", "\"# no comment\"", #""a {x} b""#, #""\n \" \\ \{ \u{1F600}""#,
        #""{f(x, "in {y + 1}")}""#, #""{ x+1 }  {  y}""#, "\"{x +\n  1}\"",
        "\"{f(1, # why  \n \t 2)}\"", "\"grüße, \u{4E16}\"", "\"}\"", #""; { -x } {""}""#,
      ]))
  }

  private mutating func makeList(_ opening: String, _ closing: String) {
    add(opening)
    let count = Int.random(in: 0...3, using: &random)
    for index in 0..<count {
      makeExpression()
      if index < count - 1 || random.oneIn(8) { addOpen(",") }
    }
    add(closing)
  }

  /// Expressions with commas between them.
  mutating func makeExpressions() {
    makeExpression()
    while random.oneIn(3) {
      addOpen(",")
      makeExpression()
    }
  }
}
