import PTLang
import Testing
import VM

@testable import Interpreter

/// A session with all that it said.
final class Typing {
  let session: Session
  private(set) var printed: [String] = []
  private(set) var notes: [String] = []
  private(set) var failures: [Failure] = []
  private(set) var reasons: [String] = []

  init(_ options: Options = Options(), files: @escaping (String) -> String? = { _ in nil }) {
    session = Session(options: options) { path in
      files(path).map { .success(Array($0.utf8)) } ?? .failure(ReadFailure(text: "no such file"))
    }
  }

  func emit(_ event: Event) {
    switch event {
    case .printed(let text): printed.append(text)
    case .cost: break
    case .note(let text): notes.append(text)
    case .failure(let failure): failures.append(failure)
    case .reason(let reason, _, _): reasons.append(reason.rule)
    }
  }

  /// Runs inputs; what became of the last, in a word, with the codes of what is wrong.
  @discardableResult
  func type(_ inputs: String...) -> String {
    var last = ""
    for input in inputs {
      failures = []
      switch session.run(input, emit: emit) {
      case .done: last = "done"
      case .incomplete: last = "incomplete"
      case .refused(let diagnostics):
        last = "refused " + diagnostics.map(\.code).joined(separator: " ")
      case .failed:
        last = "failed " + failures.map(\.diagnostic.code).joined(separator: " ")
      case .interrupted: last = "interrupted"
      }
    }
    return last
  }

  /// The value of an expression.
  func ask(_ expression: String) -> String {
    printed = []
    let result = type(expression)
    return printed.last ?? result
  }
}

/// What a user does who presses Ctrl-C. Tests use it from one thread.
final class StopFlag: @unchecked Sendable {
  var isSet = false
}

/// What a session does with statements, one after the other.
@Suite struct SessionTests {
  @Test func `names and values live on from input to input`() {
    let typing = Typing()
    typing.type("let x = 3", "var xs = [1]", "def f(n) { return n * x }", "xs += [f(2)]")
    typing.type("spawn p1", "mmap 8 pages as buf", "write buf")
    #expect(typing.ask("xs") == "[1, 6]")
    #expect(typing.ask("p1.rss == 8 pages and buf.len == 32K") == "true")
    #expect(typing.session.currentProcess == "p1")
    #expect(typing.type("fork k[1..2]", "use k") == "done")
    #expect(typing.session.currentProcess == "k")
    typing.type("use [k[1], p1]")
    #expect(typing.session.currentProcess == "[k[1], p1]")
  }

  @Test func `an expression alone prints its value, a call only at the top level`() {
    let typing = Typing()
    typing.type("def three() { return 3 }", "def nothing() { let y = 1 }")
    typing.type("three()", "nothing()", "nil", "1 + 1", "if true { three(); 4; len([1]) }")
    #expect(typing.printed == ["3", "nil", "2", "4"])
    typing.type("\"a\"")
    #expect(typing.printed.last == "a")
    #expect(typing.session.lastValue?.literal == "\"a\"")
    typing.type("[1, 2.5, nil, \"q\"]")
    #expect(typing.session.lastValue?.literal == "[1, 2.5, nil, \"q\"]")
    typing.type("let m = measure { }", "m")
    #expect(typing.session.lastValue == LastValue(expression: "m", text: "{}", literal: nil))
  }

  @Test func `a later let or def hides an earlier one, which functions still mean`() {
    let typing = Typing()
    typing.type("let x = 1", "def f() { return x }", "def g() { return f() }")
    #expect(typing.type("let x = 2") == "done")
    #expect(typing.type("def f() { return 10 * x }") == "done")
    #expect(typing.ask("[x, f(), g()]") == "[2, 20, 1]")
    typing.session.undo(2)
    #expect(typing.ask("[x, f(), g()]") == "[1, 1, 1]")
    #expect(typing.type("let y = 1; let y = 2") == "refused PT0313")
  }

  @Test func `text that is open asks for more, and what is wrong is refused as a whole`() {
    let typing = Typing()
    #expect(typing.type("spawn p {") == "incomplete")
    #expect(typing.type("spawn p\nwrite nowhere") == "refused PT0310")
    #expect(typing.ask("processes") == "0")
    #expect(typing.type("spawn p", "p: read q") == "refused PT0310")
    #expect(typing.type("let p2 = 1; p2 = 2") == "refused PT0314")
    #expect(typing.type("p2") == "refused PT0310")
  }

