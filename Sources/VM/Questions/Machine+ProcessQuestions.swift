// Questions about a process. Those about its memory need a process that is alive.
extension Machine {
  public func isAlive(_ process: ProcessID) -> Bool { processes[Int(process.index)].isAlive }

  public func name(of process: ProcessID) -> String { processes[Int(process.index)].name }

  /// The process that made it, or that made its thread's process; nil once that has ended.
  public func parent(of process: ProcessID) -> ProcessID? {
    let parent = processes[Int(process.index)].parent
    return parent < 0 ? nil : ProcessID(index: parent)
  }

  /// Its living children, in order of creation.
  public func children(of process: ProcessID) -> [ProcessID] {
    processes[Int(process.index)].children.map { ProcessID(index: $0) }
  }

  /// Faults of the process and the threads that share its address space.
  public func faults(of process: ProcessID) -> FaultCounters { space(of: process).faults }

  /// Tables the process reaches, the top included.
  public func pageTables(of process: ProcessID) -> TableCounts { space(of: process).tables }

  public func resident(of process: ProcessID) -> ResidentPages { space(of: process).resident }

  /// Bytes of all its mappings.
  public func virtualSize(of process: ProcessID) -> ByteCount {
    space(of: process).vmas.reduce(0) { $0 + $1.range.length }
  }

  public func vmaCount(of process: ProcessID) -> Int { space(of: process).vmas.count }

  /// Its mappings, ascending.
  public func vmas(of process: ProcessID) -> [VMARecord] {
    space(of: process).vmas.map { record(of: $0) }
  }

  public func vma(of process: ProcessID, at address: VirtualAddress) -> VMARecord? {
    space(of: process).vma(at: address).map { record(of: $0) }
  }

  /// Leaf tables the process reaches that have another owner too. Walks its tables.
  public func sharedTables(of process: ProcessID) -> Int {
    reachedTables(ofProcess: process).count { isSharedLeaf($0.entry) }
  }

  /// The tables below the top that the process reaches, depth first, ascending.
  public func tables(of process: ProcessID) -> [TableRecord] {
    reachedTables(ofProcess: process).map { reached in
      let table = tables[reached.entry.table]
      return TableRecord(
        id: identity(ofTable: reached.entry.table), level: geometry.levels[reached.level].name,
        base: reached.span.start, owners: Int(table.ownerCount),
        present: (0..<geometry.levels[reached.level].entryCount).count { table.words[$0] != 0 },
        protection: reached.entry.protection)
    }
  }

  // MARK: Parts

  func space(of process: ProcessID) -> AddressSpace {
    spaces[Int(processes[Int(process.index)].space)]
  }

  func reachedTables(ofProcess process: ProcessID) -> [ReachedTable] {
    reachedTables(
      processes[Int(process.index)].space,
      in: AddressRange(VirtualAddress(0), geometry.userEnd))
  }

  private func record(of vma: VMA) -> VMARecord {
    let isNamed = vma.file >= 0 && !files[Int(vma.file)].isUnnamed
    return VMARecord(
      range: vma.range, protection: vma.protection, isShared: vma.isShared,
      file: isNamed ? FileID(index: vma.file) : nil, offset: vma.filePage << pageShift,
      flags: vma.flags.names)
  }
}
