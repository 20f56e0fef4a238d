import VM

/// Scenes over ranges of many tables: families of processes that do the same, whole-range calls,
/// then divergence, page by page.
extension Generator {
  /// A program of such scenes, with single operations between them.
  mutating func largeProgram() -> [Operation] {
    var operations = [
      Operation(process: 0, kind: .spawn),
      Operation(process: 0, kind: .createFile(kind: .shm, size: largeLength(), filled: false)),
      Operation(
        process: 0, kind: .createFile(kind: .regular, size: largeLength(), filled: isToy)),
    ]
    let count = isToy ? 40 + random.below(50) : 25 + random.below(20)
    while operations.count < count {
      switch random.below(8) {
      case 0, 1, 2: operations += family()
      case 3: operations += patchwork()
      case 4, 5: operations += forkedFamily()
      case 6: operations += moves()
      default: operations += isToy ? [operation(), operation()] : [change(somewhere())]
      }
    }
    return operations
  }

  // MARK: Operands

  /// Many tables: half of what is there on `toy`, up to 300 MiB elsewhere.
  private mutating func largeLength() -> Int {
    let most = isToy ? 32 : max(2, min(150, 40_000 / leafPages))
    let leaves = 1 + random.below(random.pick([3, most, most]))
    return leaves * leafBytes + page * random.pick([0, 0, 0, 1, -1, leafPages / 2])
  }

  /// The first address of a range that is all that the process works on; mostly a table's.
  private mutating func largeBase() -> Int {
    let slots = isToy ? 40 : 200
    let upper = geometry.levels[geometry.levels.count - 2].tableSpan
    // Around a border of the level above, often.
    let near = isToy ? leafBytes * (1 + random.below(slots)) : max(2 << 30, upper) - 3 * leafBytes
    let base = near + leafBytes * random.below(isToy ? 8 : 6)
    return base + page * random.pick([0, 0, 0, 0, 1, leafPages / 2])
  }

  /// The range that a scene is about.
  private struct Region {
    var base: Int
    var length: Int
  }

  private mutating func region() -> Region {
    let length = largeLength()
    let most = geometry.userEnd.value - length - page
    return Region(base: min(largeBase(), most / page * page), length: length)
  }

  private mutating func somewhere() -> Region {
    Region(base: largeBase(), length: largeLength())
  }

  /// All of the region, or a part of many tables, aligned to them or not.
  private mutating func part(of region: Region) -> Operation.Stretch {
    let pages = region.length / page
    var (first, end) = (0, pages)
    if random.once(in: 2) {
      first = random.below(pages)
      end = first + 1 + random.below(pages - first)
      if random.once(in: 2) {
        first = first / leafPages * leafPages
        end = min(pages, (end / leafPages + 1) * leafPages)
      }
    }
    var part = stretch(region.base + first * page, (end - first) * page)
    part.isLong = true
    part.isClipped = random.below(3) > 0
    return part
  }

  /// Some consecutive tables of the region.
  private mutating func leaves(of region: Region) -> Region {
    let count = max(1, region.length / leafBytes)
    let first = random.below(count)
    return Region(
      base: region.base + first * leafBytes,
      length: min(region.length, (1 + random.below(count - first)) * leafBytes))
  }

  /// An access to many pages: every page, every n-th, from the middle of a page, with values.
  private mutating func sweep(_ process: Int, _ region: Region) -> Operation {
    var part = part(of: region)
    if random.once(in: 6), case .absolute(let start) = part.place {
      part.place = .absolute(start + 8 * random.below(page / 8))
    }
    let kind = random.weighted([(5, AccessKind.write), (4, .read), (1, .execute)])
    let isSparse = random.below(3) == 0
    let step = random.pick([2, 3, leafPages / 2, leafPages - 1, leafPages, leafPages + 1])
    return Operation(
      process: process,
      kind: .access(
        part, kind, stride: isSparse ? page * step : random.once(in: 8) ? page : nil,
        value: kind == .write && random.once(in: 2) ? Int64(1 + random.below(1000)) : nil))
  }

