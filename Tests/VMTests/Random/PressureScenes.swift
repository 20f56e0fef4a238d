import VM

/// Programs that want more than there is: more pages than memory has room for, more tables than low
/// memory; locks, several owners, pages of files and of private memory, what is not needed soon.
extension Generator {
  mutating func pressureProgram() -> [Operation] {
    var operations = [
      Operation(process: 0, kind: .spawn),
      Operation(
        process: 0,
        kind: .createFile(kind: .shm, size: page * (8 + random.below(24)), filled: false)),
      Operation(
        process: 0,
        kind: .createFile(
          kind: .regular, size: page * (8 + random.below(24)), filled: random.once(in: 2))),
    ]
    let count = 50 + random.below(100)
    while operations.count < count {
      switch random.below(24) {
      case 0, 1, 2: operations += filled()
      case 3, 4: operations += sharedFile()
      case 5, 6: operations += touched()
      case 7: operations += lockedByOne()
      case 8: operations += notNeededSoon()
      case 9: operations += manyTables()
      case 10: operations += scene()
      case 11: operations.append(Operation(process: random.below(8), kind: .fork))
      case 12: operations.append(Operation(process: random.below(8), kind: swap()))
      case 13, 14, 15:
        operations.append(
          Operation(process: 0, kind: .reclaim(pages: random.pick([1, 1, 2, 5, 20, 1000]))))
      default: operations.append(operation())
      }
    }
    return operations
  }

  /// Some place, and some pages from there on.
  private mutating func somePages() -> (address: Int, count: Int) {
    (slot() + page * random.pick([0, 0, 1, 5]), random.pick([1, 3, 8, 8, 16, 24]))
  }

  /// Private memory, written.
  private mutating func filled() -> [Operation] {
    let process = random.below(6)
    let (address, count) = somePages()
    let reads = random.once(in: 8)
    return [
      map(
        process, random.once(in: 4) ? random.below(60) : nil, at: address, count * page,
        shared: false),
      Operation(
        process: process,
        kind: .access(
          stretch(address, count * page), reads ? .read : .write, stride: nil,
          value: reads || random.once(in: 2) ? nil : Int64(1 + random.below(1000)))),
    ]
  }

  /// Pages of a file, mapped by several processes and touched by them, in one table or in several.
  private mutating func sharedFile() -> [Operation] {
    let file = random.below(60)
    let (address, count) = somePages()
    var steps: [Operation] = []
    for _ in 0...random.below(4) {
      let process = random.below(6)
      steps.append(
        map(
          process, file, at: random.once(in: 4) ? slot() : address, count * page,
          shared: random.below(6) > 0))
      steps.append(touch(process, address, of: count))
    }
    steps.append(
      Operation(
        process: random.below(6),
        kind: .access(
          stretch(address, count * page), random.pick([.read, .write]), stride: nil, value: nil)))
    if random.once(in: 3) {
      steps.append(Operation(process: 0, kind: .msync(stretch(address, count * page))))
    }
    return steps
  }

  /// Single pages, here and there, so that some are young and others old.
  private mutating func touched() -> [Operation] {
    let (address, count) = somePages()
    return (0...random.below(6)).map { _ in
      touch(random.below(8), random.once(in: 3) ? slot() : address, of: count)
    }
  }

  /// Pages of which one owner has locked some.
  private mutating func lockedByOne() -> [Operation] {
    let process = random.below(4)
    let (address, count) = somePages()
    let some = stretch(address + page * random.below(count), page * (1 + random.below(2)))
    var steps = [
      map(
        process, random.once(in: 2) ? random.below(60) : nil, at: address, count * page,
        shared: random.once(in: 2)),
      Operation(
        process: process,
        kind: .access(stretch(address, count * page), .write, stride: nil, value: nil)),
      Operation(process: process, kind: .fork),
      Operation(process: random.once(in: 2) ? process : -1, kind: .mlock(some)),
      Operation(process: 0, kind: .reclaim(pages: random.pick([1, 3, 1000]))),
    ]
    if random.once(in: 3) {
      steps.append(Operation(process: process, kind: .munlock(some)))
      steps.append(Operation(process: 0, kind: .reclaim(pages: 3)))
    }
    return steps
  }

  /// Pages that are lazily free, or old, or out, and some of them touched again.
  private mutating func notNeededSoon() -> [Operation] {
    let process = random.below(4)
    let (address, count) = somePages()
    let all = stretch(address, count * page)
    var steps = [
      map(process, nil, at: address, count * page, shared: false),
      Operation(process: process, kind: .access(all, .write, stride: nil, value: 7)),
    ]
    if random.once(in: 3) { steps.append(Operation(process: process, kind: .fork)) }
    steps.append(
      Operation(
        process: process,
        kind: .madvise(all, random.pick([.free, .free, .free, .cold, .pageout]))))
    for _ in 0..<random.below(3) { steps.append(touch(process, address, of: count)) }
    if random.once(in: 3) { steps.append(Operation(process: process, kind: .fork)) }
    steps.append(Operation(process: 0, kind: .reclaim(pages: 1 + random.below(2 * count))))
    steps.append(touch(random.once(in: 2) ? process : -1, address, of: count))
    return steps
  }

  /// One page of each of many tables, then forks.
  private mutating func manyTables() -> [Operation] {
    let process = random.below(4)
    let leaves = 2 + random.below(isToy ? 6 : 12)
    let address = slot()
    let file = random.once(in: 2) ? random.below(60) : nil
    return [
      map(process, file, at: address, leaves * leafBytes, shared: file != nil),
      Operation(
        process: process,
        kind: .access(
          stretch(address, leaves * leafBytes), random.pick([.read, .write]), stride: leafBytes,
          value: nil)),
    ] + (0...random.below(3)).map { _ in Operation(process: process, kind: .fork) }
  }
}
