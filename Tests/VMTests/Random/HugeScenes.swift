import VM

extension Configuration {
  /// Whether files of huge pages exist.
  var supportsHugePages: Bool {
    kernel.tables.sharesHugePageTables && geometry.name.hasPrefix("x86_64")
  }
}

/// Programs on files of huge pages, which few processes map at the same place or elsewhere.
extension Generator {
  private var huge: Int { 2 << 20 }
  private var gibibyte: Int { 1 << 30 }

  mutating func hugeProgram() -> [Operation] {
    var operations = [
      Operation(process: 0, kind: .spawn),
      Operation(
        process: 0, kind: .createFile(kind: .hugetlb, size: 2 * gibibyte, filled: false)),
      Operation(process: 0, kind: .createFile(kind: .hugetlb, size: gibibyte, filled: false)),
    ]
    let count = 25 + random.below(50)
    while operations.count < count {
      if random.once(in: 12) {
        operations += random.once(in: 3) ? besideMemory() : congruent()
        continue
      }
      operations.append(
        Operation(process: random.below(60), file: random.below(60), kind: hugeStep()))
    }
    return operations
  }

  /// Two mappings of a file that could share tables but for one thing, and what parts them.
  private mutating func congruent() -> [Operation] {
    let file = random.below(60)
    let place = (1 << 40) + gibibyte * random.below(3)
    func mapping(_ address: Int) -> Operation.Mapping {
      var mapping = Operation.Mapping(
        file: file, isShared: true, length: gibibyte, offset: 0, protection: [.read, .write],
        place: .absolute(address))
      mapping.replaces = true
      return mapping
    }
    let one = mapping(place)
    var other = mapping(place + gibibyte)
    var advice: Advice?
    switch random.below(10) {
    case 0: other.protection = .read
    case 1, 2: advice = random.pick([.random, .dontfork, .nohugepage])
    case 3: other.place = .absolute(place + gibibyte + huge)
    case 4: other.offset = huge
    case 5: other.isShared = false
    case 6: other.length = random.pick([gibibyte / 2, gibibyte - huge])
    case 7: other.file = random.below(60)
    default: break
    }
    guard case .absolute(let second)? = other.place else { return [] }
    var steps: [Operation] = []
    func add(_ process: Int, _ kind: Operation.Kind) {
      steps.append(Operation(process: process, kind: kind))
    }
    func use(_ process: Int, _ address: Int, _ kind: AccessKind) {
      add(process, .access(stretch(address, page), kind, stride: nil, value: nil))
    }
    add(0, .mmap(one))
    add(0, .mmap(other))
    if let advice { add(0, .madvise(stretch(second, gibibyte), advice)) }
    var process = 0
    if random.once(in: 2) {
      steps.append(roomForChild)
      add(0, .fork)
      process = random.pick([0, -1])
    }
    use(0, place, .write)
    use(process, second, .read)
    for _ in 0..<random.below(3) {
      let address = random.pick([place, second]) + huge * random.pick([0, 0, 1, 256])
      let part = stretch(address, random.pick([huge, gibibyte / 2]))
      switch random.below(5) {
      case 0: add(process, .munmap(part))
      case 1: add(process, .mprotect(part, .read))
      case 2: add(process, .madvise(part, .dontneed))
      case 3: add(process, .madvise(part, .random))
      default: break
      }
      use(random.pick([0, process]), random.pick([place, second]), .read)
    }
    return steps
  }

  /// A private mapping of huge pages that has only been read, and memory that fork copies, under one
  /// table.
  private mutating func besideMemory() -> [Operation] {
    let address = (1 << 40) + gibibyte * random.below(4)
    let file = random.below(60)
    let count = 1 + random.below(3)
    func part(_ place: Int) -> Operation.Stretch { stretch(place, page) }
    return [
      roomForChild,
      map(0, file, at: address, count * huge),
      Operation(
        process: 0,
        kind: .access(stretch(address, count * huge), .write, stride: huge, value: nil)),
      map(0, file, at: address, count * huge, shared: false),
      map(0, nil, at: address + count * huge, page, shared: false),
      Operation(process: 0, kind: .access(part(address), .read, stride: nil, value: nil)),
      Operation(
        process: 0,
        kind: .access(
          part(address + random.pick([0, count]) * huge), .write, stride: nil, value: nil)),
      Operation(
        process: 0, kind: .access(part(address + count * huge), .write, stride: nil, value: nil)),
      Operation(process: 0, kind: .fork),
      Operation(process: -1, kind: .access(part(address), .write, stride: nil, value: nil)),
    ]
  }

