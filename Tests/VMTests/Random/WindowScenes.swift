import VM

/// Programs of few processes on a small window of addresses around a border of the tables: mappings
/// meet, merge and split there, share leaf tables and the windows of fault-around, move about.
extension Generator {
  mutating func windowProgram() -> [Operation] {
    let count = 25 + random.below(176)
    let window = Window(middle: windowMiddle(), page: page, leafPages: leafPages, isToy: isToy)
    var operations = [
      Operation(process: 0, kind: .spawn),
      Operation(
        process: 0, kind: .createFile(kind: .shm, size: window.fileSize, filled: true)),
      Operation(
        process: 0, kind: .createFile(kind: .shm, size: window.fileSize * 7 / 11, filled: false)),
      Operation(
        process: 0,
        kind: .createFile(
          kind: .regular, size: window.fileSize / 2 - random.below(page),
          filled: random.once(in: 2))),
    ]
    while operations.count < count {
      switch random.below(36) {
      case 0, 1: operations += swapping(at: address(in: window), or: address(in: window))
      case 2: operations += meeting(in: window)
      case 3 where random.once(in: 2): operations += writtenBack(at: address(in: window))
      case 4: operations += family(at: address(in: window))
      case 5 where random.once(in: 2): operations += swapOff(at: address(in: window))
      case 6 where random.once(in: 2): operations += amongPages(at: address(in: window))
      case 7 where random.once(in: 2): operations += wholeTables()
      case 8 where random.once(in: 2): operations += holes(at: address(in: window))
      default:
        operations.append(
          Operation(process: random.below(60), file: random.below(60), kind: step(in: window)))
      }
    }
    return operations
  }

  /// Where it all happens; lengths are those that the measured scenarios have.
  private struct Window {
    let middle: Int
    let page: Int
    let leafPages: Int
    let isToy: Bool

    var fileSize: Int { page * (isToy ? 18 : 1100) }
    /// Pages below and above the middle.
    var reach: Int { isToy ? 24 : 1024 }
    var start: Int { middle - reach * page }
    var lengths: [Int] {
      isToy
        ? [1, 1, 2, 2, 3, 4, 5, 8, 9, 16, 24]
        : [1, 1, 2, 3, 16, 16, 40, 100, 256, 300, leafPages, 600, 1024]
    }
  }

  private mutating func windowMiddle() -> Int {
    if isToy { return leafBytes * 8 * (1 + random.below(6)) }
    let levels = geometry.levels
    let upper = levels[max(0, levels.count - random.pick([2, 3]))].tableSpan
    return upper < geometry.userEnd.value / 2 ? upper * (1 + random.below(2)) : 1 << 30
  }

  private mutating func step(in window: Window) -> Operation.Kind {
    enum Verb {
      case mmap, munmap, mprotect, madvise, mremap, mlock, munlock, msync, brk, truncate, remap
      case access, fork, exit, spawn, exec, swap
    }
    let verb = random.weighted([
      (24, Verb.mmap), (10, .munmap), (12, .mprotect), (22, .madvise), (9, .mremap), (1, .mlock),
      (2, .munlock), (2, .msync), (1, .brk), (1, .truncate), (40, .access), (5, .fork),
      (2, .exit), (1, .spawn), (2, .swap),
    ])
    switch verb {
    case .mmap: return .mmap(mapping(in: window))
    case .munmap: return .munmap(part(of: window))
    case .mprotect: return .mprotect(part(of: window), windowProtection())
    case .madvise: return .madvise(part(of: window), advice())
    case .mremap: return move(in: window)
    case .mlock: return .mlock(part(of: window))
    case .munlock: return .munlock(part(of: window))
    case .msync: return .msync(part(of: window))
    case .brk: return .brk(size: page * random.pick(window.lengths))
    case .truncate: return .truncate(size: random.below(window.fileSize))
    case .remap: return .remap(part(of: window), offset: page * random.below(8))
    case .access: return access(in: window)
    case .fork: return .fork
    case .exit: return .exit
    case .spawn: return .spawn
    case .exec: return .exec
    case .swap: return swap()
    }
  }

  // MARK: Scenes

  /// A row of mappings that could be one, but for what has happened to each.
  private mutating func meeting(in window: Window) -> [Operation] {
    let process = random.below(4)
    let length = page * random.pick([1, 1, 2, 3, isToy ? 4 : 16])
    let count = 3 + random.below(2)
    let address = address(in: window) + page * random.below(3)
    let file = random.once(in: 3) ? random.below(60) : nil
    let isShared = file != nil && random.once(in: 4)
    var steps: [Operation] = []
    func add(_ process: Int, _ kind: Operation.Kind) {
      steps.append(Operation(process: process, kind: kind))
    }
    for number in 0..<count where random.below(5) > 0 {
      let at = address + number * length
      steps.append(
        map(
          process, file, at: at, length, offset: number * length, shared: isShared,
          random.once(in: 3) ? .read : [.read, .write]))
      if random.once(in: 2) { steps.append(touch(process, at, of: 1)) }
    }
    for _ in 0..<(4 + random.below(8)) {
      let process = random.below(4) > 0 ? process : random.below(7)
      let at = address + random.below(count) * length
      let one = stretch(at, length * random.pick([1, 1, 2]))
      switch random.below(14) {
      case 0, 1: add(process, .mprotect(one, .read))
      case 2, 3: add(process, .mprotect(one, [.read, .write]))
      case 4: add(process, .mprotect(stretch(address, count * length), [.read, .write]))
      case 5: add(process, .fork)
      case 6: add(process, .munmap(one))
      case 7:
        steps.append(map(process, file, at: at, length, offset: at - address, shared: isShared))
      case 8:
        add(
          process,
          .madvise(one, random.pick([.random, .normal, .dontfork, .dofork, .guardInstall])))
      case 9: add(process, random.once(in: 2) ? .mlock(one) : .munlock(one))
      case 10, 11:
        // Away, or back.
        let other = address + count * length + page * 40
        let (from, to) = random.once(in: 2) ? (at, other) : (other, at)
        add(
          process,
          .mremap(
            stretch(from, length), newLength: length, mayMove: true, to: .absolute(to),
            keepsSource: random.once(in: 4)))
      default: steps.append(touch(process, at, of: length / page))
      }
    }
    return steps
  }

