import Glibc
import Testing

@testable import ptsh

@Suite("ptsh check")
struct CheckCommandTests {
  private let directory = Directory()

  private func check(_ arguments: String..., input: String = "") -> PtshProcess.Result {
    PtshProcess(
      arguments: ["check"] + arguments, input: Array(input.utf8), directory: directory
    ).run()
  }

  @Test func `says that nothing is wrong`() {
    directory.write("a.pts", "spawn p\nassert p.rss == 0\n")
    directory.write("b/c.pts", "print 1\n")
    let result = check("a.pts", "b")
    #expect(result.status == 0)
    #expect(result.output == "no problems in 2 files\n")
    #expect(result.errors.isEmpty)
  }

  @Test func `reports to standard output, file by file, and counts`() {
    directory.write("b.pts", "let x = 1\nprint 1\n")
    directory.write("a.pts", "print y\nprint z\n")
    let result = check("b.pts", "a.pts")
    #expect(result.status == 65)
    #expect(
      result.output == """
        a.pts:1:7: error[PT0310]: unknown name 'y'
            1 │ print y
              │       ^
        a.pts:2:7: error[PT0310]: unknown name 'z'
            2 │ print z
              │       ^
        b.pts:1:5: warning[PT1201]: 'x' is never used
            1 │ let x = 1
              │     ^
           hint: use it, or call it `_x` if that is meant
        2 files: 2 errors, 1 warning

        """)
    #expect(result.errors.isEmpty)
    #expect(check("--quiet", "b.pts").output.hasSuffix("that is meant\n"))
  }

  @Test func `ends with 0 for warnings, with 65 when strict`() {
    directory.write("a.pts", "let x = 1\nprint 1\n")
    #expect(check("a.pts").status == 0)
    #expect(check("--strict", "a.pts").status == 65)
    directory.write("b.pts", "let x = 1 # allow PT1201\nprint 1\n")
    #expect(check("--strict", "b.pts").status == 0)
  }

  @Test func `paints warnings in the colour of warnings`() {
    directory.write("a.pts", "let x = 1\nprint 1\n")
    let output = check("--color", "always", "a.pts").output
    #expect(output.contains("\u{1b}[33mwarning[PT1201]\u{1b}[0m"))
    #expect(output.contains("\u{1b}[33m^\u{1b}[0m"))
  }

  @Test func `ends with 66 for what cannot be read, whatever else is wrong`() {
    directory.write("a.pts", "print x\n")
    symlink("nowhere", directory.path("broken.pts"))
    for path in ["none.pts", "broken.pts", "."] {
      let result = check("a.pts", path)
      #expect(result.status == 66, "\(path)")
      #expect(result.errors.hasSuffix(": no such file or directory\n"))
      #expect(result.output.hasSuffix("1 file: 1 error, 1 could not be read\n"))
    }
  }

  @Test func `ends with 4 where no script is, with 64 without a path`() {
    directory.write("empty/readme", "")
    let result = check("empty")
    #expect(result.status == 4)
    #expect(result.output == "no scripts found\n")
    #expect(check().status == 64)
    #expect(check("--format", "xml", "a.pts").status == 64)
    #expect(check("--machine", "x86-64", "a.pts").errors.contains("did you mean 'x86_64'?"))
  }

  @Test func `reads standard input`() {
    let result = check("-", input: "print x\n")
    #expect(result.status == 65)
    #expect(result.output.hasPrefix("<stdin>:1:7: error[PT0310]: unknown name 'x'\n"))
    #expect(check("-D", "x=3", "-", input: "print x\n").status == 0)
    let toy = "spawn p\nassert p.rss == 64\n"
    #expect(check("--strict", "-", input: toy).status == 65)
    #expect(check("--strict", "--machine", "toy", "-", input: toy).status == 0)
  }

  // MARK: Libraries

  @Test func `tells what is wrong with a library once, with its own path`() {
    directory.write("lib/common.pts", "def f() {\n  print wrong\n}\n")
    directory.write("a.pts", "use \"lib/common.pts\"\nf()\n")
    directory.write("b.pts", "use \"lib/../lib/common.pts\"\nf()\n")
    let result = check(".", "lib/common.pts")
    #expect(result.status == 65)
    #expect(result.output.components(of: "error[PT0310]") == 1)
    #expect(result.output.hasPrefix("lib/common.pts:2:9: error[PT0310]: unknown name 'wrong'\n"))
    #expect(result.output.hasSuffix("3 files: 1 error\n"))
  }

  @Test func `checks a library as a part of what uses it`() {
    directory.write("lib.pts", "def touch() { write buf }\n")
    directory.write("main.pts", "use \"lib.pts\"\nspawn p\nmmap 4K as buf\ntouch()\n")
    #expect(check(".").output == "no problems in 2 files\n")
    // On its own it does not know what `buf` is.
    #expect(check("lib.pts").status == 65)
  }

  @Test func `overlooks no library because others use it`() {
    directory.write("a.pts", "use \"b.pts\"\ndef f() { print wrong }\n")
    directory.write("b.pts", "use \"a.pts\"\n")
    let result = check("a.pts", "b.pts")
    #expect(result.output.contains("error[PT0317]"))
    #expect(result.output.components(of: "unknown name 'wrong'") == 1)
    #expect(result.output.hasSuffix("2 files: 2 errors\n") || result.output.hasSuffix("3 errors\n"))
  }

  // MARK: JSON

  @Test func `writes an object a line for programs`() {
    directory.write("a.pts", "let n = 1\nlet n = 2\nprint n\n")
    directory.write("b.pts", "print \"é漢\"; let x = 1\n")
    let result = check("--format", "json", ".", "none")
    #expect(result.status == 66)
    #expect(
      result.output == """
        {"type":"check","version":1,"ptsh":"0.1.0"}
        {"type":"unreadable","file":"none","message":"no such file or directory"}
        {"type":"diagnostic","severity":"error","code":"PT0313",\
        "message":"'n' is declared twice in this block","file":"a.pts","line":2,"column":5,\
        "endLine":2,"endColumn":6,"notes":[{"message":"first declared here","file":"a.pts",\
        "line":1,"column":5,"endLine":1,"endColumn":6}]}
        {"type":"diagnostic","severity":"warning","code":"PT1201","message":"'x' is never used",\
        "file":"b.pts","line":1,"column":17,"endLine":1,"endColumn":18,"notes":[],\
        "hint":"use it, or call it `_x` if that is meant"}
        {"type":"summary","files":2,"errors":1,"warnings":1,"unreadable":1,"status":66}

        """)
  }

  @Test func `says the same twice`() {
    for name in ["d.pts", "a/b.pts", "c.pts"] {
      directory.write(name, "let x = 1\nlet y = 2\nprint 1\n")
    }
    #expect(check(".").output == check(".").output)
  }

  @Test func `explains its warnings`() {
    let result = PtshProcess(arguments: ["explain", "pt1233"]).run()
    #expect(result.status == 0)
    #expect(result.output.hasPrefix("PT1233: "))
  }

  @Test func `finds nothing in the examples`() {
    let examples =
      #filePath.split(separator: "/").dropLast(3).map { "/" + $0 }.joined() + "/examples"
    let result = check("--strict", examples)
    #expect(result.status == 0, "\(result.output)")
  }
}

extension String {
  /// How often a text occurs.
  fileprivate func components(of text: String) -> Int {
    var count = 0
    var rest = self[...]
    while let found = rest.firstRange(of: text) {
      count += 1
      rest = rest[found.upperBound...]
    }
    return count
  }
}
