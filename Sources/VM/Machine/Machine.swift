/// A modelled machine under a modelled kernel: processes, address spaces, page tables, files.
///
/// Its calls are the kernel's: system calls and accesses throw a `Refusal` where the kernel says
/// no, and have then changed nothing but what the kernel leaves behind. Questions fault nothing in.
///
/// Everything modelled has an integer for its identity and lives in a map or an array; reference
/// counts are fields of the model. Tables, frames and files' pages are runs of consecutive numbers
/// in sorted maps: a stretch in which nothing differs is one run, however long. All changes of them
/// go through the few writes of `Machine+Writes.swift`, which are logged while a mark is open.
public struct Machine: ~Copyable {
  public let geometry: Geometry
  public let kernel: Kernel
  let storage: StorageForm

  /// What the kernel's chains are made of on this machine.
  let chains: ChainShape

  /// Pages of memory: frames of data and page tables come out of them.
  let totalFrames: Int
  /// Bytes of low memory; nil on machines all of whose memory the kernel can reach.
  let lowMemory: ByteCount?
  let pageShift: Int
  let leafSpan: ByteCount
  /// log2 of the leaf's span.
  let leafShift: Int
  /// log2 of the entries of a leaf table.
  let entryBits: Int
  /// Index of the leaf level.
  let leafLevel: Int
  /// Frames and tables are numbered below this; past it there is no memory.
  let numberLimit: Int

  // What is keyed by table, frame or place; all changes go through `Machine+Writes.swift`.

  /// The present entries of leaf tables, by table × entries of a table + index.
  var contents: RunMap<PageEntry>
  /// The leaf tables that exist.
  var leafTables: RunMap<LeafTable>
  /// The frames that hold data.
  var frames: RunMap<Frame>
  /// The entries of PMD tables that map huge pages, by table × entries of a table + index.
  var hugeContents: RunMap<HugeEntry>
  /// The PMD tables to which several links lead, and how many.
  var sharedPMDTables: RunMap<Multiplicity>
  /// The pages of swap space in use.
  var slots: RunMap<SwapSlot>
  /// The values at offset 0 of frames and slots, those that are not zero.
  var firstValues: RunMap<StoredValue>
  /// The values at other offsets, by frame × words of a page + word.
  var otherValues: RunMap<StoredValue>
  /// The oldest file table of each block, by `key(of:)`.
  var oldestFileTables: RunMap<TableReference>
  /// The next younger file table of the same block, by table.
  var youngerFileTables: RunMap<TableReference>
  /// The ranges of keys that blocks have been given.
  var blockRanges: [BlockRange: Int] = [:]

  var spaces = Arena<AddressSpace>()
  var processes: [Process] = []
  var files: [File] = []
  /// Places of address spaces, and of unnamed files, that are gone and can be used again. While a
  /// mark is open none is added or taken.
  var freeSpaces: [Int32] = []
  var freeFiles: [Int32] = []
  var totals = Totals()
  var journal = Journal()
  var translation = Translation()

  /// While true, each consequence of a call is recorded with its rule.
  public var isTracing = false
  var reasons: [Reason] = []
  /// Why the last request that failed for memory did; callers forget it before the next one.
  public var shortage: MemoryShortage?
  /// The process whose call is running: the one that reasons are about.
  var actor: Int32 = -1

  /// - Parameters:
  ///   - memory: bytes; what is less than a page is not used.
  ///   - lowmem: bytes of low memory, of which no more is used than of memory; nil for what the
  ///     machine has. Machines without low memory pass it over.
  ///   - swap: bytes of swap space; as for memory.
  public init(
    geometry: Geometry, kernel: Kernel, memory: ByteCount, lowmem: ByteCount? = nil,
    swap: ByteCount = 0, storage: StorageForm = .compressed
  ) {
    self.storage = storage
    self.geometry = geometry
    self.kernel = kernel
    chains = ChainShape(kernel, on: geometry)
    lowMemory = geometry.defaultLowmem.map { min(lowmem ?? $0, memory) }
    totalFrames = memory >> geometry.pageShift
    totals.swapSlots = swap >> geometry.pageShift
    pageShift = geometry.pageShift
    leafSpan = geometry.leafSpan
    leafLevel = geometry.levels.count - 1
    leafShift = geometry.leaf.entryShift + geometry.leaf.indexBits
    entryBits = geometry.leaf.indexBits
    numberLimit = 1 << min(54, 62 - max(entryBits, pageShift - 3))
    contents = RunMap(storage)
    leafTables = RunMap(storage)
    frames = RunMap(storage)
    hugeContents = RunMap(storage)
    sharedPMDTables = RunMap(storage)
    slots = RunMap(storage)
    firstValues = RunMap(storage)
    otherValues = RunMap(storage)
    oldestFileTables = RunMap(storage)
    youngerFileTables = RunMap(storage)
  }

  deinit {
    for index in spaces.indices { spaces[index].freeMaps() }
    for index in files.indices { files[index].freeCache() }
    contents.free()
    leafTables.free()
    frames.free()
    hugeContents.free()
    sharedPMDTables.free()
    slots.free()
    firstValues.free()
    otherValues.free()
    oldestFileTables.free()
    youngerFileTables.free()
  }

  /// Begins a system call of a process: its address space.
  mutating func beginCall(_ process: ProcessID) -> Int32 {
    totals.work.calls += 1
    return begin(process)
  }

  /// Begins a call or an access of a process: its address space.
  @inline(__always)
  mutating func begin(_ process: ProcessID) -> Int32 {
    actor = process.index
    let space = processes[Int(process.index)].space
    willChange(space: space)
    return space
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
  /// The mark after which it has been saved.
  var savedAt = 0

  /// Children are in order of creation, which is that of their numbers.
  mutating func removeChild(_ child: Int32) {
    var low = 0
    var high = children.count
    while low < high {
      let middle = (low + high) / 2
      if children[middle] < child { low = middle + 1 } else { high = middle }
    }
    if low < children.count, children[low] == child { children.remove(at: low) }
  }
}

extension Machine {
  var pageSize: ByteCount { 1 &<< pageShift }

  func pageStart(_ address: VirtualAddress) -> VirtualAddress {
    VirtualAddress(address.value & ~(pageSize - 1))
  }

  /// Bytes, rounded up to whole pages; nil if that is no number.
  func roundedToPages(_ bytes: ByteCount) -> ByteCount? {
    let (sum, overflow) = bytes.addingReportingOverflow(pageSize - 1)
    return overflow ? nil : sum & ~(pageSize - 1)
  }

  func isPageAligned(_ number: Int) -> Bool { number & (pageSize - 1) == 0 }

  /// What has happened since the machine was made.
  public var events: EventCounters { totals.events }

  /// Page-table pages in use, a shared one counted once.
  public var pageTables: TableCounts { totals.pageTables }

  /// Leaf tables with two owners or more.
  public var sharedTables: Int { totals.sharedTables }

  /// The sum over address spaces of the tables each reaches.
  public var mappedTables: Int { totals.mappedTables }

  /// Processes that are alive, threads included.
  public var processCount: Int { totals.processCount }
}
