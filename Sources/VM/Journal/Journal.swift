/// The log of changes that takes a machine back to a mark.
///
/// Changes of maps are logged as what stood in a range of keys before, as plain bytes on one stack;
/// small records (an address space, a process, a file) as whole old values, the first time they
/// change after a mark; totals with the mark itself. Nothing is logged while no mark is open.
///
/// The alternative, persistent trees that share what has not changed, costs every write a copied
/// path while a mark is open, and a reference count that is not the model's.
struct Journal: ~Copyable {
  /// Which map a logged change is of.
  enum MapKind: UInt8 {
    case contents, leafTables, hugeContents, sharedPMDTables, frames, slots, firstValues
    case otherValues, oldestFileTables
    case youngerFileTables
    /// Of an address space.
    case leaves
    /// Of an address space, one kind for each level.
    case upper1, upper2, upper3
    /// Of a file.
    case cache
  }

  /// The end of a logged change; its runs lie below it on the stack.
  struct Record: BitwiseCopyable {
    var kind: MapKind
    /// The address space or file.
    var owner: Int32
    var start: Int
    var end: Int
    var runCount: Int
  }

  /// What is remembered of the machine at a mark.
  struct MarkState {
    let serial: Int
    fileprivate(set) var byteCount: Int
    fileprivate(set) var recordCount: Int
    let totals: Totals
    let processCount: Int
    let spaceCount: Int
    let fileCount: Int
  }

  /// A record as it was.
  enum OldRecord {
    case space(Int32, AddressSpace)
    case process(Int32, Process)
    case file(Int32, File)
  }

  private(set) var marks: [MarkState] = []
  private var oldRecords: [(old: OldRecord, bytes: Int)] = []
  private var oldRecordBytes = 0
  private var marksMade = 0
  private var bytes: UnsafeMutableRawPointer
  private var byteCount = 0
  private var capacity = 1 << 10

  init() { bytes = .allocate(byteCount: capacity, alignment: 16) }

  deinit { bytes.deallocate() }

  /// Whether a mark is open, so that changes must be logged.
  var isOpen: Bool { newest != 0 }

  /// The serial of the newest mark, by which records know that they have been saved since; 0 for
  /// none.
  private(set) var newest = 0

  /// Bytes in the log, those of the arrays that old records keep among them.
  var size: Int { byteCount + oldRecordBytes }

  func hasGrown(since mark: MarkState) -> Bool {
    byteCount != mark.byteCount || oldRecords.count != mark.recordCount
  }

  // MARK: Marks

  mutating func open(_ state: (_ serial: Int, _ bytes: Int, _ records: Int) -> MarkState) -> Int {
    marksMade += 1
    marks.append(state(marksMade, byteCount, oldRecords.count))
    newest = marksMade
    return marksMade
  }

  /// The mark of that serial is the newest one again.
  ///
  /// - Precondition: it is open.
  mutating func forgetMarks(after serial: Int) -> MarkState {
    while let last = marks.last, last.serial != serial { marks.removeLast() }
    guard let state = marks.last else { preconditionFailure("no such mark is open") }
    newest = state.serial
    return state
  }

  mutating func forget(where isForgotten: (_ serial: Int) -> Bool) {
    marks.removeAll { isForgotten($0.serial) }
    newest = marks.last?.serial ?? 0
    let below = marks.first.map { ($0.byteCount, $0.recordCount) } ?? (byteCount, oldRecords.count)
    // Moving what is kept costs as much as it is long: not for a little.
    if below.0 > byteCount / 2 || marks.isEmpty { dropBytes(below.0) }
    if below.1 > oldRecords.count / 2 || marks.isEmpty { dropRecords(below.1) }
  }

  /// Drops so many of the oldest bytes, which no mark needs.
  private mutating func dropBytes(_ count: Int) {
    byteCount -= count
    for place in marks.indices { marks[place].byteCount -= count }
    if capacity > 1 << 16, byteCount < capacity / 4 {
      let smaller = max(1 << 10, byteCount * 2)
      let kept = UnsafeMutableRawPointer.allocate(byteCount: smaller, alignment: 16)
      kept.copyMemory(from: bytes + count, byteCount: byteCount)
      bytes.deallocate()
      (bytes, capacity) = (kept, smaller)
    } else if count > 0 {
      bytes.copyMemory(from: bytes + count, byteCount: byteCount)
    }
  }

  /// The same for old records.
  private mutating func dropRecords(_ count: Int) {
    for record in oldRecords[..<count] { oldRecordBytes -= record.bytes }
    oldRecords.removeSubrange(..<count)
    for place in marks.indices { marks[place].recordCount -= count }
  }

  // MARK: Logging

  /// Logs what the map holds in the range.
  mutating func record<Value>(
    _ kind: MapKind, _ owner: Int32, _ range: Range<Int>, of map: RunMap<Value>
  ) {
    var runCount = 0
    map.forEachRun(in: range) { run in
      push(run)
      runCount += 1
    }
    push(
      Record(
        kind: kind, owner: owner, start: range.lowerBound, end: range.upperBound,
        runCount: runCount))
  }

  /// - Parameter bytes: of arrays that the record keeps, which a change has to copy.
  mutating func record(_ old: OldRecord, bytes: Int) {
    let size = MemoryLayout<(OldRecord, Int)>.stride + bytes
    oldRecords.append((old, size))
    oldRecordBytes += size
  }

  // MARK: Taking back

  /// The newest logged change of a map, down to a number of bytes.
  mutating func popRecord(downTo limit: Int) -> Record? {
    byteCount > limit ? pop(Record.self) : nil
  }

  /// The runs of the change that has just been popped, the last one first.
  mutating func popRun<Value>(of value: Value.Type) -> Run<Value> { pop(Run<Value>.self) }

  mutating func popOldRecord(downTo count: Int) -> OldRecord? {
    guard oldRecords.count > count, let last = oldRecords.popLast() else { return nil }
    oldRecordBytes -= last.bytes
    return last.old
  }

  // MARK: The stack

  private mutating func push<T: BitwiseCopyable>(_ value: T) {
    let size = MemoryLayout<T>.stride
    if byteCount + size > capacity {
      let larger = UnsafeMutableRawPointer.allocate(byteCount: capacity * 2, alignment: 16)
      larger.copyMemory(from: bytes, byteCount: byteCount)
      bytes.deallocate()
      bytes = larger
      capacity *= 2
    }
    (bytes + byteCount).storeBytes(of: value, as: T.self)
    byteCount += size
  }

  private mutating func pop<T: BitwiseCopyable>(_ type: T.Type) -> T {
    byteCount -= MemoryLayout<T>.stride
    return (bytes + byteCount).loadUnaligned(as: T.self)
  }
}
