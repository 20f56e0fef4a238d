import Foundation
import Testing
import VM

/// Random programs on VM and on the naive model.
///
/// `PTSH_RANDOM_OPS` and `PTSH_RANDOM_SEED` make a longer or another run, `PTSH_RANDOM_PROGRAM`
/// (`large-17`)
/// runs one program alone and prints its calls before they are done; with `PTSH_RANDOM_HASTE` the
/// first difference ends the process at once, unreduced.
@Suite struct RandomTests {
  static let environment = ProcessInfo.processInfo.environment
  static let seed = environment["PTSH_RANDOM_SEED"].flatMap(UInt64.init) ?? 20_021_018

  static var operations: Int {
    if let wanted = environment["PTSH_RANDOM_OPS"].flatMap(Int.init) { return wanted }
    #if DEBUG
      print("debug build: 5,000 random operations; a release build does 200,000")
      return 5_000
    #else
      return 200_000
    #endif
  }

  @Test func `VM and the naive model agree on everything after every operation`() {
    run(.plain, operations: Self.operations)
  }

  @Test func `they agree on families and on ranges of many tables`() {
    run(.large, operations: Self.operations / 8)
  }

  @Test func `they agree on real machines with ranges of 300 MiB`() {
    run(.real, operations: Self.operations / 200)
  }

  @Test func `they agree on few processes in a small window of addresses`() {
    run(.window, operations: Self.operations / 4)
  }

  @Test func `they agree on what memory and low memory have no room for`() {
    run(.pressure, operations: Self.operations / 4)
  }

  @Test func `a run with undone pieces equals the run without them`() {
    run(.undo, operations: Self.operations / 8)
  }

  @Test func `the compressed and the flat form cannot be told apart`() {
    run(.forms, operations: Self.operations / 100)
  }

  /// Random programs of one style until so many operations are done.
  private func run(_ style: Program.Style, operations wanted: Int) {
    let seed = Self.seed
    if let only = Self.environment["PTSH_RANDOM_PROGRAM"] {
      runAlone(only, style)
      return
    }
    let most = Self.environment["PTSH_RANDOM_FAILURES"].flatMap(Int.init) ?? 1
    var done = 0
    var number = 0
    var failures: [String: Int] = [:]
    var coverage = Coverage()
    while done < wanted && failures.count < most {
      let program = Program(style, seed: seed, number: number)
      let run = program.run()
      done += run.calls.count
      coverage += run.coverage
      if let difference = run.difference {
        if Self.environment["PTSH_RANDOM_HASTE"] != nil {
          print("\(program.style)-\(number): \(difference)")
          exit(1)
        }
        failures[difference.kind, default: 0] += 1
        if failures[difference.kind] == 1 {
          Issue.record("\(Program.report(seed: seed, number: number, difference, program))")
        }
      }
      number += 1
    }
    print("random \(style): seed \(seed), \(number) programs, \(done) operations: \(coverage)")
  }

  /// `undo-17`, if that is a program of this style.
  private func runAlone(_ name: String, _ style: Program.Style) {
    let parts = name.split(separator: "-")
    guard parts.count == 2, parts[0] == style.rawValue, let number = Int(parts[1]) else { return }
    let program = Program(style, seed: Self.seed, number: number)
    print(program.configuration)
    if let found = program.run(announce: true).difference {
      Issue.record("\(Program.report(seed: Self.seed, number: number, found, program))")
    }
  }
}
