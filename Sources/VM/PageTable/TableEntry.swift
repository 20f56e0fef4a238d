/// An entry that points to a table one level down, as one word.
///
/// | bits | meaning |
/// |---|---|
/// | 0 | attached |
/// | 1–3 | read, write, execute |
/// | 4–33 | table |
/// | 34–63 | this attachment in the table's owner list |
///
/// An entry without any permission is non-present for the hardware but stays attached.
struct TableEntry: Hashable {
  var bits: UInt64

  init(bits: UInt64) { self.bits = bits }

  init(table: Int32, owner: Int32, protection: Protection) {
    bits =
      1 | UInt64(protection.rawValue) << 1 | UInt64(UInt32(bitPattern: table)) << 4
      | UInt64(UInt32(bitPattern: owner)) << 34
  }

  static let none = TableEntry(bits: 0)

  var isNone: Bool { bits == 0 }
  var table: Int32 { Int32(truncatingIfNeeded: (bits >> 4) & 0x3fff_ffff) }
  var owner: Int32 { Int32(truncatingIfNeeded: bits >> 34) }

  var protection: Protection {
    get { Protection(rawValue: UInt8(truncatingIfNeeded: (bits >> 1) & 7)) }
    set { bits = bits & ~14 | UInt64(newValue.rawValue) << 1 }
  }

  var isWritable: Bool { bits & 4 != 0 }
}
