import Interpreter
import PTLang
import Testing
import VM

@testable import ptsh

@Suite("An explanation")
struct ExplanationTests {
  @Test func `exists for every code of the language and of a run`() {
    let codes = DiagnosticCode.allCases.map(\.rawValue) + RunCode.allCases.map(\.rawValue)
    for code in codes { #expect(Explanation.paragraphs(about: code).count == 1, "\(code)") }
    #expect(Set(codes).count == codes.count)
  }

  @Test func `exists for kernels, machines, verbs and counters`() {
    let topics =
      Kernel.all.map(\.name) + Geometry.all.map(\.name)
      + Vocabulary.verbs.map(\.help.name) + Vocabulary.globals.map(\.name)
    for topic in topics { #expect(!Explanation.paragraphs(about: topic).isEmpty, "\(topic)") }
    let rules = Explanation.paragraphs(about: "linux-6.18")[0]
    #expect(rules.contains("\n  reading a file maps     cached pages in 64 KiB around\n"))
    #expect(Explanation.paragraphs(about: "i386-pae")[0].contains("counted as one page"))
  }

  @Test func `of nothing known suggests something, with status 64`() {
    let result = PtshProcess(arguments: ["explain", "pagetable"]).run()
    #expect(result.status == 64)
    #expect(result.errors.contains("did you mean `pagetables`?"))
  }

  @Test func `takes codes in either case`() {
    let result = PtshProcess(arguments: ["explain", "pt0405"]).run()
    #expect(result.status == 0)
    #expect(result.output.hasPrefix("PT0405: "))
  }
}
