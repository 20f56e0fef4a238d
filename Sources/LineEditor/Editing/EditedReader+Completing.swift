internal import CLibEdit
internal import CLineShim

/// Completion and help.
extension EditedReader {
  /// Tab.
  func complete() -> UInt8 {
    let line = self.line
    let completion = client.completion(of: line.text, at: line.cursorOffset)
    let candidates = completion.candidates
    guard let first = candidates.first else { return UInt8(CC_ERROR) }
    let start = min(line.index(ofByte: completion.range.lowerBound), line.cursor)
    if candidates.count == 1 {
      replace(from: start, with: first.text + first.suffix)
      return UInt8(CC_REFRESH)
    }
    let typed = EditedText.string(line.characters[start..<line.cursor])
    let common = Self.commonPrefix(candidates.map(\.text))
    if common.utf8.count > typed.utf8.count, common.utf8.starts(with: typed.utf8) {
      replace(from: start, with: common)
      return UInt8(CC_REFRESH)
    }
    list(candidates)
    return UInt8(CC_NORM)
  }

  /// Replaces what is before the cursor.
  private func replace(from start: Int, with text: String) {
    delete(line.cursor - start)
    insert(PastedText.harmless(Array(text.utf8)))
  }

  private static func commonPrefix(_ texts: [String]) -> String {
    guard var common = texts.first?.unicodeScalars[...] else { return "" }
    for text in texts.dropFirst() {
      let count = zip(common, text.unicodeScalars).prefix { $0 == $1 }.count
      common = common.prefix(count)
    }
    return String(common)
  }

  private func list(_ candidates: [Candidate]) {
    let list = CandidateList(candidates, columns: size.columns)
    guard list.rows.count < size.rows else {
      leaveText()
      writeAll("Display all \(candidates.count)? (y or n) ")
      let isWanted = answersYes()
      writeAll("\n")
      if isWanted { writeAll(list.rows.map { $0 + "\n" }.joined()) }
      le_refresh(editor)
      return
    }
    showBelow(list.rows)
  }

  /// Waits for a key; the end of the input and signals count when the next key is asked for.
  private func answersYes() -> Bool {
    while outcome == nil {
      switch nextKey() {
      case .character("y"), .character("Y"), .character(" "), .character("\t"): return true
      case .signals(let signals):
        if signals.contains(.interrupt) { return false }
        if signals.ending != nil { outcome = .end }
        if signals.contains(.resize) { el_resize(editor) }
      case .end: outcome = .end
      case .failed(let error): outcome = .failed(errno: error)
      default: return false
      }
    }
    return false
  }

  /// F1.
  func showHelp() -> UInt8 {
    let line = self.line
    guard let help = client.help(for: line.text, at: line.cursorOffset) else {
      return UInt8(CC_ERROR)
    }
    let rows = help.split(separator: "\n", omittingEmptySubsequences: false)
    showBelow(rows.map { CandidateList.printable(String($0)) })
    return UInt8(CC_NORM)
  }
}
