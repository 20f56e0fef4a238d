import VM

extension Pictures {
  /// `show pte p1 ADDR`: the way through the tables, and the entry.
  func entry(_ process: ProcessID, _ address: VirtualAddress) -> [String] {
    let entry = world.machine.pageEntry(process, at: address)
    let path = path(process, address, isInHugePage: entry.isPresent && entry.table == nil)
    return [
      "\(world.name(of: process)) \(address.shown)  \(place(process, address))",
      "  " + path.joined(separator: " \(drawing.straight) "),
      "  \(describe(entry))",
    ]
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
  private func path(
    _ process: ProcessID, _ address: VirtualAddress, isInHugePage: Bool
  ) -> [String] {
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
    if parts.count == geometry.levels.count { return parts }
    return parts + [isInHugePage ? "huge page" : "none"]
  }

  private func describe(_ entry: PageEntryRecord) -> String {
    guard entry.isPresent else {
      // The entry of a guard page has the form of a swap entry, and names no slot.
      if entry.kind == .swap, entry.swapSlot == nil { return "entry: guard" }
      let slot = entry.frame.map { "   " + describe($0, entry.kind) } ?? ""
      return "entry: \(entry.kind.rawValue)\(slot)"
    }
    var words = ["entry: \(entry.kind.rawValue)", entry.isWritable ? "rw" : "r"]
    if entry.isDirty { words.append("dirty") }
    if entry.isYoung { words.append("young") }
    let frame = entry.frame.map { "   " + describe($0, entry.kind) } ?? ""
    return words.joined(separator: " ") + frame
  }

  /// `show frame F`.
  func frame(_ frame: FrameID) -> [String] { [describe(frame, nil)] }

  /// - Parameter kind: of an entry that maps the frame, if one is known.
  func describe(_ frame: FrameID, _ kind: PageEntryRecord.Kind?) -> String {
    let count = world.machine.refcount(frame)
    guard count > 0 else { return "\(frame.shown)  free" }
    if frame.swapSlot != nil { return "\(frame.shown)  refcount \(count)" }
    let mapcount = world.machine.mapcount(frame)
    let cached = count > mapcount ? "  in the \(cache(kind))" : ""
    return "\(frame.shown)  mapcount \(mapcount)  refcount \(count)\(cached)"
  }

  /// The cache that holds a frame.
  private func cache(_ kind: PageEntryRecord.Kind?) -> String {
    switch kind {
    case .anon: "swap cache"
    case .file: "page cache"
    default: world.machine.swapUsed == 0 ? "page cache" : "page cache or the swap cache"
    }
  }
}
