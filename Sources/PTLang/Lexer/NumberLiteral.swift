/// What a number in the source is worth.
enum NumberLiteral: Equatable {
  /// The magnitude may be 2^63, which only a minus sign before it makes an integer.
  case integer(UInt64)
  case float(Double)
  case wrong(Problem)

  struct Problem: Equatable {
    var code: DiagnosticCode
    var message: String
    var hint: String?
  }

  /// The longest number that is looked at, in bytes.
  private static let maximumLength = 400

  /// Reads the bytes of one number token, suffix included.
  init(_ bytes: ArraySlice<UInt8>) {
    guard bytes.count <= NumberLiteral.maximumLength else {
      self = .wrong(Problem(code: .malformedNumber, message: "number with too many digits"))
      return
    }
    let text = Array(bytes)
    let radix: (base: UInt64, name: String)? =
      switch text.count > 1 && text[0] == "0" ? text[1] | 0x20 : 0 {
      case "x": (16, "hexadecimal")
      case "b": (2, "binary")
      case "o": (8, "octal")
      default: nil
      }
    do {
      if let radix {
        self = try NumberLiteral.radixInteger(text, base: radix.base, named: radix.name)
      } else {
        self = try NumberLiteral.decimal(text)
      }
    } catch {
      self = .wrong(error)
    }
  }

  private static func radixInteger(
    _ text: [UInt8], base: UInt64, named name: String
  ) throws(Problem) -> NumberLiteral {
    let rest = text.dropFirst(2)
    let digits = rest.prefix { $0 == "_" || digitValue($0) < base }
    guard digits.contains(where: { $0 != "_" }) else {
      throw Problem(
        code: .malformedNumber, message: "no \(name) digits after '\(string(text[..<2]))'")
    }
    let suffix = rest.dropFirst(digits.count)
    if let first = suffix.first, first.isDigit {
      throw Problem(
        code: .malformedNumber, message: "'\(string([first]))' is no \(name) digit")
    }
    return .integer(try scaled(try integer(digits, base: base), by: suffix, of: text))
  }

  private static func decimal(_ text: [UInt8]) throws(Problem) -> NumberLiteral {
    let whole = text.prefix { $0.isDigit || $0 == "_" }
    var rest = text.dropFirst(whole.count)
    var fraction: ArraySlice<UInt8> = []
    if rest.first == UInt8(ascii: ".") {
      rest = rest.dropFirst()
      fraction = rest.prefix { $0.isDigit || $0 == "_" }
      rest = rest.dropFirst(fraction.count)
    }
    if let float = try exponentFloat(text, rest: rest) { return float }
    if fraction.isEmpty {
      if whole.count > 1, whole.first == UInt8(ascii: "0"),
        whole.contains(where: { $0 != "0" && $0 != "_" })
      {
        throw Problem(
          code: .malformedNumber, message: "leading zero in '\(abbreviated(string(text[...])))'",
          hint: "octal is written 0o17")
      }
      return .integer(try scaled(try integer(whole, base: 10), by: rest, of: text))
    }
    if rest.isEmpty { return .float(try double(text)) }
    return .integer(try wholeBytes(whole: whole, fraction: fraction, suffix: rest, of: text))
  }

  /// `1e6`, `2.5e-3`; nil if what follows the digits is no exponent.
  private static func exponentFloat(
    _ text: [UInt8], rest: ArraySlice<UInt8>
  ) throws(Problem) -> NumberLiteral? {
    guard let first = rest.first, (first | 0x20) == "e" else { return nil }
    let exponent = rest.dropFirst().drop { $0 == "+" || $0 == "-" }
    guard let digit = exponent.first, digit.isDigit else { return nil }
    guard exponent.allSatisfy({ $0.isDigit }) else {
      throw Problem(
        code: .malformedNumber, message: "'\(abbreviated(string(text[...])))' is no number",
        hint: "a size has no exponent")
    }
    return .float(try double(text))
  }

