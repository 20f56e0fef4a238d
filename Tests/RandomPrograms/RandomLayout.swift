/// Puts tokens into a text with whatever may stand between them.
struct RandomLayout {
  private var random: SplitMix
  private var text: [UInt8] = []
  /// How careless the author is: from one line end where one must be, to anything anywhere.
  private let wildness: Int
  private let lineEnd: String
  private var openBrackets = 0

  init(seed: UInt64) {
    random = SplitMix(seed: ~seed)
    wildness = Int.random(in: 0...3, using: &random)
    lineEnd = random.oneIn(6) ? "\r\n" : "\n"
  }

  mutating func text(of tokens: [RandomToken]) -> [UInt8] {
    text = []
    if random.oneIn(20) { text += [0xEF, 0xBB, 0xBF] }
    if random.oneIn(10) { text += Array("#!/usr/bin/env ptsh\n".utf8) }
    var previous: RandomToken?
    for token in tokens {
      putGap(between: previous, and: token)
      put(token.text)
      switch token.text {
      case "(", "[": openBrackets += 1
      case ")", "]": openBrackets -= 1
      default: break
      }
      previous = token
    }
    put(random.pick(["", "\n", " ", "\n\n\n", " # the end", "\n# the end\n", ";", " \\"]))
    return text
  }

  private mutating func put(_ string: String) {
    for byte in string.utf8 {
      if byte == UInt8(ascii: "\n") { text += Array(lineEnd.utf8) } else { text.append(byte) }
    }
  }

  private mutating func putGap(between previous: RandomToken?, and token: RandomToken) {
    guard let previous else {
      if wildness > 0 { put(random.pick(["", "\n\n", "# first\n", "  ", "\t\n # x\n\n"])) }
      return
    }
    switch token.gap {
    case .statement where previous.text == "{", .statementEnd: putBlockEdge()
    case .statement: putSeparator()
    case .elseLine: put(random.pick(wildness > 0 ? [" ", "\n", " # why\n", "\n# why\n\n"] : [" "]))
    case .inside: putBlank(between: previous, and: token)
    }
  }

  /// After a `{`, and before a `}`.
  private mutating func putBlockEdge() {
    let edges = [" ", "\n", "", "  \n\n", " # edge\n", "\n  # edge\n\n # edge\n", " ; ", "\t"]
    put(random.pick(Array(edges.prefix(wildness * 3 + 2))))
  }

  private mutating func putSeparator() {
    let separators = [
      "\n", "\n  ", "; ", "\n\n", ";", " # note\n", "\n# note\n", "\n\n\n\n", ";;\n", " \t\r\n",
      "\n\n # one\n\n\n # two \t\n\n", " ; # note\n ;",
    ]
    put(random.pick(Array(separators.prefix(wildness * 3 + 3))))
  }

  private mutating func putBlank(between previous: RandomToken, and token: RandomToken) {
    let mayEndLine = openBrackets > 0 || previous.continuesLine
    if wildness > 0, random.oneIn(wildness == 3 ? 6 : 25) {
      if mayEndLine, !random.oneIn(4) {
        put(random.pick(["\n", "\n\n  ", " # in\n", "\n# in\n  # in\n", "\r\n\t"]))
      } else {
        put(random.pick([" \\\n", " \\ # behind\n  ", "\\\n\t", " \\ \t\n \\ # twice\n"]))
      }
    } else if random.oneIn(3), !merges(previous.text, token.text) {
      // Nothing between them.
    } else {
      put(wildness > 1 ? random.pick([" ", " ", "  ", "\t", " \t ", "\u{b}", "\r"]) : " ")
    }
  }

  /// Without a blank the two would be read in another way.
  private func merges(_ left: String, _ right: String) -> Bool {
    func isWordLike(_ byte: UInt8?) -> Bool {
      guard let byte else { return false }
      return byte == UInt8(ascii: "_") || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".")
        || (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte | 0x20)
    }
    return isWordLike(left.utf8.last) && isWordLike(right.utf8.first)
  }
}
