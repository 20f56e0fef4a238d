/// An entry of a leaf table, as one word.
///
/// | bits | meaning |
/// |---|---|
/// | 0–2 | kind |
/// | 3 | writable |
/// | 4 | dirty |
/// | 5 | young (accessed) |
/// | 8– | frame |
///
/// The vma is checked before the entry, so read and execute need no bits here.
struct PageEntry: Hashable {
  enum Kind: UInt64 {
    case none = 0
    /// The zero page: present, never writable, in no count of frames.
    case zero = 1
    /// A frame of anonymous memory.
    case anon = 2
    /// A frame of the page cache.
    case file = 3
  }

  var bits: UInt64

  init(bits: UInt64) { self.bits = bits }

  init(_ kind: Kind, frame: Int32 = 0, isWritable: Bool = false) {
    bits = kind.rawValue | (isWritable ? 8 : 0) | UInt64(UInt32(bitPattern: frame)) << 8
  }

  static let none = PageEntry(bits: 0)

  var kind: Kind { Kind(rawValue: bits & 7) ?? .none }
  var isNone: Bool { bits & 7 == 0 }
  var hasFrame: Bool { bits & 2 != 0 }
  var frame: Int32 { Int32(truncatingIfNeeded: bits >> 8) }

  var isWritable: Bool {
    get { bits & 8 != 0 }
    set { bits = newValue ? bits | 8 : bits & ~8 }
  }

  var isDirty: Bool {
    get { bits & 16 != 0 }
    set { bits = newValue ? bits | 16 : bits & ~16 }
  }

  var isYoung: Bool {
    get { bits & 32 != 0 }
    set { bits = newValue ? bits | 32 : bits & ~32 }
  }
}
