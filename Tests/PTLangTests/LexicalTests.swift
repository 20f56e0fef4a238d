import Testing

@testable import PTLang

/// Section 2 of the language page, claim by claim.
@Suite struct Lexical {
  // MARK: Ends of statements

  @Test func `a comment runs to the end of the line, a shebang line is one`() {
    #expect(tree("#!/usr/bin/env ptsh\nexec # not this; exit\nexit") == "<exec> <exit>")
  }

  @Test func `comments are kept with their places`() {
    let result = Parser.parse(SourceFile(name: "t", text: "exec # one\n# two\r\nf(1, # three\n 2)"))
    #expect(result.tree.comments.map(\.text) == ["# one", "# two", "# three"])
    #expect(result.tree.comments[1].range == SourceRange(lower: 11, upper: 16))
  }

  @Test func `comments between looked-at tokens are kept once`() {
    let result = Parser.parse(SourceFile(name: "t", text: "f # a\n(1) \\ # b\n\nx() # c"))
    #expect(result.tree.comments.map(\.text) == ["# a", "# b", "# c"])
  }

  @Test func `a newline or semicolon ends a statement`() {
    #expect(tree("exec; exit\n\n;;exec") == "<exec> <exit> <exec>")
  }

  @Test(arguments: [
    "let x = (1 +\n2)", "let x = (1\n+ 2)", "let x = 1 +\n2", "let x =\n1 + 2",
    "let x = 1 \\\n+ 2", "let x = 1 \\ # why\n + 2", "let x = \\\r\n1 + 2",
  ])
  func `a newline that counts for nothing`(text: String) {
    #expect(tree(text) == "<let x (+ 1 2)>")
  }

  @Test func `a newline ends nothing in brackets, after a comma, an assignment or a subject`() {
    #expect(tree("let xs = [\n1,\n2\n]") == "<let xs [1 2]>")
    #expect(tree("print 1,\n2") == "<print 1 2>")
    #expect(tree("x +=\n1") == "<+= x 1>")
    #expect(tree("p:\nexit") == "<p: <exit>>")
    #expect(tree("assert a and\nnot\nb") == "<assert (and a (not b))>")
    #expect(tree("assert a in\nxs") == "<assert (a in xs)>")
    #expect(problems("mmap shared f at\n4K").count == 2)
  }