  @Test func `tests and what steers them are refused with a reason`() {
    for text in ["test \"a\" { }", "skip", "xfail", "tag \"slow\"", "if true { skip }"] {
      #expect(Typing().type(text) == "refused PT0409", "\(text)")
    }
  }

  @Test(arguments: [
    ("assert xs == [0]", "PT0601"), ("require false", "PT0602"), ("munmap buf at 1", "PT0604"),
    ("let z = 1 // 0", "PT0502"), ("while true { xs += [1] }", "PT0511"),
    ("write 0x0", "PT0604"), ("snapshot s; restore s; kernel shpte", "PT0515"),
    ("if true { snapshot s; spawn q; restore s; assert false }", "PT0601"),
    ("if true { restore old; assert false }", "PT0601"), ("f(3)", "PT0502"), ("f(5)", "PT0509"),
    ("if true { whatif { spawn q; xs[0] = 9; assert false } }", "PT0601"),
    ("spawn q[1..3] { assert processes < 3 }", "PT0601"),
  ])
  func `a statement that fails leaves world and variables as they were`(
    last: String, code: String
  ) {
    var options = Options()
    options.limits.steps = 100_000
    let typing = Typing(options)
    typing.type(
      "var xs = [1, [2]]", "var n = 1", "snapshot old", "spawn p1; mmap 4 pages as buf; read buf",
      "def f(k) { n += 1; xs[0] = k; xs[1][0] = k; spawn q; if k > 3 { f(k - 1) }; return 1 // 0 }")
    let before = typing.ask("[xs, n, processes, faults, pagetables, p1.maps, p1.rss]")
    let failing = "if true { n = 7; xs[0] = 5; xs[1] += [3]; xs += [4]; write buf; fork k; exit; "
    #expect(typing.type(failing + "assert false }") == "failed PT0601")
    #expect(typing.type(last) == "failed \(code)", "\(typing.failures.map(\.diagnostic.message))")
    #expect(typing.ask("[xs, n, processes, faults, pagetables, p1.maps, p1.rss]") == before)
    #expect(typing.session.currentProcess == "p1")
    #expect(typing.type("fork k; k: write buf; xs[1] += [4]; restore old") == "done")
  }

  @Test func `statements before the one that fails stay, those after it have not run`() {
    let typing = Typing()
    #expect(typing.type("let a = 1; var b = 2; assert b == 3; let c = 4") == "failed PT0601")
    #expect(typing.ask("[a, b]") == "[1, 2]")
    #expect(typing.type("c") == "refused PT0310")
    #expect(typing.session.undoCount == 2)
    #expect(typing.session.accepted == ["let a = 1", "var b = 2"])
    #expect(typing.type("let c = 5") == "done")
  }

  @Test func `an interruption takes the statement back`() {
    let stop = StopFlag()
    var options = Options()
    options.isInterrupted = { stop.isSet }
    let typing = Typing(options)
    typing.type("var n = 0; spawn p")
    stop.isSet = true
    #expect(typing.type("while true { n += 1; fork k { exit } }") == "interrupted")
    stop.isSet = false
    #expect(typing.ask("[n, processes, p.children]") == "[0, 1, []]")
  }

  @Test func `an undo that takes a replay can be interrupted, and nothing is taken back`() {
    let stop = StopFlag()
    var options = Options()
    options.isInterrupted = { stop.isSet }
    options.limits.historyBytes = 0
    let typing = Typing(options)
    typing.type("spawn p", "var n = 0", "while n < 100000 { n += 1 }", "fork k", "n += 1")
    stop.isSet = true
    #expect(typing.session.undo(2) == 0)
    stop.isSet = false
    #expect(typing.ask("[n, processes]") == "[100001, 2]")
    #expect(typing.session.undo(2) == 2)
    #expect(typing.ask("[n, processes]") == "[100000, 1]")
    #expect(typing.session.redo(9, emit: typing.emit) == 2)
    #expect(typing.ask("[n, processes]") == "[100001, 2]")
  }

