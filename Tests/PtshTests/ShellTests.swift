import Glibc
import PtyHarness
import Testing

@testable import ptsh

/// The shell on a terminal, with a home of its own.
private struct Scene {
  let home: Directory
  let terminal: Terminal

  init(
    _ arguments: [String] = [], environment: [String: String] = [:], home: Directory = Directory(),
    columns: Int = 80, rows: Int = 24
  ) throws {
    self.home = home
    var all = [
      "HOME": home.root, "TERM": "xterm", "LC_ALL": "C.UTF-8", "NO_COLOR": "1",
      "PATH": "/usr/bin:/bin",
    ]
    all.merge(environment) { _, new in new }
    let script = "cd '\(home.root)' && exec \"$0\" \"$@\""
    terminal = try Terminal(
      "/bin/sh", ["-c", script, PtshProcess.executable] + arguments, environment: all,
      columns: columns, rows: rows)
  }

  func start() throws { try terminal.expect("ptsh> ") }

  /// Types lines one by one, each when the prompt is there again.
  func type(_ lines: String..., prompt: String) throws {
    for line in lines {
      try terminal.send(line + "\r")
      try terminal.expect(prompt)
      // What is typed while the shell is busy would go to the terminal, not to the editor.
      if !prompt.hasSuffix("> ") { try self.prompt() }
    }
  }

  /// Waits until the next line can be typed.
  func prompt() throws {
    try terminal.expect("ptsh")
    try terminal.expect("> ")
  }

  func leave() throws {
    try terminal.send("\u{4}")
    try terminal.expectExit(0)
  }
}

@Suite("The shell", .serialized)
struct ShellTests {
  @Test func `runs statements, prints values and says what changed`() throws {
    let scene = try Scene()
    try scene.start()
    try scene.type("spawn p1", prompt: "+ p1 · tables +1")
    try scene.type("mmap shared 64M as buf", prompt: "p1 vmas +1")
    try scene.type("write buf", prompt: "p1 rss +64 MiB · tables +34 · 16384 faults")
    try scene.type("fork p2", prompt: "+ p2 · tables +3 · shared +32")
    try scene.type("pagetables.leaf", prompt: "32\r\n")
    try scene.type("p2: write buf at 8K = 42; p1.value(buf + 8K)", prompt: "42\r\n")
    try scene.leave()
  }

  @Test func `reads a family over two lines, recalls the block and edits it`() throws {
    let scene = try Scene()
    try scene.start()
    try scene.terminal.send("spawn p[1..3] {\r")
    try scene.terminal.send("mmap 4K as b }\r")
    try scene.terminal.expect("+ p[1] p[2] p[3]")
    try scene.prompt()
    // Back to the first row of the block, and p becomes q.
    try scene.terminal.send("\u{1b}[A\u{1b}[A\u{1}")
    for _ in 0..<6 { try scene.terminal.send("\u{1b}[C") }
    try scene.terminal.send("\u{1b}[3~q\u{1b}[B\u{5}\r")
    try scene.terminal.expect("+ q[1] q[2] q[3]")
    try scene.prompt()
    try scene.leave()
  }

  @Test func `completes what the parser expects, and tells about it`() throws {
    let scene = try Scene()
    try scene.start()
    try scene.type("spawn p1", "mmap 4K as buffer", prompt: "ptsh p1> ")
    try scene.terminal.send("mpro\t")
    try scene.terminal.expect("tect ")
    try scene.terminal.send("buf\t")
    try scene.terminal.expect("fer ")
    try scene.terminal.send("r\r")
    try scene.terminal.expect("ptsh p1> ")
    try scene.terminal.send("madvise buffer popu\t\t")
    try scene.terminal.expect("touch every page for reading")
    try scene.terminal.send("\u{3}")
    try scene.terminal.expect("ptsh p1> ")
    try scene.terminal.send("kernel linux-\t\t")
    try scene.terminal.expect("linux-6.18")
    try scene.terminal.send("\u{3}")
    try scene.terminal.expect("ptsh p1> ")
    try scene.terminal.send(".hi\t")
    try scene.terminal.expect("story ")
    try scene.terminal.send("\u{3}")
    try scene.prompt()
    try scene.leave()
  }

