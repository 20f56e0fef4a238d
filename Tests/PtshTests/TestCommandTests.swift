import Testing

@testable import ptsh

@Suite("ptsh test")
struct TestCommandTests {
  private let directory = Directory()

  private func test(_ files: [String: String], _ arguments: [String] = []) -> PtshProcess.Result {
    for (name, text) in files { directory.write(name, text) }
    return PtshProcess(
      arguments: ["test", "--format", "pretty"] + arguments, directory: directory
    ).run()
  }

  @Test func `has a line a file, failures in full with what was printed, and a total`() {
    let result = test([
      "good.pts": "print \"unseen\"\nassert true",
      "sub/mixed.pts": """
      test "one" { assert 1 == 1 }
      test "two" {
        print "seen"
        let x = 2
        assert x == 3
      }
      test "three" { skip if true, "why not" }
      test "four" { xfail "known"; assert false }
      """,
    ])
    #expect(result.status == 1)
    #expect(
      result.output == """
        ok    good.pts (1 assertion)
        FAIL  sub/mixed.pts (4 tests, 1 failed, 1 skipped, 1 failed as expected)
              FAIL  two: 1 of 1 assertion failed
              SKIP  three: why not
              xfail four: known

        sub/mixed.pts > two
        seen
        sub/mixed.pts:5: assertion failed
            5 │   assert x == 3
              │          ┬
              │          2

        5 tests in 2 files: 2 passed, 1 failed, 1 skipped, 1 failed as expected

        """)
    #expect(result.errors.isEmpty)
  }

  @Test func `counts the assertions of a file whose tests all pass`() {
    let result = test(["a.pts": "test \"a\" { assert true }\ntest \"b\" { assert 1 < 2 }"])
    #expect(result.output.hasPrefix("ok    a.pts (2 tests, 2 assertions)\n"))
  }

  @Test func `ends with 4 when nothing is found, or all is skipped`() {
    let nothing = test(["readme": ""])
    #expect(nothing.status == 4)
    #expect(nothing.output == "no tests found\n")
    #expect(test(["a.pts": "skip if true"]).status == 4)
  }

  @Test func `passes a library, which only defines things`() {
    let result = test(["lib.pts": "let n = 3\ndef f() { return n }"])
    #expect(result.status == 0)
    #expect(result.output.hasPrefix("ok    lib.pts (0 assertions)\n"))
  }

  @Test func `fails a test that passes although it was expected to fail`() {
    let result = test(["a.pts": "xfail \"broken\"\nassert true"])
    #expect(result.status == 1)
    #expect(result.output.hasPrefix("XPASS a.pts: broken\n"))
    #expect(result.output.contains("\npassed, but was expected to fail: broken\n"))
  }

  @Test func `ends with 65 for a wrong script, says why, and runs the others`() {
    let result = test(["a.pts": "x x x", "b.pts": "assert true"])
    #expect(result.status == 65)
    #expect(result.output.hasPrefix("ERROR a.pts: 1 error\nok    b.pts (1 assertion)\n"))
    #expect(result.output.contains("\na.pts:1:1: error[PT0206]: "))
    #expect(result.output.hasSuffix("2 tests in 2 files: 1 passed, 1 error\n"))
  }

  @Test func `ends with 66 for a path that is not there, and a link that leads nowhere`() {
    let result = test(["a.pts": "assert true"], ["a.pts", "none"])
    #expect(result.status == 66)
    #expect(result.output.contains("ERROR none: no such file or directory\n"))
    PtshProcess.link("nowhere", at: directory.path("link.pts"))
    let link = test([:])
    #expect(link.status == 66)
    #expect(link.output.contains("ERROR link.pts: no such file or directory\n"))
  }

  @Test func `calls a script that went wrong an error`() {
    let result = test(["a.pts": "print 1 // 0"])
    #expect(result.status == 1)
    #expect(result.output.hasPrefix("ERROR a.pts: division by zero\n"))
  }

  @Test func `says nothing but failures with --quiet`() {
    #expect(test(["a.pts": "assert true"], ["--quiet"]).output.isEmpty)
    #expect(test(["a.pts": "assert false"], ["--quiet"]).output.hasPrefix("FAIL  a.pts"))
  }

  @Test func `lists the slowest tests`() {
    let result = test(["a.pts": "assert true", "b.pts": "assert true"], ["--slowest", "1"])
    let lines = result.output.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines[2] == "slowest")
    #expect(lines[3].contains(" s  ") && lines[3].hasSuffix(".pts"))
    #expect(lines[4].isEmpty)
    #expect(!test([:]).output.contains("slowest"), "nothing is slow")
  }

  @Test func `ends a test at the limits of steps and of time, with an error`() {
    let files = ["loop.pts": "while true { }"]
    let steps = test(files, ["--max-steps", "1000"])
    #expect(steps.status == 1)
    #expect(steps.output.hasPrefix("ERROR loop.pts: the run took more than 1000 steps\n"))
    let time = test(files, ["--max-steps", "1000G", "--timeout", "50ms"])
    #expect(time.status == 1)
    #expect(time.output.hasPrefix("ERROR loop.pts: took longer than 0.05 s\n"))
  }

  @Test func `of a kernel each with --kernel all, tests are told apart`() {
    let result = test(["a.pts": "assert true"], ["--kernel", "all", "--list"])
    #expect(
      result.output == "a.pts [shpte]\na.pts [linux-2.5]\na.pts [linux-2.4]\na.pts [linux-6.18]\n")
    #expect(test([:], ["--kernel", "all"]).output.hasSuffix("4 tests in 1 file: 4 passed\n"))
  }

  // MARK: On a terminal

  @Test func `shows what it waits for on a terminal, and takes it away again`() {
    directory.write("loop.pts", "while true { }")
    let result = PtshProcess.shell(
      "cd \(directory.root); "
        + "script -qec \"$PTSH test --color never --max-steps 1000G --timeout 300ms\" /dev/null")
    #expect(result.output.contains("\r\u{1b}[K[0/1] running loop.pts"))
    #expect(result.output.contains("\r\u{1b}[KERROR loop.pts: took longer than 0.3 s"))
    let dumb = PtshProcess.shell(
      "cd \(directory.root); "
        + "TERM=dumb script -qec \"$PTSH test --max-steps 1000G --timeout 300ms\" /dev/null")
    #expect(!dumb.output.contains("\u{1b}"))
  }

  @Test func `is stopped by an interrupt, with 130`() {
    directory.write("a.pts", "assert true")
    directory.write("b.pts", "while true { }")
    directory.write("c.pts", "assert true")
    let result = PtshProcess.shell(
      "cd \(directory.root); timeout --foreground -s INT 1 $PTSH test --max-steps 1000G --jobs 1; echo $?"
    )
    #expect(result.output.contains("ok 1 - a.pts\nnot ok 2 - b.pts\nBail out! interrupted\n"))
    #expect(result.output.hasSuffix("130\n") || result.output.hasSuffix("124\n"))
  }
}
