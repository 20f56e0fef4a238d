internal import CLibEdit

/// Ctrl-R: the search through the history.
///
/// libedit's own takes the text for a pattern and loses long blocks. While it goes on, each key is
/// kept aside and `continueSearch` is called; the match and what is searched for are the text.
extension EditedReader {
  func beginSearch(_ direction: Int) -> UInt8 {
    search = HistorySearch(history.entries, original: line.text, direction: direction)
    return showSearch()
  }

  func continueSearch() -> UInt8 {
    guard var search else { return UInt8(CC_NORM) }
    switch keyForSearch {
    case .character("\u{12}"): search.advance(-1)
    case .character("\u{13}"): search.advance(1)
    case .character("\u{7F}"), .character("\u{8}"): search.deleteLast()
    case .character("\u{7}"): return endSearch(search.original)
    case .character("\u{1B}"): return endSearch(search.match)
    case .character(let scalar) where scalar.value >= 0x20: search.append(scalar)
    case .character(let scalar):
      queue.append(scalar.value)
      return endSearch(search.match)
    case .special(let key):
      call(key)
      return endSearch(search.match)
    case .paste(let bytes):
      for scalar in PastedText.harmless(bytes).unicodeScalars.prefix(100) where scalar != "\n" {
        search.append(scalar)
      }
    default: return UInt8(CC_NORM)
    }
    self.search = search
    return showSearch()
  }

  private func showSearch() -> UInt8 {
    guard let search else { return UInt8(CC_NORM) }
    replaceText(search.match + "\n" + search.label)
    return UInt8(CC_REFRESH)
  }

  private func endSearch(_ text: String) -> UInt8 {
    search = nil
    replaceText(text)
    return UInt8(CC_REFRESH)
  }
}