  @Test func `an interrupt ends an endless loop and takes it back`() throws {
    let scene = try Scene(["--max-steps", "1000G"])
    try scene.start()
    try scene.type("spawn p1", "var n = 1", prompt: "ptsh p1> ")
    try scene.terminal.send("mmap 4K as b; print \"it runs\"; while true { n += 1 }\r")
    try scene.terminal.expect("it runs\r\n")
    try scene.terminal.send("\u{3}")
    try scene.terminal.expect("interrupted; the statement is taken back")
    try scene.prompt()
    try scene.type("n + 100", prompt: "101\r\n")
    try scene.type("p1.vmas", prompt: "1\r\n")
    try scene.terminal.send("half a line\u{3}")
    try scene.prompt()
    try scene.leave()
  }

  @Test func `what fails leaves everything as it was`() throws {
    let scene = try Scene()
    try scene.start()
    try scene.type("spawn p1", "mmap 64K as buf", prompt: "ptsh p1> ")
    try scene.type("munmap bif", prompt: "did you mean `buf`?")
    try scene.type("munmap buf at 1", prompt: "EINVAL")
    try scene.type("assert p1.rss == 3", prompt: "assertion failed")
    try scene.type("x = 3 +* 4", prompt: "error[PT0")
    try scene.type("write buf; 1 // 0", prompt: "division by zero")
    try scene.type("p1.rss", prompt: "65536\r\n")
    try scene.leave()
  }

  @Test func `takes back and runs again, variables too`() throws {
    let scene = try Scene()
    try scene.start()
    try scene.type("spawn p1", "mmap 64K as b", "var xs = [1]", "write b", prompt: "ptsh p1> ")
    try scene.type("xs[0] = 2", "fork p2", prompt: "ptsh p1> ")
    try scene.type(".undo", prompt: "- p2")
    try scene.type(".undo 2", prompt: "took back: xs[0] = 2")
    try scene.type("\"{xs} {p1.rss}\"", prompt: "[1] 0")
    try scene.type(".redo 3", prompt: "ran again: fork p2")
    try scene.type("\"{xs} {p2.rss}\"", prompt: "[2] 65536")
    try scene.type(".undo 100", prompt: "took back: spawn p1")
    try scene.type(".undo", prompt: "nothing to undo")
    try scene.type(".undo x", prompt: "no number")
    try scene.leave()
  }

  @Test func `saves a script that runs and comes to the same counters`() throws {
    let scene = try Scene()
    try scene.start()
    try scene.type("spawn p1", "mmap shared 4M as b", "write b", prompt: "ptsh p1> ")
    try scene.type("fork p2; p2: munmap b len 2M", "munmap nothing", ".undo", prompt: "ptsh p1> ")
    try scene.type(".redo", "pagetables", ".assert", prompt: "ptsh p1> ")
    try scene.type(".save s.pts", prompt: "saved 6 statements to s.pts")
    try scene.type(".show", prompt: "process")
    try scene.leave()
    let saved = scene.home.read("s.pts")
    #expect(saved.hasSuffix("assert pagetables == 8\n"), "\(saved)")
    let run = PtshProcess(arguments: ["s.pts"], directory: scene.home).run()
    #expect(run.status == 0)
    #expect(run.output == "s.pts: 1 test, 1 assertion passed\n")
    let format = PtshProcess(arguments: ["fmt", "--check", "s.pts"], directory: scene.home).run()
    #expect(format.status == 0)
  }

  @Test func `reads a file and shows its errors with their place`() throws {
    let scene = try Scene()
    scene.home.write("good.pts", "spawn p1\nmmap 4K as b\nwrite b\n")
    scene.home.write("bad.pts", "spawn p2\n\nmmap 4Q\n")
    try scene.start()
    try scene.type(".read good.pts", prompt: "p1> ")
    try scene.type("p1.rss", prompt: "4096\r\n")
    try scene.type(".read bad.pts", prompt: "bad.pts:3:6: error[PT0104]")
    try scene.type(".read none.pts", prompt: "cannot read none.pts: no such file")
    try scene.type("processes", prompt: "1\r\n")
    try scene.leave()
  }

