import Glibc
import Testing

@testable import ptsh

/// A tree of scripts with every ending there is, reported in every form and read back by parsers
/// that are not ours.
@Suite("The reports of ptsh test")
struct ReportTests {
  /// What the tree holds, by the names that JSON has for them.
  private static let expected = [
    "passed": 29, "failed": 8, "errors": 14, "skipped": 7, "expectedFailures": 6,
    "unexpectedPasses": 4,
  ]
  private static let files = 60

  private let directory = ReportTests.makeTree()

  /// - Returns: 60 files, two of them with four tests, one with three.
  private static func makeTree() -> Directory {
    let directory = Directory()
    for number in 1...16 { directory.write("pass/\(number).pts", "assert \(number) > 0") }
    for number in 1...3 { directory.write("deep/er/\(number).pts", "print \"<&>\"\nassert true") }
    for number in 1...6 {
      directory.write(
        "fail/\(number).pts", "print \"# \(number)\"\nassert \(number) == 0, \"<\\\"&>\"")
    }
    for number in 1...4 { directory.write("error/\(number).pts", "print 1 // 0") }
    for number in 1...3 { directory.write("loop/\(number).pts", "while true { }") }
    for number in 1...3 { directory.write("wrong/\(number).pts", "x y z") }
    directory.write("wrong/binary.pts", (0...255).map { UInt8($0) } + [0xff, 0, 0xfe, 1, 0xfd])
    for number in 1...5 {
      directory.write("skip/\(number).pts", "skip if true, \"# no: \(number)\"")
    }
    for number in 1...4 { directory.write("xfail/\(number).pts", "xfail \"known\"\nassert false") }
    for number in 1...3 { directory.write("xpass/\(number).pts", "xfail\nassert true") }
    let four = """
      test "a" { assert true }
      test "b # \\\\ <&>" { assert 1 == 2 }
      test "c" { skip }
      test "d" { xfail "e: \\u{7}"; assert false }
      """
    directory.write("many/1.pts", four)
    directory.write("many/2.pts", four)
    directory.write(
      "many/3.pts", "test \"n\" for n in [1, 2, 3] { if n == 3 { xfail }\n assert n > 0 }")
    for number in 1...2 { directory.write("pass/lib\(number).pts", "let n = 3") }
    PtshProcess.link("nowhere", at: directory.path("fail/broken.pts"))
    // A loop of links cannot be opened by anybody, root included.
    PtshProcess.link("loop.pts", at: directory.path("fail/loop.pts"))
    PtshProcess.link("self.pts", at: directory.path("fail/self.pts"))
    directory.write("pass/readme.txt", "no script")
    for number in 1...2 { directory.write("pass/more\(number).pts", "# nothing") }
    for number in 3...4 {
      directory.write("pass/more\(number).pts", "spawn p\nmunmap 0x1 len 4K fails EINVAL")
    }
    return directory
  }

  private func ptsh(_ arguments: String...) -> PtshProcess.Result {
    PtshProcess(
      arguments: ["test", "--max-steps", "1M"] + arguments, directory: directory
    ).run()
  }

  private static let orders = [
    ["--jobs", "1"], ["--jobs", "7"], ["--jobs", "7", "--shuffle", "1"],
    ["--jobs", "2", "--shuffle", "99"],
  ]

  // MARK: JSON

