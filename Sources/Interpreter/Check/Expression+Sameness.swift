import PTLang

extension Expression {
  /// Both are written the same, blanks aside.
  func isSame(as other: Expression) -> Bool {
    let (mine, others) = (parts, other.parts)
    return head == other.head && mine.count == others.count
      && zip(mine, others).allSatisfy { $0.isSame(as: $1) }
  }

  /// The expression without its parts and places.
  private var head: [String] {
    switch kind {
    case .missing, .measure: ["", "\(range.file) \(range.lower)"]
    case .integer(let number): ["integer", "\(number)"]
    case .float(let number): ["float", "\(number)"]
    case .boolean(let flag): ["\(flag)"]
    case .null: ["nil"]
    case .string(let parts):
      parts.map { if case .text(let text) = $0 { "text \(text)" } else { "interpolation" } }
    case .pages: ["pages"]
    case .list: ["list"]
    case .name(let name): ["name", name]
    case .member(_, let name): ["member", name.text]
    case .index: ["index"]
    case .call: ["call"]
    case .unary(let op, _): ["unary", op.rawValue]
    case .binary(let op, _, _): ["binary", op.rawValue]
    case .logical(let op, _, _): ["logical", op.rawValue]
    case .comparison(_, let rest): ["comparison"] + rest.map(\.op.rawValue)
    case .range(_, _, let isHalfOpen): ["range", "\(isHalfOpen)"]
    }
  }
}
