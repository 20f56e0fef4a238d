// Questions about frames: which page entries map one, and what it is a page of.
extension Machine {
  /// The page entries that map the frame, or that hold the swap slot, each as one address space
  /// after the other reaches it: in order of the tables, then of the processes.
  ///
  /// - Parameter limit: the most that are listed; `count` is that of all.
  /// - Complexity: O(runs of all tables and address spaces).
  public func reverseMap(
    of frame: FrameID, limit: Int
  ) -> (rows: [ReverseMapRecord], count: Int) {
    let entries = entriesNaming(frame)
    var wanted: [NamedEntry] = []
    var listed = 0
    for entry in entries where listed < limit {
      wanted.append(entry)
      listed += entry.ownerCount
    }
    var rows: [ReverseMapRecord] = []
    for (entry, owners) in zip(wanted, owners(of: wanted)) {
      for owner in owners.sorted(by: { $0 < $1 }) {
        rows.append(
          ReverseMapRecord(
            table: entry.table, level: entry.level, index: entry.index, entry: entry.record,
            owners: entry.ownerCount, process: owner.process, address: owner.address))
      }
    }
    let count = entries.reduce(0) { $0 + $1.ownerCount }
    return (Array(rows.prefix(limit)), count)
  }

  /// The page of a file that the frame or slot holds, if it is one.
  public func filePage(of frame: FrameID) -> (file: FileID, page: PageIndex)? {
    if let slot = frame.swapSlot { return filePage(ofSlot: slot) }
    guard let frame = frames[Int(frame.rawValue)], frame.file >= 0 else { return nil }
    return (FileID(index: frame.file), frame.page)
  }

  private func filePage(ofSlot slot: SlotNumber) -> (file: FileID, page: PageIndex)? {
    var found: (FileID, PageIndex)?
    for file in files.indices {
      files[file].cache.forEachRun(in: 0..<Int.max) { run in
        let distance = slot - run.value.number
        guard run.value.place == .swap, distance >= 0, distance < run.count else { return }
        found = (FileID(index: Int32(file)), run.start + distance)
      }
    }
    return found
  }

  // MARK: Entries

  /// An entry of a table at some level.
  private struct NamedEntry {
    var level: Geometry.LevelName
    var number: TableNumber
    var index: Int
    var record: PageEntryRecord
    var ownerCount: Int

    var table: TableID { TableID(number, at: level) }
  }

  private func entriesNaming(_ frame: FrameID) -> [NamedEntry] {
    var found: [NamedEntry] = []
    let number = frame.swapSlot ?? Int(frame.rawValue)
    contents.forEachRun(in: 0..<Int.max) { run in
      guard let named = frame.swapSlot == nil ? run.frames : run.slots, named.contains(number)
      else { return }
      let key = run.start + number - named.lowerBound
      let table = key &>> entryBits
      found.append(
        NamedEntry(
          level: .pte, number: table, index: key & (leafEntryCount - 1),
          record: PageEntryRecord(run.value(at: key), in: identity(ofLeaf: table)),
          ownerCount: Int(leafTables[table]?.owners ?? 0)))
    }
    if frame.swapSlot != nil || hugeContents.isEmpty { return found }
    hugeContents.forEachRun(in: 0..<Int.max) { run in
      guard run.frames.contains(number) else { return }
      let key = run.start + (number - run.frames.lowerBound) &>> entryBits
      let level = geometry.levels[pmdLevel].name
      let table = key &>> pmdBits
      found.append(
        NamedEntry(
          level: level, number: table, index: key & ((1 &<< pmdBits) - 1),
          record: PageEntryRecord(run.value(at: key).first, in: TableID(table, at: level)),
          ownerCount: linkCount(ofPMD: table)))
    }
    return found
  }

  // MARK: Owners

  /// Where address spaces have the entries: the first living process of each, and the address.
  private func owners(
    of entries: [NamedEntry]
  ) -> [[(process: ProcessID, address: VirtualAddress)]] {
    var found = Array(
      repeating: [(process: ProcessID, address: VirtualAddress)](), count: entries.count)
    for space in spaces.indices where spaces[space].isAlive {
      guard let process = spaces[space].members.first.map({ ProcessID(index: $0) }) else {
        continue
      }
      spaces[space].leaves.forEachRun(in: 0..<Int.max) { run in
        for (place, entry) in entries.enumerated() where entry.level == .pte {
          let distance = entry.number - run.value.table
          guard distance >= 0, distance < run.count else { continue }
          let page = (run.start + distance) &<< entryBits | entry.index
          found[place].append((process, address(ofPage: page)))
        }
      }
      if hugeContents.isEmpty { continue }
      spaces[space].uppers[pmdLevel].forEachRun(in: 0..<Int.max) { run in
        for (place, entry) in entries.enumerated() where entry.level != .pte {
          let distance = entry.number - run.value.table
          guard distance >= 0, distance < run.count else { continue }
          found[place].append(
            (process, base(ofLeaf: (run.start + distance) &<< pmdBits | entry.index)))
        }
      }
    }
    return found
  }
}
