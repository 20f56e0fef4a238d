import VM

extension Pictures {
  /// `show p1`: a line a vma, and the page tables as a tree.
  func addressSpace(_ process: ProcessID) -> [String] {
    let tree = TableTree(world.machine.tables(of: process), geometry: geometry)
    return [header(process, tree)] + mappingLines(process, limit: 4 * Self.listLimit)
      + treeLines(tree).map { "  " + $0 }
  }

  /// `show vmas p1`.
  func mappings(_ process: ProcessID) -> [String] {
    let name = world.name(of: process)
    let count = Self.count(world.machine.vmaCount(of: process), "mapping")
    let size = HumanSize.text(world.machine.virtualSize(of: process))
    return ["\(name)  \(count)  \(size)"] + mappingLines(process, limit: .max)
  }

  /// `p1  rss 64 MiB   tables 37 (32 shared with p2 p3)`
  func header(_ process: ProcessID, _ tree: TableTree) -> String {
    let pages = world.machine.resident(of: process)
    let rss = HumanSize.text(pages.total * geometry.pageSize)
    let swap =
      pages.swapped == 0 ? "" : "   swap \(HumanSize.text(pages.swapped * geometry.pageSize))"
    return "\(world.name(of: process))  rss \(rss)\(swap)   \(tables(process, tree))"
  }

  private func tables(_ process: ProcessID, _ tree: TableTree) -> String {
    let total = "tables \(world.machine.pageTables(of: process).total)"
    let shared = tree.shared
    guard !shared.isEmpty else { return total }
    let names = sharers(of: shared, but: process).map { " with \($0)" } ?? ""
    return "\(total) (\(shared.count) shared\(names))"
  }

  /// Names of the other owners; of many tables only the first are looked at. Who shares tables of huge
  /// pages is not known: nil.
  private func sharers(of tables: [TableRecord], but process: ProcessID) -> String? {
    let tables = tables.filter { $0.level == .pte }
    guard !tables.isEmpty else { return nil }
    let examined = tables.prefix(64)
    var others: Set<ProcessID> = []
    for table in examined {
      // The first owner that lives is the address space's name, also when its thread is shown.
      others.formUnion(world.machine.owners(table.id))
    }
    others.remove(addressSpaceName(process, tables))
    let names = others.sorted()
    let shown = names.prefix(4).map { world.name(of: $0) }.joined(separator: " ")
    if names.count > 4 { return "\(shown) and \(names.count - 4) more" }
    return examined.count < tables.count ? "\(shown) and perhaps others" : shown
  }

  /// The process by which the owners of a table know the address space: a thread has its group's
  /// first one. Every owner of the table is asked whether it reaches the same upper tables.
  private func addressSpaceName(_ process: ProcessID, _ tables: [TableRecord]) -> ProcessID {
    guard let table = tables.first else { return process }
    let owners = world.machine.owners(table.id)
    if owners.contains(process) { return process }
    let own = world.machine.vmas(of: process)
    return owners.first { world.machine.vmas(of: $0) == own } ?? process
  }

  // MARK: Mappings

  private func mappingLines(_ process: ProcessID, limit: Int) -> [String] {
    let vmas = world.machine.vmas(of: process)
    let rows = vmas.prefix(limit).map { vma in
      [
        "\(vma.range.start.shown)-\(vma.range.end.shown) \(permissions(vma))", backing(vma),
        HumanSize.text(vma.range.length), remarks(vma, process),
      ]
    }
    let rest = vmas.count > limit ? ["\(drawing.fold) \(vmas.count - limit) more"] : []
    return (Drawing.columns(Array(rows)) + rest).map { "  " + $0 }
  }

  private func permissions(_ vma: VMARecord) -> String {
    vma.protection.description + (vma.isShared ? "s" : "p")
  }

  /// `sga+0`, `anon`, `shmem` for shared memory without a name.
  func backing(_ vma: VMARecord) -> String {
    guard let file = vma.file else { return vma.isShared ? "shmem" : "anon" }
    let offset = vma.offset == 0 ? "0" : HumanSize.text(vma.offset).filter { $0 != " " }
    return "\(world.machine.name(of: file))+\(offset)"
  }

  /// The names of regions that lie in the mapping, and its flags.
  private func remarks(_ vma: VMARecord, _ process: ProcessID) -> String {
    let regions = world.regions[process]
      .filter { !$0.range.isEmpty && vma.range.contains($0.range) }
      .map { world.names[$0.name] }
    return (regions.prefix(4) + vma.flags).joined(separator: " ")
  }
}