  /// A call on one page of the region, or on few.
  private mutating func divergence(_ process: Int, _ region: Region) -> Operation {
    let pages = region.length / page
    var stretch = stretch(
      region.base + page * random.below(pages), page * random.pick([1, 1, 1, 2, leafPages / 2]))
    stretch.isClipped = random.below(4) > 0
    let kind: Operation.Kind
    switch random.below(18) {
    case 16: kind = .madvise(stretch, reclaiming())
    case 17: kind = random.below(4) > 0 ? .madvise(stretch, reclaiming()) : swap()
    case 0, 1, 2: return touch(process, region.base, of: pages, write: true)
    case 3: return touch(process, region.base, of: pages, write: false)
    case 4, 5: kind = .munmap(stretch)
    case 6: kind = .mprotect(stretch, .read)
    case 7: kind = .mprotect(stretch, random.pick([.none, [.read, .write], .all]))
    case 8, 9: kind = .madvise(stretch, .dontneed)
    case 10:
      kind = .madvise(stretch, random.pick([.dontfork, .wipeonfork, .dofork, .random, .normal]))
    case 11: kind = random.once(in: 2) ? .mlock(stretch) : .munlock(stretch)
    case 12:
      kind = .remap(stretch, offset: page * random.below(pages))
    case 13:
      kind = .mremap(
        stretch, newLength: stretch.length ?? page, mayMove: true,
        to: .absolute(region.base + page * random.below(pages)), keepsSource: random.once(in: 3))
    case 14: kind = random.once(in: 2) ? .msync(stretch) : .fork
    default: kind = random.once(in: 3) ? .exit : .madvise(stretch, .populateWrite)
    }
    return Operation(process: process, file: random.below(60), kind: kind)
  }

  /// A call on the region, or on a large part of it.
  private mutating func change(_ process: Int, _ region: Region) -> Operation {
    var part = part(of: region)
    let kind: Operation.Kind
    switch random.below(19) {
    case 17, 18:
      // The naive model looks at every entry for every page that comes back.
      if !isToy { part.length = min(part.length!, 2 * leafBytes) }
      kind = .madvise(part, reclaiming())
    case 0, 1: kind = .munmap(part)
    case 2, 3: kind = .mprotect(part, .read)
    case 4: kind = .mprotect(part, .none)
    case 5, 6: kind = .mprotect(part, [.read, .write])
    case 7, 8: kind = .madvise(part, .dontneed)
    case 9: kind = .mlock(part)
    case 10: kind = random.once(in: 2) ? .munlock(part) : .msync(part)
    case 11: kind = .madvise(part, random.pick([.populateRead, .populateWrite]))
    case 12: kind = .remap(part, offset: page * random.pick([0, 0, 1, leafPages]))
    case 13: kind = .truncate(size: random.below(region.length))
    case 14: kind = .truncate(size: region.length)
    case 15: kind = .madvise(part, random.pick([.dontfork, .wipeonfork, .dofork, .keeponfork]))
    default: return sweep(process, region)
    }
    return Operation(process: process, file: random.below(60), kind: kind)
  }

  private mutating func reclaiming() -> Advice {
    if hasGuardRegions && random.once(in: 6) {
      return random.once(in: 3) ? .guardRemove : .guardInstall
    }
    return random.weighted([
      (6, .pageout), (1, .cold), (2, .free), (1, .remove), (1, .willneed),
    ])
  }

  private mutating func change(_ region: Region) -> Operation { change(random.below(9), region) }

  /// Some of everything on the region by some of the last `count` processes.
  private mutating func aftermath(_ region: Region, family count: Int) -> [Operation] {
    (0..<(4 + random.below(10))).map { _ in
      let process = -1 - random.below(count)
      switch random.below(8) {
      case 0, 1: return change(process, region)
      case 2: return sweep(process, region)
      case 3 where random.once(in: 3): return Operation(process: process, kind: .exit)
      default: return divergence(process, region)
      }
    }
  }

  // MARK: Scenes

  private var mostMembers: Int { isToy ? 7 : 3 }

  /// Processes that map one file and work on it alike; some at another address, congruent or not.
  private mutating func family() -> [Operation] {
    let region = region()
    let file = random.below(60)
    let count = 2 + random.below(mostMembers)
    let isShared = random.below(4) > 0
    let offset = random.pick([0, 0, 0, leafBytes, page])
    let protection: Protection = random.once(in: 6) ? .read : [.read, .write]
    let other = region.base + random.pick([leafBytes, -leafBytes, 3 * leafBytes, page])
    let usual = sweep(0, region)
    var steps = [
      Operation(
        process: 0, file: file,
        kind: .truncate(
          size: offset + region.length - random.pick([0, 0, 0, page, 5, region.length / 2])))
    ]
    let mapsFirst = random.once(in: 2)
    var sweeps: [Operation] = []
    for number in 0..<count {
      let isElsewhere = number > 0 && random.once(in: 5)
      let base = isElsewhere ? max(page, other) : region.base
      steps.append(Operation(process: 0, kind: .spawn))
      let operation: Operation
      if number > 0 && random.once(in: 5) {
        // Some of the tables, so that they have other owner counts than those beside them.
        let part = leaves(of: region)
        let distance = part.base - region.base
        steps.append(
          map(
            -1, file, at: base + distance, part.length, offset: offset + distance,
            shared: isShared, protection))
        operation = sweep(-1, Region(base: base + distance, length: part.length))
      } else {
        operation = moved(usual, of: -1, by: base - region.base)
        steps.append(
          map(-1, file, at: base, region.length, offset: offset, shared: isShared, protection))
      }
      if mapsFirst {
        var late = operation
        late.process = number - count
        sweeps.append(late)
      } else {
        steps.append(operation)
      }
    }
    return steps + sweeps + aftermath(region, family: count)
  }

