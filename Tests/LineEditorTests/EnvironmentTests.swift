import Glibc
import PtyHarness
import Testing

@testable import LineEditor

@Suite(.serialized) struct EnvironmentTests {
  @Test(arguments: ["C", "POSIX", "nonsense", "de_DE.ISO-8859-1"])
  func `In a locale without UTF-8 it edits and tells the client`(locale: String) throws {
    let scene = try Scene(["LC_ALL": locale])
    #expect(scene.terminal.output.contains("EditedReader ascii"))
    try scene.type("日本é\u{7F}!\r", gives: "日本!")
    try scene.leave()
  }

  @Test(arguments: ["dumb", "unknown", "", nil])
  func `A terminal that cannot edit reads lines`(name: String?) throws {
    let scene = try Scene(["TERM": name])
    #expect(scene.terminal.output.contains("PlainReader"))
    #expect(!scene.terminal.output.contains("\u{1B}"))
    #expect(!scene.terminal.output.contains("termin"))
    try scene.send("a {\n")
    try scene.expect("..... ")
    try scene.send("b\n}\n")
    try scene.expect("[\"a {\\nb\\n}\"]\r\n")
    try scene.expect("demo> ")
    try scene.send("abc\u{3}")
    try scene.expect("interrupted\r\n")
    try scene.expect("demo> ")
    try scene.send("spin\n")
    try scene.expect("spinning")
    try scene.send("\u{3}")
    try scene.expect("stopped")
    try scene.expect("demo> ")
    try scene.leave()
    #expect(!scene.terminal.output.contains("\u{1B}"))
  }

  @Test func `There need be no home`() throws {
    let scene = try Scene(["HOME": nil])
    try scene.type("a\r", gives: "a")
    try scene.leave()
  }

  @Test func `Nonsense in the user's file does no harm`() throws {
    let scene = try Scene(editrc: "bind \"\nbind ^\nbind -z x y\nbind\u{FF} a\n\u{1B}\nfoo bar\n")
    try scene.type("a\r", gives: "a")
  }

  @Test func `edit off reads lines`() throws {
    let scene = try Scene(editrc: "edit off\n")
    #expect(scene.terminal.output.contains("PlainReader"))
    try scene.send("a\n")
    try scene.expect("[\"a\"]")
  }

  @Test(arguments: [(0, 0), (1, 1), (2, 2), (3, 1), (7, 3)])
  func `A tiny terminal will do`(columns: Int, rows: Int) throws {
    let scene = try Scene(["DEMO_COLOR": "1"], columns: 80, rows: 24)
    scene.terminal.resize(columns: columns, rows: rows)
    try scene.send("let abc {\r日本 mmap\t\u{1B}[A\u{1B}[Ax}}\r")
    try scene.expect("]\r\n")
    try scene.expect("[?2004h")
    // Perhaps a question is asked.
    try scene.send("sp\tn\u{3}")
    try scene.expect("interrupted\r\n")
    try scene.expect("[?2004h")
    try scene.send("\u{4}")
    try scene.terminal.expectExit(0)
  }

  @Test func `Prompts are printable ASCII`() {
    #expect(Prompt.ascii("a λ\u{1}\u{1B}[m\n> ") == "a ???[m?> ")
  }

  @Test func `Without a terminal there is no prompt and no escape sequence`() throws {
    let terminal = try Terminal(
      "/bin/sh", ["-c", "printf 'a {\\r\\nb\\n}\\n\\377\\nlast' | \(Scene.program) | cat -A"],
      environment: ["PATH": "/usr/bin:/bin", "TERM": "xterm"])
    try terminal.expectExit(0)
    #expect(
      terminal.output
        == "PlainReader ascii$\r\n[\"a {\\nb\\n}\"]$\r\n[\"M-oM-?M-=\"]$\r\n[\"last\"]$\r\nbye$\r\n"
    )
  }

  @Test func `A closed output ends it`() throws {
    let terminal = try Terminal(
      "/bin/bash",
      ["-c", "exec 3> >(exec true); wait $!; \(Scene.program) >&3; echo status $?; read -r x"],
      environment: ["PATH": "/usr/bin:/bin", "TERM": "xterm"])
    try terminal.expect("status 0")
    try terminal.send("\n")
    try terminal.expectExit(0)
  }
}
