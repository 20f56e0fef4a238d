import VM

/// A value of the language: 16 bytes, copied as bits.
///
/// What is not inline (strings, lists, ranges, records) is a handle into the `Heap`.
struct Value {
  enum Tag: UInt8 {
    /// A register that nothing has been stored in yet.
    case undefined
    case null, boolean, integer, float
    case string, list, range, record
    case process, family, file, region
    case frame, table
    /// An errno or signal name.
    case symbol
  }

  var tag: Tag
  /// The number, the bits of the float, the handle or the identity.
  var bits: Int64

  static let undefined = Value(tag: .undefined, bits: 0)
  static let null = Value(tag: .null, bits: 0)
}
