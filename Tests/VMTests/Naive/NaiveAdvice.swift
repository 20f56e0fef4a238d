import VM

/// madvise, mlock, munlock and msync.
extension NaiveMachine {
  // MARK: madvise

  mutating func madvise(
    _ process: ProcessID, _ start: VirtualAddress, length: ByteCount, _ advice: Advice
  ) throws(Refusal) {
    let space = space(process)
    if start.value % page != 0 || length < 0 { throw .errno(.EINVAL) }
    let range = start.value..<(start.value + roundUp(length))
    switch advice {
    case .populateRead: try populate(space, range, .read)
    case .populateWrite: try populate(space, range, .write)
    case .dontneed: try dontneed(space, range)
    case .random, .sequential, .normal, .dontfork, .dofork, .wipeonfork, .keeponfork:
      try whole { (machine) throws(Refusal) in
        let hole = try machine.eachPart(space, range, stopsAtHole: false) {
          (machine, vma, part) throws(Refusal) in
          try machine.advise(space, vma, part, advice)
        }
        if hole { throw .errno(.ENOMEM) }
      }
    default: throw .notModelled("madvise \(advice.rawValue)")
    }
  }

  /// What lies before the first locked vma is zapped as one range.
  private mutating func dontneed(_ space: Int, _ range: Range<Int>) throws(Refusal) {
    let locked = vmas(space, over: range).first { $0.flags.contains(.locked) }
    let end = locked.map { max(range.lowerBound, $0.range.lowerBound) } ?? range.upperBound
    try whole { machine in machine.zap(space, range.lowerBound..<end) }
    if locked != nil { throw .errno(.EINVAL) }
    let mapped = vmas(space, over: range).reduce(0) { $0 + $1.range.clamped(to: range).count }
    if mapped < range.count { throw .errno(.ENOMEM) }
  }

  private mutating func advise(
    _ space: Int, _ vma: NaiveVMA, _ part: Range<Int>, _ advice: Advice
  ) throws(Refusal) {
    var flags = vma.flags
    switch advice {
    case .random:
      flags.insert(.random)
      flags.remove(.sequential)
    case .sequential:
      flags.insert(.sequential)
      flags.remove(.random)
    case .normal: flags.subtract([.random, .sequential])
    case .dontfork: flags.insert(.dontfork)
    case .dofork: flags.remove(.dontfork)
    case .wipeonfork:
      if vma.isShared || vma.file != nil { throw .errno(.EINVAL) }
      flags.insert(.wipeonfork)
    case .keeponfork: flags.remove(.wipeonfork)
    default: break
    }
    if flags == vma.flags { return }
    for cut in [part.lowerBound, part.upperBound]
    where cut != vma.range.lowerBound && cut != vma.range.upperBound && cut % span != 0 {
      unshareIfShared(Owner(space: space, base: leafBase(cut)))
    }
    changeVMA(space, part) { $0.flags = flags }
  }

  private mutating func populate(
    _ space: Int, _ range: Range<Int>, _ kind: AccessKind
  ) throws(Refusal) {
    for address in stride(from: range.lowerBound, to: range.upperBound, by: page) {
      guard let vma = vma(space, at: address) else { throw .errno(.ENOMEM) }
      if !Self.permits(vma.protection, kind) { throw .errno(.EINVAL) }
      do {
        try touch(space, address, kind, countsBus: false)
      } catch {
        if case .signal(.SIGBUS, _) = error { throw .errno(.EFAULT) }
        throw .errno(.ENOMEM)
      }
    }
  }

  // MARK: mlock

  mutating func mlock(
    _ process: ProcessID, _ start: VirtualAddress, length: ByteCount
  ) throws(Refusal) {
    let range = try setLocked(true, process, start, length)
    do {
      try touchAll(space(process), range)
    } catch {
      throw .errno(.ENOMEM)
    }
  }

  mutating func munlock(
    _ process: ProcessID, _ start: VirtualAddress, length: ByteCount
  ) throws(Refusal) {
    _ = try setLocked(false, process, start, length)
  }

  private mutating func setLocked(
    _ locked: Bool, _ process: ProcessID, _ start: VirtualAddress, _ length: Int
  ) throws(Refusal) -> Range<Int> {
    let space = space(process)
    let range = roundDown(start.value)..<roundUp(start.value + length)
    let hole = try eachPart(space, range, stopsAtHole: true) { (machine, vma, part) in
      if vma.flags.contains(.locked) == locked { return }
      machine.changeVMA(space, part) { vma in
        if locked { vma.flags.insert(.locked) } else { vma.flags.remove(.locked) }
      }
    }
    if hole { throw .errno(.ENOMEM) }
    return range
  }

  // MARK: msync

  mutating func msync(
    _ process: ProcessID, _ start: VirtualAddress, length: ByteCount
  ) throws(Refusal) {
    let space = space(process)
    if start.value % page != 0 { throw .errno(.EINVAL) }
    let range = start.value..<(start.value + roundUp(length))
    let hole = try eachPart(space, range, stopsAtHole: false) { (machine, vma, part) in
      guard vma.isShared, let file = vma.file else { return }
      for base in machine.leafBases(space, over: part) {
        let leaf = machine.spaces[space]!.links[base]!.leaf
        for (index, entry) in machine.leaves[leaf]!.entries
        where part.contains(base + index * machine.page) {
          machine.leaves[leaf]!.entries[index]!.isDirty = false
          if machine.files[file]!.kind == .regular {
            machine.frames[entry.frame!]!.isDirty = false
          }
        }
      }
    }
    if hole { throw .errno(.ENOMEM) }
  }
}
