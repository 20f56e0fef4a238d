import Interpreter
import PTLang
import VM

// Kernels, their knobs, and machines.
extension Topic {
  static func kernel(_ kernel: Kernel) -> Topic {
    var body = Document()
    body.paragraph(kernel.summary)
    for group in RuleRow.Group.allCases {
      body.list(
        RuleRow.all.filter { $0.group == group }
          .map { .init(term: $0.title, text: $0.phrase(kernel)) },
        after: "Rules of \(group.title):")
    }
    body.list(
      kernel.knobs.map { knob in
        let value = kernel.shownValue(ofKnob: knob.name) ?? ""
        return .init(term: knob.name, text: "\(knob.summary); \(value)")
      }, after: "Knobs, with what they are unless turned:")
    if kernel.knobs.isEmpty { body.paragraph("It has no knobs.") }
    body.paragraph("`ptsh kernels --compare` sets the kernels side by side.")
    return Topic(kind: .kernel, name: kernel.name, summary: kernel.summary, body: body)
  }

  static let kernelKnobs: [Topic] = Kernel.allKnobs.map { knob in
    let kernel = Kernel.all.first { $0.knobs.contains(knob) } ?? Kernel.shpte
    let value = kernel.shownValue(ofKnob: knob.name) ?? ""
    var body = Document()
    body.paragraph(knob.summary)
    body.paragraph("A knob of \(Kernel.names(with: knob)): \(value).")
    body.code(
      "kernel \(kernel.name) with \(knob.name) = \(knob.domain.sample)", after: "For example:")
    return Topic(kind: .knob, name: knob.name, summary: knob.summary, body: body)
  }

  static func machine(_ machine: Geometry) -> Topic {
    var body = Document()
    body.paragraph(machine.summary + (machine.name == Geometry.x86_64.name ? " (default)" : ""))
    body.table(
      ["level", "index bits", "entries", "an entry spans", "a table spans"],
      machine.levels.map { level in
        [
          "\(level.name)", "\(level.indexBits)", "\(level.entryCount)",
          HumanSize.text(level.entrySpan), HumanSize.text(level.tableSpan),
        ]
      })
    var facts: [[String]] = [
      ["page", HumanSize.text(machine.pageSize)],
      ["entry", HumanSize.text(machine.entryBytes)],
      ["user space ends at", "\(machine.userEnd)"],
      ["mmap base", "\(machine.mmapBase); mappings are placed downwards from it"],
      ["heap start", "\(machine.heapStart); where `brk` begins"],
      ["memory", "\(HumanSize.text(machine.defaultMemory)) unless said otherwise"],
    ]
    if let lowmem = machine.defaultLowmem {
      facts.append(["lowmem", "\(HumanSize.text(lowmem)) unless said otherwise"])
    }
    body.table(["", ""], facts)
    if let note = note(on: machine) { body.paragraph("A fiction: \(note).") }
    return Topic(kind: .machine, name: machine.name, summary: machine.summary, body: body)
  }

  /// Where a machine differs from its hardware.
  static func note(on machine: Geometry) -> String? {
    switch machine.name {
    case "i386-pae": "the top level, 32 bytes on the hardware, is counted as one page"
    case "sv39", "arm64-16k", "arm64-64k":
      "table entries carry read, write and execute bits as on x86, which this hardware lacks"
    default: nil
    }
  }
}

extension KernelKnob.Domain {
  /// A value that it may have, for examples.
  fileprivate var sample: String {
    switch self {
    case .words(let words): words.first ?? ""
    case .integer(let range): "\(range.lowerBound)"
    case .numbers(let numbers): "\(numbers.last ?? 0)"
    case .toggle: "on"
    }
  }
}
