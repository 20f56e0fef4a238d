import ArgumentParser

/// `-D name=value`.
struct Definition: ExpressibleByArgument {
  let name: String
  let value: String

  init?(argument: String) {
    guard let equals = argument.firstIndex(of: "=") else { return nil }
    name = String(argument[..<equals])
    value = String(argument[argument.index(after: equals)...])
    guard Self.isIdentifier(name) else { return nil }
  }

  /// `-Dname=value` as two arguments: the parser takes what follows `=` for an option's value.
  static func separated(_ arguments: [String]) -> [String] {
    let end = arguments.firstIndex(of: "--") ?? arguments.endIndex
    let options = arguments[..<end].flatMap { argument in
      argument.hasPrefix("-D") && argument.utf8.count > 2
        ? ["-D", String(argument.dropFirst(2))] : [argument]
    }
    return options + arguments[end...]
  }

  private static func isIdentifier(_ name: String) -> Bool {
    guard let first = name.utf8.first, !(0x30...0x39).contains(first) else { return false }
    return name.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
        true
      default: false
      }
    }
  }
}

/// A limit: a positive number, `65536` or `64K`, `256M`, `1G`; `_` may stand between digits.
struct Limit: ExpressibleByArgument, CustomStringConvertible {
  let number: Int

  init(_ number: Int) { self.number = number }

  init?(argument: String) {
    var digits = argument.filter { $0 != "_" }[...]
    var shift = 0
    for (suffix, bits) in Self.suffixes where digits.hasSuffix(suffix) {
      digits = digits.dropLast()
      shift = bits
      break
    }
    guard let number = Int(digits), number > 0 else { return nil }
    let (product, overflow) = number.multipliedReportingOverflow(by: 1 << shift)
    guard !overflow else { return nil }
    self.number = product
  }

  private static let suffixes = [("G", 30), ("M", 20), ("K", 10)]

  var description: String {
    for (suffix, bits) in Self.suffixes where number % (1 << bits) == 0 {
      return "\(number >> bits)\(suffix)"
    }
    return String(number)
  }

  var defaultValueDescription: String { description }
}