  @Test func `what only shows is no statement to take back, and a region tells its place`() {
    let typing = Typing()
    typing.type("machine toy", "spawn p; mmap 2 pages as buf")
    #expect(typing.type("show p", "show pagetables") == "done")
    #expect(typing.session.accepted == ["machine toy", "spawn p", "mmap 2 pages as buf"])
    #expect(typing.ask("buf").hasPrefix("buf  "))
    #expect(typing.ask("buf").hasSuffix("  128 bytes"))
  }

  @Test func `undo and redo go to any depth, across what no log takes back`() {
    let typing = Typing()
    let inputs = [
      "kernel linux-2.5", "machine toy", "shm f 8 pages", "kernel shpte", "snapshot s",
      "spawn p { mmap shared f as buf; write buf }", "var xs = [1]", "fork k", "snapshot t",
      "k: write buf = 7", "xs += [k.value(buf)]", "restore t", "xs[0] = k.value(k.buf)",
      "snapshot t", "restore s", "spawn p", "spawn q", "xs += [2]",
      "compare kernels [shpte] { } show processes", "whatif { exit; xs += [3] }", "invariant true",
    ]
    let question =
      "[processes, memory.total, faults, pagetables, tables.allocated, memory.used]"
    var answers = [typing.ask(question)]
    for input in inputs {
      typing.type(input)
      while answers.count <= typing.session.undoCount { answers.append(typing.ask(question)) }
    }
    #expect(answers.count == typing.session.undoCount + 1)
    #expect(typing.session.undo(0) == 0)
    for count in [1, 2, 5, 3, 40] {
      let depth = typing.session.undo(count)
      for back in 0..<depth {
        #expect(typing.ask(question) == answers[typing.session.undoCount], "\(count) \(back)")
        #expect(typing.session.redo(1, emit: typing.emit) == 1)
      }
      #expect(typing.ask(question) == answers.last)
      #expect(typing.ask("xs") == "[0, 7, 2, 3]")
    }
  }

  @Test func `a new statement drops what could be redone, a failed one and a question do not`() {
    let typing = Typing()
    typing.type("let a = 1", "let b = 2")
    typing.session.undo()
    typing.type("a", "assert false", "spawn", "c")
    #expect(typing.session.redoCount == 1)
    #expect(typing.session.redo(emit: typing.emit) == 1)
    #expect(typing.ask("b") == "2")
    typing.session.undo()
    typing.type("let c = 3")
    #expect(typing.session.redoCount == 0)
    #expect(typing.session.redo(emit: typing.emit) == 0)
  }

  @Test func `an input's functions are known above their definitions, also to a redo`() {
    let typing = Typing()
    #expect(typing.type("var n = f(); def f() { return 2 }; n += f(); 5; n += f()") == "done")
    #expect(typing.ask("n") == "6")
    typing.session.undo(3)
    #expect(typing.ask("n") == "2")
    #expect(typing.type("f()") == "refused PT0312")
    #expect(typing.session.redo(2, emit: typing.emit) == 2)
    #expect(typing.ask("n") == "4")
    typing.session.undo(3)
    #expect(typing.session.redo(9, emit: typing.emit) == 4)
    #expect(typing.ask("n") == "6")
  }

  @Test func `an invariant holds until it is undone, in functions too`() {
    let typing = Typing()
    typing.type("spawn p", "def grow(n) { fork k[n]; let y = n }", "var limit = 3", "grow(1)")
    #expect(typing.type("invariant processes < limit") == "done")
    #expect(typing.type("invariant processes < limit - 1") == "failed PT0603")
    #expect(typing.type("grow(2)") == "failed PT0603")
    #expect(typing.type("let a = 1; let b = 2; let c = 3; limit = 4; grow(2)") == "done")
    #expect(typing.type("if true { let d = [1]; let e = [2]; grow(3) }") == "failed PT0603")
    #expect(typing.ask("[a, b, c, limit, processes]") == "[1, 2, 3, 4, 3]")
    #expect(typing.type("invariant len(p.children) < 3", "limit = 40") == "done")
    #expect(typing.type("fork x") == "failed PT0603")
    typing.session.undo(2)
    #expect(typing.type("grow(3)") == "failed PT0603")
    typing.session.undo(6)
    #expect(typing.type("grow(2); grow(3)") == "done")
  }

