import Testing

@testable import PTLang

/// Whatever the bytes: an answer soon, in bounded memory, without overflowing the stack.
@Suite struct Hostile {
  #if DEBUG
    private static let count = 10_000
  #else
    private static let count = 100_000
  #endif

  /// Nests `count` deep in every way the grammar nests, and a few in which it does not.
  @Test(arguments: [
    "(", "[", "{", "}", ")", "-", "~", "not ", "\"{", "f(", "a[", "p: ", "if a { ", "whatif {",
    "let x = measure { ", "f(measure { ", "else ", "test \"a\" { ", "def f() { ", ";", "\\", ":",
    "\"", ".", "..", "= ", "let ", "mmap ", "compare kernels [", "a.b", "[1,", "1 + ", "1 < ",
    "write a = ", "spawn p[", "if a { } else ", "# ", "\u{0}", "é", "\u{FEFF}", "x\n", "x;",
    "assert ((", "\"{\"", "{}", "()", "prot ",
  ])
  func `the same text over and over`(piece: String) {
    for head in ["", "let x = ", "write ", "whatif {\n"] {
      for separator in ["", "\n"] {
        let text = head + String(repeating: piece + separator, count: Hostile.count)
        let result = Parser.parse(SourceFile(name: "t", text: text))
        #expect(result.diagnostics.count <= 51)
        // Copies, compares and frees the tree, which walks it to the bottom.
        #expect(result.tree.hashValue == result.tree.hashValue)
      }
    }
  }

  @Test(arguments: [" + 1", ".a", "[0]", " and b", " | 1", " .. 1", " < 1", "(1)"])
  func `a chain of operators is refused when it is too long, unless it is flat`(link: String) {
    let text = "let x = a" + String(repeating: link, count: Hostile.count)
    let found = Parser.parse(SourceFile(name: "t", text: text)).diagnostics
    switch link {
    case " < 1": #expect(found == [])
    case " .. 1", "(1)": #expect(found.count == 1)
    default: #expect(found.map(\.code) == ["PT0207"])
    }
  }

  @Test func `many statements, else-ifs and list elements are no nesting`() {
    let count = Hostile.count
    for text in [
      "if a { }" + String(repeating: " else if a { }", count: count),
      "let x = [" + String(repeating: "1, ", count: count) + "]",
      String(repeating: "exec\n", count: count),
      "print \"" + String(repeating: "{a}", count: count) + "\"",
      "read buf" + String(repeating: " \\\n", count: count),
    ] {
      #expect(Parser.parse(SourceFile(name: "t", text: text)).diagnostics == [])
    }
  }

  @Test func `messages do not grow with the text`() {
    let long = String(repeating: "a", count: Hostile.count)
    for text in [
      long, "\(long) x", "let \(long)", "mmap 4K as 1\(long)", "let x = 1\(long)", "\"\\q\(long)",
      "madvise buf \(long)", "munmap buf fails \(long)", "mmap 4K prot \(long)",
      "let x = \"{\(long) x",
      "def f(\(long), \(long)) { }", "show vmas \(long) \(long)", "def f(a = 1, \(long)) { }",
    ] {
      for diagnostic in Parser.parse(SourceFile(name: "t", text: text)).diagnostics {
        let size = diagnostic.message.utf8.count + (diagnostic.hint?.utf8.count ?? 0)
        #expect(size < 400, "\(text.prefix(30))")
      }
    }
  }

  /// Eight megabytes: seconds without optimization.
  @Test(.enabled(if: Hostile.count >= 100_000))
  func `a text with too many nodes is refused`() {
    let text = "let x = [" + String(repeating: "1,", count: Parser.maximumNodes) + "]"
    let result = Parser.parse(SourceFile(name: "t", text: text))
    #expect(result.diagnostics.map(\.code) == ["PT0108"])
    #expect(!result.isIncomplete)
  }
}
