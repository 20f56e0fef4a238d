import VM

/// What the tests ask of a model; `Machine` and `NaiveMachine` both answer.
protocol Model: ~Copyable {
  /// What an undo goes back to.
  associatedtype Moment

  var geometry: Geometry { get }

  mutating func mark() -> Moment
  mutating func restore(to moment: Moment)
  mutating func release(_ moment: Moment)

  mutating func createFile(
    name: String, kind: FileKind, size: ByteCount, filled: Bool
  ) throws(Refusal) -> FileID
  mutating func truncate(_ file: FileID, to size: ByteCount) throws(Refusal)

  mutating func spawn(name: String) throws(Refusal) -> ProcessID
  mutating func fork(_ parent: ProcessID, name: String) throws(Refusal) -> ProcessID
  mutating func thread(of process: ProcessID, name: String) throws(Refusal) -> ProcessID
  mutating func exec(_ process: ProcessID) throws(Refusal)
  mutating func exit(_ process: ProcessID)

  mutating func mmap(_ process: ProcessID, _ request: MapRequest) throws(Refusal) -> VirtualAddress
  mutating func munmap(
    _ process: ProcessID, _ start: VirtualAddress, length: ByteCount) throws(Refusal)
  mutating func mprotect(
    _ process: ProcessID, _ start: VirtualAddress, length: ByteCount, _ protection: Protection
  ) throws(Refusal)
  mutating func mremap(
    _ process: ProcessID, _ request: RemapRequest
  ) throws(Refusal) -> VirtualAddress
  mutating func madvise(
    _ process: ProcessID, _ start: VirtualAddress, length: ByteCount, _ advice: Advice
  ) throws(Refusal)
  mutating func mlock(
    _ process: ProcessID, _ start: VirtualAddress, length: ByteCount) throws(Refusal)
  mutating func munlock(
    _ process: ProcessID, _ start: VirtualAddress, length: ByteCount) throws(Refusal)
  mutating func msync(
    _ process: ProcessID, _ start: VirtualAddress, length: ByteCount) throws(Refusal)
  mutating func brk(_ process: ProcessID, size: ByteCount) throws(Refusal) -> AddressRange
  mutating func remapFilePages(
    _ process: ProcessID, _ start: VirtualAddress, length: ByteCount, offset: ByteCount
  ) throws(Refusal)
  mutating func access(_ process: ProcessID, _ request: AccessRequest) throws(Refusal)
  mutating func swapOn(_ size: ByteCount) throws(Refusal)
  mutating func swapOff() throws(Refusal)
  mutating func reclaim(pages: Int)

  var processCount: Int { get }
  func isAlive(_ process: ProcessID) -> Bool
  func parent(of process: ProcessID) -> ProcessID?
  func children(of process: ProcessID) -> [ProcessID]
  var events: EventCounters { get }
  func faults(of process: ProcessID) -> FaultCounters
  var pageTables: TableCounts { get }
  var sharedTables: Int { get }
  var mappedTables: Int { get }
  func pageTables(of process: ProcessID) -> TableCounts
  func sharedTables(of process: ProcessID) -> Int
  func proportionalTableBytes(of process: ProcessID) -> ByteCount
  func resident(of process: ProcessID) -> ResidentPages
  func proportionalSetSize(of process: ProcessID) -> ByteCount
  func uniqueSetSize(of process: ProcessID) -> ByteCount
  func virtualSize(of process: ProcessID) -> ByteCount
  func vmas(of process: ProcessID) -> [VMARecord]
  func value(_ process: ProcessID, at address: VirtualAddress) -> Int64?
  func pageEntry(_ process: ProcessID, at address: VirtualAddress) -> PageEntryRecord
  func tableEntry(_ process: ProcessID, at address: VirtualAddress) -> TableEntryRecord
  func frame(_ process: ProcessID, at address: VirtualAddress) -> FrameID?
  func table(_ process: ProcessID, at address: VirtualAddress) -> TableID?
  func mapcount(_ frame: FrameID) -> Int
  func refcount(_ frame: FrameID) -> Int
  func owners(_ table: TableID) -> [ProcessID]
  var memoryUsed: ByteCount { get }
  var swapTotal: ByteCount { get }
  var swapUsed: ByteCount { get }
  var pageCacheBytes: ByteCount { get }
  func size(of file: FileID) -> ByteCount
  func residentBytes(of file: FileID) -> ByteCount
  func dirtyBytes(of file: FileID) -> ByteCount
  func mappingCount(of file: FileID) -> Int
  /// Entries that the chains of frames name, the nodes of those, and their bytes.
  var chainedEntries: Int { get }
  var chainNodes: Int { get }
  var chainBytes: ByteCount { get }
  /// Nodes that name the owners of leaves.
  var ownerNodes: Int { get }
  /// nil on machines without low memory.
  var lowMemoryTotal: ByteCount? { get }
  var lowMemoryFree: ByteCount? { get }
  func firstViolation() -> InvariantViolation?
}

extension Machine: Model {}
