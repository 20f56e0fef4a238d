import VM

extension Pictures {
  /// `show rmap F`: the page entries that map a frame or hold a slot, and by whom each is reached.
  func reverseMap(_ frame: FrameID) -> [String] {
    let (records, count) = world.machine.reverseMap(of: frame, limit: Self.listLimit)
    let place = world.machine.filePage(of: frame)
    let page = place.map { "  page \($0.page) of \(world.machine.name(of: $0.file))" } ?? ""
    let header = describe(frame, records.first?.entry.kind ?? (place == nil ? nil : .file)) + page
    guard let first = records.first else {
      let verb = frame.swapSlot == nil ? "maps" : "holds"
      return [header, "  no page entry \(verb) it"]
    }
    var rows = [row(first, isContinued: false)]
    for (last, record) in zip(records, records.dropFirst()) {
      let isContinued = record.table == last.table && record.index == last.index
      rows.append(row(record, isContinued: isContinued))
    }
    let rest = count > records.count ? ["\(drawing.fold) and \(count - records.count) more"] : []
    return [header] + (Drawing.columns(rows) + rest).map { "  " + $0 }
  }

  /// - Parameter isContinued: the same entry as in the line above, for another owner.
  private func row(_ record: ReverseMapRecord, isContinued: Bool) -> [String] {
    let owner = [world.name(of: record.process), record.address.shown]
    if isContinued { return ["", ""] + owner }
    let shared = record.owners > 1 ? " \(drawing.times)\(record.owners)" : ""
    return [
      "\(record.level.shown)#\(record.table.shown)[\(record.index)]\(shared)",
      flags(record.entry),
    ] + owner
  }

  /// `file rw dirty young`.
  private func flags(_ entry: PageEntryRecord) -> String {
    var words = [entry.kind.rawValue]
    if entry.isPresent { words.append(entry.isWritable ? "rw" : "r") }
    if entry.isDirty { words.append("dirty") }
    if entry.isYoung { words.append("young") }
    return words.joined(separator: " ")
  }
}
