import Testing

@testable import ptsh

@Suite("ptsh test")
struct TestCommandTests {
  private let directory = Directory()

  private func test(_ files: [String: String], _ arguments: [String] = []) -> PtshProcess.Result {
    for (name, text) in files { directory.write(name, text) }
    return PtshProcess(arguments: ["test"] + arguments, directory: directory).run()
  }

  @Test func `has a line a test, failures in full with what was printed, and a total`() {
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
        ok    sub/mixed.pts > one (1 assertion)
        FAIL  sub/mixed.pts > two (1 of 1 assertion failed)
        SKIP  sub/mixed.pts > three: why not
        xfail sub/mixed.pts > four: known

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
  }

  @Test func `ends with 65 for a wrong script, and runs the others`() {
    let result = test(["a.pts": "x x x", "b.pts": "assert true"])
    #expect(result.status == 65)
    #expect(result.output.contains("ERROR a.pts: "))
    #expect(result.output.contains("ok    b.pts (1 assertion)"))
    #expect(result.output.hasSuffix("1 test in 2 files: 1 passed, 1 file did not run\n"))
    #expect(result.errors.contains("a.pts:1:"))
  }

  @Test func `ends with 66 for a path that is not there`() {
    let result = test(["a.pts": "assert true"], ["a.pts", "none"])
    #expect(result.status == 66)
    #expect(result.errors == "ptsh: none: no such file or directory\n")
  }

  @Test func `calls a script that went wrong an error`() {
    let result = test(["a.pts": "print 1 // 0"])
    #expect(result.status == 1)
    #expect(result.output.hasPrefix("ERROR a.pts\n"))
  }

  @Test func `says nothing but failures with --quiet`() {
    #expect(test(["a.pts": "assert true"], ["--quiet"]).output.isEmpty)
    #expect(test(["a.pts": "assert false"], ["--quiet"]).output.hasPrefix("FAIL  a.pts"))
  }
}
