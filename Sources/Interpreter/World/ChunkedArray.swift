/// An array in chunks: while a copy of it is kept, a change copies one chunk and not the whole.
///
/// That is what makes it cheap to remember a world with a million names (see `WorldState`).
///
/// - Complexity: access and `append` are O(1); `insert` moves what stands behind.
struct ChunkedArray<Element>: RandomAccessCollection {
  private static var shift: Int { 9 }
  private static var chunkSize: Int { 1 << shift }

  private var chunks: [[Element]] = []
  private(set) var count = 0

  init() {}

  init(repeating element: Element, count: Int) {
    for start in stride(from: 0, to: count, by: Self.chunkSize) {
      let length = Swift.min(Self.chunkSize, count - start)
      chunks.append(Array(repeating: element, count: length))
    }
    self.count = count
  }

  var startIndex: Int { 0 }
  var endIndex: Int { count }

  subscript(_ position: Int) -> Element {
    _read { yield chunks[position >> Self.shift][position & (Self.chunkSize - 1)] }
    _modify { yield &chunks[position >> Self.shift][position & (Self.chunkSize - 1)] }
  }

  mutating func append(_ element: Element) {
    if count & (Self.chunkSize - 1) == 0 { chunks.append([]) }
    chunks[chunks.count - 1].append(element)
    count += 1
  }

  mutating func insert(_ element: Element, at position: Int) {
    guard position < count else { return append(element) }
    count += 1
    var carried = element
    var offset = position & (Self.chunkSize - 1)
    for chunk in (position >> Self.shift)..<chunks.count {
      chunks[chunk].insert(carried, at: offset)
      guard chunks[chunk].count > Self.chunkSize else { return }
      carried = chunks[chunk].removeLast()
      offset = 0
    }
    chunks.append([carried])
  }
}
