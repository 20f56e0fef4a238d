/// Strings, lists, ranges and records: an arena of slots, reclaimed by mark and sweep.
///
/// A handle that does not name a living object of the kind asked for reads as an empty one, so a
/// stale register can do no harm.
final class Heap {
  struct Slot: BitwiseCopyable {
    enum Kind: UInt8 { case free, string, list, range, record }

    var kind: Kind
    var isMarked: Bool
    /// Of a record; see `Shape`.
    var shape: UInt16
    /// The stamp under which the list has been saved, or made.
    var savedAt: UInt32
    /// Bytes of a string, values of the others.
    var count: Int
    var capacity: Int
    var storage: UnsafeMutableRawPointer?
    /// Of a free slot: the next one.
    var nextFree: Int
  }

  private(set) var slots: UnsafeMutablePointer<Slot>
  private(set) var slotCount = 0
  private var slotCapacity = 64
  private var firstFree = -1

  let limit: Int
  /// Bytes of the objects that have not been reclaimed.
  private(set) var usedBytes = 0
  /// Collect when `usedBytes` has passed this.
  private var threshold: Int
  /// What undoes the changes of lists; see `Heap+Undo.swift`.
  var undoLog = HeapLog()

  init(limit: Int) {
    self.limit = limit
    threshold = min(1 << 20, limit / 2)
    slots = .allocate(capacity: slotCapacity)
  }

  deinit {
    for index in 0..<slotCount { slots[index].storage?.deallocate() }
    slots.deallocate()
  }

  var needsCollection: Bool { usedBytes > threshold }

  /// So little is left that another collection would follow at once.
  var isFull: Bool { usedBytes > limit - limit / 64 }

  // MARK: Allocation

  /// What an object costs beside its contents.
  private static var slotBytes: Int { MemoryLayout<Slot>.stride }

  /// What contents of so many bytes cost, the allocator's share included: small objects are mostly
  /// that.
  private static func cost(of bytes: Int) -> Int { bytes == 0 ? 0 : max(32, (bytes + 23) & ~15) }

  func makeString(
    count: Int, _ fill: (UnsafeMutableBufferPointer<UInt8>) -> Void
  ) throws(Stop) -> Value {
    let storage = try allocate(bytes: count)
    fill(
      UnsafeMutableBufferPointer(
        start: storage?.assumingMemoryBound(to: UInt8.self), count: count))
    return Value(tag: .string, bits: place(.string, count: count, capacity: count, storage))
  }

  func makeString(_ text: String) throws(Stop) -> Value {
    let bytes = text.utf8
    return try makeString(count: bytes.count) { _ = $0.initialize(fromContentsOf: bytes) }
  }

  func makeList(_ values: [Value]) throws(Stop) -> Value {
    Value(tag: .list, bits: try makeValues(.list, values, shape: 0))
  }

  /// An empty list with room for so many values.
  func makeList(capacity: Int) throws(Stop) -> Value {
    let storage = try allocate(bytes: capacity * MemoryLayout<Value>.stride)
    return Value(tag: .list, bits: place(.list, count: 0, capacity: capacity, storage))
  }

  func makeRecord(_ shape: Shape, _ values: [Value]) throws(Stop) -> Value {
    Value(tag: .record, bits: try makeValues(.record, values, shape: shape.rawValue))
  }

  func makeRange(_ range: RangeValue) throws(Stop) -> Value {
    let values = [
      Value(range.first), Value(range.bound), Value(range.step), Value(range.isHalfOpen),
    ]
    return Value(tag: .range, bits: try makeValues(.range, values, shape: 0))
  }

  /// Adds values at the end of a list.
  func append(_ values: [Value], to list: Value) throws(Stop) {
    guard let slot = slot(list, .list) else { return }
    try makeRoom(for: values.count, slot)
    for value in values { append(value, slot) }
  }

  func append(_ value: Value, to list: Value) throws(Stop) {
    guard let slot = slot(list, .list) else { return }
    try makeRoom(for: 1, slot)
    append(value, slot)
  }

  private func append(_ value: Value, _ slot: Int) {
    guard let storage = slots[slot].storage else { return }
    storage.assumingMemoryBound(to: Value.self)[slots[slot].count] = value
    slots[slot].count += 1
  }

  private func makeRoom(for count: Int, _ slot: Int) throws(Stop) {
    if slots[slot].savedAt != undoLog.stamp { saveCount(slot) }
    let needed = slots[slot].count + count
    guard needed > slots[slot].capacity else { return }
    let capacity = max(needed, slots[slot].capacity * 2, 4)
    let grown = try allocate(bytes: capacity * MemoryLayout<Value>.stride, isNew: false)
    if let old = slots[slot].storage {
      grown?.copyMemory(from: old, byteCount: slots[slot].count * MemoryLayout<Value>.stride)
      old.deallocate()
    }
    usedBytes -= Self.cost(of: slots[slot].capacity * MemoryLayout<Value>.stride)
    slots[slot].storage = grown
    slots[slot].capacity = capacity
  }

  private func makeValues(
    _ kind: Slot.Kind, _ values: [Value], shape: UInt16
  ) throws(Stop) -> Int {
    let storage = try allocate(bytes: values.count * MemoryLayout<Value>.stride)
    let base = storage?.assumingMemoryBound(to: Value.self)
    for (index, value) in values.enumerated() { base?[index] = value }
    return place(kind, count: values.count, capacity: values.count, shape: shape, storage)
  }

