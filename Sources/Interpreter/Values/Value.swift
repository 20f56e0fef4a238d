import VM

/// A value of the language: 16 bytes, copied as bits.
///
/// What is not inline (strings, lists, ranges, records) is a handle into the `Heap`.
struct Value: BitwiseCopyable {
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
  /// The number, the bits of the float, the handle or the identity (see `Value+Births.swift`).
  var bits: Int

  static let undefined = Value(tag: .undefined, bits: 0)
  static let null = Value(tag: .null, bits: 0)

  init(tag: Tag, bits: Int) {
    self.tag = tag
    self.bits = bits
  }

  @inline(__always) init(_ number: Int) { self.init(tag: .integer, bits: number) }
  @inline(__always) init(_ flag: Bool) { self.init(tag: .boolean, bits: flag ? 1 : 0) }
  init(_ number: Double) { self.init(tag: .float, bits: Int(bitPattern: UInt(number.bitPattern))) }
  init(_ frame: FrameID) { self.init(tag: .frame, bits: Int(frame.rawValue)) }
  init(_ table: TableID) { self.init(tag: .table, bits: Int(table.rawValue)) }

  var isTrue: Bool { tag == .boolean && bits != 0 }
  var double: Double { Double(bitPattern: UInt64(UInt(bitPattern: bits))) }
  var process: ProcessID { ProcessID(index: Int32(truncatingIfNeeded: bits)) }
  var file: FileID { FileID(index: Int32(truncatingIfNeeded: bits)) }
  var frame: FrameID { FrameID(rawValue: Int64(bits)) }
  var table: TableID { TableID(rawValue: Int64(bits)) }

  /// The same bits: of two lists, that they are one.
  @inline(__always)
  func isIdentical(to other: Value) -> Bool { tag == other.tag && bits == other.bits }

  /// What messages call a value of this kind.
  var kindName: String {
    switch tag {
    case .undefined: "no value"
    case .null: "nil"
    case .boolean: "a boolean"
    case .integer: "an integer"
    case .float: "a float"
    case .string: "a string"
    case .list: "a list"
    case .range: "a range"
    case .record: "a record"
    case .process: "a process"
    case .family: "a process family"
    case .file: "a file"
    case .region: "a region"
    case .frame: "a frame"
    case .table: "a page table"
    case .symbol: "an errno or signal name"
    }
  }
}
