import VM

/// Short runs of operations on one subject, for states that single random operations rarely reach.
extension Generator {
  /// Some scene, with a stray operation in it now and then.
  mutating func scene() -> [Operation] {
    var steps: [Operation]
    switch random.below(isMemoryShort ? 21 : 18) {
    case 0, 1, 2: steps = oneBlock()
    case 3, 4, 5: steps = copyOnWrite()
    case 6: steps = growth()
    case 7: steps = pastTheEnd()
    case 8: steps = stack()
    case 9: steps = heap()
    case 10: steps = descriptions()
    case 11, 12: steps = unlikeKinds()
    case 13, 14: steps = swapping(at: slot() + page * random.below(3), or: slot())
    case 15: steps = writtenBack(at: slot() + page * random.below(3))
    case 16: steps = swapOff(at: slot())
    case 17: steps = holes(at: slot() + page * random.below(3))
    default: steps = lastFrames()
    }
    if random.once(in: 3) { steps.insert(operation(), at: random.below(steps.count + 1)) }
    return steps
  }

  // MARK: Parts of scenes

  var leafBytes: Int { geometry.leafSpan }

  /// Where a table's span begins.
  mutating func slot() -> Int { arena() / leafBytes * leafBytes }

  mutating func map(
    _ process: Int, _ file: Int?, at address: Int, _ length: Int, offset: Int = 0,
    shared: Bool = true, _ protection: Protection = [.read, .write]
  ) -> Operation {
    var mapping = Operation.Mapping(
      file: file, isShared: shared, length: length, offset: offset, protection: protection,
      place: .absolute(address))
    mapping.replaces = true
    return Operation(process: process, kind: .mmap(mapping))
  }

  private mutating func mapReadOnly(
    _ process: Int, _ file: Int, at address: Int, _ length: Int, offset: Int = 0
  ) -> Operation {
    var operation = map(process, file, at: address, length, offset: offset, .read)
    guard case .mmap(var mapping) = operation.kind else { return operation }
    mapping.readOnly = true
    operation.kind = .mmap(mapping)
    return operation
  }

  /// A page of the `count` pages from `address` on, written or read.
  mutating func touch(
    _ process: Int, _ address: Int, of count: Int, write: Bool? = nil
  ) -> Operation {
    let isWrite = write ?? (random.below(5) > 1)
    let start = address + page * random.below(count) + 8 * random.pick([0, 0, 0, 1, 2, 3, 5, 7])
    return Operation(
      process: process,
      kind: .access(
        Operation.Stretch(
          place: .absolute(start), length: 1, isClipped: random.below(8) > 0),
        isWrite ? .write : .read, stride: nil,
        value: isWrite ? Int64(1 + random.below(100_000)) : nil))
  }

  func stretch(_ address: Int, _ length: Int) -> Operation.Stretch {
    Operation.Stretch(place: .absolute(address), length: length)
  }

  /// A part of the span at `address`: half of it, one page, all but one, all.
  private mutating func part(of address: Int) -> Operation.Stretch {
    let l = leafPages
    let (first, count) = random.pick([
      (0, l / 2), (l / 2, l / 2), (1, 1), (0, 1), (0, l - 1), (0, l), (0, l), (0, 2 * l),
    ])
    var part = stretch(address + first * page, count * page)
    part.isClipped = random.below(4) > 0
    return part
  }

  /// Something that changes the mapping of the span at `address`, or part of it.
  private mutating func change(_ process: Int, _ address: Int) -> Operation {
    let part = part(of: address)
    let kind: Operation.Kind =
      switch random.below(13) {
      case 0, 1: .mprotect(part, .read)
      case 2: .mprotect(part, .none)
      case 3, 4: .mprotect(stretch(address, leafBytes), random.pick([.read, .none]))
      case 5, 6: .mprotect(stretch(address, leafBytes), [.read, .write])
      case 7: .mlock(part)
      case 8: .munlock(part)
      case 9: .madvise(part, .dontneed)
      case 10: .madvise(part, random.pick([.dontfork, .dofork, .random, .normal]))
      case 11: .munmap(part)
      default: .msync(part)
      }
    return Operation(process: process, kind: kind)
  }

