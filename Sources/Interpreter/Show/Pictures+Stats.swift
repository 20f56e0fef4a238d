import VM

extension Pictures {
  /// `show stats`: every counter of the machine.
  func stats() -> [String] {
    var rows = [
      ["machine", "\(geometry.name)   kernel \(world.kernel.name)"],
      ["processes", "\(world.machine.processCount)"],
      ["pagetables", tableCounts()],
      [
        "memory",
        "used \(HumanSize.text(world.machine.memoryUsed))"
          + " of \(HumanSize.text(world.machine.memoryTotal))"
          + "   pagecache \(HumanSize.text(world.machine.pageCacheBytes))",
      ],
      ["faults", faultCounts()],
      ["pte", entryCounts()],
      ["tables", tableEvents()],
      ["tlb", flushCounts()],
    ]
    let others = [("lowmem", lowMemoryCounts()), ("swap", swapCounts())]
    for (name, counts) in others {
      if let counts, let place = rows.firstIndex(where: { $0[0] == "faults" }) {
        rows.insert([name, counts], at: place)
      }
    }
    if let chains = chainCounts() { rows.append(["rmap", chains]) }
    let cost = HumanTime.text(world.machine.cost)
    rows.append(["cost", "\(cost)   prices \(world.kernel.profile.name)"])
    return Drawing.columns(rows)
  }

  /// nil for a machine without low memory.
  private func lowMemoryCounts() -> String? {
    guard let total = world.machine.lowMemoryTotal, let free = world.machine.lowMemoryFree else {
      return nil
    }
    return "used \(HumanSize.text(total - free)) of \(HumanSize.text(total))"
  }

  /// nil for a kernel that does not find page entries by chains.
  private func chainCounts() -> String? {
    guard world.kernel.reverseMap.method == .chains else { return nil }
    return "entries \(world.machine.chainedEntries)   nodes \(world.machine.chainNodes)"
      + "   \(HumanSize.text(world.machine.chainBytes))"
      + "   mmchain \(world.machine.ownerNodes)"
  }

  /// nil for a machine that has no swap space and never had any in use.
  private func swapCounts() -> String? {
    let (total, events) = (world.machine.swapTotal, world.machine.events)
    guard total > 0 || events.swapOut > 0 else { return nil }
    return "used \(HumanSize.text(world.machine.swapUsed)) of \(HumanSize.text(total))"
      + "   in \(events.swapIn)   out \(events.swapOut)"
  }

  private func tableCounts() -> String {
    let counts = world.machine.pageTables
    let mapped = world.machine.mappedTables
    return "\(counts.total)   leaf \(counts.pte)   shared \(world.machine.sharedTables)"
      + "   mapped \(mapped)   saved \(mapped - counts.total)"
      + "   \(HumanSize.text(counts.total * geometry.pageSize))"
  }

  private func faultCounts() -> String {
    let faults = world.machine.events.faults
    return "minor \(faults.minor)   major \(faults.major)   cow \(faults.cow)"
      + "   segv \(faults.segv)   bus \(faults.bus)"
  }

  private func entryCounts() -> String {
    let events = world.machine.events
    return "set \(events.pteSet)   copied \(events.pteCopied)   cleared \(events.pteCleared)"
  }

  private func flushCounts() -> String {
    let tlb = world.machine.events.tlb
    return "flushes \(tlb.flushes)   pages \(tlb.pages)   ipis \(tlb.ipis)"
  }

  private func tableEvents() -> String {
    let events = world.machine.events
    return "allocated \(events.tablesAllocated)   freed \(events.tablesFreed)"
      + "   shared \(events.tablesShared)   unshared \(events.tablesUnshared)"
      + "   promoted \(events.tablesPromoted)"
  }
}
