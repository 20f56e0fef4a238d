// The interface of the model; bodies follow.
public enum FileKind: Hashable, Sendable { case regular, shm }

public struct Machine: ~Copyable {
  public let geometry: Geometry
  public let kernel: Kernel
  public init(geometry: Geometry, kernel: Kernel, memory: ByteCount) {
    self.geometry = geometry
    self.kernel = kernel
  }

  // MARK: Files
  /// `name` is for messages and reasons. ENOMEM when `filled` does not fit. Size 0 is allowed; negative: EINVAL.
  public mutating func createFile(
    name: String, kind: FileKind, size: ByteCount, filled: Bool
  ) throws(Refusal) -> FileID { fatalError() }
  public mutating func truncate(_ file: FileID, to size: ByteCount) throws(Refusal) { fatalError() }

  // MARK: Processes (a `ProcessID` of a process that is gone must not be passed: the caller checks `isAlive`)
  public mutating func spawn(name: String) throws(Refusal) -> ProcessID { fatalError() }
  public mutating func fork(_ parent: ProcessID, name: String) throws(Refusal) -> ProcessID { fatalError() }
  public mutating func thread(of process: ProcessID, name: String) throws(Refusal) -> ProcessID { fatalError() }
  public mutating func exec(_ process: ProcessID) throws(Refusal) { fatalError() }
  public mutating func exit(_ process: ProcessID) { fatalError() }

  // MARK: System calls
  public mutating func mmap(_ process: ProcessID, _ request: MapRequest) throws(Refusal) -> VirtualAddress { fatalError() }
  public mutating func munmap(_ process: ProcessID, _ start: VirtualAddress, length: ByteCount) throws(Refusal) { fatalError() }
  public mutating func mprotect(_ process: ProcessID, _ start: VirtualAddress, length: ByteCount, _ protection: Protection) throws(Refusal) { fatalError() }
  public mutating func mremap(_ process: ProcessID, _ request: RemapRequest) throws(Refusal) -> VirtualAddress { fatalError() }
  public mutating func madvise(_ process: ProcessID, _ start: VirtualAddress, length: ByteCount, _ advice: Advice) throws(Refusal) { fatalError() }
  public mutating func mlock(_ process: ProcessID, _ start: VirtualAddress, length: ByteCount) throws(Refusal) { fatalError() }
  public mutating func munlock(_ process: ProcessID, _ start: VirtualAddress, length: ByteCount) throws(Refusal) { fatalError() }
  public mutating func msync(_ process: ProcessID, _ start: VirtualAddress, length: ByteCount) throws(Refusal) { fatalError() }
  /// Sets the heap's size in bytes, counted from `geometry.heapStart`. Returns the heap's range.
  public mutating func brk(_ process: ProcessID, size: ByteCount) throws(Refusal) -> AddressRange { fatalError() }
  /// remap_file_pages: the pages of the range show the file from `offset` (bytes) on.
  public mutating func remapFilePages(_ process: ProcessID, _ start: VirtualAddress, length: ByteCount, offset: ByteCount) throws(Refusal) { fatalError() }

  // MARK: Accesses
  /// Throws `.signal`; the pages before the faulting one stay touched. On `.signal(.SIGKILL)` (out
  /// of memory) the process has already been killed.
  public mutating func access(_ process: ProcessID, _ request: AccessRequest) throws(Refusal) { fatalError() }

  // MARK: Questions (none faults anything in)
  /// Processes that are alive, threads included.
  public var processCount: Int { fatalError() }
  public func isAlive(_ process: ProcessID) -> Bool { fatalError() }
  public func parent(of process: ProcessID) -> ProcessID? { fatalError() }
  public func children(of process: ProcessID) -> [ProcessID] { fatalError() }
  public func name(of process: ProcessID) -> String { fatalError() }
  public func name(of file: FileID) -> String { fatalError() }