  @Test func `a newline before an operator ends the statement`() {
    #expect(tree("f(1)\n-2", mode: .shell) == "<(call f 1)> <(- 2)>")
    #expect(
      problems("let x = 1\n+ 2") == [
        "PT0201 2 `+`: expected an expression, found '+'"
      ])
  }

  @Test func `a block in brackets restores the newline`() {
    // The one block that can stand in brackets is refused there; its statements are apart still.
    #expect(
      problems("f(measure {\nexec\nexit\n})") == [
        "PT0411 1 `measure`: `measure` inside an expression "
          + "(name its result first: `let m = measure { ... }`)"
      ])
  }

  @Test func `after a closing brace a statement needs a newline or semicolon`() {
    #expect(tree("whatif { exec }; exit") == "<whatif {<exec>}> <exit>")
    #expect(
      problems("whatif { exec } exit") == [
        "PT0205 1 `exit`: expected the end of the statement, found 'exit'"
      ])
  }

  @Test func `else may start a line in a file, and stands after the brace in the shell`() {
    let text = "if a { exec }\nelse { exit }"
    #expect(tree(text) == "<if a{<exec>} else {<exit>}>")
    #expect(problems(text, mode: .shell).count == 1)
    #expect(tree("if a { exec } else { exit }", mode: .shell) == "<if a{<exec>} else {<exit>}>")
    #expect(
      tree("whatif {\nif a { exec }\nelse { exit }\n}", mode: .shell)
        == "<whatif {<if a{<exec>} else {<exit>}>}>")
  }

  @Test func `carriage returns, form feeds and a byte order mark are blank`() {
    #expect(tree("\u{FEFF}let x = 1\r\n\u{0C}exit\r\n") == "<let x 1> <exit>")
  }

  // MARK: Numbers

  @Test(arguments: [
    ("42", "42"), ("0x4000_0000", "1073741824"), ("0b1010", "10"), ("0o17", "15"),
    ("1_000", "1000"), ("0", "0"), ("0XFF", "255"), ("4K", "4096"), ("64M", "67108864"),
    ("2G", "2147483648"), ("1T", "1099511627776"), ("1P", "1125899906842624"),
    ("4KiB", "4096"), ("1MiB", "1048576"), ("1GiB", "1073741824"), ("1TiB", "1099511627776"),
    ("1PiB", "1125899906842624"), ("1.5G", "1610612736"), ("1.0K", "1024"), ("0.25K", "256"),
    ("0x10K", "16384"), ("9223372036854775807", "9223372036854775807"),
    ("-9223372036854775808", "-9223372036854775808"), ("-8192P", "-9223372036854775808"),
    ("- 9223372036854775808", "-9223372036854775808"),
    (
      "~-9223372036854775808",
      "(~ -9223372036854775808)"
    ), ("-1", "(- 1)"),
    ("0.5", "0.5"), ("1e6", "1000000.0"), ("2.5e-3", "0.0025"), ("1_0.5", "10.5"),
    ("1..10", "(.. 1 10)"), ("0..<10", "(..< 0 10)"), ("1.5..2", "(.. 1.5 2)"),
  ])
  func `a number is worth`(text: String, value: String) {
    #expect(tree("let x = \(text)") == "<let x \(value)>")
  }

  @Test(
    arguments: [
      ("4Q", "PT0104 1 `4Q`: unknown size suffix 'Q' (sizes are written 4K, 4M, 4G, 4T, 4P)"),
      ("4KB", "PT0104 1 `4KB`: unknown size suffix 'KB' (did you mean `4K`?)"),
      ("64m", "PT0104 1 `64m`: unknown size suffix 'm' (did you mean `64M`?)"),
      ("1.5Mb", "PT0104 1 `1.5Mb`: unknown size suffix 'Mb' (did you mean `1.5M`?)"),
      ("1.3G", "PT0103 1 `1.3G`: '1.3G' is not a whole number of bytes"),
      ("1.5", nil),
      (
        "9223372036854775808",
        "PT0105 1 `9223372036854775808`: number does not fit a signed 64-bit integer"
      ),
      ("8192P", "PT0105 1 `8192P`: number does not fit a signed 64-bit integer"),
      (
        "-9223372036854775809",
        "PT0105 1 `9223372036854775809`: number does not fit a signed 64-bit integer"
      ),
      (
        "99999999999999999999",
        "PT0105 1 `99999999999999999999`: number does not fit a signed 64-bit integer"
      ),
      ("16384.5P", "PT0105 1 `16384.5P`: number does not fit a signed 64-bit integer"),
      ("1e999", "PT0105 1 `1e999`: number does not fit a 64-bit float"),
      ("0x", "PT0103 1 `0x`: no hexadecimal digits after '0x'"),
      ("0b12", "PT0103 1 `0b12`: '2' is no binary digit"),
      ("0o8", "PT0103 1 `0o8`: no octal digits after '0o'"),
      ("017", "PT0103 1 `017`: leading zero in '017' (octal is written 0o17)"),
      ("1_", "PT0103 1 `1_`: a digit is missing after '_'"),
      ("1e6K", "PT0103 1 `1e6K`: '1e6K' is no number (a size has no exponent)"),
    ] as [(String, String?)])
  func `a number that is none`(text: String, problem: String?) {
    #expect(problems("let x = \(text)") == (problem.map { [$0] } ?? []))
  }

  @Test func `a point belongs to a number only before a digit`() {
    #expect(tree("let x = 1.max") == "<let x (. 1 max)>")
  }

  // MARK: Pages

  @Test(
    arguments: [
      ("let x = 8 pages", "<let x (pages 8)>"), ("let x = 1 page", "<let x (pages 1)>"),
      ("let x = (n) pages", "<let x (pages n)>"),
      (
        "let x = len(a) pages + 1",
        "<let x (+ (pages (call len a)) 1)>"
      ),
      ("let x = -4 pages", "<let x (- (pages 4))>"),
      ("let x = 2 * 3 pages", "<let x (* 2 (pages 3))>"),
      ("write buf page 3", "<write buf page 3>"),
      ("write (a+b) pages 1..3", "<write (+ a b) pages (.. 1 3)>"),
      ("munmap 0x1000 len 2 pages", "<munmap 4096 len (pages 2)>"),
      ("write 4096 page 3", "<write 4096 page 3>"),
      ("write f(1) page 3", "<write (call f 1) page 3>"),
      ("write a.start + 4 page 3", "<write (+ (. a start) 4) page 3>"),
      ("read 4K..<4K + 4 pages", "<read (..< 4096 (+ 4096 (pages 4)))>"),
      ("read 0..<4 pages at 0", "<read (..< 0 (pages 4)) at 0>"),
      ("read 0..<4 pages = 1", nil),
      ("read buf at 2 pages len 3 pages", "<read buf at (pages 2) len (pages 3)>"),
      ("read (4 pages) page 2", "<read (pages 4) page 2>"),
      ("mmap private 8 pages populate", "<mmap (pages 8) private populate>"),
      ("mmap shared f 8 pages offset 1 page", "<mmap f (pages 8) shared offset (pages 1)>"),
      ("file f 4 pages filled", "<file f (pages 4) filled>"),
      ("truncate f 4 pages", "<truncate f (pages 4)>"), ("brk 4 pages", "<brk (pages 4)>"),
      ("reclaim 10 pages", "<reclaim 10>"), ("reclaim n pages", "<reclaim n>"),
      ("reclaim (n) pages", "<reclaim n>"), ("reclaim 2 * n pages", "<reclaim (* 2 n)>"),
      ("print 4\npages", nil),
    ] as [(String, String?)])
  func `pages is the unit after a plain integer or a bracket, and else the clause`(
    text: String, expected: String?
  ) {
    if let expected {
      #expect(tree(text) == expected)
    } else {
      #expect(problems(text).count == 1)
    }
  }

  @Test func `pages is no unit after hexadecimal or suffixed numbers`() {
    #expect(problems("let x = 0x10 pages").count == 1)
    #expect(problems("let x = 4K pages").count == 1)
  }

  // MARK: Strings

  @Test(arguments: [
    (#""a\n\t\r\0\"\\\{b""#, "a\n\t\r\0\"\\{b"), (#""\u{1F600}\u{41}""#, "😀A"), (#""}""#, "}"),
    (#""é""#, "é"), (##""# no comment""##, "# no comment"), (#""""#, ""),
  ])
  func `a string means`(text: String, value: String) {
    #expect(tree("print \(text)") == "<print \"\(value)\">")
  }

  @Test(arguments: [
    (#""{p1.rss} bytes""#, #""{(. p1 rss)} bytes""#),
    (#""{f("{a}")}{b}""#, #""{(call f "{a}")}{b}""#),
    (#""a{ xs[ 1 ] }""#, #""a{([] xs 1)}""#),
    (#""{a}\{b}""#, #""{a}{b}""#),
  ])
  func `a string interpolates`(text: String, value: String) {
    #expect(tree("print \(text)") == "<print \(value)>")
  }

  @Test(arguments: [
    ("print \"abc", "PT0106 1 `\"`: string without a closing '\"'"),
    ("print \"abc\\", "PT0106 1 `\"`: string without a closing '\"'"),
    (
      #"print "\q""#,
      #"PT0107 1 `\q`: unknown escape '\q' (escapes are \n \t \r \0 \" \\ \{ \u{...})"#
    ),
    (#"print "\u{110000}""#, #"PT0107 1 `\u{110000}`: escape of no Unicode scalar"#),
    (#"print "\u{D800}""#, #"PT0107 1 `\u{D800}`: escape of no Unicode scalar"#),
    (#"print "\u12""#, #"PT0107 1 `\u`: malformed escape '\u' (write `\u{1F600}`)"#),
    (#"print "{}""#, #"PT0201 1 `}`: expected an expression, found '}'"#),
    (
      #"print "{a b}""#,
      #"PT0202 1 `b`: expected `}` in a string, found 'b' (a brace itself is written `\{`)"#
    ),
  ])
  func `a string that is none`(text: String, problem: String) {
    #expect(problems(text + "\nexit") == [problem])
  }

  @Test func `a mistake in an interpolation leaves the block around it intact`() {
    #expect(problems("whatif { print \"a {b c} d\" }\nexit").count == 1)
  }

  // MARK: Characters

  @Test(arguments: [
    ("let x = 1 § 2", "PT0102 1 `§`: unexpected character '§' (U+00A7)"),
    ("let x = !a", "PT0102 1 `!`: unexpected character '!' (write `not`)"),
    ("exit\0\0\0", "PT0102 1 `\0\0\0`: unexpected control character U+0000"),
    (
      "exit \\ exit",
      "PT0102 1 `\\`: '\\' in the middle of a line (a '\\' at the end of a line continues it)"
    ),
  ])
  func `a character that begins nothing`(text: String, problem: String) {
    #expect(problems(text) == [problem])
  }

  @Test func `bytes that are not UTF-8 are reported with their place, in comments too`() {
    let file = SourceFile(name: "t", bytes: Array("exit # a".utf8) + [0xFF, 0xC0, 0x80, 0x0A])
    let found = Parser.parse(file).diagnostics
    #expect(found.map(\.code) == ["PT0101"])
    #expect(found[0].range == SourceRange(lower: 8, upper: 11))
  }

  @Test(
    arguments: [
      [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xF8], [0xE2, 0x82], [0x80],
    ] as [[UInt8]])
  func `what the Unicode standard excludes is not UTF-8`(bytes: [UInt8]) {
    #expect(UTF8Text.invalidRuns(in: bytes, limit: 9) == [0..<bytes.count])
  }

  // MARK: Raw words

  @Test(arguments: [
    ("machine x86_64-la57", "<machine 'x86_64-la57>"),
    (
      "machine i386 with memory = 1G,\n lowmem = 512M",
      "<machine 'i386 memory=1073741824 lowmem=536870912>"
    ),
    (
      "kernel shpte with match = file, threshold = f(1)",
      "<kernel 'shpte match=file threshold=(call f 1)>"
    ),
    ("kernel linux-2.5", "<kernel 'linux-2.5>"), ("kernel 2.5-x # c", "<kernel '2.5-x>"),
    ("kernel \"linux-{v}\"", "<kernel \"linux-{v}\">"),
    (
      "kernel shpte with match = identical, threshold = 0;exit",
      "<kernel 'shpte match=identical threshold=0> <exit>"
    ),
    (
      "compare kernels [linux-2.5,\n k, \"x\"] { exec } show pagetables.bytes, pte.copied",
      "<compare 'linux-2.5 'k \"x\" {<exec>} (. pagetables bytes) (. pte copied)>"
    ),
  ])
  func `names of machines and kernels are raw words or strings`(text: String, expected: String) {
    #expect(tree(text) == expected)
  }

  // MARK: Clause words

  @Test func `clause words are words only in the statements that have them`() {
    #expect(tree("let at = 3") == "<let at 3>")
    #expect(tree("let len = at + size") == "<let len (+ at size)>")
    #expect(tree("write buf at at") == "<write buf at at>")
    #expect(tree("write (at) at 0") == "<write at at 0>")
    #expect(tree("mmap shared (size)") == "<mmap size shared>")
    #expect(tree("for random in pages { }") == "<for random pages {}>")
  }

  @Test(arguments: [
    "let read = 1", "var spawn = 1", "for mmap in xs { }", "def test() { }",
    "def f(write) { }", "spawn fork", "fork exit", "let nil = 3", "file in 4K",
  ])
  func `a name that is a word of the language is refused`(text: String) {
    #expect(problems(text).map { $0.prefix(6) } == ["PT0301"])
  }

  @Test(arguments: [
    "mmap 4K as len", "mmap 4K as rss", "file shared 4K", "shm start 4K",
    "spawn pagetables", "fork parent", "spawn at", "mremap a size 4K as seed",
  ])
  func `a world name that is a clause or property is refused`(text: String) {
    #expect(problems(text).map { $0.prefix(6) } == ["PT0302"])
  }

  @Test func `variables, functions and parameters may be named like clauses and properties`() {
    #expect(tree("let rss = 1; def size(at = 2) { }") == "<let rss 1> <def size at=2 {}>")
  }
}
