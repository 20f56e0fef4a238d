import Testing

@testable import ptsh

@Suite("ptsh run")
struct RunCommandTests {
  private let directory = Directory()

  /// Runs scripts given as text; they are named `a.pts`, `b.pts`, ...
  private func run(
    _ scripts: String..., options: [String] = [], environment: [String: String] = [:]
  ) -> PtshProcess.Result {
    let names = ["a.pts", "b.pts", "c.pts"].prefix(scripts.count)
    for (name, script) in zip(names, scripts) { directory.write(name, script) }
    return PtshProcess(
      arguments: ["run"] + options + names, environment: environment, directory: directory
    ).run()
  }

  // MARK: Statuses

  @Test func `ends with 0 when all holds, and says what has run`() {
    let result = run("assert 1 + 1 == 2\nassert true")
    #expect(result.status == 0)
    #expect(result.output == "a.pts: 1 test, 2 assertions passed\n")
    #expect(result.errors.isEmpty)
  }

  @Test func `ends with 1 when an assertion fails, and goes on after it`() {
    let result = run("print 1\nlet x = 2\nassert x == 3, \"no three\"\nprint 2")
    #expect(result.status == 1)
    #expect(
      result.output == """
        1
        a.pts:3: assertion failed: no three
            3 │ assert x == 3, "no three"
              │        ┬
              │        2
        2
        a.pts: 1 of 1 assertion failed

        """)
    #expect(result.errors.isEmpty)
  }

  @Test func `ends with 1 when the kernel refuses, or the script goes wrong`() {
    let refused = run("spawn p\nmunmap 0x1 len 4K")
    #expect(refused.status == 1)
    #expect(refused.output.contains("a.pts:2:1: error[PT0604]: "))
    #expect(refused.output.contains("EINVAL"))
    let wrong = run("let x = 1\nprint x // 0")
    #expect(wrong.status == 1)
    #expect(wrong.output.contains("error[PT0502]: "))
    #expect(wrong.errors.isEmpty)
  }

  @Test func `ends with 65 when the script is wrong, told on standard error`() {
    let result = run("print 1\nassert pagetable == 3")
    #expect(result.status == 65)
    #expect(result.output.isEmpty)
    #expect(result.errors.contains("a.pts:2:8: error[PT0310]: "))
    #expect(result.errors.contains("^^^^^^^^^"))
  }

  @Test func `ends with 66 when there is no file, or a directory`() {
    let missing = PtshProcess(arguments: ["nowhere.pts"]).run()
    #expect(missing.status == 66)
    #expect(missing.errors == "ptsh: nowhere.pts: no such file\n")
    #expect(PtshProcess(arguments: ["/"]).run().status == 66)
  }

  @Test func `ends with 4 when all is skipped`() {
    let result = run("skip if true, \"not today\"\nassert false")
    #expect(result.status == 4)
    #expect(result.output.contains("not today"))
    #expect(run("skip if true", "assert true").status == 0)
  }

  @Test func `ends with 70 when the model is corrupt, and says that it is ptsh's fault`() {
    let result = run(
      "spawn p\nmmap shared 4M as buf\nwrite buf\nfork q\nread buf\nread buf\nread buf",
      environment: ["PTSH_TEST_CORRUPT_OWNER_COUNT": "4"])
    #expect(result.status == 70)
    #expect(result.output.contains("owner"))
    #expect(result.output.contains("this is a bug in ptsh"))
  }

  @Test func `ends with 74 when the output is lost`() {
    directory.write("a.pts", "print 1")
    directory.write("loop.pts", "while true { print 1 }")
    let full = PtshProcess(
      arguments: ["a.pts"], outputPath: "/dev/full", directory: directory
    ).run()
    #expect(full.status == 74)
    #expect(full.errors.contains("no space left on device"))
    let pipe = PtshProcess.shell(
      "{ \"$PTSH\" '\(directory.path("loop.pts"))'; echo $? >&2; } | head -1 >&2")
    #expect(pipe.errors.contains("74"))
  }

  @Test func `ends with 130 when interrupted`() {
    directory.write("loop.pts", "while true { }")
    let result = PtshProcess.shell(
      """
      "$PTSH" --max-steps 1_000_000_000_000 '\(directory.path("loop.pts"))' &
      sleep 2; kill -INT $!; wait $!
      """)
    #expect(result.status == 130)
  }

  @Test func `ends with 70 when it traps itself, and says whose fault that is`() {
    directory.write("loop.pts", "while true { }")
    let result = PtshProcess.shell(
      """
      "$PTSH" --max-steps 1_000_000_000_000 '\(directory.path("loop.pts"))' &
      sleep 2; kill -ILL $!; wait $!
      """)
    #expect(result.status == 70)
    #expect(result.errors.contains("this is a bug in ptsh"))
  }

  @Test func `ends with the worst status of several files, and runs them all`() {
    let result = run("assert false", "x x x", "print \"third\"")
    #expect(result.status == 65)
    #expect(result.output.contains("a.pts:1: assertion failed"))
    #expect(result.output.contains("third"))
  }

  // MARK: Input and options

  @Test func `reads standard input when there is no file, and for -`() {
    for arguments in [[], ["-"], ["run"]] {
      let result = PtshProcess(arguments: arguments, input: Array("print 6 * 7".utf8)).run()
      #expect(result.status == 0)
      #expect(result.output == "42\n<stdin>: 1 test passed, no assertions\n")
    }
  }

  @Test func `defines variables with -D`() {
    let script = "print n + 1\nprint s"
    #expect(run(script, options: ["-D", "n=4K", "-Ds=text"]).output.hasPrefix("4097\ntext\n"))
  }

  @Test func `says nothing but failures with --quiet`() {
    #expect(run("print 1\nassert true", options: ["--quiet"]).output.isEmpty)
    #expect(run("print 1\nassert false", options: ["--quiet"]).output.hasPrefix("a.pts:2: "))
  }

  @Test func `stops at the first failure with --fail-fast`() {
    let result = run("assert false\nprint 1", "print 2", options: ["--fail-fast"])
    #expect(result.status == 1)
    #expect(!result.output.contains("\n1\n") && !result.output.contains("\n2\n"))
  }

  @Test func `takes kernel and machine from the command line, and says so`() {
    let script = "machine toy\nkernel shpte\nspawn p\nprint pagetables.bytes"
    let result = run(script, options: ["--kernel", "linux-2.5", "--machine", "i386"])
    #expect(result.status == 0)
    #expect(result.output.contains("4096\n"))
    #expect(result.output.contains("note: ") && result.output.contains("linux-2.5"))
  }

  @Test func `keeps the limits that it is given`() {
    for (options, script, code) in [
      (["--max-steps", "100"], "while true { }", "PT0511"),
      (["--max-steps", "1K"], "repeat 2000 { }", "PT0511"),
      (["--max-depth", "10"], "def f() { f() }\nf()", "PT0512"),
      (["--max-processes", "5"], "spawn p[1..6]", "PT0514"),
      (["--max-memory", "64K"], "var s = \"x\"\nwhile true { s += s }", "PT0513"),
      (["--max-history", "64K"], "spawn p\nwhatif { while true { mmap 4K\nexec } }", "PT0520"),
    ] {
      let result = run(script, options: options)
      #expect(result.status == 1, "\(script)")
      #expect(result.output.contains("error[\(code)]"), "\(result.output)")
    }
  }

  @Test func `tells with --trace what each statement caused`() {
    let result = run(
      "shm f 4M\nspawn p[1..3] {\n  mmap shared f as m\n  read m\n}", options: ["--trace"])
    #expect(result.status == 0)
    #expect(result.output.contains("    4 │ read m\n"))
    #expect(result.output.contains("attach.found: "))
  }

  @Test func `colours with --color always, and only then in a pipe`() {
    #expect(run("assert false", options: ["--color", "always"]).output.contains("\u{1b}["))
    #expect(!run("assert false").output.contains("\u{1b}["))
    let forced = run("assert false", environment: ["CLICOLOR_FORCE": "1"])
    #expect(forced.output.contains("\u{1b}["))
  }

  @Test func `draws in ASCII where the locale has no more`() {
    let result = run(
      "spawn p\nmmap shared 4M as m\nwrite m\nshow p\nassert p.rss == 1",
      environment: ["LC_ALL": "C"])
    #expect(result.output.utf8.allSatisfy { $0 < 0x80 })
    #expect(result.output.contains("pgd - pud#1"))
  }

  // MARK: Hostile input

  @Test(arguments: [
    "random", "nul", "open", "nested blocks", "long line", "operators", "strings", "newlines",
  ])
  func `ends in a verdict whatever the bytes of the file`(kind: String) {
    directory.write("a.pts", Self.hostile(kind))
    var process = PtshProcess(arguments: ["a.pts"], directory: directory)
    process.timeout = 20
    // Killed by a signal, it has a status of its own; that it takes less than two seconds is no
    // matter of a test.
    let status = process.run().status
    #expect(status == 65 || status == 1 || status == 0, "status \(status)")
  }

  private static func hostile(_ kind: String) -> [UInt8] {
    switch kind {
    case "random":
      // xorshift64: the same bytes every time.
      var state: UInt64 = 0x9e37_79b9_7f4a_7c15
      return (0..<1_000_000).map { _ in
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return UInt8(truncatingIfNeeded: state >> 32)
      }
    case "nul": return [UInt8](repeating: 0, count: 1_000_000)
    case "open":
      return Array("assert ".utf8) + [UInt8](repeating: UInt8(ascii: "("), count: 1_000_000)
    case "nested blocks": return Array(String(repeating: "if true {", count: 100_000).utf8)
    case "long line":
      return Array("let x = 1 ?".utf8) + [UInt8](repeating: UInt8(ascii: "a"), count: 10_000_000)
    case "operators":
      return Array("print ".utf8) + [UInt8](repeating: UInt8(ascii: "-"), count: 1_000_000)
    case "strings":
      return Array("print ".utf8) + Array(String(repeating: "\"{", count: 300_000).utf8)
    default: return [UInt8](repeating: 10, count: 10_000_000)
    }
  }
}
