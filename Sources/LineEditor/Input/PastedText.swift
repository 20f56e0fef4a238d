/// Pasted bytes as text that does nothing but stand there.
enum PastedText {
  /// Line ends become `\n`, tabs four spaces, broken UTF-8 and every other control character
  /// U+FFFD, which nothing accepts unseen; spaces and line ends after the last row are dropped.
  static func harmless(_ bytes: [UInt8]) -> String {
    var scalars = String.UnicodeScalarView()
    var isAfterReturn = false
    for scalar in String(decoding: bytes, as: UTF8.self).unicodeScalars {
      defer { isAfterReturn = scalar == "\r" }
      switch scalar {
      case "\r": scalars.append("\n")
      case "\n": if !isAfterReturn { scalars.append("\n") }
      case "\t": scalars.append(contentsOf: "    ".unicodeScalars)
      case _ where scalar.value < 0x20 || (0x7F..<0xA0).contains(scalar.value):
        scalars.append("\u{FFFD}")
      default: scalars.append(scalar)
      }
    }
    while let last = scalars.last, last == "\n" { scalars.removeLast() }
    return String(scalars)
  }
}
