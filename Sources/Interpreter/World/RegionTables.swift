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
  private var tables: [[Region]] = []
  /// The table of each process, by the process's number.
  private var tableOfProcess: [Int32: Int] = [:]

  /// The regions of a process, in the order in which their names were first used.
  subscript(_ process: ProcessID) -> [Region] {
    guard let table = tableOfProcess[process.index] else { return [] }
    return tables[table]
  }

  func find(_ name: WorldName, in process: ProcessID) -> Region? {
    guard let table = tableOfProcess[process.index] else { return nil }
    return tables[table].first { $0.name == name }
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

  /// A forked child knows its parent's names.
  mutating func inherit(from parent: ProcessID, to child: ProcessID) {
    tableOfProcess[child.index] = tables.count
    tables.append(self[parent])
  }

  /// A thread shares its creator's names.
  mutating func share(from creator: ProcessID, to thread: ProcessID) {
    tableOfProcess[thread.index] = table(of: creator)
  }

  /// Names go with `exec`, for the caller only.
  mutating func forget(_ process: ProcessID) {
    tableOfProcess[process.index] = nil
  }

  private mutating func table(of process: ProcessID) -> Int {
    if let table = tableOfProcess[process.index] { return table }
    tableOfProcess[process.index] = tables.count
    tables.append([])
    return tables.count - 1
  }
}
