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

  /// What a process could read differently, if anything, and how many operations were done.
  private func compare(_ program: Program) -> (String?, Int) {
    var sharing = program.configuration.kernel
    if sharing.sharing.attach == .never { sharing = .shpte }
    let geometry = program.configuration.geometry
    var a = Side(Machine(geometry: geometry, kernel: sharing, memory: geometry.defaultMemory))
    var b = Side(Machine(geometry: geometry, kernel: .linux25, memory: geometry.defaultMemory))
    var count = 0
    for operation in program.operations {
      guard let call = a.call(for: operation) else { continue }
      // What MADV_FREE leaves of a page depends on how many entries map it.
      if case .madvise(_, _, _, .free) = call { continue }
      count += 1
      let (x, y) = (a.perform(call), b.perform(call))
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
}
