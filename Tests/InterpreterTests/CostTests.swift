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

  @Test("Case 17: Fucillo's 2 GiB, 471 ms before the lazy copy and 1 ms after it")
  func fucillo() {
    func cost(_ kernel: String) -> String? {
      let run = Run(
        """
        kernel \(kernel) with profile = fucillo-2005
        spawn p
        mmap shared 2G as sga
        write sga
        let m = measure { fork c }
        print m.cost // 1_000_000, m.pte.copied
        """)
      return run.printed.first
    }
    #expect(cost("linux-2.5") == "472 524288")
    #expect(cost("shpte") == "1 0")
    #expect(cost("linux-6.18") == "1 0")
  }

  @Test("Case 25: Redis' 24 GiB take 1.06 s")
  func redis() {
    let run = Run(
      """
      kernel linux-2.5 with profile = redis
      spawn redis
      mmap 24G as heap
      write heap
      let m = measure { fork saver }
      print m.pte.copied, m.cost
      """)
    #expect(run.printed == ["6291456 1056964608"])
  }

  @Test("A terabyte and ten thousand owners: flushes, interrupts and cost to the digit")
  func scale() {
    let run = Run(
      """
      machine x86_64 with memory = 4T
      shm sga 1T
      spawn r
      mmap shared sga readonly prot r as buf
      read buf
      spawn p[1..9999]
      p: mmap shared sga as buf
      p: read buf
      let m = measure { p[1]: write buf }
      print m.tlb.flushes, m.tlb.pages, m.tlb.ipis == (1T // 4K) * 9999
      let all = measure { p: msync buf }
      print all.tlb.flushes, all.tlb.ipis
      let cut = measure { truncate sga 4K }
      print cut.tlb.flushes, cut.tlb.ipis, cut.cost == cut.pte.cleared * 1530 + 1000
      """)
    #expect(
      run.printed == [
        "268435456 268435456 true", "9999 99980001", "10000 0 true",
      ])
  }
}
