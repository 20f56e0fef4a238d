@testable import VM

/// Everything that can be asked; all of it is counted from the dictionaries each time.
extension NaiveMachine {
  // MARK: Processes

  var processCount: Int { processes.count }
  func isAlive(_ process: ProcessID) -> Bool { processes[Int(process.index)] != nil }

  func parent(of process: ProcessID) -> ProcessID? {
    processes[Int(process.index)]!.parent.map { ProcessID(index: Int32($0)) }
  }

  func children(of process: ProcessID) -> [ProcessID] {
    processes.filter { $0.value.parent == Int(process.index) }.keys.sorted()
      .map { ProcessID(index: Int32($0)) }
  }

  func faults(of process: ProcessID) -> FaultCounters { spaces[space(process)]!.faults }

  // MARK: Tables

  private func tables(ofSpace id: Int) -> TableCounts {
    let space = spaces[id]!
    var counts = TableCounts()
    for (level, tables) in space.uppers {
      counts[geometry.levels[level].name] += tables.count
    }
    counts.pte = Set(space.links.values.map(\.leaf)).count
    return counts
  }

  var pageTables: TableCounts {
    var counts = TableCounts()
    for (level, shape) in geometry.levels.enumerated() {
      counts[shape.name] = Set(spaces.values.flatMap { ($0.uppers[level] ?? [:]).values }).count
    }
    counts.pte = leaves.count
    return counts
  }

  var sharedTables: Int { ownersOfAllLeaves().values.filter { $0.count > 1 }.count }
  var mappedTables: Int { spaces.keys.reduce(0) { $0 + tables(ofSpace: $1).total } }
  func pageTables(of process: ProcessID) -> TableCounts { tables(ofSpace: space(process)) }

  func sharedTables(of process: ProcessID) -> Int {
    let mine = space(process)
    return ownersOfAllLeaves().values
      .filter { $0.count > 1 && $0.contains { $0.space == mine } }.count
  }

  func proportionalTableBytes(of process: ProcessID) -> ByteCount {
    let mine = space(process)
    let shares = ownersOfAllLeaves().values.filter { $0.contains { $0.space == mine } }.map(\.count)
    let uppers = spaces[mine]!.uppers.flatMap { level, tables in
      Set(tables.values).map { Set(placesOfUpper($0, level).map(\.space)).count }
    }
    return sumOfShares(shares + uppers)
  }

  /// The sum of page / n over all n, exactly, then rounded down.
  private func sumOfShares(_ divisors: [Int]) -> Int {
    let common = Set(divisors).reduce(1) { $0 / gcd($0, $1) * $1 }
    return divisors.reduce(0) { $0 + page * (common / $1) } / common
  }

  private func gcd(_ a: Int, _ b: Int) -> Int { b == 0 ? a : gcd(b, a % b) }

  // MARK: Memory of a process

  func resident(of process: ProcessID) -> ResidentPages {
    var pages = ResidentPages()
    for link in spaces[space(process)]!.links.values {
      for entry in leaves[link.leaf]!.entries.values {
        switch entry.kind {
        case .zero, .guarded: break
        case .swap: pages.swapped += 1
        case .anon: pages.anon += 1
        case .file:
          if files[entry.file!]!.kind == .regular { pages.file += 1 } else { pages.shmem += 1 }
        }
      }
    }
    return pages
  }

  private func framesReached(by space: Int) -> Set<Int> {
    var reached: Set<Int> = []
    for link in spaces[space]!.links.values {
      for entry in leaves[link.leaf]!.entries.values {
        if let frame = entry.frame { reached.insert(frame) }
      }
    }
    return reached
  }

  /// For each frame that the process reaches: how many address spaces do.
  private func sharersOfFrames(of process: ProcessID) -> [Int] {
    var counts: [Int: Int] = [:]
    for frame in framesReached(by: space(process)) { counts[frame] = 0 }
    for id in spaces.keys {
      for frame in framesReached(by: id) where counts[frame] != nil { counts[frame]! += 1 }
    }
    return Array(counts.values)
  }

  func proportionalSetSize(of process: ProcessID) -> ByteCount {
    sumOfShares(sharersOfFrames(of: process))
  }

  func uniqueSetSize(of process: ProcessID) -> ByteCount {
    sharersOfFrames(of: process).filter { $0 == 1 }.count * page
  }

  func virtualSize(of process: ProcessID) -> ByteCount {
    spaces[space(process)]!.vmas.reduce(0) { $0 + $1.range.count }
  }

  func vmas(of process: ProcessID) -> [VMARecord] {
    spaces[space(process)]!.vmas.map { vma in
      VMARecord(
        range: AddressRange(VirtualAddress(vma.range.lowerBound), length: vma.range.count),
        protection: vma.protection, isShared: vma.isShared,
        file: vma.file.flatMap { files[$0]!.isNamed ? FileID(index: Int32($0)) : nil },
        offset: vma.offset,
        flags: vma.flags.map(\.rawValue) + (vma.isReadOnly ? ["readonly"] : [])
          + (vma.isAccounted && kernel.mappings.tracksAnonVMAs ? ["account"] : [])
          + (vma.file.map { files[$0]!.kind == .hugetlb } == true ? ["hugetlb"] : []))
    }
  }

