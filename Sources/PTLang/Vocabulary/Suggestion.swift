/// "Did you mean": the existing name nearest to one that does not exist.
public enum Suggestion {
  /// The candidate with the smallest edit distance (insertions, deletions, replacements, swaps of
  /// neighbours), if it is near enough to be meant: a third of the longer name at most. Letters in
  /// the other case are the same, but the same case is nearer. Of equally near ones the first
  /// wins.
  ///
  /// - Complexity: the product of the lengths, for each candidate; names past 60 bytes are not
  ///   compared.
  public static func nearest<Candidates: Sequence<String>>(
    to name: String, in candidates: Candidates
  ) -> String? {
    let wanted = Array(name.utf8)
    guard !wanted.isEmpty, wanted.count <= maximumLength else { return nil }
    var best: (name: String, distance: Int)?
    for candidate in candidates where candidate != name {
      let bytes = Array(candidate.utf8)
      let longer = max(wanted.count, bytes.count)
      let cutoff = max(1, longer / 3)
      guard longer <= maximumLength, abs(bytes.count - wanted.count) <= cutoff else { continue }
      let distanceIgnoringCase = edits(from: wanted.map(lowercased), to: bytes.map(lowercased))
      guard distanceIgnoringCase <= cutoff, distanceIgnoringCase < longer else { continue }
      let isOtherCase = edits(from: wanted, to: bytes) > distanceIgnoringCase
      let distance = 2 * distanceIgnoringCase + (isOtherCase ? 1 : 0)
      if distance < best?.distance ?? .max { best = (candidate, distance) }
    }
    return best?.name
  }

  /// The hint that goes with `nearest`; nil if no candidate is near.
  public static func hint<Candidates: Sequence<String>>(
    for name: String, in candidates: Candidates
  ) -> String? {
    nearest(to: name, in: candidates).map { "did you mean `\($0)`?" }
  }

  private static let maximumLength = 60

  private static func lowercased(_ byte: UInt8) -> UInt8 { byte.isLetter ? byte | 0x20 : byte }

  /// The Damerau-Levenshtein distance, each pair of neighbours swapped at most once.
  private static func edits(from a: [UInt8], to b: [UInt8]) -> Int {
    var beforeLast = [Int](repeating: 0, count: b.count + 1)
    var last = Array(0...b.count)
    var row = last
    for i in a.indices {
      row[0] = i + 1
      for j in b.indices {
        var cost = min(last[j + 1] + 1, row[j] + 1, last[j] + (a[i] == b[j] ? 0 : 1))
        if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] {
          cost = min(cost, beforeLast[j - 1] + 1)
        }
        row[j + 1] = cost
      }
      (beforeLast, last, row) = (last, row, beforeLast)
    }
    return last[b.count]
  }
}

/// A name for a message: cut when it is long, so that no message is.
func abbreviated(_ name: String) -> String {
  name.utf8.count <= 60 ? name : String(decoding: name.utf8.prefix(57), as: UTF8.self) + "..."
}
