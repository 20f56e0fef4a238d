import Glibc
import PtyHarness
import Testing

@testable import LineEditor

@Suite(.serialized) struct HistoryTests {
  @Test func `A block is recalled as one entry and edited`() throws {
    let scene = try Scene()
    try scene.type("one\u{1B}\rtwo\r", gives: "one\ntwo")
    try scene.type("three\r", gives: "three")
    try scene.type("\u{1B}[A\u{1B}[A!\r", gives: "one\ntwo!")
    // Up moves inside the block before it leaves it.
    try scene.type("\u{1B}[A\u{1B}[A?\r", gives: "one?\ntwo!")
    try scene.type("\u{10}\u{10}\u{10}\u{10}\r", gives: "one\ntwo")
  }

  @Test func `Down comes back to what was being typed`() throws {
    let scene = try Scene()
    try scene.type("one\r", gives: "one")
    let long = String(repeating: "x", count: 1500)
    try scene.type(long + "\u{1B}[A\u{1B}[By\r", gives: long + "y")
  }

  @Test func `A changed entry stays changed until a block is entered`() throws {
    let scene = try Scene()
    try scene.type("one\r", gives: "one")
    try scene.type("two\r", gives: "two")
    try scene.type("\u{10}X\u{10}\u{E}\r", gives: "twoX")
    try scene.type("\u{10}\u{10}\r", gives: "two")
  }

  @Test func `Escape p recalls what begins alike`() throws {
    let scene = try Scene()
    try scene.type("fork a\r", gives: "fork a")
    try scene.type("show\r", gives: "show")
    try scene.type("fo\u{1B}p\r", gives: "fork a")
  }

  @Test func `Ctrl-R finds a part of a block`() throws {
    let scene = try Scene()
    try scene.type("one (a\u{1B}\rb\r", gives: "one (a\nb")
    try scene.type("two\r", gives: "two")
    try scene.send("\u{12}")
    try scene.expect("search: ")
    try scene.type("(a\r", gives: "one (a\nb")
    // Without a match, and back with Ctrl-G.
    try scene.send("abc\u{12}")
    try scene.expect("search: ")
    try scene.send("zz")
    try scene.expect("no match")
    try scene.type("\u{7}\r", gives: "abc")
    // Older, newer, and any other key keeps the match.
    try scene.type("\u{12}o\u{12}\u{12}\u{13}\u{1B}[C!\r", gives: "two!")
  }

  @Test func `A killed process loses nothing`() throws {
    let folder = Folder()
    let first = try Scene(history: folder.path + "/h")
    try first.type("a {\u{1B}\r日本\u{1B}\r}\r", gives: "a {\n日本\n}")
    first.terminal.signal(SIGKILL)
    try first.terminal.expectExit(128 + SIGKILL)
    #expect(folder.read("h").hasPrefix("_HiStOrY_V2_\na\\040{\\012"))
    let second = try Scene(history: folder.path + "/h")
    try second.send("\u{10}\r")
    try second.expect("日本")
  }

  @Test func `Several shells write one file`() throws {
    let folder = Folder()
    let first = try Scene(history: folder.path + "/h")
    let second = try Scene(history: folder.path + "/h")
    try first.type("one\r", gives: "one")
    try second.type("two\r", gives: "two")
    try first.type("three\r", gives: "three")
    #expect(folder.read("h") == "_HiStOrY_V2_\none\ntwo\nthree\n")
    #expect(History(path: folder.path + "/h").entries == ["one", "two", "three"])
  }

  @Test func `What is not kept`() {
    let folder = Folder()
    let history = History(path: folder.path + "/h")
    for text in ["a", "a", " b", "", "\n", "c", "a"] { history.add(text) }
    #expect(history.entries == ["a", "c", "a"])
    #expect(folder.read("h") == "_HiStOrY_V2_\na\nc\na\n")
    #expect(history.takeNotes() == [])
  }

  @Test func `The file is for its owner alone`() {
    let folder = Folder()
    History(path: folder.path + "/h").add("a")
    var information = stat()
    #expect(stat(folder.path + "/h", &information) == 0)
    #expect(information.st_mode & 0o777 == 0o600)
  }

  @Test func `A file that cannot be used is a note, and the history goes on`() throws {
    let folder = Folder()
    folder.write("garbage", [0xFF, 0, 10, 13] + Array("text\n".utf8))
    mkfifo(folder.path + "/pipe", 0o600)
    for (path, why) in [
      ("/nonexistent/h", "cannot be written"), ("/garbage", "is no history file"),
      ("/pipe", "is no regular file"), ("", "is no regular file"),
    ] {
      let full = path.hasPrefix("/none") ? path : folder.path + path
      let history = History(path: full)
      history.add("a")
      history.add("b")
      let notes = history.takeNotes()
      #expect(notes.count == 1, "\(path): \(notes)")
      #expect(notes.first?.contains(why) == true, "\(path): \(notes)")
      #expect(history.entries == ["a", "b"])
    }
    #expect(folder.read("garbage").hasSuffix("text\n"))
    let scene = try Scene(history: folder.path + "/garbage")
    #expect(scene.terminal.output.contains("note: history file"))
    try scene.type("a\r", gives: "a")
    try scene.type("\u{10}\r", gives: "a")
  }

  @Test func `A long file is cut, newest entries last`() {
    let folder = Folder()
    let lines = (0..<(History.countLimit + 5)).map { "entry\\040\($0)" }
    folder.write("h", "_HiStOrY_V2_\n" + lines.joined(separator: "\n") + "\n")
    let history = History(path: folder.path + "/h")
    #expect(history.entries.count == History.countLimit)
    #expect(history.entries.last == "entry \(History.countLimit + 4)")
    let kept = folder.read("h").split(separator: "\n")
    #expect(kept.count == History.countLimit * 3 / 4 + 1)
    #expect(kept.first == "_HiStOrY_V2_")
    #expect(folder.names == ["h"])

    let long = String(repeating: "x", count: 1000) + "\n"
    folder.write("h", "_HiStOrY_V2_\n" + String(repeating: long, count: 5000) + "last\n")
    let bounded = History(path: folder.path + "/h")
    #expect(bounded.entries.count < 4300)
    #expect(bounded.entries.last == "last")
    #expect(bounded.entries.first?.count == 1000)
  }

  @Test func `An entry that was cut short does not spoil the next one`() {
    let folder = Folder()
    folder.write("h", "_HiStOrY_V2_\nhal")
    History(path: folder.path + "/h").add("whole")
    #expect(History(path: folder.path + "/h").entries == ["hal", "whole"])
  }

  @Test func `Entries survive the file, whatever is in them`() {
    for text in ["a b\tc\n  d\\e", "é日本\u{1B}\u{7F}", "\\040", "", "\\M-a\\^A"] {
      #expect(HistoryCoding.decode(HistoryCoding.encode(text)) == text)
      #expect(!HistoryCoding.encode(text).contains(0x0A))
    }
    // As vis(3) writes control characters and bytes in a locale without UTF-8.
    #expect(HistoryCoding.decode(Array("\\M-C\\M-)\\^A\\s\\n".utf8)) == "é\u{1} \n")
  }

  @Test(arguments: 0..<200) func `Any bytes are read as entries`(seed: UInt64) {
    var random = SeededBytes(seed: seed)
    let bytes = (0..<200).map { _ in random.next() }
    _ = HistoryCoding.decode(bytes)
    _ = PastedText.harmless(bytes)
  }
}
