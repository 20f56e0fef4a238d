/// A growing array of plain values, addressed by small integers, with a list of free places.
///
/// The model's objects (frames, tables, owners) live in slabs and refer to each other by index:
/// their reference counts are fields of the model, not Swift's.
///
/// - Complexity: `insert`, `remove` and access are O(1), amortised.
struct Slab<Element: BitwiseCopyable>: ~Copyable {
  private var base: UnsafeMutablePointer<Element>
  private var capacity: Int
  /// Places ever used, the free ones among them included.
  private(set) var end: Int32 = 0
  private var free: [Int32] = []

  init() {
    capacity = 16
    base = .allocate(capacity: capacity)
  }

  deinit { base.deallocate() }

  /// Elements in use.
  var count: Int { Int(end) - free.count }

  mutating func insert(_ element: Element) -> Int32 {
    insert { _ in element }
  }

  /// Takes a place; `make` sees what last stood there, if anything did.
  mutating func insert(_ make: (_ previous: Element?) -> Element) -> Int32 {
    if let index = free.popLast() {
      base[Int(index)] = make(base[Int(index)])
      return index
    }
    if Int(end) == capacity { grow() }
    base.advanced(by: Int(end)).initialize(to: make(nil))
    end += 1
    return end - 1
  }

  /// Gives the place back; its content stays readable until reuse.
  mutating func remove(_ index: Int32) { free.append(index) }

  subscript(_ index: Int32) -> Element {
    _read {
      precondition(UInt32(bitPattern: index) < UInt32(bitPattern: end))
      yield base[Int(index)]
    }
    _modify {
      precondition(UInt32(bitPattern: index) < UInt32(bitPattern: end))
      yield &base[Int(index)]
    }
  }

  private mutating func grow() {
    let larger = UnsafeMutablePointer<Element>.allocate(capacity: capacity * 2)
    larger.moveInitialize(from: base, count: capacity)
    base.deallocate()
    base = larger
    capacity *= 2
  }
}
