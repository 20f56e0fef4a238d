import VM

/// A name for a range of addresses of a process.
///
/// It keeps its range after `munmap`, so that use after unmap can be written down.
struct Region: Hashable {
  let name: WorldName
  var range: AddressRange
}

/// The regions of every process; threads of one address space have them in common.
struct RegionTables {
  private var tables = ChunkedArray<[Region]>()
  /// The table of each process, by the process's number; -1 for none yet.
  private var tableOfProcess = ChunkedArray<Int32>()

  /// The regions of a process, in the order in which their names were first used.
  subscript(_ process: ProcessID) -> [Region] {
    let table = tableOfProcess[Int(process.index)]
    return table < 0 ? [] : tables[Int(table)]
  }

  func find(_ name: WorldName, in process: ProcessID) -> Region? {
    let table = tableOfProcess[Int(process.index)]
    return table < 0 ? nil : tables[Int(table)].first { $0.name == name }
  }

  /// Names a range; a name that the process has already moves to the new range.
  mutating func set(_ name: WorldName, _ range: AddressRange, in process: ProcessID) {
    let table = table(of: process)
    if let position = tables[table].firstIndex(where: { $0.name == name }) {
      tables[table][position].range = range
    } else {
      tables[table].append(Region(name: name, range: range))
    }
  }

  /// The names of exactly the range `old` follow a mapping that moved or changed its size.
  mutating func move(_ old: AddressRange, to new: AddressRange, in process: ProcessID) {
    let table = table(of: process)
    for position in tables[table].indices where tables[table][position].range == old {
      tables[table][position].range = new
    }
  }

  // MARK: Processes, in order of creation

  /// A process without regions is born.
  mutating func addProcess() { tableOfProcess.append(-1) }

  /// A forked child is born: it knows its parent's names.
  mutating func addChild(of parent: ProcessID) {
    let inherited = self[parent]
    guard !inherited.isEmpty else { return addProcess() }
    tableOfProcess.append(Int32(tables.count))
    tables.append(inherited)
  }

  /// A thread is born: it shares its creator's names.
  mutating func addThread(of creator: ProcessID) {
    tableOfProcess.append(Int32(table(of: creator)))
  }

  /// Names go with `exec`, for the caller only.
  mutating func forget(_ process: ProcessID) {
    tableOfProcess[Int(process.index)] = -1
  }

  private mutating func table(of process: ProcessID) -> Int {
    let table = tableOfProcess[Int(process.index)]
    if table >= 0 { return Int(table) }
    tableOfProcess[Int(process.index)] = Int32(tables.count)
    tables.append([])
    return tables.count - 1
  }
}
