import PTLang
import VM

/// A system call or access: what is known of it before it runs, and where its operands are.
///
/// It holds no references, so that a statement in a loop costs no more than what
/// it does. The operands lie in registers one after the other, from the instruction's register on:
/// first those without a clause word, then those of the clauses (see `ClauseSet`), then the address
/// of the expectation.
struct CallSite: Sendable {
  var verb: Call.Verb
  var operandCount: Int
  /// The clauses that are there, and those of them that have arguments.
  var clauses = ClauseSet()
  var argued = ClauseSet()
  /// `prot rw`, if it is not computed.
  var protection: Protection?
  var advice: Advice?
  /// `as NAME`.
  var regionName: WorldName?
  /// Its place in `Code.expectations`.
  var expectation: Int?

  /// Where the first argument of a clause is, counted from the first operand.
  @inline(__always)
  func position(of clause: Clause.Kind) -> Int? {
    argued.contains(clause) ? operandCount + argued.count(before: clause) : nil
  }

  /// Where the address of `faults SIGSEGV at ADDR` is, if there is one.
  var positionOfExpectedAddress: Int { operandCount + argued.argumentCount }
}

/// Clauses of a call, as bits in the order in which their arguments lie in registers.
struct ClauseSet: BitwiseCopyable, Sendable {
  private var bits: UInt32 = 0

  mutating func insert(_ clause: Clause.Kind) { bits |= Self.bit(clause) }

  @inline(__always)
  func contains(_ clause: Clause.Kind) -> Bool { bits & Self.bit(clause) != 0 }

  /// How many come before that one.
  @inline(__always)
  func count(before clause: Clause.Kind) -> Int {
    (bits & (Self.bit(clause) - 1)).nonzeroBitCount
  }

  /// How many arguments these clauses have: one each, and the seed of `random`.
  var argumentCount: Int { bits.nonzeroBitCount + (contains(.random) ? 1 : 0) }

  @inline(__always)
  private static func bit(_ clause: Clause.Kind) -> UInt32 {
    // The last one, for it has two arguments.
    clause == .random ? 1 << 31 : 1 << UInt32(clause.number)
  }
}

extension Clause.Kind {
  /// Its place among all kinds: the number by which the compiler stores a case without a payload.
  @inline(__always)
  var number: UInt8 { unsafeBitCast(self, to: UInt8.self) }
}
