/// How text is dressed: colour or not, line-drawing characters or ASCII.
struct Style: Sendable {
  let usesColor: Bool
  let usesUnicode: Bool

  static let plain = Style(usesColor: false, usesUnicode: true)
  static let ascii = Style(usesColor: false, usesUnicode: false)

  enum Role: String {
    case strong = "1"
    case error = "1;31"
    case good = "32"
    case warning = "33"
    case note = "36"
    case faint = "2"
  }

  func paint(_ text: String, _ role: Role) -> String {
    usesColor && !text.isEmpty ? "\u{1b}[\(role.rawValue)m\(text)\u{1b}[0m" : text
  }

  var bar: String { usesUnicode ? "│" : "|" }
  var line: String { usesUnicode ? "─" : "-" }
  var hook: String { usesUnicode ? "┬" : "+" }
  var branch: String { usesUnicode ? "├" : "+" }
  var bullet: String { usesUnicode ? "▸" : ">" }
  var ellipsis: String { usesUnicode ? "…" : "..." }
  var arrow: String { usesUnicode ? "→" : "->" }
  var corner: String { usesUnicode ? "└" : "`" }
  var times: String { usesUnicode ? "×" : "x" }
}
