import VM

extension Pictures {
  /// `show FILE`: its pages, and who maps it.
  func file(_ file: FileID) -> [String] {
    let name = world.machine.name(of: file)
    let size = HumanSize.text(world.machine.size(of: file))
    let resident = HumanSize.text(world.machine.residentBytes(of: file))
    let dirty = HumanSize.text(world.machine.dirtyBytes(of: file))
    let mappings = world.machine.mappingCount(of: file)
    let header =
      "\(name)  \(size)   resident \(resident)   dirty \(dirty)   "
      + Self.count(mappings, "mapping")
    return [header] + mappingLines(file, count: mappings)
  }

  private func mappingLines(_ file: FileID, count: Int) -> [String] {
    var rows: [[String]] = []
    for process in addressSpaces() where rows.count < Self.listLimit {
      for vma in world.machine.vmas(of: process) where vma.file == file {
        let permissions = vma.protection.description + (vma.isShared ? "s" : "p")
        rows.append([
          world.name(of: process), "\(vma.range.start.shown)-\(vma.range.end.shown) \(permissions)",
          backing(vma), HumanSize.text(vma.range.length),
        ])
      }
    }
    rows = Array(rows.prefix(min(count, Self.listLimit)))
    let rest = count > rows.count ? ["\(drawing.fold) \(count - rows.count) more"] : []
    return (Drawing.columns(rows) + rest).map { "  " + $0 }
  }
}
