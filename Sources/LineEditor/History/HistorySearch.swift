/// A search through the history for a part of an entry, a character at a time.
struct HistorySearch {
  /// What was edited before.
  let original: String
  private let entries: [String]
  private(set) var query = ""
  private(set) var direction: Int
  /// The entry that is shown; nil for the original.
  private var place: Int?
  private(set) var isFailing = false

  init(_ entries: [String], original: String, direction: Int) {
    self.entries = entries
    self.original = original
    self.direction = direction
  }

  var match: String { place.map { entries[$0] } ?? original }

  /// Shown under the match.
  var label: String {
    (isFailing ? "no match " : "") + (direction < 0 ? "search: " : "search forward: ") + query
  }

  mutating func append(_ scalar: Unicode.Scalar) {
    query.unicodeScalars.append(scalar)
    search(from: place ?? start)
  }

  mutating func deleteLast() {
    if !query.isEmpty { query.unicodeScalars.removeLast() }
    // The newest match again, as if it had just been typed.
    place = nil
    search(from: start)
  }

  /// The next match in a direction.
  mutating func advance(_ direction: Int) {
    self.direction = direction
    search(from: place.map { $0 + direction } ?? start)
  }

  private var start: Int { direction < 0 ? entries.count - 1 : 0 }

  private mutating func search(from first: Int) {
    guard !query.isEmpty else {
      isFailing = false
      return
    }
    var candidate = first
    while entries.indices.contains(candidate) {
      if entries[candidate].contains(substring: query),
        entries[candidate] != match || candidate == place
      {
        place = candidate
        isFailing = false
        return
      }
      candidate += direction
    }
    isFailing = true
  }
}

extension String {
  /// Whether another string is a part of this one, compared byte by byte.
  fileprivate func contains(substring other: String) -> Bool {
    let bytes = Array(utf8)
    let part = Array(other.utf8)
    guard bytes.count >= part.count else { return false }
    return (0...(bytes.count - part.count)).contains { start in
      bytes[start] == part[0] && bytes[start..<(start + part.count)].elementsEqual(part)
    }
  }
}
