import PTLang
import Testing
import VM

@testable import Interpreter

@Suite("Cost")
struct CostTests {
  @Test("The names of profiles that look like expressions are words of the language")
  func dashedWords() {
    let dashed = CostProfile.all.map(\.name).filter { $0.contains("-") }
    #expect(Vocabulary.dashedKnobWords == dashed)
    for profile in CostProfile.all {
      let run = Run("kernel shpte with profile = \(profile.name), threshold = 0\nprint 1")
      #expect(run.problems.isEmpty && run.printed == ["1"], "\(profile.name)")
    }
  }

  @Test("Knobs may still be differences")
  func differences() {
    let text = "let epyc = 5\nlet n = 3\nkernel shpte with threshold = epyc-n\nprint 1"
    #expect(Run(text).printed == ["1"])
  }

  @Test("A trace tells what each statement has cost")
  func traced() {
    var options = Options()
    options.isTracing = true
    let run = Run(
      "kernel linux-2.5 with profile = redis\nspawn p\nmmap 4M as buf\nwrite buf\nfork c",
      options: options)
    #expect(run.costs == [1024 * 168])
  }

  @Test("Times are written with the largest unit that they reach")
  func times() {
    let shown = [
      0: "0 ns", 950: "950 ns", 1000: "1 us", 1500: "1.5 us", 2_439_000: "2.44 ms",
      999_999_999: "1000 ms", 1_056_964_608: "1.06 s", 60_000_000_000: "60 s", -1050: "-1.05 us",
    ]
    for (nanoseconds, text) in shown { #expect(HumanTime.text(nanoseconds) == text) }
    #expect(HumanTime.text(.max) == "9223372036.85 s")
    #expect(HumanTime.text(.min) == "-9223372036854775808 ns")
  }
}
