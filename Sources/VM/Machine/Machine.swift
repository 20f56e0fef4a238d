/// A modelled machine under a modelled kernel: processes, address spaces, page tables, files.
///
/// Its calls are the kernel's: system calls and accesses throw a `Refusal` where the kernel says
/// no, and have then changed nothing but what the kernel leaves behind. Questions fault nothing in.
///
/// Everything modelled has an integer for its identity and lives in a slab or an array; reference
/// counts are fields of the model. All changes of page tables go through the few writes of
/// `Machine+Writes.swift`.
public struct Machine: ~Copyable {
  public let geometry: Geometry
  public let kernel: Kernel

  /// Pages of memory: frames of data and page tables come out of them.
  let totalFrames: Int
  let pageShift: Int
  let leafSpan: ByteCount
  /// Index of the leaf level.
  let leafLevel: Int
  /// The geometry's levels, for the walk.
  let levels: UnsafeMutablePointer<Geometry.Level>

  var frames = Slab<Frame>()
  var values = Slab<StoredValue>()
  var tables = Slab<Table>()
  var owners = Slab<Owner>()
  var spaces = Arena<AddressSpace>()
  var processes: [Process] = []
  var files: [File] = []
  /// The file tables of each block, oldest first.
  var fileTables: [FileBlock: [Int32]] = [:]

  var tablesMade = 0
  var openFilesMade: Int32 = 0
  /// Processes that are alive, threads included.
  public internal(set) var processCount = 0
  /// What has happened since the machine was made.
  public internal(set) var events = EventCounters()
  /// Page-table pages in use, a shared one counted once.
  public internal(set) var pageTables = TableCounts()
  /// Leaf tables with two owners or more.
  public internal(set) var sharedTables = 0
  /// The sum over address spaces of the tables each reaches.
  public internal(set) var mappedTables = 0

  /// While true, each consequence of a call is recorded with its rule.
  public var isTracing = false
  var reasons: [Reason] = []
  /// The process whose call is running: the one that reasons are about.
  var actor: Int32 = -1

  /// - Parameter memory: bytes; what is less than a page is not used.
  public init(
    geometry: Geometry, kernel: Kernel, memory: ByteCount, storage: StorageForm = .compressed
  ) {
    _ = storage
    self.geometry = geometry
    self.kernel = kernel
    totalFrames = memory >> geometry.pageShift
    pageShift = geometry.pageShift
    leafSpan = geometry.leafSpan
    leafLevel = geometry.levels.count - 1
    levels = .allocate(capacity: geometry.levels.count)
    levels.initialize(from: geometry.levels, count: geometry.levels.count)
  }

  deinit {
    levels.deallocate()
    for index in files.indices { files[index].freeCache() }
    for index in 0..<tables.end where tables[index].isLive { tables[index].words.deallocate() }
  }

  /// Begins a call of a process: its address space.
  mutating func begin(_ process: ProcessID) -> Int32 {
    actor = process.index
    return processes[Int(process.index)].space
  }
}

/// A process or a thread (`task_struct`).
struct Process {
  let name: String
  var space: Int32
  /// -1 for none.
  var parent: Int32
  var children: [Int32] = []
  var isAlive = true
}

extension Machine {
  var pageSize: ByteCount { 1 << pageShift }

  func pageStart(_ address: VirtualAddress) -> VirtualAddress {
    VirtualAddress(address.value & ~(pageSize - 1))
  }

  /// Bytes, rounded up to whole pages; nil if that is no number.
  func roundedToPages(_ bytes: ByteCount) -> ByteCount? {
    let (sum, overflow) = bytes.addingReportingOverflow(pageSize - 1)
    return overflow ? nil : sum & ~(pageSize - 1)
  }

  func isPageAligned(_ number: Int) -> Bool { number & (pageSize - 1) == 0 }

  /// The span of the leaf that translates the address.
  func leafSpan(at address: VirtualAddress) -> AddressRange {
    AddressRange(VirtualAddress(address.value & ~(leafSpan - 1)), length: leafSpan)
  }

  /// The range, widened to whole leaf spans.
  func widenedToLeaves(_ range: AddressRange) -> AddressRange {
    AddressRange(
      leafSpan(at: range.start).start,
      range.isEmpty ? leafSpan(at: range.start).start : leafSpan(at: range.end - 1).end)
  }
}
