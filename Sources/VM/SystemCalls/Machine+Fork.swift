// fork: what the child gets of its parent's tables.
extension Machine {
  /// Forks a process.
  ///
  /// - Throws: ENOMEM without frames for all of the child's tables.
  /// - Kernel: `dup_mmap` in kernel/fork.c, `copy_page_range` in mm/memory.c, `fork_page_range` in
  ///   mm/ptshare.c of shpte-2.5.52.
  public mutating func fork(_ parent: ProcessID, name: String) throws(Refusal) -> ProcessID {
    let space = begin(parent)
    let plan = ForkPlan(self, space)
    guard plan.frames <= freeFrames else { throw .errno(.ENOMEM) }
    let process = addProcess(name: name, parent: parent.index)
    let child = makeSpace(for: process)
    processes[Int(process)].space = child
    spaces[Int(child)].vmas = plan.inherited
    spaces[Int(child)].heapSize = spaces[Int(space)].heapSize
    _ = countMappings(child, touching: AddressRange(VirtualAddress(1), geometry.userEnd), 1)
    for (level, span) in plan.uppers { _ = makeSlot(child, span.start, above: level + 1) }
    for leaf in plan.leaves { give(leaf, of: space, to: child) }
    return ProcessID(index: process)
  }

  private mutating func give(
    _ leaf: (base: VirtualAddress, action: ForkAction), of parent: Int32, to child: Int32
  ) {
    guard let source = leafSlot(parent, leaf.base) else { return }
    let base = leaf.base
    let entry = tableEntry(source)
    let slot = makeLeafSlot(child, base)
    switch leaf.action {
    case .shareFile:
      let vma = spaces[Int(child)].vma(at: base)
      link(
        entry.table, at: slot, of: child, base: base,
        protection: vma?.protection ?? entry.protection)
      events.tablesShared += 1
      note("fork.share-file", "file table: shared with the child", base)
    case .shareCOW:
      let protection = entry.protection.subtracting(.write)
      setProtection(protection, at: source)
      link(entry.table, at: slot, of: child, base: base, protection: protection)
      reclassify(entry.table)
      events.tablesShared += 1
      note("fork.share-cow", "shared copy-on-write with the child", base)
    case .copy(let reason):
      let new = allocateTable(level: leafLevel)
      let span = AddressRange(base, length: leafSpan)
      for place in spaces[Int(child)].indices(overlapping: span) {
        let vma = spaces[Int(child)].vmas[place]
        if vma.flags.contains(.wipeOnFork) { continue }
        copyEntries(from: entry.table, to: new, base: base, vma: vma)
      }
      link(new, at: slot, of: child, base: base, protection: protectionOfNewLeaf(child, base))
      classifyNew(new)
      note("fork.copy-\(reason.rawValue)", "table copied entry by entry: \(reason.text)", base)
    }
  }
}

/// What fork does with one leaf of the parent.
enum ForkAction {
  case shareFile
  case shareCOW
  case copy(Reason)

  enum Reason: String {
    case kernel
    case threshold
    case inheritance

    var text: String {
      switch self {
      case .kernel: "the kernel shares no tables"
      case .threshold: "the parent has no more tables than the threshold"
      case .inheritance: "a mapping in its span is not inherited as it is"
      }
    }
  }
}

/// What a fork will do, decided before anything changes.
struct ForkPlan {
  /// The child's mappings.
  var inherited: [VMA]
  /// The parent's leaves of which the child gets one, ascending.
  var leaves: [(base: VirtualAddress, action: ForkAction)] = []
  /// The tables between top and leaves of which the child gets one.
  var uppers: [(level: Int, span: AddressRange)] = []
  /// Frames for the child's tables.
  var frames = 1

  init(_ machine: borrowing Machine, _ space: Int32) {
    let parent = machine.spaces[Int(space)]
    inherited = parent.vmas.compactMap { vma in
      if vma.flags.contains(.dontFork) { return nil }
      var copy = vma
      copy.flags.remove(.locked)
      return copy
    }
    var heir = AddressSpace(top: -1, members: [])
    heir.vmas = inherited
    let everything = AddressRange(VirtualAddress(0), machine.geometry.userEnd)
    for reached in machine.reachedTables(space, in: everything)
    where heir.isMapped(reached.span) {
      if reached.level < machine.leafLevel {
        uppers.append((reached.level, reached.span))
        frames += 1
        continue
      }
      let action = Self.action(machine, parent, reached)
      leaves.append((reached.span.start, action))
      if case .copy = action { frames += 1 }
    }
  }

  /// Share or copy: the whole rule.
  private static func action(
    _ machine: borrowing Machine, _ parent: AddressSpace, _ leaf: ReachedTable
  ) -> ForkAction {
    if machine.tables[leaf.entry.table].isFileTable { return .shareFile }
    guard let threshold = machine.kernel.sharing.forkThreshold else { return .copy(.kernel) }
    if parent.tables.pte <= threshold { return .copy(.threshold) }
    let special: VMAFlags = [.dontFork, .wipeOnFork]
    let isInheritedAsIs = parent.indices(overlapping: leaf.span).allSatisfy {
      parent.vmas[$0].flags.isDisjoint(with: special)
    }
    return isInheritedAsIs ? .shareCOW : .copy(.inheritance)
  }
}
