/// One instruction: an opcode and three registers, or one register and a wide operand.
struct Instruction: BitwiseCopyable {
  var op: Opcode
  var a: UInt16
  var b: UInt16
  var c: UInt16

  init(_ op: Opcode, a: Int = 0, b: Int = 0, c: Int = 0) {
    self.op = op
    self.a = UInt16(truncatingIfNeeded: a)
    self.b = UInt16(truncatingIfNeeded: b)
    self.c = UInt16(truncatingIfNeeded: c)
  }

  init(_ op: Opcode, a: Int = 0, x: Int) {
    self.init(op, a: a, b: x, c: x >> 16)
  }

  /// The wide operand, signed.
  @inline(__always)
  var x: Int { Int(Int32(bitPattern: UInt32(b) | UInt32(c) << 16)) }

  /// `b` and `c` as small signed numbers.
  @inline(__always) var smallB: Int { Int(Int16(bitPattern: b)) }
  @inline(__always) var smallC: Int { Int(Int16(bitPattern: c)) }
}
