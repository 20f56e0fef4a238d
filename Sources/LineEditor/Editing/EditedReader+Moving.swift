internal import CLibEdit

/// Moving inside the block and through the history.
extension EditedReader {
  /// Up and Down: inside the block, and beyond its ends to other blocks.
  func move(rows: Int) -> UInt8 {
    let line = self.line
    let column = goalColumn ?? line.rowPrefix.count
    guard let place = line.place(rowsDown: rows, column: column) else { return recall(rows) }
    goalColumn = column
    moveCursor(to: place)
    return UInt8(CC_REFRESH)
  }

  func recall(_ step: Int) -> UInt8 {
    guard let text = cursor.move(by: step, leaving: line.text) else { return UInt8(CC_ERROR) }
    replaceText(text)
    return UInt8(CC_REFRESH)
  }

  /// Only blocks that begin with the text before the cursor, which stays where it is.
  func recallAlike(_ step: Int) -> UInt8 {
    let line = self.line
    let start = line.textBeforeCursor
    let found = cursor.move(by: step, leaving: line.text) { $0.utf8.starts(with: start.utf8) }
    guard let found else { return UInt8(CC_ERROR) }
    replaceText(found)
    moveCursor(to: line.cursor)
    return UInt8(CC_REFRESH)
  }

  /// A second time: the beginning of the block.
  func moveToRowStart() -> UInt8 {
    moveCursor(to: line.cursor == line.rowStart ? 0 : line.rowStart)
    return UInt8(CC_REFRESH)
  }

  func moveToRowEnd() -> UInt8 {
    let line = self.line
    if line.isAtEnd { return takeHint() }
    moveCursor(to: line.cursor == line.rowEnd ? line.characters.count : line.rowEnd)
    return UInt8(CC_REFRESH)
  }

  func moveRight() -> UInt8 {
    if line.isAtEnd { return takeHint() }
    call(.nextCharacter)
    return UInt8(CC_NORM)
  }

  /// Inserts what is shown after the text.
  private func takeHint() -> UInt8 {
    guard let text = colorable(line), let hint = client.hint(after: text) else {
      return UInt8(CC_NORM)
    }
    insert(PastedText.harmless(Array(hint.utf8)))
    return UInt8(CC_REFRESH)
  }

  /// Ctrl-K; libedit's own cuts to the end of the block.
  func killRow() -> UInt8 {
    let line = self.line
    let end = line.rowEnd
    if end == line.characters.count {
      call(.killLine)
    } else if end == line.cursor {
      call(.deleteNext)
    } else {
      call(.setMark, .end, .killRegion)
    }
    return UInt8(CC_NORM)
  }
}
