import Testing

@testable import ptsh

@Suite("The difference between two texts")
struct UnifiedDiffTests {
  @Test func `shows what changed with three lines around it, as diff -u does`() {
    let old = "1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n11\n12\n13\n14\n"
    let new = old.replacing("5\n", with: "five\n").replacing("13\n", with: "")
    #expect(
      diff(old, new) == """
        --- a.pts
        +++ a.pts
        @@ -2,7 +2,7 @@
         2
         3
         4
        -5
        +five
         6
         7
         8
        @@ -10,5 +10,4 @@
         10
         11
         12
        -13
         14
        """)
  }

  @Test func `says where a line end is missing`() {
    #expect(
      diff("a", "a\n") == """
        --- a.pts
        +++ a.pts
        @@ -1 +1 @@
        -a
        \\ No newline at end of file
        +a
        """)
  }

  @Test func `names an empty side after the line before it`() {
    #expect(diff("", "a\nb\n") == "--- a.pts\n+++ a.pts\n@@ -0,0 +1,2 @@\n+a\n+b")
    #expect(diff("a\n", "") == "--- a.pts\n+++ a.pts\n@@ -1 +0,0 @@\n-a")
  }

  @Test func `is empty for equal texts`() {
    #expect(diff("a\nb\n", "a\nb\n") == "")
    #expect(diff("", "") == "")
  }

  @Test func `escapes what could steer a terminal, and only for one`() {
    let diff = UnifiedDiff(old: Array("a\u{1b}[2J\n".utf8), new: [], name: "\u{1b}.pts")
    #expect(diff.lines(.plain, isShown: true).joined().contains("\u{1b}") == false)
    #expect(diff.lines(.plain, isShown: false).last == "-a\u{1b}[2J")
  }

  @Test func `changes turn one text into the other, and leave common lines alone`() {
    var random = Random(state: 7)
    for round in 0..<3000 {
      let old = (0..<random.below(30)).map { _ in random.below(round % 2 == 0 ? 4 : 40) }
      var new = old
      for _ in 0..<random.below(8) {
        let at = random.below(new.count + 1)
        switch random.below(3) {
        case 0 where at < new.count: new.remove(at: at)
        case 1 where at < new.count: new[at] = random.below(40)
        default: new.insert(random.below(40), at: at)
        }
      }
      let changes = LineDiff(old.map(line), new.map(line)).changes
      var result: [Int] = []
      var at = 0
      for change in changes {
        #expect(change.old.lowerBound > at || at == 0, "round \(round): changes that touch")
        result += old[at..<change.old.lowerBound] + new[change.new]
        #expect(result.count == change.new.upperBound, "round \(round)")
        at = change.old.upperBound
      }
      #expect(result + old[at...] == new, "round \(round)")
    }
  }

  @Test(.timeLimit(.minutes(1)))
  func `large texts are compared in time, whatever is in them`() {
    let count = 40_000
    let texts: [[Int]] = [
      Array(0..<count), Array((0..<count).reversed()), Array(repeating: 1, count: count),
      (0..<count).map { $0 % 7 }, (0..<count).map { $0 % 5 }, (0..<count).map { $0 / 2 },
      (0..<count).map { $0 ^ 1 },
    ]
    for old in texts {
      for new in texts {
        let changes = LineDiff(old.map(line), new.map(line)).changes
        #expect((old == new) == changes.isEmpty)
      }
    }
  }

  private func line(_ number: Int) -> ArraySlice<UInt8> { Array("\(number)\n".utf8)[...] }

  private func diff(_ old: String, _ new: String) -> String {
    UnifiedDiff(old: Array(old.utf8), new: Array(new.utf8), name: "a.pts")
      .lines(.plain, isShown: true).joined(separator: "\n")
  }

  private struct Random {
    var state: UInt64

    mutating func below(_ bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return bound == 0 ? 0 : Int(state >> 33) % bound
    }
  }
}
