import VM

/// Makes random programs in which interesting things are likely.
struct Generator {
  var random: SplitMix64
  let geometry: Geometry
  let isMemoryShort: Bool
  let hasGuardRegions: Bool

  var page: Int { geometry.pageSize }
  var leafPages: Int { geometry.leaf.entryCount }
  var isToy: Bool { geometry.name == "toy" }

  init(seed: SplitMix64, _ configuration: Configuration) {
    random = seed
    geometry = configuration.geometry
    isMemoryShort = configuration.frames != nil
    hasGuardRegions = configuration.kernel.mappings.hasGuardRegions
  }

  mutating func program() -> [Operation] {
    var operations = [
      Operation(process: 0, kind: .spawn),
      Operation(process: 0, kind: .createFile(kind: .shm, size: fileSize(), filled: false)),
      Operation(process: 0, kind: .createFile(kind: .regular, size: fileSize(), filled: isToy)),
    ]
    let count = 40 + random.below(80)
    while operations.count < count {
      if random.once(in: 14) { operations += scene() } else { operations.append(operation()) }
    }
    return operations
  }

  mutating func operation() -> Operation {
    Operation(process: random.below(60), file: random.below(60), kind: kind())
  }

  private mutating func kind() -> Operation.Kind {
    enum Verb {
      case spawn, fork, thread, exec, exit, create, truncate, mmap, munmap, mprotect, mremap
      case madvise, mlock, munlock, msync, brk, remap, access, swap
    }
    let verb = random.weighted([
      (2, Verb.spawn), (7, .fork), (1, .thread), (1, .exec), (4, .exit), (1, .create),
      (2, .truncate), (16, .mmap), (7, .munmap), (9, .mprotect), (7, .mremap), (9, .madvise),
      (3, .mlock), (3, .munlock), (2, .msync), (2, .brk), (2, .remap), (36, .access),
      (1, .swap),
    ])
    switch verb {
    case .spawn: return .spawn
    case .fork: return .fork
    case .thread: return .thread
    case .exec: return .exec
    case .exit: return .exit
    case .create:
      return .createFile(
        kind: random.pick([.shm, .regular]), size: random.once(in: 20) ? -8 : fileSize(),
        filled: isToy && random.once(in: 2))
    case .truncate: return .truncate(size: random.once(in: 30) ? -1 : fileSize())
    case .mmap: return .mmap(mapping())
    case .munmap: return .munmap(stretch(bad: 15))
    case .mprotect: return .mprotect(stretch(bad: 15), protection())
    case .mremap: return mremap()
    case .madvise: return .madvise(stretch(bad: 20), advice())
    case .mlock: return .mlock(stretch(bad: 0))
    case .munlock: return .munlock(stretch(bad: 0))
    case .msync: return .msync(stretch(bad: 0))
    case .brk: return .brk(size: random.once(in: 20) ? -page : length() - random.below(2) * 3)
    case .remap: return .remap(stretch(bad: 20), offset: random.below(leafPages + 4) * page)
    case .access: return access()
    case .swap: return swap()
    }
  }

  mutating func swap() -> Operation.Kind {
    if random.once(in: 3) { return .swapOff }
    return .swapOn(size: random.once(in: 8) ? page - 1 : random.below(40) * page)
  }

  // MARK: Operands

  mutating func advice() -> Advice {
    // Guards among the others only where they exist.
    if hasGuardRegions && random.once(in: 7) {
      return random.once(in: 3) ? .guardRemove : .guardInstall
    }
    return random.weighted([
      (8, Advice.dontneed), (2, .random), (1, .sequential), (2, .normal), (3, .dontfork),
      (2, .dofork), (3, .wipeonfork), (1, .keeponfork), (2, .populateRead), (3, .populateWrite),
      (8, .pageout), (2, .cold), (4, .free), (2, .remove), (2, .willneed), (1, .nohugepage),
    ])
  }

  /// Pages, likely around the size of a table.
  mutating func pages() -> Int {
    let l = leafPages
    return random.weighted([
      (4, 1), (3, 2), (2, 3), (3, l / 2), (2, l - 1), (8, l), (2, l + 1), (2, l + l / 2),
      (4, 2 * l),
      (1, 2 * l + 3), (2, 3 * l),
    ])
  }

  mutating func length() -> Int { pages() * page }

  private mutating func fileSize() -> Int {
    let size = random.once(in: 4) ? random.below(2 * leafPages) * page : length()
    return random.once(in: 4) ? max(0, size - random.below(page)) : size
  }

  /// Bytes from some mark, mostly whole pages.
  private mutating func distance() -> Int {
    let l = leafPages
    return page
      * random.weighted([
        (12, 0), (3, 1), (2, 2), (2, l / 2), (2, l - 1), (4, l), (1, l + 1), (1, 2 * l), (1, -1),
        (1, -l),
      ])
  }

  private mutating func place() -> Operation.Place {
    let n = random.below(12)
    switch random.below(8) {
    case 0: return .absolute(arena())
    case 1: return .end(n, -page * random.pick([1, 1, 2, leafPages]))
    case 2, 3: return .border(n, distance())
    default: return .start(n, distance())
    }
  }

