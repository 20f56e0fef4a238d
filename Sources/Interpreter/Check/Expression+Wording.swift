import PTLang

extension Expression {
  /// What is written, without blanks, places and parentheses that change nothing: two expressions
  /// with the same wording are the same.
  var wording: [String] {
    var words: [String] = []
    forEachPart { words += $0.head + ["\($0.parts.count)"] }
    return words
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
