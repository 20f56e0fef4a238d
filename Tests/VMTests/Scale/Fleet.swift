import Testing

@testable import VM

/// Many processes on a machine with more memory than they need, and what is asked of them.
final class Fleet {
  var machine: Machine
  let scale: Scale
  let shares: Bool
  var processes: [ProcessID] = []
  /// Where each has its mapping.
  var bases: [Int] = []
  /// The file that they share, if they do.
  private(set) var file: FileID?

  static let base = 1 << 44
  /// Congruent to the base for tables of all levels.
  static let otherBase = base + 5 << 40
  static let page = 4096

  var n: Int { processes.count }

  init(_ kernel: String, _ scale: Scale) {
    self.scale = scale
    shares = kernel == "shpte"
    machine = Machine(
      geometry: .x86_64, kernel: Kernel.named(kernel)!, memory: 1 << 50, storage: .compressed)
  }

  // MARK: Calls

  func spawn() -> ProcessID { try! machine.spawn(name: "p") }
  func fork(_ p: ProcessID) -> ProcessID { try! machine.fork(p, name: "p") }

  func makeFile(_ size: Int) -> FileID {
    try! machine.createFile(name: "sga", kind: .shm, size: size, filled: false)
  }

  func map(_ p: ProcessID, _ file: FileID?, _ size: Int, at base: Int) {
    _ = try! machine.mmap(
      p,
      MapRequest(
        backing: file.map { .file($0) } ?? .anonymous, isShared: file != nil, length: size,
        placement: .at(VirtualAddress(base))))
  }

  /// Touches pages; what came of it.
  @discardableResult
  func access(
    _ p: ProcessID, _ kind: AccessKind, _ at: Int, _ size: Int, every: Int? = nil,
    value: Int64? = nil
  ) -> Refusal? {
    do throws(Refusal) {
      try machine.access(
        p,
        AccessRequest(
          kind: kind, range: AddressRange(VirtualAddress(at), length: size), stride: every,
          value: value))
      return nil
    } catch {
      return error
    }
  }

  func munmap(_ p: ProcessID, _ at: Int, _ size: Int) {
    try! machine.munmap(p, VirtualAddress(at), length: size)
  }

  func mprotect(_ p: ProcessID, _ at: Int, _ size: Int, _ protection: Protection) {
    try! machine.mprotect(p, VirtualAddress(at), length: size, protection)
  }

  func dontneed(_ p: ProcessID, _ at: Int, _ size: Int) {
    try! machine.madvise(p, VirtualAddress(at), length: size, .dontneed)
  }

  func during(_ block: () -> Void) -> EventCounters {
    let before = machine.events
    block()
    return machine.events - before
  }

  // MARK: Questions

  func entry(_ p: ProcessID, _ at: Int) -> PageEntryRecord {
    machine.pageEntry(p, at: VirtualAddress(at))
  }

  func tableEntry(_ p: ProcessID, _ at: Int) -> TableEntryRecord {
    machine.tableEntry(p, at: VirtualAddress(at))
  }

  func value(_ p: ProcessID, _ at: Int) -> Int64? { machine.value(p, at: VirtualAddress(at)) }

  func mapcount(_ p: ProcessID, _ at: Int) -> Int {
    entry(p, at).frame.map { machine.mapcount($0) } ?? 0
  }

  func owners(_ p: ProcessID, _ at: Int) -> [ProcessID] {
    entry(p, at).table.map { machine.owners($0) } ?? []
  }

  func rss(_ p: ProcessID) -> Int { machine.resident(of: p).total }

  // MARK: A fleet that shares a file

  /// Every process maps all of a file and writes to all of it, one after the other. Every fifth has
  /// it at another address, if wished.
  func writeAll(shuffled seed: UInt64? = nil, everyFifthElsewhere: Bool = false) {
    let file = makeFile(scale.size)
    self.file = file
    processes = (0..<scale.processes).map { _ in spawn() }
    bases = processes.indices.map {
      $0 % 5 == 4 && everyFifthElsewhere ? Self.otherBase : Self.base
    }
    order = Array(processes.indices)
    if let seed {
      var random = SplitMix64(seed: seed)
      order.shuffle(using: &random)
    }
    for number in order {
      map(processes[number], file, scale.size, at: bases[number])
      access(processes[number], .write, bases[number], scale.size, value: Int64(number + 1))
    }
  }