  @Test func `a library is read when it is used, and again after its use was undone`() {
    nonisolated(unsafe) var text = "let k = 1\ndef f() { return k }"
    nonisolated(unsafe) var count = 0
    let typing = Typing(
      files: { path in
        count += 1
        return path == "dir/lib.pts" ? text : nil
      })
    #expect(typing.type("use \"lib.pts\"") == "refused PT0316")
    let script = SourceFile(name: "dir/a.pts", text: "use \"lib.pts\"\nlet z = f()\n")
    guard case .done = typing.session.run(script, emit: typing.emit) else {
      Issue.record("not done")
      return
    }
    typing.type("use \"dir/lib.pts\"")
    #expect(count == 2)
    #expect(typing.ask("z + k") == "2")
    #expect(typing.session.accepted.first == "use \"dir/lib.pts\"")
    text = "def f() { return oops }"
    typing.session.undo(3)
    #expect(typing.type("f()") == "refused PT0312")
    #expect(typing.type("use \"dir/lib.pts\"") == "refused PT0310")
    #expect(typing.session.redo(2, emit: typing.emit) == 2)
    #expect(typing.ask("z + k") == "2")
    typing.session.undo(2)
    text = "let k = 5"
    #expect(typing.type("use \"dir/lib.pts\"") == "done")
    #expect(typing.ask("k") == "5")
  }

  @Test func `a file is run under the rules of files`() {
    let typing = Typing()
    let file = SourceFile(
      name: "a.pts",
      text: "def f() { return 1 }\nif false {\n}\nelse { f() }\nf()\nspawn p\nassert false\nspawn q"
    )
    guard case .failed = typing.session.run(file, emit: typing.emit) else {
      Issue.record("not failed")
      return
    }
    #expect(typing.printed == [])
    #expect(typing.ask("processes") == "1")
    let place = typing.session.files.last?.name
    #expect(place == "input 2")
    #expect(typing.failures.isEmpty)
  }

  @Test func `the statements in force are a script that does the same`() {
    let typing = Typing(files: { $0 == "l.pts" ? "def lib(n) { return n }" : nil })
    typing.type(
      "let x = 1", "def f() { return x }", "let x = f() + 1", "3 * x",
      "def f() { return \"{x}!\" }",
      "var out = [f(), (x)]", "spawn p { x; f() }", "if true { let x = 5; out += [x] }",
      "use \"l.pts\"", "def lib(n) { return n + x }", "out += [lib(x)]", "fork k", "f() + \"?\"",
      "assert out == [\"2!\", 2, 5, 4]", "let x_1 = 0")
    #expect(typing.failures.isEmpty)
    let script = typing.session.accepted.joined(separator: "\n")
    #expect(typing.session.accepted[0] == "let x_2 = 1")
    let run = Run(script, files: ["l.pts": "def lib(n) { return n }"])
    #expect(run.problems == [], "\(script)")
    #expect(run.printed == ["2"])
  }

