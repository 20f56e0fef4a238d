import VM

extension Generator {
  /// Pages go to swap space and come back, before forks and after, on both sides.
  mutating func swapping(at address: Int, or other: Int) -> [Operation] {
    let process = random.below(4)
    let count = 1 + random.below(6)
    let all = stretch(address, count * page)
    var steps = [
      map(
        process, random.once(in: 3) ? random.below(60) : nil, at: address, count * page,
        shared: random.once(in: 4))
    ]
    func add(_ process: Int, _ kind: Operation.Kind) {
      steps.append(Operation(process: process, kind: kind))
    }
    add(process, .access(all, .write, stride: nil, value: Int64(random.below(99))))
    if random.once(in: 3) { add(process, .fork) }
    add(process, .madvise(all, .pageout))
    if random.once(in: 2) { add(process, .fork) }
    for _ in 0..<(3 + random.below(7)) {
      let process = random.once(in: 3) ? process : random.below(7)
      switch random.below(16) {
      case 0, 1: add(process, .madvise(all, .pageout))
      case 2: add(process, .madvise(all, random.pick([.free, .cold, .willneed, .dontneed])))
      case 3: add(process, random.pick([.fork, .exit]))
      case 4: add(process, swap())
      case 5: add(process, .mprotect(all, random.pick([.read, .none])))
      case 6: add(process, .mprotect(all, [.read, .write]))
      case 7:
        add(
          process,
          .mremap(
            all, newLength: count * page, mayMove: true, to: .absolute(other),
            keepsSource: random.once(in: 3)))
      default: steps.append(touch(process, address, of: count))
      }
    }
    return steps
  }
}
