// fork: what the child gets of its parent's tables.
extension Machine {
  /// Forks a process.
  ///
  /// - Throws: ENOMEM without frames for all of the child's tables.
  /// - Kernel: `dup_mmap` in kernel/fork.c, `copy_page_range` in mm/memory.c, `fork_page_range` in
  ///   mm/ptshare.c of shpte-2.5.52.
  public mutating func fork(_ parent: ProcessID, name: String) throws(Refusal) -> ProcessID {
    let space = begin(parent)
    return try withinLowMemory { machine throws(Refusal) in
      try machine.fork(parent, space, name: name)
    }
  }

  private mutating func fork(
    _ parent: ProcessID, _ space: Int32, name: String
  ) throws(Refusal) -> ProcessID {
    let plan = ForkPlan(self, space)
    // What it is to do with tables no reclaim changes.
    try provide { _ in plan.frames }
    totals.work.forks += 1
    let process = addProcess(name: name, parent: parent.index)
    let child = makeSpace(for: process)
    processes[Int(process)].space = child
    spaces[Int(child)].vmas = plan.inherited.map { forked($0) }
    spaces[Int(child)].heapSize = spaces[Int(space)].heapSize
    _ = countMappings(child, touching: AddressRange(VirtualAddress(1), geometry.userEnd), 1)
    for (level, indices) in plan.uppers { makeUpperTables(child, level: level, indices) }
    for (piece, action) in plan.leaves { give(piece, action, of: space, to: child) }
    for vma in plan.inherited where vma.flags.contains(.hugetlb) && vma.anonVMA != 0 {
      copyHuge(vma, from: space, to: child)
    }
    flush(space)
    return ProcessID(index: process)
  }

  /// A mapping as the child has it: in an anon_vma of its own, if the parent's has one.
  ///
  /// - Kernel: `anon_vma_fork` in mm/rmap.c.
  private mutating func forked(_ vma: VMA) -> VMA {
    guard vma.anonVMA != 0 else { return vma }
    var copy = vma
    let isWiped = vma.flags.contains(.wipeOnFork)
    copy.anonVMA = isWiped ? 0 : newAnonVMA()
    copy.isForkChild = !isWiped
    return copy
  }