  @Test func `the change that an input makes is told, and that of an undo`() {
    let typing = Typing()
    typing.type("spawn p; mmap 2 pages as buf", "write buf")
    let change = typing.session.lastChange
    #expect(change.counters.contains(.init(name: "faults.minor", before: 0, after: 2)))
    #expect(
      change.processes == [
        .init(
          name: "p", fate: .stayed,
          counters: [
            .init(name: "rss", before: 0, after: 8192),
            .init(name: "pagetables", before: 1, after: 4),
          ])
      ])
    typing.type("processes")
    #expect(typing.session.lastChange.isEmpty)
    typing.session.undo()
    #expect(
      typing.session.lastChange.counters.contains(.init(name: "faults.minor", before: 2, after: 0)))
    typing.type("exit")
    #expect(typing.session.lastChange.processes.map(\.fate) == [.gone])
  }

  @Test func `reasons of the last input are there whether they are sent or not`() {
    let typing = Typing()
    typing.type("kernel shpte", "shm f 2M", "spawn p { mmap shared f as buf; write buf }", "fork k")
    #expect(!typing.session.lastReasons.isEmpty)
    #expect(typing.reasons == [])
    let text = typing.session.files.last?.bytes.count
    #expect(typing.session.lastReasons.allSatisfy { Int($0.statement.upper) <= text ?? 0 })
    typing.session.isTracing = true
    typing.session.undo()
    typing.session.redo(emit: typing.emit)
    #expect(typing.reasons == typing.session.lastReasons.map(\.reason.rule))
  }

  @Test func `visible names are those of what is there`() {
    let typing = Typing()
    typing.type(
      "let a = 1; def g() { }", "shm f 4K", "spawn p; mmap 4K as buf", "spawn q; exit", "snapshot s"
    )
    typing.type("fork gone", "use p")
    var names = typing.session.names
    #expect(names.variables == ["a"] && names.functions == ["g"] && names.files == ["f"])
    #expect(names.processes == ["p"] && names.regions == ["buf"] && names.snapshots == ["s"])
    typing.session.undo(8)
    names = typing.session.names
    #expect(names.variables == ["a"] && names.files == [] && names.processes == [])
    typing.session.reset()
    #expect(typing.session.names == SessionNames())
    #expect(typing.type("a") == "refused PT0310")
  }

  @Test func `definitions and the command line's kernel hold in a session and after reset`() {
    var options = Options()
    options.definitions = [("n", "4K")]
    options.kernel = "linux-2.5"
    let typing = Typing(options)
    #expect(typing.ask("n") == "4096")
    typing.type("kernel shpte", "let n = n + 1")
    #expect(typing.notes.count == 1)
    typing.session.reset()
    #expect(typing.ask("n") == "4096")
  }

  @Test func `the limit on values is met by what is alive, not by what undo keeps`() {
    var options = Options()
    options.limits.valueBytes = 1 << 20
    let typing = Typing(options)
    typing.type("var xs = range(0, 1, 1)")
    for number in 0..<30 {
      let text = "xs = []; for i in 1..6000 { xs += [i + \(number)] }"
      #expect(typing.type(text) == "done", "\(number)")
    }
    #expect(typing.type("for i in 1..100000 { xs += [i] }") == "failed PT0513")
    #expect(typing.ask("len(xs)") == "6000")
    #expect(typing.session.undo(59) == 59)
    #expect(typing.ask("xs") == "[]")
  }

  @Test func `garbage collection keeps what undo brings back`() {
    var options = Options()
    options.limits.valueBytes = 1 << 20
    let typing = Typing(options)
    let litter = "for i in 1..20000 { let t = [\"litter {i}\", [i]] }"
    typing.type(
      "spawn p; spawn q", "var xs = [[\"old\"], \"kept\"]", "var y = [\"mine\"]", "use [p, q]")
    typing.type("xs[0] = 1; xs[1] = 2", "y = nil", "use p", litter, litter)
    typing.session.undo(3)
    typing.type(litter)
    #expect(typing.session.currentProcess == "[p, q]")
    typing.session.undo(4)
    #expect(typing.ask("[xs, y]") == "[[[\"old\"], \"kept\"], [\"mine\"]]")
    let failing = "if true { xs[0] = 1; y = nil; use p; \(litter); \(litter); assert false }"
    #expect(typing.type(failing) == "failed PT0601")
    #expect(typing.ask("[xs, y]") == "[[[\"old\"], \"kept\"], [\"mine\"]]")
  }

  @Test func `a history beyond its limit is forgotten, and undone all the same`() {
    var options = Options()
    options.limits.historyBytes = 20_000
    let typing = Typing(options)
    typing.type("var xs = []; spawn p; mmap 4096 pages as buf")
    let counters = "[faults, memory.used, len(xs), p.rss]"
    var answers: [String] = []
    for number in 0..<40 {
      answers.append(typing.ask(counters))
      #expect(typing.type("write buf at \(number * 8) pages len 64 pages every 2 pages") == "done")
      #expect(typing.type("xs += [1]; if true { xs[0] += 1 }") == "done")
      #expect(
        typing.type("for i in 1..50 { write buf page i * 7 }; assert false") == "failed PT0601")
    }
    for answer in answers.reversed() {
      typing.session.undo(4)
      #expect(typing.ask(counters) == answer)
    }
  }
}
