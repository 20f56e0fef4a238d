import Testing

@testable import PTLang

/// The rules of `docs/format.md`, one by one.
@Suite struct Format {
  // MARK: Lines

  @Test func `a statement a line, and one blank between tokens`() throws {
    #expect(
      try layout("spawn  p1;mmap shared\t64M  as buf ;; write buf=1") == """
        spawn p1
        mmap shared 64M as buf
        write buf = 1

        """)
  }

  @Test func `blocks are indented by two columns`() throws {
    #expect(
      try layout("if a {\nwhile b {\n   c()\n}\n} else {\n\td()\n}") == """
        if a {
          while b {
            c()
          }
        } else {
          d()
        }

        """)
  }

  @Test func `one blank line at most, and none at the edges of a file or block`() throws {
    #expect(
      try layout("\n\n\na()\n\n\n\nb {\n\n".replacing("b {", with: "whatif {") + "c()\n\n}\n\n\n")
        == """
        a()

        whatif {
          c()
        }

        """)
    #expect(try layout("a()\n; ;\n\n;b()") == "a()\n\nb()\n")
  }

  @Test func `line ends, tabs, blanks at line ends and the byte order mark are plain`() throws {
    #expect(try layout("\u{FEFF}a()\t \r\n\tb() # x \t\r\n") == "a()\nb()  # x\n")
    #expect(try layout("a()") == "a()\n")
    #expect(try layout("") == "")
    #expect(try layout(" \n\t\n") == "")
  }

  @Test func `else stands behind its brace`() throws {
    #expect(
      try layout("if a {\nb()\n}\n\nelse if c {\nd()\n}\nelse {\ne()\n}") == """
        if a {
          b()
        } else if c {
          d()
        } else {
          e()
        }

        """)
  }

  // MARK: Blocks on one line

  @Test func `a block that was written on one line stays on it`() throws {
    let lines = """
      test "write" { write buf page 0; assert tables.unshared == 1 }
      def f(a, b = 4K) { if a > b { return a } else { return -b } }
      for x in xs { p: { read x } }
      let m = measure { fork b }

      """
    #expect(try layout(lines) == lines)
    #expect(try layout("whatif{a();;b() ; }") == "whatif { a(); b() }\n")
    #expect(try layout("whatif {\n}\nspawn p { ; }") == "whatif { }\nspawn p { }\n")
  }

  @Test func `a block with a line end or a comment in it takes lines of its own`() throws {
    #expect(try layout("whatif { a()\n}") == "whatif {\n  a()\n}\n")
    #expect(try layout("whatif { f(1,\n2) }") == "whatif {\n  f(1, 2)\n}\n")
    #expect(try layout("whatif { # why\na() }") == "whatif {  # why\n  a()\n}\n")
    #expect(try layout("whatif { a() # why\n }") == "whatif {\n  a()  # why\n}\n")
  }

  @Test func `all blocks of a statement take lines if one does`() throws {
    #expect(try layout("if a { b() } else { c()\n}") == "if a {\n  b()\n} else {\n  c()\n}\n")
  }

  @Test func `a block on one line is opened when it is wider than a hundred columns`() throws {
    let name = String(repeating: "n", count: 80)
    let fitting = "whatif { let \(name) = 12 }\n"
    #expect(fitting.utf8.count == 101)
    #expect(try layout(fitting) == fitting)
    #expect(
      try layout("whatif { let \(name) = 123 }\n") == "whatif {\n  let \(name) = 123\n}\n")
  }

  // MARK: Blanks

  @Test func `blanks stand around operators and behind commas, not within brackets`() throws {
    #expect(
      try layout("x=[ 1,2 , -  3 ]+ xs [ 0 ]*f ( a,b )-( at )")
        == "x = [1, 2, -3] + xs[0] * f(a, b) - (at)\n")
    #expect(
      try layout("assert not  - ~ x!=1<<2 and p [1] . rss in 1 .. - 3")
        == "assert not -~x != 1 << 2 and p[1].rss in 1..-3\n")
    #expect(try layout("read a ..< a+64K") == "read a..<a + 64K\n")
    #expect(try layout("p [1..5] :read buf") == "p[1..5]: read buf\n")
    #expect(try layout("mmap(n*4M) prot(e) at(x)") == "mmap (n * 4M) prot (e) at (x)\n")
    #expect(try layout("print(3)\nprint f (3) , - ( 4 )") == "print (3)\nprint f(3), -(4)\n")
    #expect(try layout("spawn p [1 .. 2]\ndef f (a){}") == "spawn p[1..2]\ndef f(a) { }\n")
    #expect(try layout("print a - -9223372036854775808") == "print a - -9223372036854775808\n")
  }

  @Test func `numbers, strings, parentheses and the order of clauses stay`() throws {
    let text = """
      let x = 0x4000_0000 + 1_000 + 64M + 1.5GiB + 0b1010 + 1e6
      print ((x)), (x + 1) * 2, "a  {x  +  1}\\t\\u{41}", [1, 2,]
      mmap as buf shared 64M populate prot rw

      """
    #expect(try layout(text) == text)
  }

  @Test func `raw words stay as they are`() throws {
    #expect(
      try layout("machine  i386-pae with memory=4G,swap = 1G\nkernel\tlinux-2.5")
        == "machine i386-pae with memory = 4G, swap = 1G\nkernel linux-2.5\n")
    #expect(
      try layout("compare kernels[linux-2.5,\nshpte]{ fork c\n}show cost,faults")
        == "compare kernels [linux-2.5, shpte] {\n  fork c\n} show cost, faults\n")
  }

  @Test func `a string with lines in it keeps them, without blanks at their ends`() throws {
    #expect(try layout("print \"{a + \t\r\n\n\tb}  \"") == "print \"{a +\n    b}  \"\n")
    #expect(try layout("print \"{f(1, # one  \n2)}\"") == "print \"{f(1, # one\n    2)}\"\n")
  }

  // MARK: Long statements

  @Test func `a statement that fits is joined`() throws {
    #expect(try layout("assert a ==\n  b and\n\n c,\n \"why\"") == "assert a == b and c, \"why\"\n")
    #expect(try layout("mmap 4K \\\n at \\\n 0x1000") == "mmap 4K at 0x1000\n")
    #expect(try layout("p:\n  read buf\nprint [1,\n2\n,3]") == "p: read buf\nprint [1, 2, 3]\n")
  }

  @Test func `one that does not is broken where it is bound most loosely`() throws {
    let term = "p[1].pagetables.leaf == 8"
    #expect(
      try layout("assert \(term) and \(term) or \(term) and \(term), \"why\"") == """
        assert \(term) and \(term) or
            \(term) and \(term), "why"

        """)
    let numbers = (1...40).map { String($0) }.joined(separator: ", ")
    #expect(
      try layout("let xs = [\(numbers)]") == """
        let xs = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25,
            26, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39, 40]

        """)
  }

  @Test func `a call is broken before a clause, by a backslash`() throws {
    let clauses = "mmap shared sga 64M at 0x4000_0000_0000 + 64M * 1024 offset 16M prot rw populate"
    #expect(
      try layout("\(clauses) locked noreserve as pool fails EINVAL") == """
        \(clauses) locked noreserve \\
            as pool fails EINVAL

        """)
  }

  @Test func `the backslash counts for the hundred columns`() throws {
    for length in 1...20 {
      let name = String(repeating: "n", count: length)
      let clauses = "populate locked noreserve growsdown readonly reopen"
      let text = "mmap shared sga 64M at 0x4000_0000 prot rw as \(name) \(clauses) fails EINVAL"
      let lines = try layout(text).split(separator: "\n")
      #expect(lines.allSatisfy { $0.utf8.count <= 100 }, "\(length)")
    }
  }

  @Test func `what cannot be broken is left too long`() throws {
    let text = "print \"\(String(repeating: "x", count: 120))\"\n"
    #expect(try layout(text) == text)
  }

  // MARK: Comments

  @Test func `comments on lines of their own are indented with what follows`() throws {
    #expect(
      try layout("#!/x\n  # a\nwhatif {\n# b\n\n\n# c\nd()\n      # e\n}\n   # f") == """
        #!/x
        # a
        whatif {
          # b

          # c
          d()
          # e
        }
        # f

        """)
  }

  @Test func `comments behind lines that follow each other stand in a column`() throws {
    #expect(
      try layout("a() # 1\nlonger()\nbb()# 2\n\nccc() # 3\nwhatif { # 4\nd() # 5\n}") == """
        a()   # 1
        longer()
        bb()  # 2

        ccc()     # 3
        whatif {  # 4
          d()  # 5
        }

        """)
  }

  @Test func `no column is made that pushes a comment out of the hundredth`() throws {
    let comment = "# " + String(repeating: "c", count: 90)
    #expect(try layout("a() \(comment)\nlonger(1) # x") == "a()  \(comment)\nlonger(1)  # x\n")
  }

  @Test func `a comment in a list opens it as a block is opened`() throws {
    #expect(
      try layout("let xs = [1, # one\n  200, # more\n# last\n3]") == """
        let xs = [
          1,    # one
          200,  # more
          # last
          3
        ]

        """)
  }

  @Test func `a comment within a statement stays between the same tokens`() throws {
    #expect(try layout("let x = 1 + # one\n # two\n 2") == "let x = 1 +  # one\n    # two\n    2\n")
    #expect(try layout("read buf \\ # why\n at 3") == "read buf \\  # why\n    at 3\n")
    #expect(
      try layout("read buf \\ # a\n \\ # b\n at 3") == "read buf \\  # a\n    \\  # b\n    at 3\n")
    #expect(
      try layout("if a { b() } # why\n# so\nelse { c() }") == """
        if a {
          b()
        }  # why
        # so
        else {
          c()
        }

        """)
  }

  @Test func `two comments are never one`() throws {
    #expect(try layout("a(); # 1\n; # 2\nb()") == "a()  # 1\n# 2\nb()\n")
    #expect(try layout("; # 1\na()") == "# 1\na()\n")
  }

  // MARK: Outcomes

  @Test func `outcomes of statements that follow each other stand in a column`() throws {
    #expect(
      try layout("munmap buf at 1 fails EINVAL\nwrite 0x0   faults SIGSEGV # x\nread buf") == """
        munmap buf at 1 fails EINVAL
        write 0x0       faults SIGSEGV  # x
        read buf

        """)
    #expect(try layout("write 0x0    faults SIGSEGV") == "write 0x0 faults SIGSEGV\n")
  }

  // MARK: Files with errors

  @Test func `a statement in the wrong place is formatted all the same`() throws {
    #expect(
      try layout("whatif { test \"a\" { } }\nx==3\nbreak")
        == "whatif { test \"a\" { } }\nx == 3\nbreak\n")
    #expect(try layout("spawn  at\nmunmap 0x1000") == "spawn at\nmunmap 0x1000\n")
  }

  @Test(arguments: [
    "let x =", "whatif {", "a(", "\"", "mmap 4K maymove", "read buf at 1 at 2", "x = 4Q",
    "read buf\u{0}", "mmmap 4K", "print \"{a\"", "use \"{x}\"", "}",
  ])
  func `a file that is not understood is refused`(text: String) {
    #expect(throws: Formatter.Refusal.self) { try layout(text) }
  }

  private func layout(_ text: String) throws -> String {
    let bytes = try Formatter.format(SourceFile(name: "t.pts", text: text))
    let again = try Formatter.format(SourceFile(name: "t.pts", bytes: bytes))
    #expect(again == bytes, "not its own layout")
    return String(decoding: bytes, as: UTF8.self)
  }
}
