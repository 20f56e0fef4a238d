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

  /// What is present in its tables.
  ///
  /// - Complexity: O(runs of its tables).
  public func resident(of process: ProcessID) -> ResidentPages {
    var pages = ResidentPages()
    forEachEntryRun(of: processes[Int(process.index)].space) { run in
      switch run.value.kind {
      case .none, .zero, .guard: break
      case .swap: pages.swapped += run.count
      case .anon: pages.anon += run.count
      case .file: pages.file += run.count
      case .shmem: pages.shmem += run.count
      }
    }
    return pages
  }

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

  /// Leaf tables the process reaches that have another owner too.
  ///
  /// - Complexity: O(runs of its tables).
  public func sharedTables(of process: ProcessID) -> Int {
    pieces(ofProcess: process).reduce(0) { $0 + ($1.table.isShared ? $1.count : 0) }
  }

  /// The tables below the top that the process reaches, depth first, ascending.
  public func tables(of process: ProcessID) -> [TableRecord] {
    let space = processes[Int(process.index)].space
    let everything = AddressRange(VirtualAddress(0), geometry.userEnd)
    var records: [TableRecord] = []
    appendTables(space, level: 1, indices(everything, level: 1), to: &records)
    return records
  }

  // MARK: Parts

  func space(of process: ProcessID) -> AddressSpace {
    spaces[Int(processes[Int(process.index)].space)]
  }

  func pieces(ofProcess process: ProcessID) -> [LeafPiece] {
    pieces(processes[Int(process.index)].space, 0..<leaf(geometry.userEnd - 1) + 1)
  }

  /// The runs of present entries in the tables that an address space reaches.
  func forEachEntryRun(of space: Int32, _ body: (Run<PageEntry>) -> Void) {
    spaces[Int(space)].leaves.forEachRun(in: 0..<Int.max) { leaves in
      let first = leaves.value.table
      contents.forEachRun(in: keys(first..<first + leaves.count), body)
    }
  }

  private func appendTables(
    _ space: Int32, level: Int, _ wanted: Range<Int>, to records: inout [TableRecord]
  ) {
    guard level < leafLevel else {
      for piece in pieces(space, wanted) { appendLeaves(piece, to: &records) }
      return
    }
    let below = geometry.levels[level].entryCount
    for run in spaces[Int(space)].uppers[level].runs(in: wanted) {
      for index in run.start..<run.end {
        let children = index * below..<(index + 1) * below
        let present =
          level + 1 == leafLevel
          ? spaces[Int(space)].leaves.count(in: children)
            + hugeContents.count(in: hugeKeys(run.value(at: index).table, children))
          : spaces[Int(space)].uppers[level + 1].count(in: children)
        records.append(
          TableRecord(
            id: TableID(run.value(at: index).table, at: geometry.levels[level].name),
            level: geometry.levels[level].name, base: span(index, level: level).start,
            owners: level == pmdLevel ? linkCount(ofPMD: run.value(at: index).table) : 1,
            present: present, protection: .all))
        appendTables(space, level: level + 1, children, to: &records)
      }
    }
  }

  private func appendLeaves(_ piece: LeafPiece, to records: inout [TableRecord]) {
    let protection =
      piece.table.isFileTable ? piece.entry.protection : piece.entry.protection.withRead
    for leaf in piece.leaves {
      let table = piece.entry.table + leaf - piece.leaves.lowerBound
      records.append(
        TableRecord(
          id: identity(ofLeaf: table), level: .pte, base: base(ofLeaf: leaf),
          owners: Int(leafTables[table]?.owners ?? 0),
          present: contents.count(in: keys(table..<table + 1)),
          protection: protection))
    }
  }

  private func record(of vma: VMA) -> VMARecord {
    let isNamed = vma.file >= 0 && !files[Int(vma.file)].isUnnamed
    return VMARecord(
      range: vma.range, protection: vma.protection, isShared: vma.isShared,
      file: isNamed ? FileID(index: vma.file) : nil,
      offset: vma.isAnonymous ? 0 : vma.pageOffset &<< pageShift,
      flags: vma.flags.names)
  }
}
