/// One instruction: an opcode and three registers, or one register and a wide operand.
struct Instruction: BitwiseCopyable {
  let op: Opcode
  private let first: UInt16
  private let rest: UInt32

  init(_ op: Opcode, a: Int = 0, b: Int = 0, c: Int = 0) {
    self.op = op
    first = UInt16(truncatingIfNeeded: a)
    rest =
      UInt32(UInt16(truncatingIfNeeded: b)) | UInt32(UInt16(truncatingIfNeeded: c)) << 16
  }

  init(_ op: Opcode, a: Int = 0, x: Int) {
    self.op = op
    first = UInt16(truncatingIfNeeded: a)
    rest = UInt32(truncatingIfNeeded: x)
  }

  @inline(__always) var a: Int { Int(first) }
  @inline(__always) var b: Int { Int(UInt16(truncatingIfNeeded: rest)) }
  @inline(__always) var c: Int { Int(rest >> 16) }

  /// The wide operand, signed.
  @inline(__always) var x: Int { Int(Int32(bitPattern: rest)) }

  /// `c` as a small signed number.
  @inline(__always) var smallC: Int { Int(Int32(bitPattern: rest) >> 16) }
}
