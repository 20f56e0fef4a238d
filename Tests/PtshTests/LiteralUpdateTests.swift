import Testing

@testable import ptsh

@Suite("ptsh test --update")
struct LiteralUpdateTests {
  private let directory = Directory()

  private func update(_ text: String, environment: [String: String] = [:]) -> PtshProcess.Result {
    directory.write("a.pts", text)
    return PtshProcess(
      arguments: ["test", "--update", "--format", "pretty"], environment: environment,
      directory: directory
    ).run()
  }

  @Test func `puts what was found into the literal, shows the change and runs the tests`() {
    let result = update(
      """
      spawn p
      mmap private 64K as b
      write b
      assert p.rss == 8 pages, "why"  # a comment
      assert 0x10 == p.rss
      assert p.rss == 1_000
      require p.vmas == 7
      assert p.alive == false
      assert p.value(b) == nil
      assert p.rss == 4K

      """)
    #expect(result.status == 0)
    #expect(
      directory.read("a.pts") == """
        spawn p
        mmap private 64K as b
        write b
        assert p.rss == 16 pages, "why"  # a comment
        assert 0x10000 == p.rss
        assert p.rss == 65_536
        require p.vmas == 1
        assert p.alive == true
        assert p.value(b) == 0
        assert p.rss == 64K

        """, "also what comes after a requirement")
    #expect(result.output.hasPrefix("--- a.pts\n+++ a.pts\n@@ -1,10 +1,10 @@\n"))
    #expect(result.output.contains("\n-assert 0x10 == p.rss\n"))
  }

  @Test func `leaves alone what was found differently, in other comparisons, and as expected`() {
    let text = """
      test "loop" for n in [1, 2] { assert n == 5 }
      test "less" { let x = 3; assert x < 2; assert x == x + 1; assert 1 == 2 }
      test "known" { xfail; let x = 3; assert x == 2 }

      """
    let result = update(text)
    #expect(result.status == 1)
    #expect(directory.read("a.pts") == text)
    #expect(result.errors == "ptsh: a.pts:1: several values, left alone\n")
  }

  @Test func `is refused under CI`() {
    let text = "let x = 2; assert x == 3"
    for value in ["true", "1", "yes"] {
      let result = update(text, environment: ["CI": value])
      #expect(result.status == 64)
      #expect(directory.read("a.pts") == text)
    }
    #expect(update(text, environment: ["CI": "false"]).status == 0)
    #expect(directory.read("a.pts") == "let x = 2; assert x == 2")
  }

  @Test(arguments: [
    ("64K", 131_072, "128K"), ("64K", 1000, "1000"), ("64KiB", 1 << 20, "1024KiB"),
    ("0x40", 128, "0x80"), ("0b11", 4, "0b100"), ("0o17", 8, "0o10"),
    ("1_000", 1_234_567, "1_234_567"),
    ("7", -3, "-3"), ("-1_000", -2000, "-2_000"), ("4K", 0, "0"), ("1.5G", 1 << 30, "1G"),
  ])
  func `spells as before`(old: String, number: Int, new: String) {
    #expect(LiteralSpelling.respelled(old, as: number) == new)
  }

  @Test func `spells pages where they are whole`() {
    #expect(LiteralSpelling.respelled("8 pages", as: 4096, pageSize: 4096) == "1 page")
    #expect(LiteralSpelling.respelled("1 page", as: 8192, pageSize: 4096) == "2 pages")
    #expect(LiteralSpelling.respelled("8 pages", as: 4097, pageSize: 4096) == "4097")
  }
}

@Suite("Work on several threads")
struct OrderedWorkTests {
  @Test(arguments: [1, 2, 7]) func `is handed over in order`(jobs: Int) {
    var got: [Int] = []
    OrderedWork.run(count: 500, jobs: jobs) { number in
      // Later pieces are done sooner.
      var sum = 0
      for step in 0..<(number % 7) * 10_000 { sum &+= step }
      return number * 2 + (sum == 1 ? 1 : 0)
    } deliver: { index, product in
      got.append(product)
      return index == product / 2
    }
    #expect(got == (0..<500).map { $0 * 2 })
  }

  @Test func `ends when nobody wants more`() {
    var got: [Int] = []
    OrderedWork.run(count: 100, jobs: 4) {
      $0
    } deliver: { _, product in
      got.append(product)
      return product < 9
    }
    #expect(got == Array(0...9))
    OrderedWork.run(count: 0, jobs: 4) {
      $0
    } deliver: { _, _ in
      Issue.record("there is nothing to deliver")
      return true
    }
  }
}
