import PTLang

/// Writes a number the way another one was written.
enum LiteralSpelling {
  /// `64K` becomes `128K`, `0x40` becomes `0x80`, `8 pages` becomes `16 pages`, where the number
  /// can be written so; else plain digits.
  ///
  /// - Parameter pageSize: what a page is in `8 pages`.
  static func respelled(_ old: String, as number: Int, pageSize: Int? = nil) -> String {
    let digits = old.drop { $0 == "-" }
    if let pageSize, pageSize > 0, number >= 0, number % pageSize == 0 {
      let unit = old.drop { $0.isNumber || $0 == "_" }
      return grouped(number / pageSize, like: old) + (number == pageSize ? " page" : plural(unit))
    }
    for (prefix, radix) in [("0x", 16), ("0b", 2), ("0o", 8)] where digits.hasPrefix(prefix) {
      return (number < 0 ? "-" : "") + prefix + String(number.magnitude, radix: radix)
    }
    if let suffix = SizeSuffix.all.first(where: { digits.hasSuffix($0.name) }), number != 0,
      number % (1 << suffix.shift) == 0
    {
      return "\(number >> suffix.shift)\(suffix.name)"
    }
    return grouped(number, like: old)
  }

  private static func plural(_ unit: Substring) -> String {
    let space = unit.prefix { $0 == " " }
    return (space.isEmpty ? " " : space) + "pages"
  }

  /// Digits in groups of three if the old ones were.
  private static func grouped(_ number: Int, like old: String) -> String {
    guard old.contains("_") else { return String(number) }
    var groups: [Substring] = []
    var digits = Substring(String(number.magnitude))
    while digits.count > 3 {
      groups.insert(digits.suffix(3), at: 0)
      digits = digits.dropLast(3)
    }
    return (number < 0 ? "-" : "") + ([digits] + groups).joined(separator: "_")
  }

  /// Whether the text of a value is a literal of the language that is worth the same.
  static func isLiteral(_ text: String) -> Bool {
    if ["true", "false", "nil"].contains(text) { return true }
    let result = Parser.parse(SourceFile(name: "literal", text: "let x = \(text)"))
    guard result.diagnostics.isEmpty, result.tree.root.statements.count == 1,
      case .declare(_, _, let value) = result.tree.root.statements[0].kind
    else { return false }
    switch value.kind {
    case .float, .unary(.negate, _): return true
    case .string(let parts): return parts.count <= 1
    default: return false
    }
  }
}
