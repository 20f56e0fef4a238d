import Testing

@testable import PTLang

@Suite("What may be typed at a place")
struct CompletionTests {
  private func expected(_ text: String) -> [Expected] {
    Completion(in: text, at: text.utf8.count).expected
  }

  private func prefix(_ text: String) -> Range<Int> {
    Completion(in: text, at: text.utf8.count).prefix
  }

  @Test func `at the beginning, after a line end, a brace or a subject is a statement`() {
    for text in ["", "mm", "read b\n", "read b; wr", "spawn p { ", "p2: re", "if x {\n  "] {
      #expect(expected(text) == [.statement], "\(text)")
    }
  }

  @Test func `after a target are the clauses that are not there yet`() {
    #expect(expected("write buf ") == [.clause(of: .write, given: [])])
    #expect(expected("write buf at 4K l") == [.clause(of: .write, given: [.at])])
    #expect(expected("mprotect b ") == [.protection, .clause(of: .mprotect, given: [])])
    #expect(expected("mprotect b r at 0 ") == [.clause(of: .mprotect, given: [.prot, .at])])
    #expect(expected("madvise b do") == [.advice, .clause(of: .madvise, given: [])])
    #expect(expected("mmap ") == [.expression, .clause(of: .mmap, given: [])])
    #expect(expected("mmap f prot ") == [.protection])
    #expect(expected("file f 4K ") == [.word("filled"), .word("hugetlb")])
  }

  @Test func `after an expectation is what can be expected`() {
    #expect(expected("munmap b fails ") == [.errno])
    #expect(expected("write b faults SIG") == [.signal])
  }

  @Test func `where machines and kernels are named, a word has dots and dashes`() {
    #expect(expected("kernel linux-2.") == [.kernel])
    #expect(prefix("kernel linux-2.") == 7..<15)
    #expect(expected("compare kernels [shpte, lin") == [.kernel])
    #expect(expected("machine x86") == [.machine])
    #expect(expected("kernel shpte with ").first == .knob(ofMachine: false, "shpte"))
    #expect(prefix("assert a-b") == 9..<10)
  }

  @Test func `after a dot are members, in strings too`() {
    for text in ["assert p1.", "print \"{p1.r", "let x = 3 + p1."] {
      guard case .member(let base)? = expected(text).first else {
        Issue.record("\(text)")
        continue
      }
      #expect(base.kind == .name("p1"))
    }
  }

  @Test func `new names have no candidates, comments have nothing`() {
    #expect(expected("spawn ") == [.newName])
    #expect(expected("let ") == [.newName])
    #expect(expected("read b # mm") == [])
    #expect(expected("for x ") == [.word("in")])
    #expect(expected("if x { } ") == [.word("else")])
  }

  @Test func `only what stands before the place is looked at`() {
    #expect(Completion(in: "wri buf", at: 3).prefix == 0..<3)
    #expect(Completion(in: "wri buf", at: 3).expected == [.statement])
  }
}
