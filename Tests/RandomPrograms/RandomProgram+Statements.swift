extension RandomProgram {
  /// A statement of any kind.
  mutating func makeStatement(depth: Int) {
    begin()
    makeBareStatement(depth: depth)
  }

  /// A statement that need not begin a line.
  private mutating func makeBareStatement(depth: Int) {
    budget -= 2
    switch Int.random(in: 0..<24, using: &random) {
    case 0...7: makeCall()
    case 8: makeDeclaration(depth: depth)
    case 9: makeAssignment()
    case 10...12: makeControl(depth: depth)
    case 13, 14: makeSubject(depth: depth)
    case 15, 16: makeAssertion()
    case 17: makeBirth(depth: depth)
    case 18: makeShow()
    case 19:
      add("print")
      if !random.oneIn(6) { makeExpressions() }
    case 20:
      add("whatif")
      makeBlock(depth: depth)
    case 21:
      add(random.pick(["f", "g"]))
      add("(")
      makeExpressions()
      add(")")
    case 22: makeFile(random.pick(["shm", "file"]))
    default: makeWords()
    }
  }

  private mutating func makeWords() {
    add(
      words: random.pick([
        "snapshot s", "restore s", "exec", "exit", "exec fails ENOMEM", "use q", "use p [ 1 ]",
        "thread t", "thread t fails any", "swapoff", "tag \"slow\" , \"x\"", "skip", "xfail",
        "skip \"later\"", "xfail \"so\"",
      ]))
    if random.oneIn(8) {
      begin()
      add(words: "skip if")
      makeExpression()
      addOpen(",")
      makeString()
    }
  }

  private mutating func makeDeclaration(depth: Int) {
    add(random.pick(["let", "var"]))
    add(random.pick(["x", "y", "xs", "m", "len", "some_longer_name_of_a_variable"]))
    addOpen("=")
    if random.oneIn(3) {
      add("measure")
      makeBlock(depth: depth)
    } else {
      makeExpression()
    }
  }

  private mutating func makeAssignment() {
    add(random.pick(["x", "y"]))
    if random.oneIn(4) { add(words: "[ 0 ]") }
    addOpen(
      random.pick([
        "=", "+=", "-=", "*=", "/=", "//=", "%=", "&=", "|=", "^=", "<<=", ">>=",
      ]))
    makeExpression()
  }

  private mutating func makeControl(depth: Int) {
    switch Int.random(in: 0..<5, using: &random) {
    case 0, 1: makeIf(depth: depth)
    case 2:
      add(words: "for k in")
      makeExpression()
      makeBlock(depth: depth)
    case 3:
      add(random.pick(["while", "repeat"]))
      makeExpression()
      makeBlock(depth: depth)
    default:
      add(words: "def g ( a , b = 4K )")
      makeBlock(depth: depth)
    }
    if random.oneIn(4) {
      begin()
      add(random.pick(["break", "continue", "return"]))
    }
  }

  private mutating func makeIf(depth: Int) {
    add("if")
    makeExpression()
    makeBlock(depth: depth)
    while random.oneIn(3) {
      addElse()
      add("if")
      makeExpression()
      makeBlock(depth: depth)
    }
    if random.oneIn(2) {
      addElse()
      makeBlock(depth: depth)
    }
  }

  private mutating func makeSubject(depth: Int) {
    add(words: random.pick(["q", "p [ 2 ]", "p", "p [ 1 .. 2 ]", "[ q , p [ 1 ] ]"]))
    addOpen(":")
    if depth > 5 || random.oneIn(2) {
      makeBlock(depth: depth)
    } else {
      makeBareStatement(depth: depth + 1)
    }
  }

  private mutating func makeAssertion() {
    add(random.pick(["assert", "assert", "require", "invariant"]))
    let takesReason = tokens.last?.text != "invariant"
    makeExpression()
    if takesReason, random.oneIn(4) {
      addOpen(",")
      makeExpression()
    }
  }

  private mutating func makeBirth(depth: Int) {
    add(random.pick(["spawn", "fork"]))
    add(random.pick(["c", "d", "kids"]))
    if random.oneIn(3) { add(words: random.pick(["[ 1 .. 3 ]", "[ 7 ]", "[ x ]"])) }
    switch Int.random(in: 0..<3, using: &random) {
    case 0: makeBlock(depth: depth)
    case 1: add(words: "fails EAGAIN")
    default: break
    }
  }

  private mutating func makeFile(_ kind: String) {
    add(kind)
    add(random.pick(["f1", "f2", "f3"]))
    makeExpression()
    if random.oneIn(2) { add("filled") }
    if random.oneIn(4) { add("hugetlb") }
  }

  private mutating func makeShow() {
    add(
      words: random.pick([
        "show pagetables", "show vmas q", "show pte q 0x1000", "show stats", "show locks",
        "show q", "show q . rss", "show diff", "show pte p [ 1 ] 4K + 8",
      ]))
  }

  // MARK: Beginning and end of a file

  mutating func makeMachine() {
    begin()
    add(
      words: random.pick([
        "machine x86_64", "machine i386-pae", "machine \"i386\"", "machine toy", "machine sv39",
        "machine arm64-16k with memory = 4G , swap = 1G", "machine x86_64 with swap = 64M",
      ]))
  }

  mutating func makeKernel() {
    begin()
    add(
      words: random.pick([
        "kernel shpte", "kernel linux-2.5", "kernel linux-6.18", "kernel \"linux-{6}.18\"",
        "kernel shpte with match = identical , threshold = 0", "kernel shpte with match = file",
      ]))
  }

  mutating func makeCompare() {
    begin()
    add(words: "compare kernels [ linux-2.5 , shpte , \"linux-6.18\" ]")
    makeBlock(depth: 4)
    add("show")
    makeExpressions()
  }

  mutating func makeTest() {
    begin()
    add("test")
    makeString()
    if random.oneIn(2) {
      add(words: "for k in")
      makeExpression()
      if random.oneIn(2) {
        addOpen(",")
        add(words: "n in [ 1 , 10 ]")
      }
    }
    makeBlock(depth: 1)
  }
}
