import Interpreter
import PTLang
import Testing

/// What `check` says about scripts that run: every rule with what it finds and what it passes over.
@Suite("A warning")
struct WarningTests {
  // MARK: Names

  @Test(arguments: [
    ("let x = 1\nprint 1", "PT1201 1: x"),
    ("let m = measure { spawn p }\nprint 1", "PT1201 1: m"),
    ("var n = 0\nn += 1", "PT1201 1: n"),
    ("var n = 0\nn = 1", "PT1201 1: n"),
    ("let x = 1\ndef f(x) { return x }\nprint f(2)", "PT1201 1: x"),
    ("for i in 1..2 {\n  let x = i\n}", "PT1201 2: x"),
    ("def f(a, b) { return a }\nprint f(1, 2)", "PT1202 1: b"),
    ("def f(a, b = a) { return 1 }\nprint f(1)", "PT1202 1: b"),
    ("test \"t\" for k in [1, 2] { require processes == 0 }", "PT1202 1: k"),
    ("for i in 1..3 { print 1 }", "PT1203 1: i"),
    ("def f() { print 1 }\nprint 2", "PT1204 1: f"),
    ("def f(n) { return f(n - 1) }\nprint 2", "PT1204 1: f"),
    ("var n = 3\nprint n", "PT1211 1: n"),
    ("var n = processes\nn = n\nprint n", "PT1212 2: n = n"),
  ])
  func `is given for a name without a use`(text: String, warning: String) {
    #expect(warnings(text) == [warning])
  }

  @Test(arguments: [
    "let _x = 1\nprint 1", "let x = 1\nprint \"{x}\"",
    "let x = 1\nspawn p\nassert p.value(x * 8) == nil",
    "let k = \"shpte\"\nkernel k", "let n = 1M\nmachine x86_64 with memory = n",
    "let x = 1\ndef f() { return x }\nprint f()",
    "let x = 1\ninvariant processes >= x - 1\nspawn p",
    "var n = 0\nn += 1\nprint n", "var xs = [1]\nxs[0] = 2\nprint xs",
    "let a = 4K\nspawn p\nmmap a",
    "let a = 0x1000\nspawn p\nread a faults SIGSEGV at a",
    "def f(_a) { return 1 }\nprint f(1)", "def f() { return 1 }\ndef g() { return f() }\nprint g()",
    "for x in [1, 2] { print 1 }", "for _i in 1..3 { print 1 }",
    "spawn p\nlet m = measure { fork q }\nassert m.processes == 1",
    "compare kernels [shpte] { let n = processes } show n",
    "test \"t\" for n in [1, 2] { require processes < n }",
    "let n = 2\ntest \"t {n}\" { require processes < 2 }",
    "spawn p\nlet n = 1\nwrite 0 faults any\nsnapshot a\nrestore a\nshow pte p n",
  ])
  func `is not given for a name that is used`(text: String) {
    #expect(warnings(text) == [])
  }

  @Test func `is not given for what a library offers`() {
    #expect(warnings("let length = 4K\ndef f() { spawn p; mmap length as buf }") == [])
    #expect(warnings("def f() { let x = 1 }") == ["PT1201 1: x"])
  }

  @Test(arguments: [
    ("spawn p\nmmap 4K as buf", "PT1205 2: buf"),
    ("shm f 4K", "PT1206 1: f"), ("file f 4K", "PT1206 1: f"),
    ("spawn p\nsnapshot s\nfork q", "PT1207 2: s"),
  ])
  func `is given for a thing of the world that is never mentioned`(text: String, warning: String) {
    #expect(warnings(text) == [warning])
  }

  @Test(arguments: [
    "spawn p\nmmap 4K as buf\nread buf", "spawn p\nmmap 4K as buf\nfork q\nassert q.buf.len == 4K",
    "spawn p\nmmap 4K as buf\nassert p.value(buf) == 0", "spawn p\nmmap 4K as buf\nshow p",
    "spawn p\nmmap 4K as _buf", "shm f 4K\nspawn p\nmmap shared f", "file f 4K filled",
    "spawn p\nsnapshot s\nrestore s", "def f() { read buf }\nspawn p\nmmap 4K as buf\nf()",
    "shm f 4K\ntruncate f 0",
  ])
  func `is not given for a thing that is mentioned anywhere`(text: String) {
    #expect(warnings(text) == [])
  }

