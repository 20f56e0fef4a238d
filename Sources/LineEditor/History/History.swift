/// The blocks that were entered, oldest first, and the file that keeps them.
///
/// Not kept: a block that begins with a space, as in bash with `ignorespace`; one that equals the
/// block before it; an empty one. The file is that of libedit, so that its tools read it.
public final class History {
  public private(set) var entries: [String]
  private let file: HistoryFile?
  private var notes: [String] = []

  /// Entries; the oldest go first.
  public static let countLimit = 10_000

  /// - Parameter path: the file, in a directory that is there; nil for a history without one.
  public init(path: String?) {
    file = path.map { HistoryFile(path: $0) }
    entries = file?.load(limit: Self.countLimit) ?? []
    keepNote()
  }

  /// Adds a block, and writes it to the file at once.
  public func add(_ text: String) {
    guard let first = text.first, first != " ", text != entries.last,
      !text.allSatisfy(\.isWhitespace)
    else { return }
    entries.append(text)
    // Rarely, as the rest moves.
    if entries.count > Self.countLimit + 1000 { entries.removeFirst(1000) }
    file?.append(text)
    keepNote()
  }

  /// What is wrong with the file since the last call, one phrase each; nothing fails because of it.
  public func takeNotes() -> [String] {
    defer { notes = [] }
    return notes
  }

  private func keepNote() {
    if let note = file?.takeNote() { notes.append(note) }
  }
}
