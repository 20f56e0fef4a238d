/// How libedit writes an entry: the encoding of vis(3), white space in octal.
enum HistoryCoding {
  static func encode(_ text: String) -> [UInt8] {
    var result: [UInt8] = []
    for byte in text.utf8 {
      switch byte {
      case 0x5C: result += [0x5C, 0x5C]
      case ...0x20, 0x7F:
        result += [0x5C, 0x30 + byte >> 6, 0x30 + byte >> 3 & 7, 0x30 + byte & 7]
      default: result.append(byte)
      }
    }
    return result
  }

  /// What vis(3) can write in any of its styles; anything else stands for itself.
  static func decode(_ line: some Sequence<UInt8>) -> String {
    var result: [UInt8] = []
    var rest = Array(line)[...]
    while let byte = rest.popFirst() {
      result.append(byte == 0x5C ? escape(&rest) : byte)
    }
    // A zero byte would end the text in libedit.
    return String(decoding: result.filter { $0 != 0 }, as: UTF8.self)
  }

  private static func escape(_ rest: inout ArraySlice<UInt8>) -> UInt8 {
    guard let kind = rest.first else { return 0x5C }
    switch kind {
    case 0x30...0x37:
      var value = 0
      for _ in 0..<3 {
        guard let digit = rest.first, (0x30...0x37).contains(digit) else { break }
        value = value << 3 | Int(digit & 7)
        rest.removeFirst()
      }
      return UInt8(truncatingIfNeeded: value)
    case UInt8(ascii: "^"):
      rest.removeFirst()
      return control(&rest)
    case UInt8(ascii: "M"):
      rest.removeFirst()
      return meta(&rest)
    default:
      guard let value = named[kind] else { return 0x5C }
      rest.removeFirst()
      return value
    }
  }

  private static func control(_ rest: inout ArraySlice<UInt8>) -> UInt8 {
    guard let letter = rest.popFirst() else { return UInt8(ascii: "^") }
    return letter == UInt8(ascii: "?") ? 0x7F : letter & 0x1F
  }

  private static func meta(_ rest: inout ArraySlice<UInt8>) -> UInt8 {
    guard let kind = rest.popFirst() else { return UInt8(ascii: "M") }
    if kind == UInt8(ascii: "^") { return 0x80 | control(&rest) }
    return 0x80 | (rest.popFirst() ?? 0)
  }

  private static let named: [UInt8: UInt8] = [
    UInt8(ascii: "\\"): 0x5C, UInt8(ascii: "a"): 7, UInt8(ascii: "b"): 8, UInt8(ascii: "f"): 12,
    UInt8(ascii: "n"): 10, UInt8(ascii: "r"): 13, UInt8(ascii: "s"): 32, UInt8(ascii: "t"): 9,
    UInt8(ascii: "v"): 11, UInt8(ascii: "E"): 27,
  ]
}