  /// In which the processes went to work.
  private(set) var order: [Int] = []

  /// All that can be said of a fleet after `writeAll`.
  func checkAll(_ place: SourceLocation = #_sourceLocation) {
    let (pages, leaves, uppers, page) = (scale.pages, scale.leaves, scale.uppers, Self.page)

    func claim(_ holds: Bool, _ what: Comment) {
      #expect(holds, what, sourceLocation: place)
    }
    let tables = machine.pageTables
    claim(tables.pte == (shares ? leaves : n * leaves), "leaf tables")
    claim(tables.total == tables.pte + n * uppers, "tables")
    claim(machine.mappedTables == n * (leaves + uppers), "mapped tables")
    claim(machine.sharedTables == (shares ? leaves : 0), "shared tables")
    let events = EventCounters.only {
      $0.faults.minor = shares ? pages + (n - 1) * leaves : n * pages
      $0.pteSet = shares ? pages : n * pages
      $0.tablesAllocated = tables.total
      $0.tablesShared = shares ? (n - 1) * leaves : 0
    }
    claim(machine.events == events, "events: \(machine.events)")
    claim(machine.pageCacheBytes == scale.size, "page cache")
    claim(machine.memoryUsed == scale.size + tables.total * page, "memory")
    if let file {
      claim(machine.residentBytes(of: file) == scale.size, "file in memory")
      claim(machine.dirtyBytes(of: file) == scale.size, "dirty")
      claim(machine.mappingCount(of: file) == n, "mappings")
    }
    for (number, p) in processes.enumerated() {
      claim(machine.resident(of: p).shmem == pages && rss(p) == pages, "rss of \(number)")
      let isFirst = number == order[0]
      claim(
        machine.faults(of: p).minor == (shares && !isFirst ? leaves : pages), "faults")
      claim(machine.pageTables(of: p).total == leaves + uppers, "tables of \(number)")
    }
    for number in [0, n / 2, n - 1] { checkProcess(number, place) }
  }

  /// What takes longer to ask.
  private func checkProcess(_ number: Int, _ place: SourceLocation) {
    let p = processes[number]
    let page = Self.page
    func claim(_ holds: Bool, _ what: Comment) {
      #expect(holds, what, sourceLocation: place)
    }
    claim(machine.proportionalSetSize(of: p) == scale.size / n, "pss")
    claim(machine.uniqueSetSize(of: p) == 0, "uss")
    claim(machine.sharedTables(of: p) == (shares ? scale.leaves : 0), "shared tables")
    let leafBytes = scale.leaves * page
    claim(
      machine.proportionalTableBytes(of: p)
        == (shares ? leafBytes / n : leafBytes) + scale.uppers * page, "table pss")
    var random = SplitMix64(seed: UInt64(number))
    for index in [0, 511, 512, scale.pages / 2, scale.pages - 1, random.below(scale.pages)] {
      let at = bases[number] + index * page
      let entry = entry(p, at)
      claim(entry.kind == .file && entry.isPresent && entry.isWritable, "page \(index)")
      claim(entry.isDirty && entry.isYoung, "page \(index)")
      claim(mapcount(p, at) == (shares ? 1 : n), "mapcount")
      claim(entry.frame.map { machine.refcount($0) } == mapcount(p, at) + 1, "refcount")
      claim(owners(p, at) == (shares ? processes : [p]), "owners")
      claim(tableEntry(p, at).owners == (shares ? n : 1), "owners")
      claim(value(p, at) == Int64(order[n - 1] + 1), "value")
      claim(value(p, at + 8) == 0, "value")
    }
  }

  /// Every process exits; nothing but the page cache is left, then nothing.
  func finish(_ place: SourceLocation = #_sourceLocation) {
    for p in processes where machine.isAlive(p) { machine.exit(p) }
    #expect(machine.processCount == 0, sourceLocation: place)
    #expect(machine.pageTables.total == 0, sourceLocation: place)
    #expect(machine.sharedTables == 0 && machine.mappedTables == 0, sourceLocation: place)
    #expect(machine.memoryUsed == machine.pageCacheBytes, sourceLocation: place)
    #expect(machine.events.tablesAllocated == machine.events.tablesFreed, sourceLocation: place)
    if let file { try! machine.truncate(file, to: 0) }
    #expect(machine.memoryUsed == 0 && machine.storedRunCount == 0, sourceLocation: place)
  }
}
