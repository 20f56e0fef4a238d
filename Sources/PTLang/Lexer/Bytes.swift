// ASCII text as bytes: `byte == "x"`, `case "x":`, and the classes of bytes that words are made of.

func == (byte: UInt8, scalar: Unicode.Scalar) -> Bool { UInt32(byte) == scalar.value }
func != (byte: UInt8, scalar: Unicode.Scalar) -> Bool { UInt32(byte) != scalar.value }
func ~= (scalar: Unicode.Scalar, byte: UInt8) -> Bool { UInt32(byte) == scalar.value }

extension UInt8 {
  var isDigit: Bool { self >= 0x30 && self <= 0x39 }
  var isLetter: Bool { (self | 0x20) >= 0x61 && (self | 0x20) <= 0x7A }
  var isWordByte: Bool { isLetter || isDigit || self == 0x5F }
}

/// Validity of UTF-8, by the table of the Unicode standard (3-7).
enum UTF8Text {
  /// Bytes of the byte order mark that the text begins with; 0 without one.
  static func lengthOfByteOrderMark(in bytes: [UInt8]) -> Int {
    bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
  }

  /// The length in bytes of the scalar at the offset; 0 if the bytes there are no UTF-8.
  static func lengthOfScalar(in bytes: [UInt8], at offset: Int) -> Int {
    func continues(_ ahead: Int, in range: ClosedRange<UInt8> = 0x80...0xBF) -> Bool {
      offset + ahead < bytes.count && range.contains(bytes[offset + ahead])
    }
    switch bytes[offset] {
    case 0x00...0x7F: return 1
    case 0xC2...0xDF: return continues(1) ? 2 : 0
    case 0xE0: return continues(1, in: 0xA0...0xBF) && continues(2) ? 3 : 0
    case 0xED: return continues(1, in: 0x80...0x9F) && continues(2) ? 3 : 0
    case 0xE1...0xEF: return continues(1) && continues(2) ? 3 : 0
    case 0xF0: return continues(1, in: 0x90...0xBF) && continues(2) && continues(3) ? 4 : 0
    case 0xF1...0xF3: return continues(1) && continues(2) && continues(3) ? 4 : 0
    case 0xF4: return continues(1, in: 0x80...0x8F) && continues(2) && continues(3) ? 4 : 0
    default: return 0
    }
  }

  /// The runs of bytes that are no UTF-8, at most `limit` of them.
  static func invalidRuns(in bytes: [UInt8], limit: Int) -> [Range<Int>] {
    var runs: [Range<Int>] = []
    var at = 0
    while at < bytes.count, runs.count < limit {
      if bytes[at] < 0x80 {
        at += 1
        continue
      }
      var length = lengthOfScalar(in: bytes, at: at)
      if length > 0 {
        at += length
        continue
      }
      let lower = at
      while length == 0, at < bytes.count {
        at += 1
        length = at < bytes.count ? lengthOfScalar(in: bytes, at: at) : 0
      }
      runs.append(lower..<at)
    }
    return runs
  }
}