  private mutating func hugeStep() -> Operation.Kind {
    switch random.below(32) {
    case 0...7: return .mmap(hugeMapping())
    case 8...16: return hugeAccess()
    case 17, 18: return .munmap(hugePart())
    case 19, 20: return .mprotect(hugePart(), random.pick([[.read, .write], .read, .none]))
    case 21, 22: return .madvise(hugePart(), .dontneed)
    case 23:
      return .madvise(
        hugePart(),
        random.pick([
          .pageout, .cold, .free, .guardInstall, .guardRemove, .random, .normal, .dontfork, .dofork,
          .wipeonfork, .nohugepage,
        ]))
    case 24, 25, 26: return .fork
    case 27: return .exit
    case 28: return .spawn
    case 29: return .madvise(hugePart(), random.pick([.populateRead, .remove, .dontneed]))
    case 30: return .mmap(neighbour())
    default:
      return random.once(in: 2)
        ? .mlock(hugePart())
        : .mremap(
          hugePart(), newLength: gibibyte, mayMove: true, to: nil, keepsSource: false)
    }
  }

  private mutating func hugeAddress() -> Int {
    (1 << 40) + gibibyte * random.below(4)
      + random.pick([0, 0, 0, 0, huge, gibibyte / 2, random.once(in: 5) ? page : 0])
  }

  private mutating func hugeMapping() -> Operation.Mapping {
    var mapping = Operation.Mapping(
      file: random.below(60), isShared: random.below(4) > 0,
      length: random.pick([
        gibibyte, gibibyte, gibibyte, 2 * gibibyte, gibibyte / 2, gibibyte + huge, huge, 5 * page,
      ]),
      offset: random.pick([
        0, 0, 0, 0, huge, gibibyte, gibibyte / 2, random.once(in: 5) ? page : 0,
      ]),
      protection: random.below(4) > 0 ? [.read, .write] : .read, place: .absolute(hugeAddress()))
    mapping.replaces = random.below(3) > 0
    if random.once(in: 10) { mapping.place = nil }
    mapping.reopen = random.once(in: 10)
    mapping.readOnly = mapping.protection == .read && random.once(in: 4)
    return mapping
  }

  /// Ordinary memory beside the huge pages, in the same tables.
  private mutating func neighbour() -> Operation.Mapping {
    var mapping = Operation.Mapping(
      file: nil, isShared: false, length: page * (1 + random.below(20)), offset: 0,
      protection: [.read, .write], place: .end(random.below(6), 0))
    mapping.populate = true
    return mapping
  }

  /// All of a mapping, or a part that is mostly cut at huge pages.
  private mutating func hugePart() -> Operation.Stretch {
    let n = random.below(6)
    if random.once(in: 4) { return Operation.Stretch(place: .start(n, 0), length: nil) }
    let start = random.pick([
      0, 0, huge, 3 * huge, gibibyte / 2, gibibyte, random.once(in: 3) ? page : 0,
    ])
    let length = random.pick([
      huge, huge, 4 * huge, gibibyte / 2, gibibyte, random.once(in: 2) ? huge + page : huge,
    ])
    return Operation.Stretch(
      place: .start(n, start), length: length, isClipped: random.below(4) > 0)
  }

  private mutating func hugeAccess() -> Operation.Kind {
    let kind: AccessKind = random.below(5) > 1 ? .write : .read
    var stretch = Operation.Stretch(
      place: .start(
        random.below(6),
        huge * random.pick([0, 1, 3, 256, random.below(600)]) + page * random.pick([0, 0, 1, 7])),
      length: random.pick([page, page, 3 * page, huge + page]), isClipped: true)
    var stride: Int?
    if random.once(in: 3) {
      stretch.length = huge * random.pick([2, 8, 40, 512])
      stretch.isLong = true
      stride = huge
    }
    return .access(
      stretch, kind, stride: stride,
      value: kind == .write && random.below(4) > 0 ? Int64(1 + random.below(99)) : nil)
  }
}
