public import PTLang

extension RunCode {
  /// Scripts that show the code; nil where none that is short can.
  public var example: CodeExample? {
    switch self {
    case .includeCycle, .tooLarge, .processLimit, .historyLimit, .defect, .placement: nil
    case .unknownName: CodeExample("assert pagetable == 0", "assert pagetables == 0")
    case .unknownMember:
      CodeExample("spawn p\nassert p.rsss == 0", "spawn p\nassert p.rss == 0")
    case .unknownFunction: CodeExample("print lenght([1])", "print len([1])")
    case .alreadyDeclared: CodeExample("let a = 1\nlet a = 2", "var a = 1\na = 2")
    case .notAssignable: CodeExample("let a = 1\na = 2", "var a = 1\na = 2")
    case .worldNameIsVariable: CodeExample("let p = 1\nspawn p", "let n = 1\nspawn p")
    case .includeFailed:
      CodeExample("use \"missing.pts\"", "def tables(n) { return (n + 2M - 1) // 2M }")
    case .unknownMachineOrKernel: CodeExample("machine x86-64", "machine x86_64")
    case .unknownKnob:
      CodeExample("kernel shpte with treshold = 0", "kernel shpte with threshold = 0")
    case .libraryStatement: nil
    case .argumentCount: CodeExample("print hex(1, 2)", "print hex(1), hex(2)")
    case .notConstant:
      CodeExample(
        "test \"t\" for n in [processes] { print n }", "test \"t\" for n in [0, 1] { print n }")
    case .nestedFunction:
      CodeExample(
        "def f() {\n  def g() { return 1 }\n  return g()\n}",
        "def g() { return 1 }\ndef f() { return g() }")
    case .badKnob:
      CodeExample("kernel shpte with match = some", "kernel shpte with match = identical")
    case .overflow:
      CodeExample("let a = 1 << 62\nprint a * 4", "let a = 1 << 62\nprint a / 4")
    case .divisionByZero:
      CodeExample("let n = 0\nprint 1 / n", "let n = 0\nif n != 0 { print 1 / n }")
    case .shiftRange: CodeExample("let n = 64\nprint 1 << n", "let n = 62\nprint 1 << n")
    case .wrongType: CodeExample("print \"n: \" + 1", "print \"n: \" + str(1)")
    case .indexRange: CodeExample("let xs = [1]\nprint xs[1]", "let xs = [1]\nprint xs[0]")
    case .nilValue:
      CodeExample("spawn p\nprint p.vma(0).start", "spawn p\nassert p.vma(0) == nil")
    case .notThereYet:
      CodeExample("spawn p\nread buf\nmmap 64K as buf", "spawn p\nmmap 64K as buf\nread buf")
    case .processGone:
      CodeExample("spawn p\nexit\nassert p.rss == 0", "spawn p\nexit\nassert not p.alive")
    case .nameTaken: CodeExample("spawn p\nspawn p", "spawn p\nspawn q")
    case .noCurrentProcess: CodeExample("mmap 64K as buf", "spawn p\nmmap 64K as buf")
    case .stepLimit: CodeExample("while true { }", "repeat 1000 { }")
    case .callDepth:
      CodeExample(
        "def f(n) { return f(n + 1) }\nprint f(0)",
        "def f(n) {\n  if n == 9 { return n }\n  return f(n + 1)\n}\nprint f(0)")
    case .valueLimit:
      CodeExample(
        "var s = \"x\"\nwhile true { s = s + s }", "var s = \"x\"\nrepeat 9 { s = s + s }")
    case .familyRegion:
      CodeExample(
        "spawn p[1..2]\nmmap 64K as buf\nprint buf",
        "spawn p[1..2]\nmmap 64K as buf\nprint p[1].buf")
    case .badValue: CodeExample("print max([])", "print max([1, 2])")
    case .takenBack:
      CodeExample(
        "var q = nil\nwhatif {\n  spawn p\n  q = p\n}\nprint q.rss",
        "var rss = 0\nwhatif {\n  spawn p\n  rss = p.rss\n}\nprint rss")
    case .noSuchWorld:
      CodeExample("whatif { snapshot s }\nrestore s", "snapshot s\nrestore s")
    case .assertionFailed:
      CodeExample("spawn p\nassert pagetables == 0", "spawn p\nassert pagetables == 1")
    case .requirementFailed:
      CodeExample("require memory.total > 1P", "require memory.total > 1G")
    case .invariantBroken:
      CodeExample(
        "spawn p\nmmap 64K as buf\ninvariant p.rss == 0\nwrite buf",
        "spawn p\nmmap 64K as buf\ninvariant p.rss == 0\nread buf")
    case .refused:
      CodeExample(
        "spawn p\nmmap 64K at 0x1001", "spawn p\nmmap 64K at 0x1001 fails EINVAL")
    case .succeeded:
      CodeExample("spawn p\nmunmap 0x1000 len 4K fails EINVAL", "spawn p\nmunmap 0x1000 len 4K")
    case .otherOutcome:
      CodeExample(
        "spawn p\nmmap 64K at 0x1001 fails EEXIST", "spawn p\nmmap 64K at 0x1001 fails EINVAL")
    case .notModelled: CodeExample("assert locks.mmap.taken == 0", "assert pte.cleared == 0")
    }
  }
}
