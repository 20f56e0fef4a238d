extension RandomProgram {
  /// A system call or an access, with clauses that go together.
  mutating func makeCall() {
    switch Int.random(in: 0..<12, using: &random) {
    case 0, 1: makeMapping()
    case 2, 3, 4: makeAccess()
    case 5:
      makeTarget(random.pick(["munmap", "mlock", "munlock", "msync"]))
      makeRange()
      makeOutcome()
    case 6:
      makeTarget("mprotect")
      add(random.pick(["r", "rw", "none", "rx"]))
      makeRange()
      makeOutcome()
    case 7:
      makeTarget("madvise")
      makeRange()
      add(random.pick(["dontneed", "random", "pageout", "hugepage", "populate_read"]))
      makeOutcome()
    case 8:
      makeTarget("mremap")
      add("size")
      makeExpression()
      if random.oneIn(3) { add("maymove") }
      if random.oneIn(3) {
        add("to")
        makeExpression()
      }
      if random.oneIn(4) { add(words: "as moved") }
      makeOutcome()
    case 9:
      makeTarget("remap")
      add("offset")
      makeExpression()
    case 10:
      add(random.pick(["brk", "swapon"]))
      makeExpression()
      makeOutcome()
    default:
      if random.oneIn(2) {
        add(words: "truncate sga")
        makeNumber()
      } else {
        add(words: "reclaim (")
        makeExpression()
        add(words: ") pages")
      }
    }
  }

  private mutating func makeMapping() {
    add("mmap")
    if random.oneIn(2) { add(random.pick(["shared", "private"])) }
    switch Int.random(in: 0..<4, using: &random) {
    case 0: add("sga")
    case 1: add(words: "anon 64K")
    case 2: add(words: "( x * 4K )")
    default: add(random.pick(["256K", "4M"]))
    }
    for clause in ["prot", "offset", "at", "align"].shuffled(using: &random) where random.oneIn(4) {
      add(clause)
      if clause == "prot", random.oneIn(2) {
        add(random.pick(["r", "rw", "rwx", "none"]))
      } else {
        add("(")
        makeExpression()
        add(")")
      }
    }
    for clause in ["populate", "locked", "noreserve", "growsdown"] where random.oneIn(6) {
      add(clause)
    }
    if random.oneIn(2) {
      add(words: random.pick(["as a", "as b", "as a_region_with_a_long_name"]))
    }
    makeOutcome()
  }

  private mutating func makeAccess() {
    let verb = random.pick(["read", "write", "execute"])
    makeTarget(verb)
    makeRange()
    if random.oneIn(6) {
      add("every")
      makeExpression()
    } else if random.oneIn(6) {
      add(words: "random 10 seed")
      makeExpression()
    }
    if verb == "write", random.oneIn(2) {
      addOpen("=")
      makeExpression()
    }
    if random.oneIn(5) {
      add(words: random.pick(["faults SIGSEGV", "faults any", "faults SIGBUS"]))
      if random.oneIn(3) {
        add("at")
        makeExpression()
      }
    }
  }

  private mutating func makeTarget(_ verb: String) {
    add(verb)
    switch Int.random(in: 0..<6, using: &random) {
    case 0:
      add("0x4000_0000")
      addOpen("..<")
      add("0x4000_0000")
      addOpen("+")
      add("64K")
    case 1: add(words: "p [ 1 ] . buf")
    default: add(random.pick(["buf", "buf", "heap"]))
    }
  }

  private mutating func makeRange() {
    switch Int.random(in: 0..<6, using: &random) {
    case 0:
      add("at")
      makeExpression()
      if random.oneIn(2) {
        add("len")
        makeExpression()
      }
    case 1:
      add("page")
      makeExpression()
    case 2:
      add("pages")
      add("1")
      addOpen("..")
      makeExpression(atLeast: 6)
    default: break
    }
  }

  private mutating func makeOutcome() {
    if random.oneIn(5) { add(words: random.pick(["fails EINVAL", "fails any", "fails ENOMEM"])) }
  }
}
