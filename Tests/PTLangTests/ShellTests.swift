import Testing

@testable import PTLang

/// What the shell asks of the parser.
@Suite struct Shell {
  private func isIncomplete(_ text: String) -> Bool {
    Parser.parse(SourceFile(name: "in", text: text), mode: .shell).isIncomplete
  }

  @Test(arguments: [
    "spawn p {", "spawn p {\nexec\n", "if a {\n} else {", "let x = (", "let x = [1,\n2", "f(1,",
    "let x =", "let x = 1 +", "x +=\n", "assert a and\n", "assert not", "print 1,", "p2:", "p2: {",
    "let x = 1 \\", "let x = 1 \\\n", "exec \\ # more\n", "write buf =", "def f(a,", "whatif {{",
    "compare kernels [a,\n", "machine toy with a =", "test \"a\" { print \"{", "spawn p[", "-",
  ])
  func `more is asked for while something is open`(text: String) {
    #expect(isIncomplete(text))
  }

  @Test(arguments: [
    "", "\n", "exec", "spawn p { }", "let", "let x", "if a", "spawn", "munmap", "munmap buf at",
    "print \"abc", "print \"{a", "f(1))", "a }", "asert x == 3", "exec \\ x", "fails", "# {", "}",
    "munmap buf fails", "show", "p.",
  ])
  func `nothing more is asked for when the line is complete or just wrong`(text: String) {
    #expect(!isIncomplete(text))
  }

  @Test func `a block typed line by line is open until its last brace`() {
    let lines = [
      "p[1..5]: {", "  if a {", "    read buf", "  }", "  else {", "    exit", "  }", "}",
    ]
    for count in 1..<lines.count {
      #expect(isIncomplete(lines[..<count].joined(separator: "\n")), "\(count) lines")
    }
    #expect(!isIncomplete(lines.joined(separator: "\n")))
    #expect(problems(lines.joined(separator: "\n"), mode: .shell) == [])
  }

  @Test func `an expression alone is a statement in the shell`() {
    #expect(tree("x == 3", mode: .shell) == "<(x == 3)>")
    #expect(tree("p1.rss", mode: .shell) == "<(. p1 rss)>")
    #expect(tree("pagetables", mode: .shell) == "<pagetables>")
    #expect(tree("4K", mode: .shell) == "<4096>")
  }
}
