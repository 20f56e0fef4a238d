import Testing

@testable import ptsh

@Suite("The choice of tests")
struct TestSelectionTests {
  private let directory = Directory()
  private let files = [
    "a.pts": """
    let n = 3
    test "fork" {
      tag "slow"
      assert n == 3
    }
    test "exec" for k in [1, 2] { assert k == 1 }
    """,
    "b.pts": "tag \"fast\"\nassert true",
    "sub/c.pts": "test \"fork\" { assert false }",
  ]

  init() {
    for (name, text) in files { directory.write(name, text) }
  }

  private func ptsh(_ arguments: String..., environment: [String: String] = [:])
    -> PtshProcess.Result
  {
    PtshProcess(
      arguments: ["test"] + arguments, environment: environment, directory: directory
    ).run()
  }

  private func list(_ arguments: String...) -> [Substring] {
    PtshProcess(arguments: ["test", "--list"] + arguments, directory: directory).run()
      .output.split(separator: "\n")
  }

  @Test func `lists a test a line, by what can be given as an argument`() {
    #expect(
      list() == [
        "a.pts:2: fork  [slow]", "a.pts:6: exec [k=1]", "a.pts:6: exec [k=2]", "b.pts  [fast]",
        "sub/c.pts:1: fork",
      ])
  }

  @Test func `by line takes the tests around it`() {
    #expect(list("a.pts:4") == ["a.pts:2: fork  [slow]"])
    #expect(list("a.pts:6").count == 2)
    #expect(list("a.pts:2", "a.pts:6").count == 3)
    #expect(list("a.pts:2", "a.pts").count == 3, "a line and all of it is all of it")
    #expect(list("b.pts:1") == ["b.pts  [fast]"])
    let nothing = ptsh("a.pts:1")
    #expect(nothing.status == 4)
    #expect(nothing.errors == "ptsh: a.pts:1: no test there\n")
    #expect(ptsh("b.pts", "a.pts:1").status == 4)
  }

  @Test func `a file that is called so comes before a line`() {
    directory.write("b.pts:1", "test \"odd\" { }")
    #expect(list("b.pts:1") == ["b.pts:1:1: odd"])
    #expect(
      PathArgument("x:7", exists: { _ in false }) == PathArgument("x:7", exists: { $0 == "x" }))
    #expect(PathArgument("x:7", exists: { _ in true }).line == nil)
    #expect(PathArgument(":7", exists: { _ in false }).path == ":7")
    #expect(PathArgument("x:0", exists: { _ in false }).line == nil)
  }

  @Test func `by expression looks at the title, tags are told one by one`() {
    #expect(list("--filter", "> fo").count == 2)
    #expect(list("--filter", "^sub/") == ["sub/c.pts:1: fork"])
    #expect(list("--filter", "k=[2-9]") == ["a.pts:6: exec [k=2]"])
    #expect(list("--tag", "slow", "--tag", "fast").count == 2)
    #expect(list("--exclude-tag", "slow", "--exclude-tag", "fast").count == 3)
    #expect(ptsh("--filter", "(").status == 64)
    #expect(ptsh("--filter", "nothing of the kind").status == 4)
  }

  @Test func `parts together are all tests, each once`() {
    let parts = (1...3).flatMap { list("--shard", "\($0)/3") }
    #expect(parts.sorted() == list().sorted())
    for wrong in ["0/3", "4/3", "1", "1/0", "a/b", "1/2/3", "-1/2"] {
      #expect(ptsh("--shard=\(wrong)").status == 64, "\(wrong)")
    }
  }

  @Test func `an order drawn from a seed is the same each time, and keeps files together`() {
    let orders = (0..<20).map { list("--shuffle", "\($0)") }
    #expect(orders.allSatisfy { $0.sorted() == list().sorted() })
    #expect(Set(orders).count > 4)
    #expect(list("--shuffle", "7") == list("--shuffle", "7"))
    for order in orders {
      let files = order.map { $0.prefix(1) }
      #expect(zip(files, files.dropFirst()).count { $0 != $1 } == 2, "\(order)")
    }
    #expect(ptsh("--shuffle", "random").output.contains("# shuffled with seed "))
    #expect(ptsh("--shuffle", "x").status == 64)
  }

  @Test func `remembers what failed the last time`() {
    let state = ["XDG_STATE_HOME": directory.path("state")]
    #expect(ptsh("--last-failed", environment: state).errors.contains("nothing failed the last"))
    func last() -> [Substring] {
      ptsh("--last-failed", "--list", environment: state).output.split(separator: "\n")
    }
    #expect(last() == ["a.pts:6: exec [k=2]", "sub/c.pts:1: fork"])
    // What is not run keeps its state.
    directory.write("sub/c.pts", "test \"fork\" { assert true }")
    #expect(ptsh("sub", environment: state).status == 0)
    #expect(last() == ["a.pts:6: exec [k=2]"])
    #expect(ptsh("--last-failed", environment: state).output.hasPrefix("TAP version 14\n1..1\n"))
  }

  @Test func `does without a place to remember things`() {
    directory.write("no", "a file")
    let state = ["XDG_STATE_HOME": directory.path("no")]
    #expect(ptsh("b.pts", environment: state).status == 0)
    #expect(ptsh("b.pts", "--last-failed", environment: state).status == 0)
  }

  @Test func `stops at the first failure of the plan, whatever the others do meanwhile`() {
    for jobs in ["1", "4"] {
      let result = ptsh("--fail-fast", "--jobs", jobs)
      #expect(result.status == 1)
      #expect(result.output.contains("\nnot ok 3 - a.pts > exec [k=2]\n"))
      #expect(result.output.hasSuffix("Bail out! stopped at the first failure, 2 not run\n"))
    }
  }
}