  /// Somewhere around the border of a table of the level above the leaf.
  mutating func arena() -> Int {
    if isToy { return random.below(8) * geometry.leafSpan * 7 + random.below(8) * page }
    let border = geometry.name == "i386" ? 2 << 30 : 1 << 30
    let upper = max(border, geometry.levels[geometry.levels.count - 2].tableSpan)
    let centre = geometry.levels.count == 2 || upper >= geometry.userEnd.value ? border : upper
    return centre + (random.below(7) - 3) * geometry.leafSpan
      + page * random.pick([0, 0, 0, 1, leafPages - 2])
  }

  /// `bad`: once in so many times something is wrong with it.
  private mutating func stretch(bad: Int) -> Operation.Stretch {
    // A whole mapping, often.
    if random.once(in: 3) {
      return Operation.Stretch(place: .start(random.below(12), 0), length: nil)
    }
    var stretch = Operation.Stretch(
      place: place(), length: random.once(in: 3) ? nil : length() - random.below(2) * 5,
      isClipped: random.below(4) > 0)
    if bad > 0 && random.once(in: bad) {
      switch random.below(3) {
      case 0: stretch.place = .start(random.below(8), 8)
      case 1: stretch.length = 0
      default: stretch.place = .absolute(geometry.userEnd.value - page * random.below(4))
      }
    }
    return stretch
  }

  private mutating func protection() -> Protection {
    random.weighted([
      (6, [.read, .write]), (4, .read), (2, .none), (1, .all), (1, [.read, .execute]), (1, .write),
      (1, .execute),
    ])
  }

  private mutating func mapping() -> Operation.Mapping {
    var m = Operation.Mapping(
      file: random.below(3) > 0 ? random.below(60) : nil, isShared: random.below(5) > 1,
      length: length(), offset: 0, protection: [.read, .write])
    if m.file == nil && random.below(3) > 0 { m.isShared = false }
    if random.once(in: 3) { m.protection = protection() }
    if m.file != nil && random.once(in: 3) { m.offset = max(0, distance()) }
    switch random.below(8) {
    case 0, 1: m.place = .absolute(arena())
    case 2: m.place = .end(random.below(12), 0)
    case 3: m.place = place()
    case 4: m.place = .absolute(arena() / geometry.leafSpan * geometry.leafSpan)
    default: break
    }
    m.replaces = random.once(in: 2)
    m.populate = random.once(in: 8)
    m.locked = random.once(in: 16)
    m.noReserve = random.once(in: 20)
    m.growsDown = m.file == nil && !m.isShared && random.once(in: 4)
    if m.file != nil {
      m.readOnly = random.once(in: 6)
      m.reopen = random.once(in: 10)
      if m.readOnly && random.below(4) > 0 { m.protection.remove(.write) }
    }
    if random.once(in: 12) { m.alignment = page << random.below(6) }
    if !isToy && (m.populate || m.locked) { m.length = (1 + random.below(12)) * page }
    if random.once(in: 25) { spoil(&m) }
    return m
  }

  private mutating func spoil(_ m: inout Operation.Mapping) {
    switch random.below(7) {
    case 0: m.length = random.pick([0, -1, -page])
    case 1: m.alignment = 3 * page
    case 2: m.offset = random.pick([8, -page])
    case 3: m.growsDown = true
    case 4: m.length = random.pick([geometry.userEnd.value, geometry.userEnd.value * 2])
    case 5: m.place = .absolute(random.pick([-page, geometry.userEnd.value - page, 8]))
    default: m.length -= 1
    }
    m.populate = false
    m.locked = false
  }

  private mutating func mremap() -> Operation.Kind {
    let to: Operation.Place? = random.once(in: 3) ? place() : nil
    let keepsSource = random.once(in: 6)
    var source = Operation.Stretch(
      place: .start(random.below(12), random.once(in: 3) ? max(0, distance()) : 0),
      length: random.once(in: 2) ? nil : length(), isClipped: random.below(8) > 0)
    var new = length()
    if random.once(in: 20) { source = stretch(bad: 3) }
    if keepsSource && random.below(4) > 0 {
      source.length = new
    }
    if random.once(in: 30) { new = random.pick([0, -page, geometry.userEnd.value]) }
    return .mremap(
      source, newLength: new, mayMove: random.below(4) > 0, to: to, keepsSource: keepsSource)
  }

  private mutating func access() -> Operation.Kind {
    let kind = random.weighted([
      (6, AccessKind.write), (4, .read), (1, .execute),
    ])
    var target = Operation.Stretch(place: place(), length: nil, isClipped: random.below(6) > 0)
    var stride: Int?
    switch random.below(4) {
    case 0, 1: target.length = 1 + random.below(page)
    case 2: target.place = .start(random.below(12), 0)
    default:
      target.length = length()
      stride = random.once(in: 2) ? page * random.pick([2, 3, leafPages, leafPages / 2]) : nil
    }
    // Mostly inside some mapping.
    if target.length != nil, random.below(3) > 0 {
      target.place = .start(random.below(12), page * random.pick([0, 0, 0, 1, 2, leafPages / 2]))
      target.length = min(target.length ?? page, page * random.pick([1, 2, leafPages / 2]))
    }
    if !isToy && target.length == nil { stride = page * leafPages / random.pick([1, 2, 4]) }
    let value = kind == .write && random.below(4) > 0 ? Int64(random.below(100_000)) + 1 : nil
    if value != nil, case .start(let n, let d) = target.place, random.once(in: 4) {
      target.place = .start(n, d + 8 * random.below(4))
    }
    return .access(target, kind, stride: stride, value: value)
  }
}
