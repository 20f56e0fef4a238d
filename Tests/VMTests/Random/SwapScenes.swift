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
    if random.once(in: 2) {
      add(process, .fork)
      // The parent's, in the swap cache while the child holds the slots.
      if random.once(in: 2) { add(process, .access(all, .read, stride: nil, value: nil)) }
    }
    for _ in 0..<(3 + random.below(7)) {
      let process = random.once(in: 3) ? process : random.below(7)
      switch random.below(18) {
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
      case 8, 9:
        // Free to go unless it is written again.
        add(process, .madvise(all, .free))
        if random.below(3) > 0 {
          add(process, .access(stretch(address, page), .write, stride: nil, value: nil))
        }
        for _ in 0...random.below(2) { add(process, .madvise(all, .pageout)) }
      default: steps.append(touch(process, address, of: count))
      }
    }
    return steps
  }

  /// swapoff, with some pages in the swap cache and others unlike each other; where memory is
  /// short, with little of it left.
  mutating func swapOff(at address: Int) -> [Operation] {
    let count = 2 + random.below(8)
    let all = stretch(address, count * page)
    var steps = [roomForChild, map(0, nil, at: address, count * page, shared: false)]
    func add(_ process: Int, _ kind: Operation.Kind) {
      steps.append(Operation(process: process, kind: kind))
    }
    add(0, .access(all, .write, stride: nil, value: Int64(1 + random.below(99))))
    add(0, .madvise(all, .pageout))
    if random.below(3) > 0 {
      add(0, .fork)
      for _ in 0..<random.below(4) {
        steps.append(touch(random.pick([0, -1]), address, of: count))
      }
    }
    if isMemoryShort {
      var filler = Operation.Mapping(
        file: nil, isShared: false, length: 300 * page, offset: 0, protection: [.read, .write])
      filler.populate = true
      add(0, .mmap(filler))
      steps.append(letGo())
      add(0, .access(all, .read, stride: nil, value: nil))
    } else if random.once(in: 3) {
      add(0, .access(stretch(address, page), .read, stride: nil, value: nil))
    }
    add(0, .swapOff)
    add(0, .mprotect(all, .read))
    add(0, .mprotect(all, [.read, .write]))
    add(0, .swapOn(size: page * (1 + random.below(40))))
    return steps
  }

  /// Pages of a file that two processes map and write: one writes them back and leaves them, then
  /// they leave memory from the other.
  mutating func writtenBack(at address: Int) -> [Operation] {
    let count = 1 + random.below(4)
    let all = stretch(address, count * page)
    var steps = [roomForChild, map(0, random.below(60), at: address, count * page)]
    func add(_ process: Int, _ kind: Operation.Kind) {
      steps.append(Operation(process: process, kind: kind))
    }
    steps.append(touch(0, address, of: count, write: true))
    add(0, .fork)
    let (one, other) = random.once(in: 2) ? (0, -1) : (-1, 0)
    add(other, .access(all, random.once(in: 4) ? .read : .write, stride: nil, value: nil))
    for _ in 0...random.below(2) {
      if random.below(4) > 0 { add(one, .msync(all)) }
      if random.below(4) > 0 { add(one, .munmap(all)) }
      if random.once(in: 4) {
        add(other, .mprotect(all, .read))
        add(other, .mprotect(all, [.read, .write]))
      }
      if random.once(in: 3) { steps.append(touch(other, address, of: count)) }
      if random.below(4) > 0 { add(other, .madvise(all, .pageout)) }
      if random.once(in: 2) { steps.append(touch(other, address, of: count)) }
    }
    return steps
  }

  /// Pages of a file that have left memory, and private copies of them, while the file loses pages.
  mutating func holes(at address: Int) -> [Operation] {
    let count = 1 + random.below(4)
    let file = random.below(60)
    let all = stretch(address, count * page)
    let copies = address + 64 * page
    var steps = [
      map(0, file, at: address, count * page),
      map(0, file, at: copies, count * page, shared: false),
    ]
    func add(_ kind: Operation.Kind) {
      steps.append(Operation(process: 0, file: file, kind: kind))
    }
    for _ in 0..<2 { steps.append(touch(0, address, of: count, write: true)) }
    if random.once(in: 2) { steps.append(touch(0, copies, of: count, write: true)) }
    if random.once(in: 2) { add(.msync(all)) }
    if random.once(in: 2) { add(.madvise(all, .pageout)) }
    if isMemoryShort && random.once(in: 2) {
      var filler = Operation.Mapping(
        file: nil, isShared: false, length: 300 * page, offset: 0, protection: [.read, .write])
      filler.populate = true
      add(.mmap(filler))
      steps.append(letGo())
    }
    switch random.below(3) {
    case 0: add(.madvise(all, .remove))
    case 1: add(.madvise(all, .willneed))
    default:
      add(.truncate(size: page * random.below(count) + random.below(page / 8) * 8))
      add(.truncate(size: count * page))
    }
    steps.append(touch(0, random.once(in: 2) ? address : copies, of: count, write: false))
    return steps
  }
}
