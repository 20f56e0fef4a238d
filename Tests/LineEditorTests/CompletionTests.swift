import PtyHarness
import Testing

@testable import LineEditor

@Suite(.serialized) struct CompletionTests {
  @Test func `A single candidate is inserted, with its suffix`() throws {
    let scene = try Scene()
    try scene.type("sh\tx\r", gives: "show x")
    try scene.type("a sh\u{1}\u{5}\tx\r", gives: "a show x")
  }

  @Test func `A common prefix is inserted before anything is listed`() throws {
    let scene = try Scene()
    try scene.type("f\tx\r", gives: "forx")
  }

  @Test func `Several candidates are listed with what they do`() throws {
    let scene = try Scene()
    try scene.send("sp\t")
    try scene.expect("spin   run until interrupted")
    try scene.expect("spawn  start a process\r\n")
    try scene.expect("demo> sp")
    try scene.type("i\t\u{7F}\u{7F}\u{7F}\u{7F}\u{7F}x\r", gives: "x")
  }

  @Test func `More than a screenful is listed when the user says so`() throws {
    let scene = try Scene(columns: 40, rows: 10)
    try scene.send("many\t")
    try scene.expect("Display all 300? (y or n) ")
    try scene.send("n")
    try scene.expect("demo> many")
    try scene.send("\t")
    try scene.expect("Display all 300? (y or n) ")
    try scene.send("y")
    try scene.expect("many299")
    try scene.expect("demo> many")
    try scene.type("7\r", gives: "many7")
  }

  @Test func `Nothing to complete is a beep`() throws {
    let scene = try Scene()
    try scene.send("zzz\t")
    try scene.expect("\u{7}")
    try scene.type("\r", gives: "zzz")
  }

  @Test func `A hint is shown dimly and taken with the right arrow`() throws {
    let scene = try Scene(["DEMO_COLOR": "1"])
    try scene.send("mmap")
    try scene.expect("\u{1B}[2m shared\u{1B}[0m\u{1B}[7D")
    try scene.type("\u{1B}[C\r", gives: "mmap shared")
    try scene.send("mmap")
    try scene.expect("\u{1B}[2m shared\u{1B}[0m\u{1B}[7D")
    // Not taken, it goes away.
    try scene.send("x")
    try scene.expect("\u{1B}[K")
    try scene.type("\r", gives: "mmapx")
  }

  @Test func `Words are coloured while they are typed`() throws {
    let scene = try Scene(["DEMO_COLOR": "1"])
    try scene.send("let x")
    try scene.expect("\u{1B}[35mlet\u{1B}[0m x\u{1B}8")
    try scene.type("\r", gives: "let x")
  }

  @Test func `NO_COLOR means no colours and no hints`() throws {
    let scene = try Scene(["DEMO_COLOR": "1", "NO_COLOR": "1"])
    try scene.type("let mmap\r", gives: "let mmap")
    try scene.type("mmap\u{5}\r", gives: "mmap")
    #expect(!scene.terminal.output.contains("\u{1B}[2m"))
    #expect(!scene.terminal.output.contains("\u{1B}[35m"))
    #expect(!scene.terminal.output.contains("\u{1B}[1m"))
  }

  @Test func `Lists are cut to the terminal`() {
    let candidates = [
      Candidate("a", summary: String(repeating: "x", count: 100)), Candidate("bb\u{1B}[31m"),
    ]
    let list = CandidateList(candidates, columns: 20)
    #expect(list.rows.allSatisfy { $0.utf8.count < 20 })
    #expect(list.rows.allSatisfy { !$0.contains("\u{1B}") })
    #expect(CandidateList([], columns: 20).rows.isEmpty)
    for columns in 1...30 { _ = CandidateList(candidates, columns: columns) }
  }
}
