import Glibc
import PtyHarness
import Testing

@Suite(.serialized) struct SignalTests {
  @Test func `Ctrl-C interrupts what runs, with the client's own handler`() throws {
    let scene = try Scene()
    try scene.send("spin\r")
    try scene.expect("spinning")
    try scene.send("\u{3}")
    try scene.expect("stopped\r\n")
    try scene.expect("demo> ")
    try scene.type("a\r", gives: "a")
  }

  @Test func `SIGINT from elsewhere drops the block`() throws {
    let scene = try Scene()
    try scene.send("abc")
    try scene.expect("abc")
    scene.terminal.signal(SIGINT)
    try scene.expect("interrupted\r\n")
    try scene.expect("demo> ")
    try scene.type("d\r", gives: "d")
  }

  @Test(arguments: [SIGTERM, SIGHUP])
  func `A signal to end restores the terminal and ends`(signal: Int32) throws {
    let scene = try Scene()
    try scene.send("abc")
    try scene.expect("abc")
    scene.terminal.signal(signal)
    try scene.expect("\r\n\u{1B}[?2004l")
    try scene.terminal.expectExit(128 + signal)
  }

  @Test func `A terminal that goes away ends it`() throws {
    let scene = try Scene()
    try scene.send("abc")
    try scene.expect("abc")
    scene.terminal.hangUp()
    // The kernel sends SIGHUP as well; the end of the input may be seen first.
    #expect(throws: Never.self) {
      do {
        try scene.terminal.expectExit(128 + SIGHUP)
      } catch {
        try scene.terminal.expectExit(0)
      }
    }
  }

  @Test func `A resize is noticed while typing`() throws {
    let scene = try Scene(columns: 60, rows: 20)
    try scene.send("abc")
    try scene.expect("abc")
    scene.terminal.resize(columns: 33, rows: 10)
    try scene.expect("demo> abc")
    try scene.type("\u{15}x\r", gives: "x")
    try scene.send("columns\r")
    try scene.expect("columns 33")
  }

  /// In a shell with job control: a session leader cannot be stopped.
  private func startUnderShell() throws -> Terminal {
    let terminal = try Terminal(
      "/bin/bash", ["--norc", "--noprofile", "-i"],
      environment: ["TERM": "xterm", "LC_ALL": "C.UTF-8", "PS1": "sh$ ", "PATH": "/usr/bin:/bin"])
    try terminal.expect("sh$ ")
    try terminal.send("\(Scene.program)\n")
    try terminal.expect("EditedReader")
    try terminal.expect("demo> ")
    return terminal
  }

  @Test func `Ctrl-Z and fg work while typing`() throws {
    let terminal = try startUnderShell()
    try terminal.send("abc")
    try terminal.expect("abc")
    try terminal.send("\u{1A}")
    try terminal.expect("Stopped")
    try terminal.expect("sh$ ")
    // The terminal is as the shell left it, give or take what its own editor does.
    try terminal.send("stty -a | grep -q -- -isig || echo 'keys 'signal\n")
    try terminal.expect("keys signal\r\n")
    try terminal.send("fg\n")
    try terminal.expect("demo> abc")
    try terminal.send("d\r")
    try terminal.expect("[\"abcd\"]")
    try terminal.expect("demo> ")
    try terminal.send("\u{4}")
    try terminal.expect("bye")
    try terminal.expect("sh$ ")
    try terminal.send("exit\n")
    try terminal.expectExit(0)
  }

  @Test func `Ctrl-Z and fg work while something runs`() throws {
    let terminal = try startUnderShell()
    try terminal.send("spin\r")
    try terminal.expect("spinning")
    try terminal.send("\u{1A}")
    try terminal.expect("Stopped")
    try terminal.expect("sh$ ")
    try terminal.send("fg\n")
    // The shell has said which program before that is in the foreground.
    try terminal.expect("going on")
    try terminal.send("\u{3}")
    try terminal.expect("stopped")
    try terminal.expect("demo> ")
    try terminal.send("a\r")
    try terminal.expect("[\"a\"]")
  }

  @Test func `SIGSTOP from elsewhere and fg work too`() throws {
    let terminal = try startUnderShell()
    try terminal.send("abc")
    try terminal.expect("abc")
    // The shell started the demo in a group of its own.
    kill(-terminal.foregroundGroup, SIGSTOP)
    try terminal.expect("Stopped")
    try terminal.expect("sh$ ")
    try terminal.send("fg\n")
    try terminal.expect("demo> abc")
    try terminal.send("d\r")
    try terminal.expect("[\"abcd\"]")
  }
}