  /// Room for an object's contents, if the limit allows it; nil for none.
  private func allocate(
    bytes: Int, isNew: Bool = true
  ) throws(Stop) -> UnsafeMutableRawPointer? {
    let cost = Self.cost(of: bytes) + (isNew ? Self.slotBytes : 0)
    guard usedBytes + cost <= limit else { throw .outOfValues }
    usedBytes += cost
    return bytes == 0 ? nil : .allocate(byteCount: bytes, alignment: MemoryLayout<Value>.alignment)
  }

  private func place(
    _ kind: Slot.Kind, count: Int, capacity: Int, shape: UInt16 = 0,
    _ storage: UnsafeMutableRawPointer?
  ) -> Int {
    let slot = Slot(
      kind: kind, isMarked: false, shape: shape, savedAt: undoLog.stamp, count: count,
      capacity: capacity,
      storage: storage, nextFree: -1)
    if firstFree >= 0 {
      let index = firstFree
      firstFree = slots[index].nextFree
      slots[index] = slot
      return index
    }
    if slotCount == slotCapacity {
      let grown = UnsafeMutablePointer<Slot>.allocate(capacity: slotCapacity * 2)
      grown.update(from: slots, count: slotCount)
      slots.deallocate()
      slots = grown
      slotCapacity *= 2
    }
    slots[slotCount] = slot
    slotCount += 1
    return slotCount - 1
  }

  // MARK: Reading

  /// The slot of a living object of that kind.
  @inline(__always)
  func slot(_ value: Value, _ kind: Slot.Kind) -> Int? {
    let index = value.bits
    guard index >= 0, index < slotCount, slots[index].kind == kind else { return nil }
    return index
  }

  /// Where the element of a list is, if it is a list with an element of that number.
  @inline(__always)
  func element(of list: Value, at position: Value) -> UnsafeMutablePointer<Value>? {
    guard list.tag == .list, position.tag == .integer, let slot = slot(list, .list),
      UInt(bitPattern: position.bits) < UInt(bitPattern: slots[slot].count),
      let storage = slots[slot].storage
    else { return nil }
    return storage.assumingMemoryBound(to: Value.self) + position.bits
  }

  func bytes(_ string: Value) -> UnsafeBufferPointer<UInt8> {
    guard let slot = slot(string, .string), let storage = slots[slot].storage else {
      return UnsafeBufferPointer(start: nil, count: 0)
    }
    return UnsafeBufferPointer(
      start: storage.assumingMemoryBound(to: UInt8.self), count: slots[slot].count)
  }

  func text(_ string: Value) -> String { String(decoding: bytes(string), as: UTF8.self) }

  /// The values of a list or record, until the next allocation.
  func values(_ value: Value) -> UnsafeMutableBufferPointer<Value> {
    let kind: Slot.Kind = value.tag == .list ? .list : .record
    guard let slot = slot(value, kind), let storage = slots[slot].storage else {
      return UnsafeMutableBufferPointer(start: nil, count: 0)
    }
    return UnsafeMutableBufferPointer(
      start: storage.assumingMemoryBound(to: Value.self), count: slots[slot].count)
  }

  func shape(_ record: Value) -> Shape {
    guard let slot = slot(record, .record) else { return .pageEntry }
    return Shape(rawValue: slots[slot].shape) ?? .pageEntry
  }

  func range(_ value: Value) -> RangeValue {
    guard let slot = slot(value, .range), let storage = slots[slot].storage else {
      return RangeValue(first: 0, bound: 0, step: 1, isHalfOpen: true)
    }
    let values = storage.assumingMemoryBound(to: Value.self)
    return RangeValue(
      first: values[0].bits, bound: values[1].bits, step: values[2].bits,
      isHalfOpen: values[3].isTrue)
  }

  // MARK: Collection

  /// Frees every object that the roots do not lead to.
  func collect(roots: [UnsafeBufferPointer<Value>]) {
    var open: [Int] = []
    for root in roots {
      for value in root { mark(value, &open) }
    }
    while let index = open.popLast() {
      guard let storage = slots[index].storage else { continue }
      let values = storage.assumingMemoryBound(to: Value.self)
      for position in 0..<slots[index].count { mark(values[position], &open) }
    }
    sweep()
    // Towards the limit each collection frees less; the last one is made when it is reached.
    threshold = max(min(usedBytes * 2, (usedBytes + limit) / 2), usedBytes + limit / 16)
  }

  private func mark(_ value: Value, _ open: inout [Int]) {
    switch value.tag {
    case .string, .list, .range, .record:
      let index = value.bits
      guard index >= 0, index < slotCount, !slots[index].isMarked else { return }
      slots[index].isMarked = true
      if slots[index].kind == .list || slots[index].kind == .record { open.append(index) }
    default: return
    }
  }

  private func sweep() {
    for index in 0..<slotCount {
      if slots[index].isMarked {
        slots[index].isMarked = false
      } else if slots[index].kind != .free {
        let width = slots[index].kind == .string ? 1 : MemoryLayout<Value>.stride
        usedBytes -= Self.cost(of: slots[index].capacity * width) + Self.slotBytes
        slots[index].storage?.deallocate()
        slots[index].storage = nil
        slots[index].kind = .free
        slots[index].nextFree = firstFree
        firstFree = index
      }
    }
  }
}