  // MARK: Scenes

  /// Several tables of one block of a file, in one address space and in several.
  private mutating func oneBlock() -> [Operation] {
    let file = random.below(60)
    let slots = [slot(), slot(), slot()]
    let offset = random.pick([0, 0, leafBytes])
    var steps: [Operation] = []
    if random.below(4) > 0 {
      steps.append(Operation(process: 0, file: file, kind: .truncate(size: 3 * leafBytes)))
    }
    if random.once(in: 2) { steps.append(Operation(process: 0, kind: .spawn)) }
    for _ in 0..<(4 + random.below(6)) {
      let process = random.below(4)
      let address = random.pick(slots)
      switch random.below(10) {
      case 0...4:
        let length = leafBytes * random.pick([1, 1, 1, 2])
        steps.append(
          random.once(in: 5)
            ? mapReadOnly(process, file, at: address, length, offset: offset)
            : map(
              process, file, at: address, length, offset: offset,
              random.once(in: 5) ? .read : [.read, .write]))
        steps.append(touch(process, address, of: leafPages, write: random.once(in: 2)))
      case 5: steps.append(Operation(process: process, kind: .fork))
      case 6: steps.append(Operation(process: process, kind: random.pick([.exit, .thread])))
      default:
        steps.append(change(process, address))
        steps.append(touch(process, address, of: leafPages))
      }
    }
    return steps
  }

  /// A private mapping of some tables, forked, then changed and written on both sides.
  private mutating func copyOnWrite() -> [Operation] {
    let address = slot()
    let parent = random.below(4)
    let leaves = random.pick([1, 2, 4, 9])
    let file = random.once(in: 3) ? random.below(60) : nil
    var steps = [
      map(parent, file, at: address, leaves * leafBytes, shared: false),
      Operation(
        process: parent,
        kind: .access(
          stretch(address, leaves * leafBytes), random.once(in: 4) ? .read : .write,
          stride: leafBytes, value: nil)),
      touch(parent, address, of: leafPages),
    ]
    if random.once(in: 2) {
      steps.append(
        Operation(
          process: parent,
          kind: .madvise(
            part(of: address), random.pick([.dontfork, .wipeonfork, .dofork, .keeponfork]))))
    }
    if random.once(in: 3) { steps.append(change(parent, address)) }
    steps.append(Operation(process: parent, kind: .fork))
    for _ in 0..<(3 + random.below(6)) {
      let process = random.once(in: 2) ? parent : random.below(7)
      let at = address + leafBytes * random.below(min(2, leaves))
      switch random.below(9) {
      case 0: steps.append(Operation(process: process, kind: .exit))
      case 1: steps.append(Operation(process: process, kind: .fork))
      case 2: steps.append(moved(process, at))
      case 3, 4, 5: steps.append(change(process, at))
      default: steps.append(touch(process, at, of: leafPages))
      }
    }
    return steps
  }

  /// A part of the span goes elsewhere, or the mapping changes its length.
  private mutating func moved(_ process: Int, _ address: Int) -> Operation {
    let source = part(of: address)
    let isSameSize = random.once(in: 2)
    return Operation(
      process: process,
      kind: .mremap(
        source, newLength: isSameSize ? source.length ?? page : length(), mayMove: true,
        to: isSameSize || random.once(in: 2) ? .absolute(slot() + page * random.below(3)) : nil,
        keepsSource: isSameSize && random.once(in: 3)))
  }

