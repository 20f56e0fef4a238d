/// Text made safe and measurable for a terminal.
///
/// Nothing of a script may steer the terminal: control characters, format characters (among them
/// those that turn the reading direction) and malformed bytes are shown as escapes.
enum Printable {
  /// The text with everything escaped that is not plain; tabs and line ends too.
  static func escape(_ text: String) -> String {
    if text.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7f }) { return text }
    var result = ""
    for scalar in text.unicodeScalars { result += escapeSequence(of: scalar) ?? String(scalar) }
    return result
  }

  /// How many columns the text takes.
  static func width(_ text: String) -> Int {
    text.unicodeScalars.reduce(0) { $0 + width($1) }
  }

  /// The text, cut to so many columns.
  static func cut(_ text: String, to limit: Int, ellipsis: String) -> String {
    guard width(text) > limit else { return text }
    var result = ""
    var used = width(ellipsis)
    for character in text {
      used += width(String(character))
      if used > limit { break }
      result.append(character)
    }
    return result + ellipsis
  }

  /// How a scalar is written if it cannot be shown as it is.
  static func escapeSequence(of scalar: Unicode.Scalar) -> String? {
    switch scalar.value {
    case 0x20..<0x7f: return nil
    case 0x09: return "\\t"
    case 0x0a: return "\\n"
    case 0x0d: return "\\r"
    case 0..<0x80: return escapeSequence(ofByte: UInt8(scalar.value))
    default: break
    }
    switch scalar.properties.generalCategory {
    case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator,
      .paragraphSeparator:
      return "\\u{" + String(scalar.value, radix: 16) + "}"
    default:
      return nil
    }
  }

  /// How a byte is written that is no character.
  static func escapeSequence(ofByte byte: UInt8) -> String {
    "\\x" + (byte < 16 ? "0" : "") + String(byte, radix: 16)
  }

  /// Columns of one scalar on a terminal: 0, 1 or 2.
  static func width(_ scalar: Unicode.Scalar) -> Int {
    let value = scalar.value
    if value < 0x300 { return 1 }
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark: return 0
    default: return wide.contains { $0.contains(value) } ? 2 : 1
    }
  }

  /// The blocks of East Asian wide characters and of emoji (Unicode Annex 11).
  private static let wide: [ClosedRange<UInt32>] = [
    0x1100...0x115f, 0x2e80...0x303e, 0x3041...0x33ff, 0x3400...0x4dbf, 0x4e00...0x9fff,
    0xa000...0xa4cf, 0xac00...0xd7a3, 0xf900...0xfaff, 0xfe30...0xfe6f, 0xff00...0xff60,
    0xffe0...0xffe6, 0x1f300...0x1f64f, 0x1f680...0x1f6ff, 0x1f900...0x1f9ff, 0x20000...0x3fffd,
  ]
}
