/// "Did you mean": the existing name nearest to one that does not exist.
public enum Suggestion {
  /// The candidate with the smallest edit distance (insertions, deletions, replacements, swaps of
  /// neighbours), if it is near enough to be meant: a third of the longer name at most. Case
  /// counts half. Of equally near ones the first wins.
  ///
  /// - Complexity: the product of the lengths, for each candidate; names past 60 bytes are not
  ///   compared.
  public static func nearest<Candidates: Sequence<String>>(
    to name: String, in candidates: Candidates
  ) -> String? {
    let wanted = Array(name.utf8)
    guard !wanted.isEmpty, wanted.count <= 60 else { return nil }
    var best: (name: String, distance: Int)?
    for candidate in candidates where candidate != name {
      let bytes = Array(candidate.utf8)
      let cutoff = 2 * max(1, max(wanted.count, bytes.count) / 3)
      guard bytes.count <= 60, 2 * abs(bytes.count - wanted.count) <= cutoff else { continue }
      let distance = halfEdits(wanted, bytes)
      if distance <= cutoff, distance < 2 * max(wanted.count, bytes.count),
        distance < best?.distance ?? .max
      {
        best = (candidate, distance)
      }
    }
    return best?.name
  }

  /// The hint that goes with `nearest`; nil if no candidate is near.
  public static func hint<Candidates: Sequence<String>>(
    for name: String, in candidates: Candidates
  ) -> String? {
    nearest(to: name, in: candidates).map { "did you mean `\($0)`?" }
  }

  /// Twice the Damerau-Levenshtein distance (each swap of neighbours once); a letter in the other
  /// case costs one.
  private static func halfEdits(_ a: [UInt8], _ b: [UInt8]) -> Int {
    var beforeLast = [Int](repeating: 0, count: b.count + 1)
    var last = (0...b.count).map { 2 * $0 }
    var row = last
    for i in 0..<a.count {
      row[0] = 2 * (i + 1)
      for j in 0..<b.count {
        var cost = min(last[j + 1] + 2, row[j] + 2, last[j] + replacement(a[i], b[j]))
        if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] {
          cost = min(cost, beforeLast[j - 1] + 2)
        }
        row[j + 1] = cost
      }
      (beforeLast, last, row) = (last, row, beforeLast)
    }
    return last[b.count]
  }

  private static func replacement(_ a: UInt8, _ b: UInt8) -> Int {
    if a == b { return 0 }
    return a.isLetter && b.isLetter && (a ^ b) == 0x20 ? 1 : 2
  }
}

/// A name for a message: cut when it is long, so that no message is.
func abbreviated(_ name: String) -> String {
  name.utf8.count <= 60 ? name : String(decoding: name.utf8.prefix(57), as: UTF8.self) + "..."
}