  @Test func `says what hides what`() {
    #expect(
      warnings("var n = 0\nn = 1\nif processes > 0 {\n  let n = 2\n  print n\n}\nprint n")
        == ["PT1209 4: n"])
    #expect(warnings("let n = 1\ndef f(n) { return n }\nprint f(n)") == [])
    #expect(
      warnings("if processes > 0 { print 1 }\nfor n in [1] { print n }\nlet n = 2\nprint n") == [])
    #expect(
      warnings("def f() { fork buf; buf: exit }\nspawn p\nf()\nlet buf = 7\nprint buf")
        == ["PT1210 4: buf"])
  }

  @Test func `tells a library that is needed from one that is not`() {
    let libraries = [
      "a.pts": "use \"b.pts\"\ndef f() { return 1 }", "b.pts": "def g() { return 2 }\nlet n = 3",
    ]
    #expect(warnings("use \"a.pts\"\nprint 1", libraries) == ["PT1208 1: use \"a.pts\""])
    #expect(warnings("use \"a.pts\"\nprint f()", libraries) == [])
    #expect(warnings("use \"a.pts\"\nprint g()", libraries) == [])
    #expect(warnings("use \"a.pts\"\nprint n", libraries) == [])
    #expect(warnings("use \"a.pts\"\ndef h() { return 1 }", libraries) == [])
  }

  // MARK: Order

  @Test(arguments: [
    ("for i in [1] {\n  break\n  print i\n}", "PT1220 3: print i"),
    ("def f() {\n  return 1\n  print 2\n  print 3\n}\nprint f()", "PT1220 3: print 2"),
    ("for i in [1] {\n  if i > 0 { break } else { continue }\n  print 1\n}", "PT1220 3: print 1"),
    ("require false\nprint 1", "PT1220 2: print 1"),
    ("if false { print 1 }", "PT1221 1: false"), ("if 1 > 2 { print 1 }", "PT1221 1: 1 > 2"),
    ("if processes > 0 or true { print 1 }", "PT1221 1: processes > 0 or true"),
    ("while not true { print 1 }", "PT1221 1: not true"),
    ("if processes > 0 and false { print 1 }", "PT1221 1: processes > 0 and false"),
    ("if processes > 0 { }", "PT1222 1: { }"), ("whatif { }", "PT1222 1: { }"),
    ("while true { print 1 }", "PT1223 1: true"), ("while 1 < 2 { print 1 }", "PT1223 1: 1 < 2"),
    ("while true { for i in [1] { print i; break } }", "PT1223 1: true"),
    (
      "if processes == 1 { print 1 } else if processes == 1 { print 2 }",
      "PT1224 1: processes == 1"
    ),
    ("for i in 3..1 { print i }", "PT1225 1: 3..1"), ("repeat 0 { print 1 }", "PT1225 1: 0"),
    ("kernel shpte\nkernel linux-2.5", "PT1226 1: kernel shpte"),
    ("machine i386\nlet n = 1\nmachine sv39\nprint n", "PT1226 1: machine i386"),
  ])
  func `is given for what never runs, never ends or does nothing`(text: String, warning: String) {
    #expect(warnings(text) == [warning])
  }

  @Test(arguments: [
    "for i in [1] {\n  if i > 0 { break }\n  print i\n}",
    "while true {\n  if processes > 3 { break }\n  spawn p\n}\nprint 1",
    "def f() { while true { return 1 } }\nprint f()", "while true { require processes > 0 }",
    "spawn p[1..2]\nwhile true { p: { break } }\nprint 1",
    "let debug = false\nif debug { print 1 }", "if processes > 0 {\n  # nothing to do\n}",
    "def f() { return 1 }\nif f() == 1 { print 1 } else if f() == 1 { print 2 }",
    "for i in 3..3 { print i }", "for i in range(3, 1, -1) { print i }",
    "kernel shpte\nprint processes\nkernel linux-2.5",
    "if processes == 0 { kernel shpte } else { kernel linux-2.5 }",
    "kernel linux-2.5\ntest \"t\" { kernel shpte\n require processes == 0 }",
    "test \"t\" { skip \"not yet\"\n require processes == 0 }", "spawn p { }",
    "spawn p\nfork q { }",
    "assert false, \"never here\"\nprint 1", "def f() { return 1 }\nrepeat f() - 1 { print 1 }",
  ])
  func `is not given for what runs, ends and does something`(text: String) {
    #expect(warnings(text) == [])
  }

  // MARK: Assertions

  @Test(arguments: [
    ("assert true", "PT1230 1: true"), ("assert 1 == 1", "PT1230 1: 1 == 1"),
    ("require 4K < 2 * 4096", "PT1230 1: 4K < 2 * 4096"),
    ("assert \"a\" == \"b\"", "PT1230 1: \"a\" == \"b\""),
    ("assert processes == processes", "PT1231 1: processes == processes"),
    ("spawn p\nassert p.rss <= p.rss", "PT1231 2: p.rss <= p.rss"),
    ("spawn p\nassert 0 <= p.rss <= p.rss", "PT1231 2: p.rss <= p.rss"),
    ("let x = 0.5\nassert x + 0.1 == 0.6", "PT1232 2: x + 0.1 == 0.6"),
    ("spawn p\nassert p.rss == 16", "PT1233 2: 16"),
    ("spawn p\nassert 0 <= p.rss.anon != 17", "PT1233 2: 17"),
    ("assert pagetables.bytes == 4", "PT1233 1: 4"),
    ("assert processes == 0, pagetables == 0", "PT1234 1: pagetables == 0"),
    ("spawn p\ninvariant p.rss == 0", "PT1235 2: invariant p.rss == 0"),
  ])
  func `is given for an assertion that says nothing`(text: String, warning: String) {
    #expect(warnings(text) == [warning])
  }

  @Test(arguments: [
    "let n = 1\nassert n == 1", "assert false", "assert processes == 0, \"none\"",
    "let why = \"none\"\nassert processes == 0, why",
    "var n = 0\ndef f() { n += 1; return n }\nassert f() != f()",
    "let x = 0.5\nassert x * 0.5 == 0.25", "let a = 1\nassert a / 8 == 0.125",
    "let a = 1\nassert a / 10 == 0.1", "spawn p\nassert p.rss == 16 pages",
    "spawn p\nassert p.rss == 64K", "spawn p\nassert p.rss < 16", "spawn p\nassert p.rss == 0",
    "machine toy\nspawn p\nassert p.rss == 64",
    "let m = \"toy\"\nmachine m\nspawn p\nassert p.rss == 128",
    "spawn p\nassert p.vmas == 3", "spawn p\ninvariant p.rss == 0\nfork q",
    "invariant processes <= 1\ntest \"t\" { spawn p }",
    "assert processes == 0 and pagetables == 0",
  ])
  func `is not given for an assertion that says something`(text: String) {
    #expect(warnings(text) == [])
  }

  // MARK: Tests

  @Test func `is given for a test that cannot fail, and for a title given twice`() {
    #expect(warnings("test \"t\" { spawn p }") == ["PT1240 1: \"t\""])
    #expect(warnings("def f() { spawn p }\ntest \"t\" { f() }") == ["PT1240 2: \"t\""])
    #expect(
      warnings("test \"t\" { require processes == 0 }\ntest \"t\" { require pagetables == 0 }")
        == ["PT1241 2: \"t\""])
    #expect(
      warnings("test \"t\" for n in [1, 1] { require processes < n }") == ["PT1241 1: \"t\""])
  }

  @Test(arguments: [
    "spawn p", "spawn p\nshow p", "test \"t\" { spawn p\n write 0 faults SIGSEGV }",
    "test \"t\" { spawn p\n munmap 0x1000 len 1 fails EINVAL }",
    "def f() { require processes == 1 }\ndef g() { f() }\ndef h() { g() }\ntest \"t\" { spawn p\n h() }",
    "test \"t\" { skip \"later\" }", "test \"t\" { whatif { require processes == 0 } }",
    "test \"t\" for n in [1, 2] { require processes < n }",
    "test \"t\" { spawn p\n fork q fails ENOMEM }",
  ])
  func `is not given for a test that can fail`(text: String) {
    #expect(warnings(text) == [])
  }

  // MARK: What always goes wrong

  @Test(arguments: [
    ("print processes // 0", "PT1250 1: processes // 0"), ("print 1 / 0", "PT1250 1: 1 / 0"),
    ("print processes % (2 - 2)", "PT1250 1: processes % (2 - 2)"),
    ("print 1 << 64", "PT1250 1: 1 << 64"), ("print processes >> -1", "PT1250 1: processes >> -1"),
    ("print 9223372036854775807 + 1", "PT1250 1: 9223372036854775807 + 1"),
    ("print [1, 2][2]", "PT1250 1: [1, 2][2]"),
    ("spawn p\nprint p.value(4)", "PT1250 2: p.value(4)"),
    ("spawn p\nmmap 4K as b\nwrite b = 1 at 4", "PT1250 3: 4"),
    ("spawn p\nmmap 4K at 1", "PT1251 2: 1"), ("spawn p\nmmap private 0", "PT1251 2: 0"),
    ("spawn p\nmmap size 0", "PT1251 2: 0"),
    ("spawn p\nmmap 4K as b\nmunmap b at 100", "PT1251 3: 100"),
    ("spawn p\nmmap 4K as b\nmprotect b r at 8", "PT1251 3: 8"),
    ("spawn p\nmmap 4K as b\nmremap b size 0", "PT1251 3: 0"),
  ])
  func `is given for what always goes wrong`(text: String, warning: String) {
    #expect(warnings(text) == [warning])
  }

  @Test(arguments: [
    "print 1 // 2", "print processes % 2", "print -7 // -1", "print [1, 2][-2]",
    "print \"a\" + \"b\"",
    "print [1] + [2]", "spawn p\nmmap 4K at 1 fails EINVAL", "spawn p\nmmap 4K at 0x1000",
    "spawn p\nmmap 4K as b\nmlock b at 1", "spawn p\nmmap 4K as b\nread b at 1",
    "machine toy\nspawn p\nmmap 64 at 64", "spawn p\nmmap 4K as b\nwrite b at 8 = 1",
    "spawn p\nmmap 4K as b\nmprotect b r len 0",
  ])
  func `is not given for what may go right`(text: String) {
    #expect(warnings(text) == [])
  }

  /// Each of them was called so because the run says the same.
  @Test(arguments: [
    "print processes // 0", "print 1 << 64", "print [1, 2][2]", "spawn p\nprint p.value(4)",
    "spawn p\nmmap 4K as b\nwrite b = 1 at 4", "spawn p\nmmap 4K at 1", "spawn p\nmmap private 0",
    "spawn p\nmmap 4K as b\nmunmap b at 100", "spawn p\nmmap 4K as b\nmprotect b r at 8",
    "spawn p\nmmap 4K as b\nmunmap b len 0", "spawn p\nmmap 4K as b\nmadvise b cold at 8",
    "spawn p\nmmap 4K as b\nmremap b size 0", "spawn p\nmmap 4K as b\nmremap b size 8K at 8",
    "spawn p\nmmap 4K as b\nmremap b size 8K to 8 maymove", "spawn p\nmmap 4K as b\nmsync b at 8",
    "file f 8K\nspawn p\nmmap f offset 8", "spawn p\nmmap 4K fixed 8",
  ])
  func `about what always goes wrong comes true on every kernel`(text: String) {
    #expect(warnings(text).contains { $0.hasPrefix("PT125") }, "\(text)")
    for kernel in ["shpte", "linux-2.5", "linux-6.18"] {
      var options = Options()
      options.kernel = kernel
      #expect(Run(text, options: options).status == .failed, "\(text) on \(kernel)")
    }
  }

  // MARK: Allowing

  @Test(arguments: [
    ("print 1; let x = 1 # allow PT1201", []),
    ("print 1; let x = 1 # allow PT1201: for later", []),
    ("print 1; let x = 1 # allow pt1201", []),
    ("print 1; let x = 1 # why not # allow PT1201", []),
    ("# allow PT1201\n\n# a remark\nprint 1; let x = 1", []),
    ("# allow PT1201, PT1230\nprint 1; let x = 1; assert true", []),
    ("# allow PT1201\nprint 1; let x = 1\nlet y = 2", ["PT1201 3: y"]),
    ("print 1; let x = 1\n# allow PT1201", ["PT1201 1: x", "PT1292 2: PT1201"]),
    ("print 1; let x = 1 # allow PT1202", ["PT1201 1: x", "PT1292 1: PT1202"]),
    ("print 1 # allow PT1201, PT9999", ["PT1292 1: PT1201", "PT1290 1: PT9999"]),
    ("print 1 # allow PT0310", ["PT1291 1: PT0310"]),
    ("print 1 # allow PT1292", ["PT1292 1: PT1292"]),
    ("print 1 # allow the child to write", []),
    ("print 1 # allow", []), ("print 1 # allowPT1201", []), ("print 1 # allow PTX", []),
    ("print \"# allow PT1201\"", []),
  ])
  func `is silenced on its line by a comment`(text: String, left: [String]) {
    #expect(warnings(text) == left)
  }

  @Test func `in a library has the library's place`() {
    let libraries = ["lib.pts": "def f() {\n  let x = 1\n}"]
    let report = check("use \"lib.pts\"\nf()", libraries)
    #expect(report.diagnostics.map(\.range.file) == [1])
    #expect(report.files.map(\.name) == ["main.pts", "lib.pts"])
  }

  @Test func `is not given beside an error, and never makes a program fail to load`() {
    let report = check("let x = 1\nprint y")
    #expect(report.diagnostics.map(\.code) == ["PT0310"])
    #expect(Run("let x = 1").program.diagnostics.isEmpty)
  }

  @Test func `knows what the command line defines`() {
    var options = Options()
    options.definitions = [("n", "3")]
    #expect(warnings("print n", options: options) == [])
    options.machine = "toy"
    #expect(warnings("spawn p\nassert p.rss == 64", options: options) == [])
  }

  // MARK: Bounds

  @Test func `is one of five hundred at most`() {
    let report = check(String(repeating: "assert true\n", count: 100_000))
    #expect(report.diagnostics.count == 501)
    #expect(report.diagnostics.last?.code == "PT1299")
  }

  @Test func `is found in time, whatever the size`() {
    let lines = 100_000
    for line in ["# allow PT1201\n", "let _a = 1 # allow PT1201\n", "x()\n", "spawn p\n"] {
      _ = check(String(repeating: line, count: lines))
    }
    let branches = String(repeating: " else if processes == 1 { print 1 }", count: 50_000)
    #expect(check("if processes == 1 { print 1 }" + branches).diagnostics.count == 501)
    let chain = (0..<20_000).map { "def f\($0)() { return f\($0 + 1)() }\n" }.joined()
    _ = check(chain + "def f20000() { assert processes == 0 }\ntest \"t\" { f0() }")
    let sum = "print 1" + String(repeating: " + 1", count: 250) + "\n"
    _ = check(String(repeating: sum, count: 1_500))
  }

  // MARK: Help

  private func check(
    _ text: String, _ files: [String: String] = [:], options: Options = Options()
  ) -> CheckReport {
    Program.check(name: "main.pts", bytes: Array(text.utf8), options: options) { path in
      files[path].map { .success(Array($0.utf8)) } ?? .failure(ReadFailure(text: "no such file"))
    }
  }

  /// Code, line and marked text.
  private func warnings(
    _ text: String, _ files: [String: String] = [:], options: Options = Options()
  ) -> [String] {
    let report = check(text, files, options: options)
    return report.diagnostics.map { diagnostic in
      let file = report.files[Int(diagnostic.range.file)]
      let marked = file.bytes[Int(diagnostic.range.lower)..<Int(diagnostic.range.upper)]
      let line = file.line(at: diagnostic.range.lower)
      return "\(diagnostic.code) \(line): \(String(decoding: marked, as: UTF8.self))"
    }
  }
}