  @Test func `tells reasons, writes tables, times and files`() throws {
    let scene = try Scene()
    try scene.start()
    try scene.type("spawn p1", "mmap shared 4M as b", "write b", prompt: "ptsh p1> ")
    try scene.type(".why", prompt: "page.file")
    try scene.type(".trace on", prompt: "p1> ")
    try scene.type("fork p2", prompt: "fork.share-file")
    try scene.type(".trace off", ".mode json", prompt: "p1> ")
    try scene.type(".show", prompt: "{\"process\":\"p1\",\"rss\":4194304,\"tables\":5,")
    try scene.type(".mode csv", prompt: "p1> ")
    try scene.type(".show", prompt: "p2,4194304,")
    try scene.type(".timer on", prompt: " s")
    try scene.type(".once out.txt", "show p1", prompt: "p1> ")
    try scene.type(".history", prompt: "fork p2")
    try scene.type(".help mremap", prompt: "do_mremap")
    try scene.type(".help .undo", prompt: "take the last statements back")
    try scene.type(".help nothng", prompt: "nothing is known")
    try scene.type(".mode xml", prompt: "table|json|csv")
    try scene.type(".un", prompt: "took back")
    try scene.type(".x", prompt: "unknown command '.x'")
    try scene.type(".reset", prompt: "ptsh> ")
    try scene.type("processes", prompt: "0\r\n")
    try scene.terminal.send(".quit\r")
    try scene.terminal.expectExit(0)
    #expect(scene.home.read("out.txt").hasPrefix("p1  rss 4 MiB"))
  }

  @Test func `edits the last input in an editor`() throws {
    let home = Directory()
    home.write("edit.sh", "#!/bin/sh\nsed -i s/4K/8K/ \"$1\"\n")
    chmod(home.path("edit.sh"), 0o755)
    let scene = try Scene(environment: ["EDITOR": home.path("edit.sh")], home: home)
    try scene.start()
    try scene.type("spawn p1", "mmap 4K as b", prompt: "ptsh p1> ")
    try scene.type(".edit", prompt: "mmap 8K as b")
    try scene.type("b.len", prompt: "8192\r\n")
    try scene.leave()
  }

  // MARK: The world outside

  @Test func `pastes three thousand lines and runs nothing by itself`() throws {
    let scene = try Scene()
    try scene.start()
    let lines = (0..<3000).map { "let x\($0) = \($0)" }.joined(separator: "\n")
    try scene.terminal.send("\u{1b}[200~" + lines + "\n\u{1b}[201~")
    try scene.terminal.expect("let x2999 = 2999")
    #expect(!scene.terminal.rest.contains("ptsh> "), "nothing has run")
    try scene.terminal.send("\r")
    try scene.terminal.expect("ptsh> ")
    try scene.type("x2999 + x0", prompt: "2999\r\n")
    try scene.leave()
  }

  @Test func `keeps its history when it is killed`() throws {
    let home = Directory()
    let scene = try Scene(home: home)
    try scene.start()
    try scene.type("spawn remembered", prompt: "ptsh remembered> ")
    scene.terminal.signal(SIGKILL)
    try scene.terminal.expectExit(128 + SIGKILL)
    let again = try Scene(home: home)
    try again.start()
    try again.terminal.send("\u{1b}[A")
    try again.terminal.expect("spawn remembered")
    try again.terminal.send("\u{3}")
    try again.prompt()
    try again.leave()
    var information = stat()
    #expect(stat(home.path(".local/state/ptsh/history"), &information) == 0)
    #expect(information.st_mode & 0o777 == 0o600)
  }

