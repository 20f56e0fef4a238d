import VM

extension Pictures {
  /// `show pte p1 ADDR`: the way through the tables, and the entry.
  func entry(_ process: ProcessID, _ address: VirtualAddress) -> [String] {
    let machine = world.machine.pageEntry(process, at: address)
    var lines = ["\(world.name(of: process)) \(address.shown)  \(place(process, address))"]
    lines.append("  " + path(process, address).joined(separator: " \(drawing.straight) "))
    lines.append("  \(describe(machine, address))")
    return lines
  }

  /// What is mapped there: `sga+8KiB`.
  private func place(_ process: ProcessID, _ address: VirtualAddress) -> String {
    guard let vma = world.machine.vma(of: process, at: address) else { return "not mapped" }
    let permissions = vma.protection.description + (vma.isShared ? "s" : "p")
    guard let file = vma.file else { return "\(permissions)  \(backing(vma))" }
    let offset = vma.offset + (address - vma.range.start)
    return "\(permissions)  \(world.machine.name(of: file)) page \(offset >> geometry.pageShift)"
  }

  /// The tables from the top down that translate the address.
  private func path(_ process: ProcessID, _ address: VirtualAddress) -> [String] {
    var parts = [geometry.levels[0].name.shown]
    guard address.value >= 0, address < geometry.userEnd else { return parts + ["none"] }
    for table in world.machine.tables(of: process) {
      guard let level = geometry.levels.first(where: { $0.name == table.level }) else { continue }
      guard AddressRange(table.base, length: level.tableSpan).contains(address) else { continue }
      var part = "\(table.level.shown)#\(table.id.shown)"
      if table.owners > 1 { part += " \(drawing.times)\(table.owners)" }
      if table.level == .pte { part += "  \(table.protection.shown)" }
      parts.append(part)
    }
    return parts.count == geometry.levels.count ? parts : parts + ["none"]
  }

  private func describe(_ entry: PageEntryRecord, _ address: VirtualAddress) -> String {
    guard entry.isPresent else {
      let slot = entry.swapSlot.map { "   slot#\($0)" } ?? ""
      return "entry: \(entry.kind.rawValue)\(slot)"
    }
    var words = ["entry: \(entry.kind.rawValue)", entry.isWritable ? "rw" : "r"]
    if entry.isDirty { words.append("dirty") }
    if entry.isYoung { words.append("young") }
    let frame = entry.frame.map { "   " + describe($0) } ?? ""
    return words.joined(separator: " ") + frame
  }

  /// `show frame F`.
  func frame(_ frame: FrameID) -> [String] { [describe(frame)] }

  private func describe(_ frame: FrameID) -> String {
    let count = world.machine.refcount(frame)
    guard count > 0 else { return "frame#\(frame.shown)  free" }
    let mapcount = world.machine.mapcount(frame)
    let cached = count > mapcount ? "  in the page cache" : ""
    return "frame#\(frame.shown)  mapcount \(mapcount)  refcount \(count)\(cached)"
  }
}
