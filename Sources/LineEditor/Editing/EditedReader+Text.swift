internal import CLibEdit
internal import CLineShim

/// The text in libedit's buffer.
extension EditedReader {
  var line: EditedText {
    repair()
    guard let info = el_wline(editor)?.pointee, let start = info.buffer, let cursor = info.cursor,
      let end = info.lastchar
    else { return EditedText(characters: [], cursor: 0) }
    let characters = Array(UnsafeBufferPointer(start: start, count: end - start))
    return EditedText(characters: characters, cursor: min(cursor - start, characters.count))
  }

  /// Some of libedit's `vi` functions leave the cursor outside of the text.
  private func repair() {
    guard let info = el_wline(editor)?.pointee, let start = info.buffer, let cursor = info.cursor,
      let end = info.lastchar, cursor < start || cursor > end
    else { return }
    // Any movement clips.
    el_cursor(editor, cursor < start ? -1 : 1)
  }

  func insert(_ text: some StringProtocol) {
    let characters = EditedText.characters(text).filter { $0 != 0 }
    if !characters.isEmpty { el_winsertstr(editor, characters + [0]) }
  }

  /// Deletes characters before the cursor.
  func delete(_ count: Int) { el_deletestr(editor, Int32(count)) }

  func moveCursor(to place: Int) {
    el_cursor(editor, Int32(place - line.cursor))
  }

  /// Replaces everything; the cursor is then at the end.
  func replaceText(_ text: String) {
    let count = line.characters.count
    moveCursor(to: count)
    delete(count)
    insert(text)
  }

  // MARK: Functions

  /// Enter.
  func enter() -> UInt8 {
    let line = self.line
    let text = line.text
    guard client.isComplete(text) else { return breakRow() }
    let colors = colorable(line).map(client.colors) ?? []
    // Fast typing has not been painted yet. Of a tall text the end stays.
    if layout(of: line, columns: size.columns).rows <= size.rows {
      painter.paint(line, colors: colors, hint: nil, size: size)
    }
    call(.acceptLine)
    return UInt8(CC_NORM)
  }

  /// Alt-Enter, and Enter in an incomplete block.
  func breakRow() -> UInt8 {
    // Text that is pasted without brackets has its own indentation.
    let spaces = isInputPending ? "" : client.indentation(after: line.textBeforeCursor)
    insert("\n" + spaces)
    return UInt8(CC_REFRESH)
  }

  /// A closing brace at the beginning of a row stands further left.
  func closeBrace() -> UInt8 {
    let prefix = line.rowPrefix
    if prefix.count >= 2, line.rowStart > 0, !isInputPending, prefix.allSatisfy({ $0 == 32 }) {
      delete(2)
    }
    insert("}")
    return UInt8(CC_REFRESH)
  }

  /// Cutting everything and inserting it twice doubles the text, which must end somewhere.
  func yank() -> UInt8 {
    guard line.characters.count <= Self.yankLimit else { return UInt8(CC_ERROR) }
    call(.yank)
    return UInt8(CC_NORM)
  }

  /// Characters.
  private static let yankLimit = 256 << 10

  func insertPaste() -> UInt8 {
    insert(PastedText.harmless(pasted))
    pasted = []
    return UInt8(CC_REFRESH)
  }

  func insertOffered() -> UInt8 {
    insert(offered ?? "")
    offered = nil
    return UInt8(CC_REFRESH)
  }

  /// Ctrl-D.
  func deleteOrEnd() -> UInt8 {
    guard line.characters.isEmpty else {
      call(.deleteNext)
      return UInt8(CC_NORM)
    }
    leaveText()
    outcome = .end
    return UInt8(CC_EOF)
  }

  /// Ctrl-C.
  func interrupt() -> UInt8 {
    leaveText(after: "^C")
    outcome = .interrupted
    return UInt8(CC_EOF)
  }

  func editOutside() -> UInt8 {
    let text = line.text
    leaveText()
    releaseTerminal()
    let result = signals?.suspended {
      ExternalEditor.edit(text, fileExtension: settings.fileExtension)
    }
    takeTerminal()
    switch result {
    case .text(let text): replaceText(text)
    case .failed(let why): writeAll(CandidateList.printable(why) + "\n")
    case nil: break
    }
    le_refresh(editor)
    return UInt8(CC_NORM)
  }
}