  /// The same access by another process, at another address.
  private func moved(_ access: Operation, of process: Int, by distance: Int) -> Operation {
    var operation = access
    operation.process = process
    if case .access(var stretch, let kind, let stride, let value) = access.kind,
      case .absolute(let start) = stretch.place
    {
      stretch.place = .absolute(start + distance)
      operation.kind = .access(stretch, kind, stride: stride, value: value)
    }
    return operation
  }

  /// A process with much memory and its children, which write to all of it or to some.
  private mutating func forkedFamily() -> [Operation] {
    var region = region()
    // The naive model looks at every entry for every page that is copied.
    if !isToy { region.length = min(region.length, 6 * leafBytes) }
    let file = random.once(in: 3) ? random.below(60) : nil
    let isShared = file != nil && random.once(in: 3)
    var steps = [
      Operation(process: 0, kind: .spawn),
      map(-1, file, at: region.base, region.length, shared: isShared),
      sweep(-1, region),
    ]
    if let file {
      steps.insert(
        Operation(process: 0, file: file, kind: .truncate(size: region.length)), at: 1)
    }
    if random.once(in: 2) { steps.append(sweep(-1, region)) }
    if random.once(in: 3) { steps.append(divergence(-1, region)) }
    let count = random.once(in: 3) ? 1 : 1 + random.below(mostMembers)
    // Children of one parent, or each the child of the one before.
    let isChain = random.once(in: 3)
    for number in 0..<count {
      steps.append(Operation(process: isChain ? -1 : -1 - number, kind: .fork))
      if random.once(in: 3) { steps.append(sweep(-1, region)) }
    }
    if random.once(in: 3) { steps += parting(region) }
    return steps + aftermath(region, family: count + 1)
  }

  /// One process parts with some tables, then another writes to all.
  private mutating func parting(_ region: Region) -> [Operation] {
    let part = leaves(of: region)
    let some = stretch(part.base, part.length)
    var all = stretch(region.base, region.length)
    all.isLong = true
    return [
      Operation(
        process: -1,
        kind: random.pick([
          .munmap(some), .madvise(some, .dontneed), .mprotect(some, .none),
          .access(some, .write, stride: nil, value: nil),
        ])),
      Operation(process: -2, kind: .access(all, .write, stride: nil, value: nil)),
    ]
  }

  /// A row of mappings of all sorts, with holes, and calls across it.
  private mutating func patchwork() -> [Operation] {
    let region = region()
    let process = -1 - random.below(3)
    var steps: [Operation] = []
    var at = region.base
    let end = region.base + region.length
    while at < end && steps.count < 9 {
      let length = min(
        end - at, page * (1 + random.below(max(1, region.length / page / random.pick([1, 2, 4])))))
      if random.below(6) > 0 {
        let file = random.once(in: 2) ? random.below(60) : nil
        steps.append(
          map(
            process, file, at: at, length,
            offset: file == nil || random.once(in: 2) ? 0 : at - region.base,
            shared: random.once(in: 2),
            random.weighted([(6, [.read, .write]), (2, .read), (1, .none), (1, .all)])))
      }
      at += length
    }
    for _ in 0..<(2 + random.below(3)) { steps.append(sweep(process, region)) }
    if random.once(in: 2) { steps.append(Operation(process: process, kind: .fork)) }
    steps.append(change(process, region))
    return steps + aftermath(region, family: 3)
  }

  /// Large mappings that move, grow and shrink, and are forked between.
  private mutating func moves() -> [Operation] {
    let region = region()
    let process = -1 - random.below(3)
    let file = random.once(in: 2) ? random.below(60) : nil
    var steps = [
      map(process, file, at: region.base, region.length, shared: random.once(in: 2)),
      sweep(process, region),
    ]
    if random.once(in: 2) { steps.append(Operation(process: process, kind: .fork)) }
    for _ in 0..<(1 + random.below(4)) {
      let source = part(of: region)
      let isSameSize = random.once(in: 2)
      let by = leafBytes * (random.below(9) - 4) + page * random.pick([0, 0, 0, 1])
      steps.append(
        Operation(
          process: process,
          kind: .mremap(
            source, newLength: isSameSize ? source.length ?? page : largeLength(), mayMove: true,
            to: random.once(in: 3)
              ? nil : .absolute(max(page, region.base + region.length + by) / page * page),
            keepsSource: isSameSize && random.once(in: 3))))
      steps.append(sweep(process, region))
    }
    return steps + aftermath(region, family: 3)
  }
}