  // MARK: Entries

  private func entry(_ process: ProcessID, _ address: Int) -> (NaiveLink?, NaiveEntry?) {
    let base = leafBase(address)
    guard (0..<userEnd).contains(address), let link = spaces[space(process)]!.links[base] else {
      return (nil, nil)
    }
    return (link, leaves[link.leaf]!.entries[(address - base) / page])
  }

  func value(_ process: ProcessID, at address: VirtualAddress) -> Int64? {
    let address = address.value
    guard let vma = vmaAfterGrowth(space(process), at: address), !vma.protection.isEmpty else {
      return nil
    }
    if isHuge(vma) { return hugeValue(process, vma, address) }
    if let entry = entry(process, address).1 {
      if entry.kind == .guarded { return nil }
      if let slot = entry.slot { return slots[slot]!.words[address % page] ?? 0 }
      return entry.frame.map { frames[$0]!.words[address % page] ?? 0 } ?? 0
    }
    guard let file = vma.file else { return 0 }
    let number = vma.fileOffset(at: address) / page
    if number >= pageCount(ofFile: file) { return nil }
    return words(ofFile: file, page: number)[address % page] ?? 0
  }

  private func hugeValue(_ process: ProcessID, _ vma: NaiveVMA, _ address: Int) -> Int64? {
    let offset = vma.fileOffset(at: address)
    var frame = hugeEntry(space(process), at: address)?.frame
    if frame == nil {
      if offset >= files[vma.file!]!.size { return nil }
      frame = files[vma.file!]!.cache[offset / hugePage]
    }
    return frame.map { frames[$0]!.words[address % hugePage] ?? 0 } ?? 0
  }

  func pageEntry(_ process: ProcessID, at address: VirtualAddress) -> PageEntryRecord {
    if let huge = hugeRecord(space(process), address.value) { return huge }
    let (link, found) = entry(process, address.value)
    var record = PageEntryRecord(
      kind: .none, isPresent: false, isWritable: false, isDirty: false, isYoung: false, frame: nil,
      swapSlot: nil, table: link.map { TableID(rawValue: Int64($0.leaf)) })
    guard let found else { return record }
    switch found.kind {
    case .zero: record.kind = .zero
    case .anon: record.kind = .anon
    case .file: record.kind = .file
    case .swap, .guarded: record.kind = .swap
    }
    record.isPresent = found.isPresent
    record.swapSlot = found.slot
    record.isWritable = found.isWritable
    record.isDirty = found.isDirty
    record.isYoung = found.isYoung
    record.frame = found.frame.map { FrameID(rawValue: Int64($0)) }
    return record
  }

  func tableEntry(_ process: ProcessID, at address: VirtualAddress) -> TableEntryRecord {
    guard let link = entry(process, address.value).0 else {
      return TableEntryRecord(
        isPresent: false, isWritable: false, protection: [], table: nil, owners: 0)
    }
    return TableEntryRecord(
      isPresent: !link.protection.isEmpty, isWritable: link.protection.contains(.write),
      protection: link.protection, table: TableID(rawValue: Int64(link.leaf)),
      owners: owners(ofLeaf: link.leaf).count)
  }

  func frame(_ process: ProcessID, at address: VirtualAddress) -> FrameID? {
    let entry = pageEntry(process, at: address)
    return entry.frame ?? entry.swapSlot.map { FrameID(rawValue: Int64($0)) }
  }

  func table(_ process: ProcessID, at address: VirtualAddress) -> TableID? {
    tableEntry(process, at: address).table
  }

  // MARK: Frames and tables by identity

  func mapcount(_ frame: FrameID) -> Int {
    hugeFrame(of: frame).map { mappings(ofHugeFrame: $0) } ?? mapcountOfFrame(Int(frame.rawValue))
  }

  func refcount(_ frame: FrameID) -> Int {
    let number = hugeFrame(of: frame) ?? Int(frame.rawValue)
    if slots[number] != nil { return holders(ofSlot: number) }
    let isCached =
      files.values.contains { $0.cache.values.contains(number) } || slotCaching(number) != nil
    return mapcount(frame) + (isCached ? 1 : 0)
  }

  func owners(_ table: TableID) -> [ProcessID] {
    let spaces = Set(owners(ofLeaf: Int(table.rawValue)).map(\.space))
    return spaces.map { space in
      ProcessID(index: Int32(processes.filter { $0.value.space == space }.keys.min()!))
    }.sorted()
  }

  // MARK: Memory and files

  var memoryUsed: ByteCount { (pageCount(ofFrames: framesInUse()) + tableCount) * page }
  var pageCacheBytes: ByteCount {
    files.values.reduce(0) { $0 + pageCount(ofFrames: $1.cache.values) } * page
  }
  func size(of file: FileID) -> ByteCount { files[Int(file.index)]!.size }
  func residentBytes(of file: FileID) -> ByteCount {
    pageCount(ofFrames: files[Int(file.index)]!.cache.values) * page
  }
  func dirtyBytes(of file: FileID) -> ByteCount {
    pageCount(ofFrames: files[Int(file.index)]!.cache.values.filter { frames[$0]!.isDirty }) * page
  }
  func mappingCount(of file: FileID) -> Int { mappings(ofFile: Int(file.index)) }
}
