/// A point in the history of a machine that it can be put back to.
public struct Mark: Hashable, Sendable {
  let serial: Int
}

// Taking the machine back: `whatif`, `snapshot` and `restore`, and the shell's undo.
extension Machine {
  /// Remembers the machine as it is now. Until the mark is released every change is logged.
  ///
  /// Modelled counts do not change by it. Marks may be nested.
  ///
  /// - Complexity: O(1).
  public mutating func mark() -> Mark {
    let counts = (processes.count, spaces.count, files.count)
    let totals = self.totals
    let serial = journal.open { serial, bytes, records in
      Journal.MarkState(
        serial: serial, byteCount: bytes, recordCount: records, totals: totals,
        processCount: counts.0, spaceCount: counts.1, fileCount: counts.2)
    }
    return Mark(serial: serial)
  }

  /// Puts the machine back exactly as it was at the mark, which stays; later marks are forgotten.
  ///
  /// Numbers of processes and files, and identities of frames and tables, that were given out since
  /// are given out again.
  ///
  /// - Precondition: the mark has been neither released nor forgotten.
  /// - Complexity: what has changed since.
  public mutating func restore(to mark: Mark) {
    let state = journal.forgetMarks(after: mark.serial)
    while let record = journal.popRecord(downTo: state.byteCount) { takeBack(record) }
    while let old = journal.popOldRecord(downTo: state.recordCount) { takeBack(old) }
    processes.removeSubrange(state.processCount...)
    while spaces.count > state.spaceCount { spaces.removeLast().freeMaps() }
    while files.count > state.fileCount { files.removeLast().freeCache() }
    totals = state.totals
    reasons = []
    forgetTranslation()
  }

  /// Forgets a mark; the log goes as far as no other mark needs it. Changes stay.
  public mutating func release(_ mark: Mark) { journal.forget { $0 == mark.serial } }

  /// Forgets all marks but these.
  public mutating func releaseMarks(except kept: Set<Mark>) {
    journal.forget { !kept.contains(Mark(serial: $0)) }
  }

  /// Whether the mark can still be restored.
  public func isOpen(_ mark: Mark) -> Bool {
    journal.marks.contains { $0.serial == mark.serial }
  }

  /// Whether anything has been logged since the mark, which is open.
  ///
  /// A change may have been taken back by another; then it has happened all the same.
  public func hasChanged(since mark: Mark) -> Bool {
    guard let state = journal.marks.first(where: { $0.serial == mark.serial }) else { return true }
    return journal.hasGrown(since: state) || totals != state.totals
      || processes.count != state.processCount || spaces.count != state.spaceCount
      || files.count != state.fileCount
  }

  /// Bytes that the log of changes takes.
  public var journalBytes: ByteCount { journal.size }

  // MARK: Saving, before something changes

  mutating func willChange(space: Int32) {
    guard journal.isOpen, spaces[Int(space)].savedAt != journal.newest else { return }
    let bytes =
      spaces[Int(space)].vmas.count * MemoryLayout<VMA>.stride
      + spaces[Int(space)].members.count * MemoryLayout<Int32>.stride
    journal.record(.space(space, spaces[Int(space)]), bytes: bytes)
    spaces[Int(space)].savedAt = journal.newest
  }

  mutating func willChange(process: Int32) {
    guard journal.isOpen, processes[Int(process)].savedAt != journal.newest else { return }
    let bytes = processes[Int(process)].children.count * MemoryLayout<Int32>.stride
    journal.record(.process(process, processes[Int(process)]), bytes: bytes)
    processes[Int(process)].savedAt = journal.newest
  }

  mutating func willChange(file: Int32) {
    guard journal.isOpen, files[Int(file)].savedAt != journal.newest else { return }
    journal.record(.file(file, files[Int(file)]), bytes: 0)
    files[Int(file)].savedAt = journal.newest
  }

  // MARK: Taking back

  private mutating func takeBack(_ record: Journal.Record) {
    let owner = Int(record.owner)
    switch record.kind {
    case .contents: contents.takeBack(record, from: &journal)
    case .leafTables: leafTables.takeBack(record, from: &journal)
    case .frames: frames.takeBack(record, from: &journal)
    case .slots: slots.takeBack(record, from: &journal)
    case .hugeContents: hugeContents.takeBack(record, from: &journal)
    case .sharedPMDTables: sharedPMDTables.takeBack(record, from: &journal)
    case .firstValues: firstValues.takeBack(record, from: &journal)
    case .otherValues: otherValues.takeBack(record, from: &journal)
    case .oldestFileTables: oldestFileTables.takeBack(record, from: &journal)
    case .youngerFileTables: youngerFileTables.takeBack(record, from: &journal)
    case .leaves: spaces[owner].leaves.takeBack(record, from: &journal)
    case .upper1: spaces[owner].uppers.first.takeBack(record, from: &journal)
    case .upper2: spaces[owner].uppers.second.takeBack(record, from: &journal)
    case .upper3: spaces[owner].uppers.third.takeBack(record, from: &journal)
    case .cache: files[owner].cache.takeBack(record, from: &journal)
    }
  }

  private mutating func takeBack(_ old: Journal.OldRecord) {
    switch old {
    case .space(let index, var space):
      // The maps have been taken back change by change.
      space.leaves = spaces[Int(index)].leaves
      space.uppers = spaces[Int(index)].uppers
      spaces[Int(index)] = space
    case .process(let index, let process): processes[Int(index)] = process
    case .file(let index, var file):
      file.cache = files[Int(index)].cache
      files[Int(index)] = file
    }
  }
}

extension RunMap {
  /// Puts back what a logged change has replaced.
  fileprivate mutating func takeBack(_ record: Journal.Record, from journal: inout Journal) {
    assign(record.start..<record.end, nil)
    for _ in 0..<record.runCount {
      let run = journal.popRun(of: Value.self)
      assign(run.start..<run.end, run.value)
    }
  }
}
