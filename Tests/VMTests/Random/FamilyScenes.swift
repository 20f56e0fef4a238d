import VM

/// Scenes about anon_vmas and exclusive pages: what has happened to memory shows when protections
/// become equal, or when it is forked.
extension Generator {
  /// Where there are as many processes as there may be, a fork would be an exit.
  var roomForChild: Operation { Operation(process: 3, kind: .exit) }

  mutating func family(at address: Int) -> [Operation] {
    switch random.below(4) {
    case 0: reused(at: address)
    case 1: grown(at: address)
    default: row(at: address)
    }
  }

  /// Mappings in a row that only protection keeps apart, touched in any order by parent and child;
  /// then it is equal.
  private mutating func row(at address: Int) -> [Operation] {
    let count = 3 + random.below(2)
    let length = page * random.pick([1, 1, 2])
    let whole = stretch(address, count * length)
    let file = random.once(in: 4) ? random.below(60) : nil
    var steps: [Operation] = []
    func add(_ process: Int, _ kind: Operation.Kind) {
      steps.append(Operation(process: process, kind: kind))
    }
    steps.append(roomForChild)
    add(0, .munmap(whole))
    for number in 0..<count {
      var mapping = Operation.Mapping(
        file: file, isShared: false, length: length, offset: file == nil ? 0 : number * length,
        protection: random.once(in: 6) ? .read : number % 2 == 0 ? [.read, .write] : .all,
        place: .absolute(address + number * length))
      mapping.noReserve = random.once(in: 8)
      add(0, .mmap(mapping))
    }
    var places = (0..<count).map { address + $0 * length }
    let forks = random.below(2 * count)
    var process = 0
    while !places.isEmpty {
      if places.count == forks {
        add(0, .fork)
        process = random.pick([0, -1, -1])
      }
      let place = places.remove(at: random.below(places.count))
      if random.below(3) > 0 { steps.append(touch(process, place, of: 1, write: true)) }
    }
    for _ in 0...random.below(3) {
      let one = stretch(address + random.below(count) * length, length)
      if random.once(in: 4) {
        add(
          process,
          .mremap(
            one, newLength: length, mayMove: true, to: .absolute(address + 40 * page),
            keepsSource: true))
        add(process, .access(one, .write, stride: nil, value: nil))
      }
      add(
        process,
        .mprotect(random.once(in: 2) ? whole : one, random.pick([[.read, .write], .all, .read])))
    }
    add(process, .mprotect(whole, [.read, .write]))
    return steps
  }

  /// Pages that a fork has made common belong to one process again.
  private mutating func reused(at address: Int) -> [Operation] {
    let count = 1 + random.below(3)
    let whole = stretch(address, count * page)
    let file = random.once(in: 4) ? random.below(60) : nil
    var steps = [
      roomForChild,
      map(0, file, at: address, count * page, shared: false),
      Operation(process: 0, kind: .access(whole, .write, stride: nil, value: nil)),
      Operation(process: 0, kind: .fork),
    ]
    let (one, other) = random.once(in: 2) ? (0, -1) : (-1, 0)
    steps.append(Operation(process: one, kind: .munmap(whole)))
    for _ in 0...random.below(2) { steps.append(touch(other, address, of: count)) }
    for protection: Protection in [.read, [.read, .write]] {
      steps.append(Operation(process: other, kind: .mprotect(whole, protection)))
    }
    steps.append(touch(other, address, of: count))
    return steps
  }

  /// A stack grows by a read, perhaps until it meets what is below, and is forked.
  private mutating func grown(at address: Int) -> [Operation] {
    var stack = Operation.Mapping(
      file: nil, isShared: false, length: page * (1 + random.below(2)), offset: 0,
      protection: [.read, .write], place: .absolute(address), replaces: true)
    stack.growsDown = true
    let below = page * (1 + random.below(leafPages))
    let start = address - below
    var steps = [
      Operation(process: 0, kind: .munmap(stretch(start - 260 * page, below + 260 * page))),
      Operation(process: 0, kind: .mmap(stack)),
    ]
    if random.once(in: 2) {
      // The gap that stays free under Linux 6.18, or one page more or less.
      let end = start - page * (256 + random.below(3) - 1)
      steps.append(
        map(0, nil, at: end - page, page, shared: false, random.pick([.none, .read, .all])))
    }
    steps += [
      touch(0, start, of: 1, write: random.once(in: 4)),
      Operation(process: 0, kind: .fork),
      touch(-1, start, of: 1),
    ]
    return steps
  }

  /// Entries that are not present among pages of a file, or guards, and what comes over them.
  mutating func amongPages(at address: Int) -> [Operation] {
    let base = random.once(in: 2) ? address / leafBytes * leafBytes : address
    let count = random.pick([2, 5, leafPages, leafPages, leafPages + 2])
    let whole = stretch(base, count * page)
    let first = stretch(base, page * (1 + random.below(2)))
    var steps: [Operation] = []
    func add(_ kind: Operation.Kind) { steps.append(Operation(process: 0, kind: kind)) }
    steps.append(
      map(
        0, random.below(4) > 0 ? random.below(60) : nil, at: base, count * page,
        shared: random.once(in: 3)))
    add(.madvise(whole, .willneed))
    add(.access(first, .write, stride: nil, value: nil))
    if random.once(in: 5) { add(.mlock(whole)) }
    add(.madvise(stretch(base, page), random.once(in: 2) ? .pageout : .guardInstall))
    for _ in 0...random.below(3) {
      switch random.below(5) {
      case 0: add(.madvise(whole, .dontneed))
      case 1: add(.madvise(whole, .guardRemove))
      case 2:
        add(.mprotect(whole, .read))
        add(.mprotect(whole, [.read, .write]))
      default: steps.append(touch(0, base, of: min(count, 12), write: random.once(in: 3)))
      }
    }
    return steps
  }

  /// mremap of what tables above the leaves span, full or empty.
  mutating func wholeTables() -> [Operation] {
    let levels = geometry.levels
    guard levels.count > 2 else { return [] }
    let unit = levels[levels.count - 2].tableSpan
    let base = unit * (1 + random.below(2)) - leafBytes * random.pick([0, 0, 0, 1, 2])
    let length = unit + leafBytes * random.pick([0, 0, 1, 3])
    let whole = stretch(base, length)
    var target = base + 3 * unit + leafBytes * random.pick([0, 0, 0, 0, 1])
    if levels.count > 3, random.once(in: 2) { target += levels[levels.count - 3].tableSpan }
    var steps = [map(0, nil, at: base, length, shared: random.once(in: 4))]
    func add(_ kind: Operation.Kind) { steps.append(Operation(process: 0, kind: kind)) }
    for _ in 0...random.below(4) {
      steps.append(
        touch(0, base + leafBytes * random.below(length / leafBytes), of: 3, write: true))
    }
    if random.once(in: 3) { add(.madvise(whole, .dontneed)) }
    if random.once(in: 3) { add(.munmap(stretch(base + leafBytes * random.below(4), leafBytes))) }
    add(
      .mremap(
        whole, newLength: length, mayMove: true, to: .absolute(target),
        keepsSource: random.once(in: 3)))
    steps.append(touch(0, target + leafBytes * random.below(length / leafBytes), of: 3))
    return steps
  }
}
