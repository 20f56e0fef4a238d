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
    case .hugepage: throw .notModelled("madvise hugepage")
    case .guardInstall, .guardRemove:
      if !kernel.mappings.hasGuardRegions { throw .notModelled("guard regions") }
      try advise(space, range, advice)
    default: try advise(space, range, advice)
    }
  }

  /// What lies before the first vma that refuses is zapped as one range.
  private mutating func dontneed(_ space: Int, _ range: Range<Int>) throws(Refusal) {
    let refusing = vmas(space, over: range).first { vma in
      vma.flags.contains(.locked)
        || (isHuge(vma) && vma.range.clamped(to: range).lowerBound % hugePage != 0)
    }
    let end = refusing.map { max(range.lowerBound, $0.range.lowerBound) } ?? range.upperBound
    let zapped = range.lowerBound..<end
    try whole { machine in
      let wasPresent = machine.zap(space, zapped, keepsGuards: true)
      machine.freeEmptiedLeaves(space, over: zapped)
      let wasHuge = machine.zapWholeHugePages(space, zapped)
      if wasPresent || wasHuge { machine.flush([space]) }
    }
    if refusing != nil { throw .errno(.EINVAL) }
    let mapped = vmas(space, over: range).reduce(0) { $0 + $1.range.clamped(to: range).count }
    if mapped < range.count { throw .errno(.ENOMEM) }
  }

  /// Leaves whose span the call covers within one vma go if nothing is left in them.
  private mutating func freeEmptiedLeaves(_ space: Int, over range: Range<Int>) {
    guard kernel.tables.dontneedFreesLeaves else { return }
    for vma in vmas(space, over: range) {
      let part = vma.range.clamped(to: range)
      for base in leafBases(space, over: part)
      where part.lowerBound <= base && base + span <= part.upperBound {
        let leaf = spaces[space]!.links[base]!.leaf
        if leaves[leaf]!.entries.isEmpty { freeLeaf(Owner(space: space, base: base)) }
      }
    }
  }

  /// Advice that each vma takes or refuses for itself.
  private mutating func advise(
    _ space: Int, _ range: Range<Int>, _ advice: Advice
  ) throws(Refusal) {
    switch advice {
    case .pageout, .cold, .remove, .willneed, .guardRemove:
      try adviseParts(space, range, advice)
    case .free, .guardInstall:
      // Each part needs memory for itself; what is done stays.
      let hole = try eachPart(space, range, stopsAtHole: false) {
        (machine, _, part) throws(Refusal) in
        try machine.whole { (machine) throws(Refusal) in
          try machine.adviseParts(space, part, advice)
        }
      }
      if hole { throw .errno(.ENOMEM) }
    default:
      try whole { (machine) throws(Refusal) in
        try machine.adviseParts(space, range, advice)
      }
    }
  }

  private mutating func adviseParts(
    _ space: Int, _ range: Range<Int>, _ advice: Advice
  ) throws(Refusal) {
    let hole = try eachPart(space, range, stopsAtHole: false) {
      (machine, vma, part) throws(Refusal) in
      switch advice {
      case .pageout: try machine.pageOut(space, vma, part)
      case .cold: try machine.makeCold(space, vma, part)
      case .free: try machine.freeLazily(space, vma, part)
      case .remove: try machine.removePages(vma, part)
      case .willneed: machine.bringPages(vma, part)
      case .guardInstall: try machine.installGuards(space, vma, part)
      case .guardRemove: try machine.removeGuards(space, vma, part)
      default: try machine.mark(space, vma, part, advice)
      }
    }
    if hole { throw .errno(.ENOMEM) }
  }

  /// Advice that becomes a flag of the vma.
  private mutating func mark(
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
    case .nohugepage: flags.insert(.nohugepage)
    default: break
    }
    if flags == vma.flags { return }
    if !isCutWell(vma, part) { throw .errno(.EINVAL) }
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
        try touch(space, address, kind, countsSignals: false)
      } catch {
        if case .signal(.SIGKILL, _) = error { throw .errno(.ENOMEM) }
        throw .errno(.EFAULT)
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
      if machine.isHuge(vma) || vma.flags.contains(.locked) == locked { return }
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
      let owners = machine.leafBases(space, over: part).flatMap { base in
        machine.owners(ofLeaf: machine.spaces[space]!.links[base]!.leaf).map(\.space)
      }
      machine.flush(
        owners + machine.hugeOwners(space, vma, part) + [space],
        pages: machine.pages(of: vma, in: part))
      if machine.tracksWrites(file) {
        machine.writeBack(vma, part)
      } else {
        machine.cleanEntries(space, file, part)
      }
    }
    if hole { throw .errno(.ENOMEM) }
  }

  /// The caller's entries become clean, and what they map of a regular file.
  private mutating func cleanEntries(_ space: Int, _ file: Int, _ part: Range<Int>) {
    for base in leafBases(space, over: part) {
      let leaf = spaces[space]!.links[base]!.leaf
      for (index, entry) in leaves[leaf]!.entries where part.contains(base + index * page) {
        leaves[leaf]!.entries[index]!.isDirty = false
        if files[file]!.kind == .regular { frames[entry.frame!]!.isDirty = false }
      }
    }
  }

  /// The pages of the file are written; whoever writes to one again is noticed.
  private mutating func writeBack(_ vma: NaiveVMA, _ part: Range<Int>) {
    let numbers = pageNumbers(vma, part)
    for (number, frame) in files[vma.file!]!.cache where numbers.contains(number) {
      frames[frame]!.isDirty = false
    }
    for leaf in leaves.keys {
      for (index, entry) in leaves[leaf]!.entries
      where entry.file == vma.file && numbers.contains(entry.filePage) {
        leaves[leaf]!.entries[index]!.isDirty = false
        leaves[leaf]!.entries[index]!.isWritable = false
      }
    }
  }

  /// Which pages of the file the part shows.
  func pageNumbers(_ vma: NaiveVMA, _ part: Range<Int>) -> Range<Int> {
    vma.fileOffset(at: part.lowerBound) / page..<vma.fileOffset(at: part.upperBound) / page
  }
}