  /// A mapping that comes to contain the whole span of its table, and others that may attach.
  private mutating func growth() -> [Operation] {
    let file = random.below(60)
    let (address, other) = (slot(), slot())
    let process = random.below(4)
    let pages = random.pick([1, leafPages / 2, leafPages - 1])
    let rest = leafPages - pages
    var steps = [
      Operation(process: 0, file: file, kind: .truncate(size: 2 * leafBytes)),
      random.once(in: 3)
        ? mapReadOnly(process, file, at: address, pages * page)
        : map(process, file, at: address, pages * page),
      touch(process, address, of: pages),
      touch(process, address, of: pages, write: false),
    ]
    if random.once(in: 2) { steps.append(Operation(process: process, kind: .fork)) }
    if random.once(in: 2) {
      steps.append(map(random.below(4), file, at: other, leafBytes))
      steps.append(touch(random.below(4), other, of: leafPages))
    }
    steps.append(
      random.once(in: 2)
        ? map(process, file, at: address + pages * page, rest * page, offset: pages * page)
        : Operation(
          process: process,
          kind: .mremap(
            stretch(address, pages * page), newLength: leafBytes, mayMove: true, to: nil,
            keepsSource: false)))
    for _ in 0..<(2 + random.below(4)) {
      let process = random.below(5)
      switch random.below(4) {
      case 0: steps.append(map(process, file, at: random.pick([address, other]), leafBytes))
      case 1: steps.append(Operation(process: process, kind: random.pick([.fork, .exit])))
      default: steps.append(touch(process, random.pick([address, other]), of: leafPages))
      }
    }
    return steps
  }

  /// Accesses behind the end of a file, while the tables are shared and after; truncations.
  private mutating func pastTheEnd() -> [Operation] {
    let file = random.below(60)
    let address = slot()
    let process = random.below(4)
    let isShared = random.once(in: 2)
    let end = page * random.below(leafPages) + random.pick([0, 0, 4, 8, 20, 44])
    var steps = [
      Operation(process: 0, file: file, kind: .truncate(size: 2 * leafBytes)),
      map(process, file, at: address, 2 * leafBytes, shared: isShared),
      touch(process, address, of: leafPages),
      touch(process, address, of: leafPages),
      Operation(process: process, kind: .fork),
    ]
    for _ in 0..<(4 + random.below(5)) {
      let process = random.once(in: 2) ? process : random.below(7)
      switch random.below(8) {
      case 0, 1:
        steps.append(Operation(process: 0, file: file, kind: .truncate(size: end)))
      case 2:
        steps.append(Operation(process: 0, file: file, kind: .truncate(size: leafBytes)))
      case 3: steps.append(Operation(process: process, kind: random.pick([.fork, .exit])))
      default: steps.append(touch(process, address, of: 2 * leafPages))
      }
    }
    return steps
  }

  /// A stack that grows, within shared tables and up to its limit.
  private mutating func stack() -> [Operation] {
    let process = random.below(4)
    let top = slot() + leafBytes * random.below(2) + page * random.pick([0, 1, leafPages / 2])
    let length = page * random.pick([1, 2, leafPages])
    var operation = map(process, nil, at: max(0, top - length), length, shared: false)
    if case .mmap(var mapping) = operation.kind {
      mapping.growsDown = true
      operation.kind = .mmap(mapping)
    }
    let limit = 8 << 20
    var steps = [operation, touch(process, top - page, of: 1)]
    if random.once(in: 2) { steps.append(Operation(process: process, kind: .fork)) }
    let depths =
      isToy ? [2, 3, leafPages] : [2, leafPages, limit / page, limit / page, limit / page + 1]
    for _ in 0..<(1 + random.below(3)) {
      let start = max(0, top - page * random.pick(depths))
      steps.append(touch(random.once(in: 2) ? process : random.below(7), start, of: 1))
    }
    return steps
  }

  /// Heaps that grow and shrink, through fork and exec.
  private mutating func heap() -> [Operation] {
    let process = random.below(4)
    let start = geometry.heapStart.value
    var steps: [Operation] = []
    for _ in 0..<(3 + random.below(6)) {
      let process = random.once(in: 3) ? random.below(7) : process
      switch random.below(8) {
      case 0: steps.append(Operation(process: process, kind: .fork))
      case 1: steps.append(Operation(process: process, kind: random.pick([.exec, .thread])))
      case 2, 3: steps.append(touch(process, start, of: leafPages))
      default: steps.append(Operation(process: process, kind: .brk(size: pages() * page)))
      }
    }
    return steps
  }

