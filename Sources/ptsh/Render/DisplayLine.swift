/// A line of source as it is shown: escaped, tabs expanded, and cut to a window around a place.
struct DisplayLine {
  let text: String
  /// The first byte shown, counted from the start of the line.
  private let firstByte: Int
  /// The column at which each shown byte begins; one more for the end.
  private var columns: [Int]
  /// Whether some of the line is not shown.
  let isCut: Bool

  /// Longer lines are cut, in bytes: shown are so many around the focus.
  private static let windowBytes = 160
  private static let bytesBeforeFocus = 40
  private static let tabStop = 8

  /// - Parameters:
  ///   - bytes: the line without its end.
  ///   - focus: offset in the line of what must be visible.
  init(_ bytes: ArraySlice<UInt8>, focus: Int, style: Style) {
    var window = bytes
    if bytes.count > Self.windowBytes {
      let start = min(
        max(0, focus - Self.bytesBeforeFocus), max(0, bytes.count - Self.windowBytes))
      let low = Self.boundary(bytes, near: bytes.startIndex + start)
      let high = Self.boundary(bytes, near: min(low + Self.windowBytes, bytes.endIndex))
      window = bytes[low..<high]
    }
    firstByte = window.startIndex - bytes.startIndex
    isCut = window.count < bytes.count

    var text = firstByte > 0 ? style.ellipsis : ""
    var column = Printable.width(text)
    var columns: [Int] = []
    columns.reserveCapacity(window.count + 1)
    Self.forEachCell(in: window) { shown, byteCount in
      for _ in 0..<byteCount { columns.append(column) }
      let cell = shown == "\t" ? String(repeating: " ", count: Self.gap(after: column)) : shown
      text += cell
      column += Printable.width(cell)
    }
    columns.append(column)
    if window.endIndex < bytes.endIndex { text += style.ellipsis }
    self.text = text
    self.columns = columns
  }

  /// The column, from 0, at which the byte of the line at this offset is shown; the nearest one
  /// for a byte that is not.
  func column(ofByte offset: Int) -> Int {
    columns[min(max(0, offset - firstByte), columns.count - 1)]
  }

  private static func gap(after column: Int) -> Int { tabStop - column % tabStop }

  /// The start of the character that the index lies in, so that no character is cut.
  private static func boundary(_ bytes: ArraySlice<UInt8>, near index: Int) -> Int {
    var index = index
    for _ in 0..<3 where index > bytes.startIndex && index < bytes.endIndex {
      guard bytes[index] & 0xc0 == 0x80 else { break }
      index -= 1
    }
    return index
  }

  /// Each character, or malformed byte, as it is shown, and how many bytes it stands for. A tab
  /// comes as it is.
  private static func forEachCell(
    in bytes: ArraySlice<UInt8>, _ body: (_ shown: String, _ byteCount: Int) -> Void
  ) {
    var parser = Unicode.UTF8.ForwardParser()
    var iterator = bytes.makeIterator()
    var index = bytes.startIndex
    while true {
      switch parser.parseScalar(from: &iterator) {
      case .valid(let encoded):
        let scalar = Unicode.UTF8.decode(encoded)
        body(
          scalar == "\t" ? "\t" : Printable.escapeSequence(of: scalar) ?? String(scalar),
          encoded.count)
        index += encoded.count
      case .error(let length):
        for offset in index..<(index + length) {
          body(Printable.escapeSequence(ofByte: bytes[offset]), 1)
        }
        index += length
      case .emptyInput:
        return
      }
    }
  }
}
