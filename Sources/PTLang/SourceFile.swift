/// The text of a file, as bytes, with its name for messages.
///
/// The bytes need not be UTF-8: what is not is a lexical error with a place.
public struct SourceFile: Sendable {
  public let name: String
  public let bytes: [UInt8]
  /// The offset at which each line begins.
  private let lineStarts: [Int32]

  public init(name: String, bytes: [UInt8]) {
    self.name = name
    self.bytes = bytes
    var starts: [Int32] = [0]
    // Places have 32 bits; the parser refuses a file that is longer.
    for (offset, byte) in bytes.prefix(Int(Int32.max) - 1).enumerated()
    where byte == UInt8(ascii: "\n") {
      starts.append(Int32(offset + 1))
    }
    lineStarts = starts
  }

  public init(name: String, text: String) {
    self.init(name: name, bytes: Array(text.utf8))
  }

  public var lineCount: Int { lineStarts.count }

  /// The line, from 1, that contains the offset.
  public func line(at offset: Int32) -> Int {
    var low = 0
    var high = lineStarts.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if lineStarts[middle] <= offset { low = middle } else { high = middle }
    }
    return low + 1
  }

  /// The bytes of a line, from 1, without its line end.
  public func lineBytes(_ line: Int) -> ArraySlice<UInt8> {
    let start = Int(lineStarts[line - 1])
    var end = line < lineStarts.count ? Int(lineStarts[line]) - 1 : bytes.count
    if end > start, bytes[end - 1] == UInt8(ascii: "\r") { end -= 1 }
    return bytes[start..<end]
  }

  /// The offset at which a line, from 1, begins.
  public func lineStart(_ line: Int) -> Int32 { lineStarts[line - 1] }
}