  @Test func `a history that cannot be kept is a note`() throws {
    let scene = try Scene(environment: ["HOME": "/proc/self"])
    try scene.start()
    try scene.type("1 + 1", prompt: "note: ")
    try scene.leave()
    let garbage = Directory()
    garbage.write(".local/state/ptsh/history", (0..<4096).map { UInt8(truncatingIfNeeded: $0 * 7) })
    let other = try Scene(home: garbage)
    try other.start()
    try other.leave()
  }

  @Test(arguments: [
    ["LC_ALL": "C"], ["LC_ALL": "de_DE.ISO-8859-1"], ["TERM": "dumb"], ["TERM": "nonsense"],
    ["TERM": "dumb", "LC_ALL": "C"],
  ])
  func `works in poor surroundings`(environment: [String: String]) throws {
    let scene = try Scene(environment: environment)
    try scene.start()
    try scene.type("spawn p1", "mmap 4K as b", "write b", prompt: "p1> ")
    try scene.type("show p1", prompt: "rss 4 KiB")
    try scene.type("\"ä\"", prompt: "p1> ")
    try scene.leave()
    let isASCII = environment["LC_ALL"] != nil
    #expect(scene.terminal.output.contains("·") == !isASCII)
  }

  @Test func `has colours unless they are not wanted`() throws {
    #expect(!(try colours([:])))
    #expect(try colours(["NO_COLOR": ""]))
    #expect(!(try colours(["NO_COLOR": "", "TERM": "dumb"])))
  }

  private func colours(_ environment: [String: String]) throws -> Bool {
    let scene = try Scene(environment: environment)
    try scene.terminal.expect("Ctrl-D leaves")
    try scene.terminal.expect("ptsh>")
    try scene.terminal.send("spawn p1\r")
    try scene.terminal.expect("+ p1")
    try scene.terminal.expect("ptsh p1>")
    try scene.terminal.expect(" ")
    try scene.leave()
    return scene.terminal.output.contains("\u{1b}[1;34m")
      || scene.terminal.output.contains("\u{1b}[2m")
  }

  @Test func `stops and goes on in the background of a shell`() throws {
    let home = Directory()
    let terminal = try Terminal(
      "/bin/bash", ["--norc", "--noprofile", "-i"],
      environment: [
        "HOME": home.root, "TERM": "xterm", "LC_ALL": "C.UTF-8", "NO_COLOR": "1", "PS1": "bash$ ",
        "PATH": "/usr/bin:/bin",
      ])
    try terminal.expect("bash$ ")
    try terminal.send("\(PtshProcess.executable)\r")
    try terminal.expect("ptsh> ")
    try terminal.send("spawn half\u{1a}")
    try terminal.expect("bash$ ")
    try terminal.send("fg\r")
    try terminal.expect("half")
    try terminal.send("way\r")
    try terminal.expect("ptsh halfway> ")
    try terminal.send("\u{4}")
    try terminal.expect("bash$ ")
    try terminal.send("exit 7\r")
    try terminal.expectExit(7)
  }

  @Test func `ends by a signal, and when the terminal goes away`() throws {
    let scene = try Scene()
    try scene.start()
    scene.terminal.signal(SIGTERM)
    try scene.terminal.expectExit(128 + SIGTERM)
    let gone = try Scene()
    try gone.start()
    gone.terminal.hangUp()
    try gone.terminal.expectExit(128 + SIGHUP)
  }

  @Test func `fits a window that changes its size`() throws {
    let scene = try Scene(columns: 40, rows: 10)
    try scene.start()
    try scene.terminal.send("spawn p1; mmap shared 64M as buffer; write")
    scene.terminal.resize(columns: 100, rows: 30)
    try scene.terminal.send(" buffer\r")
    try scene.terminal.expect("16384 faults")
    try scene.prompt()
    try scene.leave()
  }

  @Test func `a pipe is a script, not a shell`() {
    let result = PtshProcess(input: Array("spawn p1\np1.rss\n".utf8)).run()
    #expect(result.status == 65, "an expression alone is no statement of a file")
  }
}