  private static func double(_ text: [UInt8]) throws(Problem) -> Double {
    let digits = text.filter { $0 != "_" }
    guard let value = Double(string(digits[...])), value.isFinite else {
      throw Problem(code: .literalOverflow, message: "number does not fit a 64-bit float")
    }
    return value
  }

  private static func integer(
    _ digits: ArraySlice<UInt8>, base: UInt64
  ) throws(Problem) -> UInt64 {
    guard let last = digits.last, last != "_" else {
      throw Problem(code: .malformedNumber, message: "a digit is missing after '_'")
    }
    var value: UInt64 = 0
    for byte in digits where byte != "_" {
      let (product, overflows) = value.multipliedReportingOverflow(by: base)
      let (sum, carries) = product.addingReportingOverflow(digitValue(byte))
      if overflows || carries { throw overflow }
      value = sum
    }
    return value
  }

  /// `4K`: the value times what the suffix stands for.
  private static func scaled(
    _ value: UInt64, by suffix: ArraySlice<UInt8>, of text: [UInt8]
  ) throws(Problem) -> UInt64 {
    let (result, overflows) = value.multipliedReportingOverflow(
      by: 1 << UInt64(try shift(of: suffix, in: text)))
    if overflows || result > 1 << 63 { throw overflow }
    return result
  }

  /// `1.5G`: accepted when it is a whole number of bytes.
  private static func wholeBytes(
    whole: ArraySlice<UInt8>, fraction: ArraySlice<UInt8>, suffix: ArraySlice<UInt8>,
    of text: [UInt8]
  ) throws(Problem) -> UInt64 {
    let bits = try shift(of: suffix, in: text)
    var places = fraction.filter { $0 != "_" }
    while let last = places.last, last == "0" { places.removeLast() }
    let notWhole = Problem(
      code: .malformedNumber,
      message: "'\(abbreviated(string(text[...])))' is not a whole number of bytes")
    // A fraction in lowest terms has a power of two times a power of five below the line; the
    // unit cancels at most `bits` twos, so that more places than bits never come out whole.
    guard places.count <= bits else { throw notWhole }
    var digits = Array(whole.filter { $0 != "_" })
    digits.append(contentsOf: places)
    var value = UInt128(try integer(digits[...], base: 10)) << UInt128(bits)
    for _ in places {
      let (quotient, remainder) = value.quotientAndRemainder(dividingBy: 10)
      guard remainder == 0 else { throw notWhole }
      value = quotient
    }
    guard value <= 1 << 63 else { throw overflow }
    return UInt64(value)
  }

  private static func shift(
    of suffix: ArraySlice<UInt8>, in text: [UInt8]
  ) throws(Problem) -> Int {
    if suffix.isEmpty { return 0 }
    if let known = SizeSuffix.named(string(suffix)) { return known.shift }
    let digits = abbreviated(string(text.dropLast(suffix.count)))
    let written = string(suffix)
    let first = string(suffix.prefix(1)).uppercased()
    let hint: String =
      if let meant = SizeSuffix.named(first), written.count <= 3 {
        "did you mean `\(digits)\(meant.name)`?"
      } else {
        "sizes are written \(SizeSuffix.short.map { "4\($0.name)" }.joined(separator: ", "))"
      }
    throw Problem(
      code: .unknownSuffix, message: "unknown size suffix '\(abbreviated(written))'", hint: hint)
  }

  private static let overflow = Problem(
    code: .literalOverflow, message: "number does not fit a signed 64-bit integer")

  /// What the byte is worth as a digit; 255 if it is none.
  private static func digitValue(_ byte: UInt8) -> UInt64 {
    if byte.isDigit { return UInt64(byte - 0x30) }
    if byte.isLetter { return UInt64((byte | 0x20) - 0x61) + 10 }
    return 255
  }

  private static func string(_ bytes: ArraySlice<UInt8>) -> String {
    String(decoding: bytes, as: UTF8.self)
  }
}

extension NumberLiteral.Problem: Error {}
