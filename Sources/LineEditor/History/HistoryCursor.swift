/// A walk through the history while one block is edited; changed entries stay changed until then.
struct HistoryCursor {
  private let entries: [String]
  /// An index of `entries`, or their count: the new block.
  private var place: Int
  private var changed: [Int: String] = [:]

  init(_ entries: [String]) {
    self.entries = entries
    place = entries.count
  }

  /// Goes to another entry.
  ///
  /// - Parameters:
  ///   - current: the text as it is now, which is kept.
  ///   - accepts: which entries are stopped at.
  /// - Returns: its text; nil if there is none in this direction.
  mutating func move(
    by step: Int, leaving current: String, where accepts: (String) -> Bool = { _ in true }
  ) -> String? {
    var next = place + step
    while (0...entries.count).contains(next) {
      let text = text(at: next)
      if next == entries.count || accepts(text) && text != current {
        changed[place] = current
        place = next
        return text
      }
      next += step
    }
    return nil
  }

  private func text(at place: Int) -> String {
    changed[place] ?? (place < entries.count ? entries[place] : "")
  }
}
