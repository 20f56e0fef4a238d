import Testing
import VM

/// Sharing on and off, both on VM: no process may ever read a different value.
@Suite struct SharingTests {
  @Test func `sharing tables is invisible to what processes can read`() {
    let seed = RandomTests.seed &+ 1
    var done = 0
    var number = 0
    while done < RandomTests.operations / 4 {
      let (text, count) = compare(
        Program(number % 4 == 0 ? .large : .plain, seed: seed, number: number))
      done += count
      if let text {
        Issue.record("seed \(seed), program \(number): \(text)")
        return
      }
      number += 1
    }
    print("shpte against linux-2.5: seed \(seed), \(number) programs, \(done) operations")
  }

  @Test func `nor is it where memory is short, until a process dies of that`() {
    let seed = RandomTests.seed &+ 2
    var done = 0
    var number = 0
    while done < RandomTests.operations / 4 {
      let program = Program(.pressure, seed: seed, number: number)
      let (text, count) = compare(program, isShort: true)
      done += count
      if let text {
        Issue.record("seed \(seed), program \(number): \(program.configuration): \(text)")
        return
      }
      number += 1
    }
    print("sharing under pressure: seed \(seed), \(number) programs, \(done) operations")
  }

  /// What a process could read differently, if anything, and how many operations were done.
  ///
  /// - Parameter isShort: memory is as short as the program's configuration has it; the comparison
  ///   ends where only one of the two has enough.
  private func compare(_ program: Program, isShort: Bool = false) -> (String?, Int) {
    var with = program.configuration
    if with.kernel.sharing.attach == .never { with.kernel = .shpte }
    if !isShort { (with.frames, with.lowmem, with.slots) = (nil, nil, 0) }
    var without = with
    without.kernel = .linux25
    var a = Side(with.machine(.compressed))
    var b = Side(without.machine(.compressed))
    let geometry = with.geometry
    var count = 0
    for operation in program.operations {
      guard let call = a.call(for: operation) else { continue }
      // What MADV_FREE leaves of a page depends on how many entries map it.
      if case .madvise(_, _, _, .free) = call { continue }
      count += 1
      let (x, y) = (a.perform(call), b.perform(call))
      if x.isOfMemory || y.isOfMemory, x != y || !mapTheSame(a, b) { return (nil, count) }
      if x != y { return ("\(call): \(x) with sharing, \(y) without", count) }
      for p in a.living {
        let vmas = a.model.vmas(of: a.processes[p])
        if vmas != b.model.vmas(of: b.processes[p]) { return ("\(call): vmas of p\(p)", count) }
        let pages = vmas.reduce(0) { $0 + $1.range.length / geometry.pageSize }
        let step = max(1, pages / 64) * geometry.pageSize
        for vma in vmas {
          for at in stride(from: vma.range.start.value, to: vma.range.end.value, by: step) {
            let address = VirtualAddress(at)
            let x = a.model.value(a.processes[p], at: address)
            let y = b.model.value(b.processes[p], at: address)
            if x != y {
              let values = "\(x.map { "\($0)" } ?? "nil"), \(y.map { "\($0)" } ?? "nil")"
              return ("after \(call) p\(p) reads \(values) at \(address)", count)
            }
          }
        }
      }
    }
    return (nil, count)
  }

  private func mapTheSame(_ a: borrowing Side<Machine>, _ b: borrowing Side<Machine>) -> Bool {
    for p in a.processes.indices {
      let (x, y) = (a.processes[p], b.processes[p])
      if a.model.isAlive(x) != b.model.isAlive(y) { return false }
      if a.model.isAlive(x) && a.model.vmas(of: x) != b.model.vmas(of: y) { return false }
    }
    return true
  }
}

extension Outcome {
  /// There may not have been memory enough.
  fileprivate var isOfMemory: Bool {
    switch self {
    case .errno(.ENOMEM), .signal(.SIGKILL, _): true
    default: false
    }
  }
}
