import Testing
import VM

@testable import ptsh

@Suite("The comparison of kernels")
struct KernelComparisonTests {
  private func lines(_ kernels: [Kernel] = Kernel.all, width: Int = 100) -> [String] {
    KernelComparison(kernels: kernels, width: width, style: .plain).lines
  }

  @Test func `has a row for every rule that a kernel's description holds`() {
    let kernel = Kernel.shpte
    let groups: [(RuleRow.Group, Any)] = [
      (.sharing, kernel.sharing), (.fork, kernel.fork), (.faults, kernel.faults),
      (.mappings, kernel.mappings), (.tables, kernel.tables),
      (.reverseMap, kernel.reverseMap),
    ]
    for (group, rules) in groups {
      let properties = Mirror(reflecting: rules).children.compactMap(\.label)
      #expect(RuleRow.all.filter { $0.group == group }.map(\.property) == properties)
    }
    #expect(groups.map(\.0) == RuleRow.Group.allCases)
    let others = ["name", "summary", "knobs", "profile"]
    #expect(
      Set(Mirror(reflecting: kernel).children.compactMap(\.label))
        == Set(RuleRow.Group.allCases.map(\.rawValue) + others))
  }

  @Test func `says something else where rules differ`() throws {
    let turned = try Kernel.shpte.with(knob: "highpte", .word("on"))
    for row in RuleRow.all {
      #expect(Kernel.all.allSatisfy { !row.phrase($0).isEmpty })
      #expect(row.phrase(.shpte).allSatisfy { $0.isASCII })
    }
    let kernels = Kernel.all + [turned]
    let differing = RuleRow.all.filter { Set(kernels.map($0.phrase)).count > 1 }
    #expect(differing.count == RuleRow.all.count)
  }

  @Test func `stands in columns of at most 100`() {
    let lines = lines()
    #expect(lines[0].split(separator: " ").map(String.init) == Kernel.all.map(\.name))
    #expect(lines.allSatisfy { $0.count <= 100 && $0.last != " " })
    let starts = Kernel.all.compactMap { lines[0].firstRange(of: $0.name)?.lowerBound }
    for line in lines {
      for start in starts where start < line.endIndex {
        #expect(line[line.index(before: start)] == " ", "\(line)")
      }
    }
  }

  @Test func `wraps at the width that there is, and becomes a list where that is small`() {
    for width in [80, 100, 120, 200] {
      #expect(lines(width: width).allSatisfy { $0.count <= width })
    }
    let wide = lines(width: 600)
    #expect(wide.count == 1 + RuleRow.Group.allCases.count + RuleRow.all.count + 1 + 6)
    let narrow = lines(width: 60)
    #expect(narrow.allSatisfy { $0.count <= 60 })
    #expect(narrow.contains("fork: tables it copies"))
    #expect(narrow.contains("  linux-6.18  only of mappings with an anon_vma"))
    #expect(!lines(width: 1).isEmpty)
  }

  @Test func `shows knobs with their values`() throws {
    let turned = try Kernel.shpte.with(knob: "threshold", .integer(7))
      .with(knob: "match", .word("identical")).with(knob: "line", .integer(128))
    let other = try Kernel.linux25.with(knob: "pteaddr", .integer(4))
      .with(knob: "highpte", .toggle(true)).with(knob: "profile", .word("redis"))
    let lines = lines([turned, other], width: 600)
    let knobs = lines.drop { $0 != "knobs" }.dropFirst()
      .map { $0.split(separator: " ").joined(separator: " ") }
    #expect(
      knobs == [
        "`threshold` 7 (0 or more) -", "`match` identical (or file) -",
        "`line` 128 (32, 64, 128) 32 on 32-bit machines, 64 on others (32, 64, 128)",
        "`pteaddr` as wide as the machine's page entries (4, 8) 4 (4, 8)",
        "`highpte` off (or on) on (or off)",
        "`profile` mccracken-2002 (or fucillo-2005, redis, qemu, bare-metal, tatashin-2023, "
          + "epyc-7b12, linux-6.18) redis (or mccracken-2002, fucillo-2005, qemu, bare-metal, "
          + "tatashin-2023, epyc-7b12, linux-6.18)",
      ])
    #expect(lines.contains { $0.contains("shared copy-on-write if there are more than 7") })
  }

  @Test func `is plain where nobody watches`() {
    let result = PtshProcess(arguments: ["kernels", "--compare"]).run()
    #expect(result.status == 0 && result.errors.isEmpty)
    #expect(result.output == lines().joined(separator: "\n") + "\n")
  }

  @Test func `asks a terminal for its width`() {
    let result = PtshProcess.shell(
      "script -qec 'stty cols 64; \"$PTSH\" kernels --compare' /dev/null | tr -d '\\r'")
    #expect(result.output.contains("tables it copies"))
    #expect(result.output.contains("\u{1b}[1m"))
    let plain = result.output.replacing(#/\u{1b}\[[0-9;]*m/#, with: "")
    #expect(plain.split(separator: "\n").allSatisfy { $0.count <= 64 })
  }
}

@Suite("Text in columns")
struct ColumnsTests {
  @Test func `is wrapped between words`() {
    #expect(Columns.wrapped("one two three", to: 7) == ["one two", "three"])
    #expect(
      Columns.wrapped("one incomprehensible two", to: 7) == ["one", "incomprehensible", "two"])
    #expect(Columns.wrapped("", to: 7).isEmpty)
    #expect(Columns.wrapped("a b", to: 0) == ["a", "b"])
  }

  @Test func `is as high as its highest cell`() {
    #expect(Columns.row([["a"], ["b", "c"], []], widths: [3, 1, 2]) == ["a    b", "     c"])
  }
}
