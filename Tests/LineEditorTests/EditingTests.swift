import PtyHarness
import Testing

@Suite(.serialized) struct EditingTests {
  @Test func `Enter runs a complete block`() throws {
    let scene = try Scene()
    try scene.type("hello\r", gives: "hello")
    try scene.type("\r", gives: "")
    try scene.leave()
  }

  @Test func `Enter begins a row, indented, while something is open`() throws {
    let scene = try Scene()
    try scene.send("a {\r")
    try scene.expect("  ")
    try scene.send("b\r")
    try scene.expect("b")
    try scene.expect("  ")
    try scene.send("}")
    try scene.expect("}")
    try scene.type("\r", gives: "a {\n  b\n}")
  }

  @Test func `Alt-Enter begins a row in a complete block`() throws {
    let scene = try Scene()
    try scene.type("one\u{1B}\rtwo\r", gives: "one\ntwo")
    try scene.type("one\u{1B}[13;2utwo\r", gives: "one\ntwo")
  }

  @Test func `Up and Down move inside the block, beside the same column`() throws {
    let scene = try Scene()
    // Up over a short row keeps the column.
    try scene.type(
      "abcdef\u{1B}\r\u{1B}\rabcdef\u{1B}[A\u{1B}[AX\u{1B}[B\u{1B}[BY\r",
      gives: "abcdefX\n\nabcdefY")
  }

  @Test func `Home, End, Delete and the arrows work in a row`() throws {
    let scene = try Scene()
    try scene.type(
      "ab\u{1B}\rcd\u{1B}[H1\u{1B}[F2\u{1B}[A\u{1B}OH3\u{1B}[D\u{1B}[3~4\r", gives: "4ab\n1cd2")
    try scene.type("ab\u{1B}\rcd\u{1}\u{1}x\u{5}\u{5}y\r", gives: "xab\ncdy")
    try scene.type("one two\u{1B}[1;5D\u{1B}[1;5DX\u{1B}[1;5C-\r", gives: "Xone- two")
  }

  @Test func `Ctrl-K cuts to the end of the row, and Ctrl-Y brings it back`() throws {
    let scene = try Scene()
    try scene.type("ab\u{1B}\rcd\u{1B}[A\u{1}\u{B}\u{1B}[B\u{5}\u{19}\r", gives: "\ncdab")
    try scene.type("ab\u{1B}\rcd\u{1B}[A\u{B}\r", gives: "abcd")
  }

  @Test func `Wide and combining characters are characters`() throws {
    let scene = try Scene()
    try scene.type("日本é e\u{301}😀\u{7F}!\r", gives: "日本é e\u{301}!")
  }

  @Test func `Bytes that are no UTF-8 and C1 characters are dropped`() throws {
    let scene = try Scene()
    try scene.terminal.send(
      Array("a".utf8) + [0xFF, 0xC3, 0x28, 0xC2, 0x82, 0xED, 0xA0, 0x80, 0xE2, 0x82]
        + Array("b\r".utf8))
    try scene.expect("[\"a(b\"]")
  }

  @Test func `A block taller than the screen is edited like any other`() throws {
    let scene = try Scene(columns: 20, rows: 3)
    // Drawn only once, libedit writes past its own screen here.
    let rows = (1...4).map { "row\($0)" }
    let tail = String(repeating: "x", count: 45)
    try scene.type(
      rows.joined(separator: "\u{1B}\r") + "\u{1B}<\u{1B}>" + tail + "\r",
      gives: rows.joined(separator: "\n") + tail)
  }

  @Test func `Ctrl-C drops the block and prompts again`() throws {
    let scene = try Scene()
    try scene.send("a {\rb\u{3}")
    try scene.expect("^C\r\n")
    try scene.expect("interrupted\r\n")
    try scene.expect("demo> ")
    try scene.type("c\r", gives: "c")
  }

  @Test func `Ctrl-D leaves on an empty line only`() throws {
    let scene = try Scene()
    try scene.type("ab\u{1}\u{4}\r", gives: "b")
    try scene.type("ab\u{4}c\r", gives: "abc")
    try scene.leave()
  }

  @Test func `A lone escape is a key, not the beginning of a wait`() throws {
    let scene = try Scene(editrc: "bind -v\n")
    // In vi's command mode 0 goes to the beginning.
    try scene.send("abc\u{1B}")
    try scene.expect("abc\u{8}")
    try scene.type("0iX\r", gives: "Xabc")
  }

  @Test func `vi's keys move in the block and recall others`() throws {
    let scene = try Scene(editrc: "bind -v\n")
    try scene.type("first\r", gives: "first")
    try scene.send("ab\u{1B}\rcd\u{1B}")
    try scene.expect("d\u{8}")
    try scene.send("kxkxA\r")
    try scene.expect("[\"firs\"]")
  }

  @Test func `Unknown escape sequences do nothing`() throws {
    let scene = try Scene()
    try scene.type("a\u{1B}[99~\u{1B}[?1;2c\u{1B}[12;40Rb\u{1B}Ozc\r", gives: "abc")
  }

  @Test func `The user's own bindings hold`() throws {
    let scene = try Scene(
      editrc:
        "demo:bind -s \"\\e[15~\" five\nbind ^X^U ed-move-to-beg\nother:bind a ed-move-to-end\n")
    try scene.type("a\u{1B}[15~\u{18}\u{15}b\r", gives: "bafive")
  }

  @Test func `F1 shows help below and goes on`() throws {
    let scene = try Scene()
    try scene.send("fork\u{1B}OP")
    try scene.expect("help for [fork] at 4\r\n")
    try scene.expect("demo> fork")
    try scene.type("x\r", gives: "forkx")
  }

  @Test func `An offered text waits to be edited`() throws {
    let scene = try Scene()
    try scene.send("offer this\r")
    try scene.expect("demo> ")
    try scene.expect("this")
    try scene.type("!\r", gives: "this!")
  }

  @Test func `The user's editor gets the block and gives it back`() throws {
    let scene = try Scene(["EDITOR": "sed -i s/old/new/"])
    try scene.type("old {}\u{18}\u{5}\r", gives: "new {}")
    try scene.send("edit\r")
    try scene.expect("text(\"a\")")
  }

  @Test func `An editor that fails leaves the block as it was`() throws {
    let scene = try Scene(["EDITOR": "false"])
    try scene.send("old\u{18}\u{5}")
    try scene.expect("the editor failed with status 1\r\n")
    try scene.type("\r", gives: "old")
  }
}
