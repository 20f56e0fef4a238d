import Testing

@testable import VM

/// Random programs on machines with too little memory: stretches of frames at once must come to the
/// same as one after the other.
@Suite struct PressureTests {
  private static let kernels: [Kernel] = [
    .shpte, try! Kernel.shpte.with(knob: "threshold", .integer(0)), .linux25, .linux618,
    .linux24,
  ]

  @Test(arguments: kernels.indices)
  func `reclaim takes the frames, and leaves the hand, as frame by frame`(kernel: Int) {
    for seed in 0..<16 {
      run(Self.kernels[kernel], UInt64(seed)) { program, make in
        var fast = make(.compressed)
        var slow = make(.compressed)
        for number in 0..<120 {
          let step = program.next(fast)
          let outcome = fast.perform(step, isSlow: false)
          program.learn(step, outcome)
          guard slow.perform(step, isSlow: true) == outcome, fast.everything == slow.everything
          else { return "step \(number), \(step)" }
        }
        return nil
      }
    }
  }

  @Test(arguments: kernels.indices)
  func `under pressure a stretch of pages comes to the same as page by page`(kernel: Int) {
    for seed in 100..<130 {
      run(Self.kernels[kernel], UInt64(seed)) { program, make in
        var compressed = make(.compressed)
        var flat = make(.flat)
        for number in 0..<120 {
          let step = program.next(compressed)
          let outcome = compressed.perform(step, isSlow: false)
          program.learn(step, outcome)
          guard flat.perform(step, isSlow: false) == outcome, flat.totals == compressed.totals
          else { return "step \(number), \(step)" }
          if let violation = compressed.firstViolation() ?? flat.firstViolation() {
            return "step \(number), \(step): \(violation)"
          }
        }
        return nil
      }
    }
  }

  @Test(arguments: kernels.indices)
  func `going back takes back what memory pressure did`(kernel: Int) {
    for seed in 200..<220 {
      run(Self.kernels[kernel], UInt64(seed)) { program, make in
        var machine = make(.compressed)
        for _ in 0..<60 {
          let step = program.next(machine)
          program.learn(step, machine.perform(step, isSlow: false))
        }
        let before = machine.everything
        let mark = machine.mark()
        for number in 0..<40 {
          let step = program.next(machine)
          program.learn(step, machine.perform(step, isSlow: false))
          if number % 3 == 0 { machine.reclaim(pages: 5) }
        }
        machine.restore(to: mark)
        machine.release(mark)
        return machine.everything == before ? machine.firstViolation().map { "\($0)" } : "differs"
      }
    }
  }

  /// Runs a program with a machine that is made for it.
  private func run(
    _ kernel: Kernel, _ seed: UInt64,
    _ body: (inout PressureProgram, _ make: (StorageForm) -> Machine) -> String?
  ) {
    var program = PressureProgram(seed: seed)
    let frames = 20 + program.random.below(60)
    let slots = program.random.pick([0, 6, 30, 1000])
    let difference = body(&program) { form in
      Machine(
        geometry: .named("toy")!, kernel: kernel, memory: frames * 64, swap: slots * 64,
        storage: form)
    }
    if let difference { Issue.record("\(kernel.name), seed \(seed): \(difference)") }
  }
}