  private mutating func give(
    _ piece: LeafPiece, _ action: ForkAction, of parent: Int32, to child: Int32
  ) {
    let base = base(ofLeaf: piece.leaves.lowerBound)
    switch action {
    case .shareFile:
      for (part, vma) in spans(child, piece.leaves) {
        guard let vma else { continue }
        let first = piece.entry.table + part.lowerBound - piece.leaves.lowerBound
        link(first..<first + part.count, to: child, part, vma.protection, spanning(of: vma))
      }
      totals.events.tablesShared += piece.count
      note("fork.share-file", "file table: shared with the child", base, count: piece.count)
    case .shareCOW:
      let protection = piece.entry.protection.subtracting(.write)
      setProtection(protection, of: parent, piece)
      link(piece.tables, to: child, piece.leaves, protection, piece.entry.spanning)
      totals.events.tablesShared += piece.count
      note("fork.share-cow", "shared copy-on-write with the child", base, count: piece.count)
    case .copy(let reason):
      let new = numberTables(piece.count, level: leafLevel)
      let rule = kernel.fork
      copyEntries(from: piece, to: new.lowerBound, vmas: spaces[Int(child)].vmas) {
        !$0.flags.contains(.wipeOnFork) && rule.copiesTables(of: $0)
      }
      linkAllocated(new, to: child, piece.leaves)
      note(
        "fork.copy-\(reason.rawValue)", "table copied entry by entry: \(reason.text)", base,
        count: piece.count)
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
  /// The parent's leaves of which the child gets one each, ascending.
  var leaves: [(piece: LeafPiece, action: ForkAction)] = []
  /// The tables between top and leaves of which the child gets one each.
  var uppers: [(level: Int, indices: Range<Int>)] = []
  /// Frames for the child's tables.
  var frames = 1

  init(_ machine: borrowing Machine, _ space: Int32) {
    let vmas = machine.spaces[Int(space)].vmas
    inherited = vmas.compactMap { vma in
      if vma.flags.contains(.dontFork) { return nil }
      var copy = vma
      copy.flags.remove(.locked)
      return copy
    }
    let copied = inherited.filter { machine.kernel.fork.copiesTables(of: $0) }
    for level in 1..<machine.leafLevel {
      for indices in Self.indices(of: copied, machine, level: level) {
        machine.spaces[Int(space)].uppers[level].forEachRun(in: indices) { run in
          uppers.append((level, run.start..<run.end))
          frames += run.count
        }
      }
    }
    // Where a mapping is not inherited as it is.
    let special = Self.indices(
      of: vmas.filter { !$0.flags.isDisjoint(with: [.dontFork, .wipeOnFork]) }, machine,
      level: machine.leafLevel)
    let heirs = Self.indices(of: copied, machine, level: machine.leafLevel)
    for (part, isSpecial) in Self.cut(heirs, by: special) {
      for piece in machine.pieces(space, part) {
        let action = Self.action(machine, space, piece, isInheritedAsIs: !isSpecial)
        leaves.append((piece, action))
        if case .copy = action { frames += piece.count }
      }
    }
  }

  /// Where the mappings have tables of a level, if they have any: ascending, without overlap.
  private static func indices(
    of vmas: [VMA], _ machine: borrowing Machine, level: Int
  ) -> [Range<Int>] {
    var found: [Range<Int>] = []
    for vma in vmas {
      let indices = machine.indices(vma.range, level: level)
      if let last = found.last, indices.lowerBound <= last.upperBound {
        found[found.count - 1] = last.lowerBound..<max(last.upperBound, indices.upperBound)
      } else {
        found.append(indices)
      }
    }
    return found
  }

  /// The parts of ranges that lie within others, and those that do not; all of them ascending.
  private static func cut(
    _ ranges: [Range<Int>], by others: [Range<Int>]
  ) -> [(part: Range<Int>, isWithin: Bool)] {
    var parts: [(part: Range<Int>, isWithin: Bool)] = []
    var next = 0
    for range in ranges {
      var start = range.lowerBound
      while next < others.count, others[next].upperBound <= start { next += 1 }
      var place = next
      while place < others.count, others[place].lowerBound < range.upperBound {
        let within = others[place].clamped(to: start..<range.upperBound)
        if start < within.lowerBound { parts.append((start..<within.lowerBound, false)) }
        parts.append((within, true))
        start = within.upperBound
        place += 1
      }
      if start < range.upperBound { parts.append((start..<range.upperBound, false)) }
    }
    return parts
  }

  /// Share or copy: the whole rule.
  private static func action(
    _ machine: borrowing Machine, _ parent: Int32, _ piece: LeafPiece, isInheritedAsIs: Bool
  ) -> ForkAction {
    if piece.table.isFileTable { return .shareFile }
    guard let threshold = machine.kernel.sharing.forkThreshold else { return .copy(.kernel) }
    if machine.spaces[Int(parent)].tables.pte <= threshold { return .copy(.threshold) }
    return isInheritedAsIs ? .shareCOW : .copy(.inheritance)
  }
}

extension ForkRules {
  /// Whether the child gets tables for a mapping that it inherits.
  ///
  /// - Kernel: `vma_needs_copy`, and `dup_mmap` for MADV_WIPEONFORK.
  func copiesTables(of vma: VMA) -> Bool {
    switch copied {
    case .everyMapping: true
    case .mappingsWithAnonVMA:
      (vma.anonVMA != 0 || vma.mayHaveGuards) && !vma.flags.contains(.wipeOnFork)
    }
  }
}