  public var events: EventCounters { fatalError() }
  public func faults(of process: ProcessID) -> FaultCounters { fatalError() }

  /// Page-table pages in use, a shared one counted once.
  public var pageTables: TableCounts { fatalError() }
  /// Leaf tables with two owners or more.
  public var sharedTables: Int { fatalError() }
  /// The sum over address spaces of the tables each reaches.
  public var mappedTables: Int { fatalError() }
  /// Tables the process reaches.
  public func pageTables(of process: ProcessID) -> TableCounts { fatalError() }
  /// Leaf tables the process reaches that have another owner too. Walks its tables.
  public func sharedTables(of process: ProcessID) -> Int { fatalError() }
  /// Each table page divided by its owners, in bytes, rounded down. Walks its tables.
  public func proportionalTableBytes(of process: ProcessID) -> ByteCount { fatalError() }

  public func resident(of process: ProcessID) -> ResidentPages { fatalError() }
  /// Bytes; each page divided by the number of address spaces that reach it. Walks all tables.
  public func proportionalSetSize(of process: ProcessID) -> ByteCount { fatalError() }
  /// Bytes of the pages that no other address space reaches. Walks all tables.
  public func uniqueSetSize(of process: ProcessID) -> ByteCount { fatalError() }
  public func virtualSize(of process: ProcessID) -> ByteCount { fatalError() }
  public func vmaCount(of process: ProcessID) -> Int { fatalError() }
  public func vmas(of process: ProcessID) -> [VMARecord] { fatalError() }
  public func vma(of process: ProcessID, at address: VirtualAddress) -> VMARecord? { fatalError() }

  /// The 8 bytes that the process would read there; nil where a read would be fatal.
  /// `address` is a multiple of 8 (the caller checks).
  public func value(_ process: ProcessID, at address: VirtualAddress) -> Int64? { fatalError() }
  public func pageEntry(_ process: ProcessID, at address: VirtualAddress) -> PageEntryRecord { fatalError() }
  public func tableEntry(_ process: ProcessID, at address: VirtualAddress) -> TableEntryRecord { fatalError() }
  public func frame(_ process: ProcessID, at address: VirtualAddress) -> FrameID? { fatalError() }
  public func table(_ process: ProcessID, at address: VirtualAddress) -> TableID? { fatalError() }

  /// Page-table entries that map the frame, a shared table's counted once; 0 for a freed frame.
  public func mapcount(_ frame: FrameID) -> Int { fatalError() }
  /// mapcount, plus one when the page cache holds it; 0 for a freed frame.
  public func refcount(_ frame: FrameID) -> Int { fatalError() }
  /// The processes attached to a leaf table, in order of creation (one per address space: its first living process); empty for a freed table.
  public func owners(_ table: TableID) -> [ProcessID] { fatalError() }

  /// Bytes.
  public var memoryTotal: ByteCount { fatalError() }
  public var memoryUsed: ByteCount { fatalError() }
  public var pageCacheBytes: ByteCount { fatalError() }
  public func size(of file: FileID) -> ByteCount { fatalError() }
  public func residentBytes(of file: FileID) -> ByteCount { fatalError() }
  public func dirtyBytes(of file: FileID) -> ByteCount { fatalError() }
  /// How many vmas map the file.
  public func mappingCount(of file: FileID) -> Int { fatalError() }

  // MARK: Reasons
  /// While true, each consequence of a call is recorded with its rule.
  public var isTracing: Bool { get { fatalError() } set { fatalError() } }
  /// The reasons recorded since the last call, in order.
  public mutating func takeReasons() -> [Reason] { fatalError() }

  // MARK: Self-checks
  /// Checks every invariant of the model; nil if all hold.
  public func firstViolation() -> InvariantViolation? { fatalError() }
  /// For tests: adds one to the owner count of some leaf table, so that the invariants must notice. False if there is none.
  public mutating func corruptOwnerCountForTesting() -> Bool { fatalError() }
}