  @Test(arguments: orders) func `JSON lines count right`(order: [String]) {
    let result = PtshProcess(
      arguments: ["test", "--max-steps", "1M", "--format", "json"] + order, directory: directory
    ).run()
    #expect(result.status == 66)
    let summary = result.output.split(separator: "\n").last ?? ""
    for (name, count) in Self.expected { #expect(summary.contains("\"\(name)\":\(count),")) }
    #expect(summary.contains("\"tests\":68,\"files\":\(Self.files),"))
    #expect(summary.hasSuffix("\"status\":66}"))
  }

  @Test(.enabled(if: Foreign.hasPython))
  func `JSON lines are JSON`() {
    let script = """
      import json, sys, collections
      events = [json.loads(line) for line in sys.stdin]
      assert events[0]["type"] == "run" and events[0]["version"] == 1
      assert events[-1]["type"] == "summary"
      print(sorted(collections.Counter(e["outcome"] for e in events[1:-1]).items()))
      """
    let result = Foreign.pipe(
      "$PTSH test --max-steps 1M --format json", into: "/usr/bin/python3 -c '\(script)'", directory)
    #expect(
      result.output == """
        [('error', 14), ('expectedFailure', 6), ('failed', 8), ('passed', 29), ('skipped', 7), \
        ('unexpectedPass', 4)]

        """, "\(result.errors)")
  }

  // MARK: TAP