  /// Adjacent mappings of a file that differ in nothing but how it was opened.
  private mutating func descriptions() -> [Operation] {
    let file = random.below(60)
    let address = slot()
    let process = random.below(4)
    let pages = random.pick([1, leafPages / 2, leafPages])
    let isShared = random.once(in: 2)
    let (reopens, isReadOnly) = (random.once(in: 2), random.once(in: 2))
    var steps: [Operation] = []
    for place in 0..<(2 + random.below(2)) {
      var operation = map(
        process, file, at: address + place * pages * page, pages * page,
        offset: place * pages * page, shared: isShared, isReadOnly ? .read : [.read, .write])
      if case .mmap(var mapping) = operation.kind {
        mapping.readOnly = isReadOnly
        mapping.reopen = reopens && random.once(in: 2)
        operation.kind = .mmap(mapping)
      }
      steps.append(operation)
      steps.append(touch(process, address, of: leafPages))
    }
    steps.append(change(process, address))
    steps.append(change(process, address))
    return steps
  }

  /// Two tables of which only one is spanned by all its owners, in one mapping: after a fork, calls
  /// make one mapping of two on one side.
  private mutating func unlikeKinds() -> [Operation] {
    let file = random.below(60)
    let address = slot()
    let both = stretch(address, 2 * leafBytes)
    let half = stretch(
      address + leafBytes * random.below(2), page * random.pick([1, leafPages / 2]))
    var steps = [
      Operation(process: 0, file: file, kind: .truncate(size: 3 * leafBytes)),
      Operation(process: 0, kind: .spawn),
      map(-1, file, at: address, 2 * leafBytes),
      touch(-1, address, of: leafPages),
      touch(-1, address + leafBytes, of: leafPages),
      Operation(process: -1, kind: .mprotect(half, .read)),
      Operation(process: -1, kind: .fork),
    ]
    let process = -1 - random.below(2)
    steps.append(
      Operation(
        process: process,
        kind: .mprotect(both, random.pick([.read, .read, [.read, .write], .none]))))
    for _ in 0..<(1 + random.below(3)) {
      steps.append(
        Operation(
          process: random.once(in: 4) ? -1 : process,
          kind: .access(both, random.below(3) > 0 ? .read : .write, stride: nil, value: nil)))
      if random.once(in: 3) { steps.append(change(process, address)) }
    }
    return steps
  }

  /// Memory is filled but for a few frames, then comes a call that may need some.
  private mutating func lastFrames() -> [Operation] {
    let process = random.below(4)
    var filler = Operation.Mapping(
      file: nil, isShared: false, length: 300 * page, offset: 0, protection: [.read, .write])
    if isToy { filler.length = 130 * page }
    filler.populate = true
    let fill = Operation(process: process, kind: .mmap(filler))
    // What the call is about comes first, while there is memory.
    let address = slot()
    var steps = random.once(in: 2) ? copyOnWrite() : oneBlock()
    steps.append(map(process, nil, at: address, 2 * leafBytes, shared: false))
    steps.append(touch(process, address, of: leafPages))
    steps += [Operation(process: process, kind: .fork), fill]
    for _ in 0..<(2 + random.below(3)) {
      if random.once(in: 2) { steps.append(letGo()) }
      let process = random.once(in: 2) ? process : random.below(7)
      switch random.below(8) {
      case 0, 1, 2: steps.append(change(process, address))
      case 3: steps.append(moved(process, address))
      case 4: steps.append(touch(process, address, of: 2 * leafPages, write: true))
      case 5: steps.append(Operation(process: process, kind: random.pick([.fork, .exec, .spawn])))
      case 6: steps.append(Operation(process: process, kind: .brk(size: pages() * page)))
      default: steps.append(operation())
      }
    }
    return steps
  }

  /// Some pages go, somewhere.
  mutating func letGo() -> Operation {
    let stretch = Operation.Stretch(
      place: .start(random.below(12), page * random.below(leafPages)),
      length: page * (1 + random.below(3)), isClipped: true)
    return Operation(process: random.below(7), kind: .madvise(stretch, .dontneed))
  }
}
