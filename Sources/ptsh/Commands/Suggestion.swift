/// "Did you mean": the known word nearest to an unknown one.
enum Suggestion {
  /// The nearest word, if one is near enough to be meant: a third of it may differ.
  static func nearest(to word: String, among known: [String]) -> String? {
    let letters = Array(word.lowercased().utf8.prefix(100))
    let ranked = known.map { (distance(letters, Array($0.lowercased().utf8)), $0) }
    guard let best = ranked.min(by: { $0.0 < $1.0 }) else { return nil }
    return best.0 <= max(1, best.1.utf8.count / 3) ? best.1 : nil
  }

  /// How many letters must be put in, taken out, changed, or exchanged with their neighbour.
  private static func distance(_ a: [UInt8], _ b: [UInt8]) -> Int {
    var rows = [Array(0...b.count)]
    for i in 0..<a.count {
      var row = [i + 1]
      for j in 0..<b.count {
        var best = min(rows[i][j] + (a[i] == b[j] ? 0 : 1), rows[i][j + 1] + 1, row[j] + 1)
        if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] {
          best = min(best, rows[i - 1][j - 1] + 1)
        }
        row.append(best)
      }
      rows.append(row)
    }
    return rows[a.count][b.count]
  }
}