  /// TAP::Parser of Perl, which knows version 13: of 14 it says that it does not.
  @Test(.enabled(if: Foreign.hasTAP), arguments: orders)
  func `TAP is read by Perl's parser`(order: [String]) {
    let script = """
      my $p = TAP::Parser->new({source => \\*STDIN}); my $yaml = 0;
      while (my $r = $p->next) { $yaml++ if $r->type eq "yaml" && $r->data->{outcome} && $r->data->{report} =~ /\\w/ }
      printf("%d planned, %d run, passed %d, failed %d, todo %d, skipped %d, yaml %d\\n",
        $p->tests_planned, $p->tests_run, scalar($p->actual_passed), scalar($p->failed),
        scalar($p->todo), scalar($p->skipped), $yaml);
      print grep { !/version 14 but/ } map { "$_\\n" } $p->parse_errors;
      """
    let arguments = order.joined(separator: " ")
    let result = Foreign.pipe(
      "$PTSH test --max-steps 1M --format tap \(arguments)",
      into: "perl -MTAP::Parser -e '\(script)'", directory)
    // What passed and what was skipped is ok; expected failures are todo; the rest has failed.
    #expect(
      result.output
        == "68 planned, 68 run, passed 36, failed 26, todo 6, skipped 7, yaml 26\n",
      "\(result.errors)")
  }

  @Test func `TAP says nothing that depends on time or on other tests' threads`() {
    let first = ptsh("--jobs", "1")
    #expect(first.output.hasPrefix("TAP version 14\n1..68\n"), "the form when piped")
    for jobs in ["2", "8"] { #expect(ptsh("--jobs", jobs).output == first.output) }
  }

  // MARK: JUnit

  @Test(.enabled(if: Foreign.hasJUnit), arguments: orders)
  func `JUnit's XML is read by junitparser`(order: [String]) {
    let script = """
      import sys; from junitparser import JUnitXml, Failure, Error, Skipped
      xml = JUnitXml.fromstring(sys.stdin.buffer.read())
      cases = [c for s in xml for c in s]
      n = lambda t: sum(any(isinstance(r, t) for r in c.result) for c in cases)
      print(xml.tests, xml.failures, xml.errors, xml.skipped, len(list(xml)))
      print(len(cases), n(Failure), n(Error), n(Skipped))
      xml.update_statistics(); print(xml.tests, xml.failures, xml.errors, xml.skipped)
      print(sorted({c.system_out for c in cases if c.system_out})[:2])
      """
    let arguments = order.joined(separator: " ")
    let result = Foreign.pipe(
      "$PTSH test --max-steps 1M --format junit \(arguments)",
      into: "/usr/bin/python3 -c '\(script)'",
      directory)
    #expect(
      result.output == """
        68 12 14 13 60
        68 12 14 13
        68 12 14 13
        ['# 1', '# 2']

        """, "\(result.errors)")
  }

  // MARK: Pretty

  @Test(arguments: orders) func `people read the same numbers`(order: [String]) {
    let result = PtshProcess(
      arguments: ["test", "--max-steps", "1M", "--format", "pretty"] + order, directory: directory
    ).run()
    #expect(result.status == 66)
    #expect(
      result.output.hasSuffix(
        "68 tests in 60 files: 29 passed, 8 failed, 14 errors, 4 passed unexpectedly, 7 skipped, "
          + "6 failed as expected\n"))
  }

  @Test func `the worst file decides the exit status`() {
    #expect(ptsh("pass", "skip", "xfail").status == 0)
    #expect(ptsh("skip").status == 4)
    #expect(ptsh("pass", "xpass").status == 1)
    #expect(ptsh("pass", "loop").status == 1)
    #expect(ptsh("wrong", "fail/1.pts").status == 65)
    #expect(ptsh("wrong", "fail").status == 66)
  }

  // MARK: Several at once

  @Test func `several reports at once say each what one alone says`() {
    let result = ptsh(
      "pass", "fail/1.pts", "--format", "junit", "--output", "r.xml", "--output=r.tap", "--format",
      "json=r.json", "--format", "pretty")
    #expect(result.output.contains("FAIL  fail/1.pts: 1 of 1 assertion failed\n"))
    #expect(directory.read("r.tap") == ptsh("pass", "fail/1.pts").output)
    #expect(directory.read("r.xml").hasPrefix("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"))
    #expect(directory.read("r.xml").hasSuffix("</testsuites>\n"))
    #expect(directory.read("r.json").hasPrefix("{\"type\":\"run\",\"version\":1,"))
  }

  @Test func `an option for a file goes to the form before it`() {
    #expect(
      ReportRequest.joined(["test", "--format", "tap", "--output", "x", "--output=y.xml"])
        == ["test", "--format", "tap=x", "--format", "junit=y.xml"])
    #expect(
      ReportRequest.joined(["--format=json", "a", "--output", "junit=z"])
        == ["--format", "json=junit=z", "a"])
    #expect(ReportRequest.joined(["--output", "tap=z"]) == ["--format", "tap=z"])
    #expect(ReportRequest.joined(["--", "--output", "z"]) == ["--", "--output", "z"])
    #expect(ReportRequest.joined(["--output"]) == ["--output"])
  }

  @Test func `a report that cannot be written ends with 74`() {
    let nowhere = ptsh("pass", "--format", "junit", "--output", "no/such/dir.xml")
    #expect(nowhere.status == 74)
    #expect(nowhere.errors == "ptsh: cannot write no/such/dir.xml: no such file or directory\n")
    let full = ptsh("pass", "--format", "junit", "--output", "/dev/full")
    #expect(full.status == 74)
    #expect(full.errors.contains("cannot write /dev/full: no space left on device"))
    for wrong in [["--format", "xml"], ["--format", "tap", "--format", "json"], ["--output"]] {
      let result = PtshProcess(arguments: ["test"] + wrong, directory: directory).run()
      #expect(result.status == 64, "\(wrong)")
    }
  }

  @Test func `a thousand small files are one run`() {
    let directory = Directory()
    for number in 0..<1000 {
      directory.write(
        "\(number % 10)/\(number).pts",
        "spawn p\nmmap private 64K as b\nwrite b\nassert p.rss == 64K\nassert \(number) >= 0")
    }
    let result = PtshProcess(arguments: ["test"], directory: directory).run()
    #expect(result.status == 0)
    #expect(result.output.split(separator: "\n").count == 1002)
  }
}

/// Programs of others that read our reports; `scripts/test` installs them where it may.
enum Foreign {
  static let hasTAP = PtshProcess.succeeds("perl -MTAP::Parser -e 1")
  static let hasPython = PtshProcess.succeeds("/usr/bin/python3 -c 'import json'")
  static let hasJUnit = PtshProcess.succeeds("/usr/bin/python3 -c 'import junitparser'")

  static func pipe(
    _ ptsh: String, into reader: String, _ directory: Directory
  ) -> PtshProcess.Result {
    PtshProcess.shell("cd '\(directory.root)' && \(ptsh) | \(reader)")
  }
}