  // MARK: Operands

  private mutating func address(in window: Window) -> Int {
    let page = random.below(2 * window.reach)
    let unit = random.pick([1, 1, isToy ? 2 : 16, leafPages / 2, leafPages])
    return window.start + page / unit * unit * window.page
  }

  private mutating func windowProtection() -> Protection {
    random.weighted([
      (10, [.read, .write]), (5, .read), (2, .none), (1, .all), (1, [.read, .execute]),
    ])
  }

  /// A mapping, a part of one, or whatever is at some place of the window.
  private mutating func part(of window: Window) -> Operation.Stretch {
    let n = random.below(12)
    switch random.below(6) {
    case 0: return Operation.Stretch(place: .start(n, 0), length: nil)
    case 1, 2:
      return Operation.Stretch(
        place: .start(n, page * random.pick([0, 0, 1, 2, random.below(20)])),
        length: page * random.pick(window.lengths), isClipped: random.below(4) > 0)
    case 3:
      let count = random.pick(window.lengths)
      return Operation.Stretch(place: .end(n, -page * count), length: page * count)
    default:
      return Operation.Stretch(
        place: .absolute(address(in: window)), length: page * random.pick(window.lengths),
        isClipped: random.once(in: 4))
    }
  }

  private mutating func mapping(in window: Window) -> Operation.Mapping {
    let address = address(in: window)
    var mapping = Operation.Mapping(
      file: random.once(in: 2) ? random.below(60) : nil, isShared: random.once(in: 2),
      length: page * random.pick(window.lengths), offset: 0, protection: [.read, .write],
      place: .absolute(address), replaces: random.once(in: 2))
    if mapping.file == nil && random.once(in: 2) { mapping.isShared = false }
    if random.once(in: 4) { mapping.protection = windowProtection() }
    switch random.below(5) {
    case 0: mapping.place = .end(random.below(12), 0)
    case 1: mapping.place = .start(random.below(12), -mapping.length)
    case 2 where random.once(in: 3): mapping.place = nil
    default: break
    }
    if mapping.file != nil {
      // Most mappings of a file continue each other wherever they meet.
      let own = max(0, address - window.start) % window.fileSize
      mapping.offset = random.pick([0, own, own, 64 * page])
      mapping.reopen = random.once(in: 8)
      mapping.readOnly = random.once(in: 12)
      if mapping.readOnly { mapping.protection.remove(.write) }
    } else if !mapping.isShared {
      mapping.growsDown = random.once(in: 12)
    }
    mapping.noReserve = random.once(in: 12)
    if mapping.length <= 100 * page {
      mapping.populate = random.once(in: 20)
      mapping.locked = random.once(in: 40)
    }
    return mapping
  }

  private mutating func move(in window: Window) -> Operation.Kind {
    var source = part(of: window)
    let isSameSize = random.below(4) > 0
    if isSameSize && source.length == nil { source.length = page * random.pick(window.lengths) }
    // Across what lies behind, too.
    if random.once(in: 2) { source.isClipped = false }
    let new = isSameSize ? source.length ?? page : page * random.pick(window.lengths)
    var to: Operation.Place?
    switch random.below(4) {
    case 0: break
    case 1: to = .absolute(address(in: window))
    default:
      // Often the same place in another table.
      if case .start(let n, let bytes) = source.place {
        to = .start(n, bytes + leafBytes * random.pick([-4, -3, -2, 2, 3, 4]))
      } else {
        to = .absolute(window.middle + leafBytes * (2 + random.below(8)))
      }
    }
    return .mremap(
      source, newLength: new, mayMove: random.below(4) > 0, to: to,
      keepsSource: isSameSize && random.once(in: 5))
  }

  private mutating func access(in window: Window) -> Operation.Kind {
    let kind = random.weighted([(11, AccessKind.write), (8, .read), (1, .execute)])
    var stretch = Operation.Stretch(
      place: .start(random.below(12), page * random.pick([0, 0, 0, 1, 2, random.below(40)])),
      length: page * random.pick([1, 1, 2, 7, 16, random.below(isToy ? 12 : 90) + 1]),
      isClipped: true, isLong: true)
    if random.once(in: 5) {
      stretch.place = .absolute(address(in: window))
      stretch.isClipped = random.once(in: 2)
    }
    return .access(
      stretch, kind, stride: random.once(in: 12) ? page * random.pick([2, 16, leafPages]) : nil,
      value: kind == .write && random.below(4) > 0 ? Int64(1 + random.below(99)) : nil)
  }
}
