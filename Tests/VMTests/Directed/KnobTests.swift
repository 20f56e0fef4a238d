import Testing

@testable import VM

@Suite struct KnobTests {
  @Test func `every knob of every kernel sets a rule, and is read back`() throws {
    for kernel in Kernel.all {
      for knob in kernel.knobs {
        for value in values(of: knob) {
          let turned = try kernel.with(knob: knob.name, value)
          #expect(turned.value(of: knob) == value, "\(kernel.name) \(knob.name)")
          for other in kernel.knobs where other != knob {
            #expect(turned.value(of: other) == kernel.value(of: other), "\(knob.name)")
          }
        }
      }
    }
  }

  private func values(of knob: KernelKnob) -> [KnobValue] {
    switch knob.domain {
    case .words(let words): words.map { .word($0) }
    case .integer(let range): [.integer(range.lowerBound), .integer(range.upperBound)]
    case .numbers(let numbers): numbers.map { .integer($0) }
    case .toggle: [.toggle(true), .toggle(false)]
    }
  }

  @Test func `a toggle is on or off, true or false, 1 or 0`() throws {
    for (value, isOn) in [
      (KnobValue.word("on"), true), (.word("off"), false), (.toggle(true), true),
      (.toggle(false), false), (.integer(1), true), (.integer(0), false),
    ] {
      let kernel = try Kernel.linux24.with(knob: "highpte", value)
      #expect(kernel.tables.leavesInHighMemory == isOn, "\(value)")
    }
    for value in [KnobValue.word("yes"), .integer(2), .integer(-1)] {
      #expect(throws: KnobError(description: "knob 'highpte' is on or off")) {
        try Kernel.linux24.with(knob: "highpte", value)
      }
    }
  }

  @Test func `a value of another kind is told what there is`() {
    for (name, value, text) in [
      ("line", KnobValue.integer(48), "knob 'line' is one of 32, 64, 128"),
      ("pteaddr", .word("on"), "knob 'pteaddr' is one of 4, 8"),
      ("match", .integer(1), "knob 'match' is one of identical, file"),
      ("threshold", .toggle(true), "knob 'threshold' is a whole number from 0 to 2147483647"),
    ] {
      #expect(throws: KnobError(description: text)) {
        try Kernel.shpte.with(knob: name, value)
      }
    }
    #expect(throws: KnobError(description: "kernel 'linux-2.4' has no knob 'line'")) {
      try Kernel.linux24.with(knob: "line", .integer(32))
    }
  }
}
