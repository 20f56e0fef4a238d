import VM

extension Pictures {
  /// Tables looked at before the processes that are left are only counted.
  private static let tableBudget = 1 << 20

  /// `show pagetables`: how many there are, and the trees of all processes; a shared table is
  /// drawn once and referred to afterwards.
  func allPageTables() -> [String] {
    var lines = [totals()]
    var drawn: [TableID: String] = [:]
    var budget = Self.tableBudget
    var previous: TableTree?
    var alike = 0
    var shown = 0
    let processes = addressSpaces()
    for (index, process) in processes.enumerated() {
      guard budget > 0, shown < Self.listLimit else {
        lines += folded(alike)
        alike = 0
        lines.append("\(drawing.fold) \(Self.moreProcesses(processes.count - index))")
        break
      }
      var tree = TableTree(world.machine.tables(of: process), geometry: geometry)
      budget -= world.machine.pageTables(of: process).total
      tree.refer(to: &drawn, as: world.name(of: process))
      if let previous, tree.isLike(previous) {
        alike += 1
        continue
      }
      lines += folded(alike)
      alike = 0
      shown += 1
      previous = tree
      lines.append(header(process, tree))
      lines += treeLines(tree).map { "  " + $0 }
    }
    return lines + folded(alike)
  }

  private func folded(_ count: Int) -> [String] {
    count == 0 ? [] : ["\(drawing.fold) \(Self.moreProcesses(count)) like it"]
  }

  private static func moreProcesses(_ count: Int) -> String {
    count == 1 ? "1 more process" : "\(count) more processes"
  }

  /// Living processes, but of threads that share an address space only one.
  func addressSpaces() -> [ProcessID] {
    world.processes.filter { process in
      guard world.isAlive(process) else { return false }
      guard let leaf = firstLeaf(of: process) else { return true }
      return world.machine.owners(leaf).contains(process)
    }
  }

  private func firstLeaf(of process: ProcessID) -> TableID? {
    for vma in world.machine.vmas(of: process) {
      var address = vma.range.start
      // The first mapping with a table answers; a long one without any is not searched to its end.
      for _ in 0..<64 where address < vma.range.end {
        if let table = world.machine.table(process, at: address) { return table }
        address = VirtualAddress((address.value | (geometry.leafSpan - 1)) + 1)
      }
    }
    return nil
  }

  private func totals() -> String {
    let machine = world.machine.pageTables
    let levels = geometry.levels.reversed()
      .map { "\($0.name.shown) \(machine[$0.name])" }
      .joined(separator: "  ")
    let mapped = world.machine.mappedTables
    let saved = mapped - machine.total
    let size = HumanSize.text(machine.total * geometry.pageSize)
    var line = "pagetables \(machine.total)  \(size)   \(levels)"
    if world.machine.sharedTables > 0 {
      line += "   shared \(world.machine.sharedTables)  saved \(saved)"
    }
    return line
  }
}
