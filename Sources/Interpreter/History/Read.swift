import PTLang
import VM

/// Something that can be asked of the world again and again without changing it, or a variable.
enum Read: Hashable {
  /// A counter of the world, by its number.
  case counter(Int)
  /// A member of a process, file or region, by its place in `Code.members`.
  case member(Value, Int)
  /// `p.value(ADDR)` and the like; of a record one field, if one was asked for.
  case address(process: Value, method: String, address: Int, field: String?)
  /// `mapcount(F)`, `refcount(F)`, `owners(T)`.
  case holders(Builtin, Value)
  /// The variable of a declaration.
  case variable(Int)

  var isVariable: Bool { if case .variable = self { true } else { false } }
}

/// A read of an assertion: what is asked, in whose words, and when it counts.
struct NotedRead: Hashable {
  let read: Read
  /// The expression.
  let place: SourceRange
  /// It counts from after so many statements on; what it was then is 0, if it is measured.
  var from = 0
  /// It counts up to after so many statements.
  var through = Int.max
  /// It is the change since `from`.
  var isMeasured = false

  func isSame(as other: NotedRead) -> Bool {
    read == other.read && from == other.from && isMeasured == other.isMeasured
  }
}

/// Reads in the order in which they were made.
struct ReadSet {
  private(set) var reads: [NotedRead] = []

  /// More different reads of one assertion are not followed.
  private static let limit = 32

  mutating func add(_ read: NotedRead) {
    if let known = reads.firstIndex(where: { $0.isSame(as: read) }) {
      reads[known].through = max(reads[known].through, read.through)
    } else if reads.count < Self.limit {
      reads.append(read)
    }
  }

  /// The same reads, as they were after so many statements.
  func upTo(_ tick: Int) -> ReadSet {
    var set = self
    for index in set.reads.indices { set.reads[index].through = min(reads[index].through, tick) }
    return set
  }

  mutating func removeAll(where condition: (NotedRead) -> Bool) {
    reads.removeAll(where: condition)
  }
}

/// Values are the same if their bits are: of two lists, that they are one.
extension Value: Hashable {
  static func == (a: Value, b: Value) -> Bool { a.isIdentical(to: b) }

  func hash(into hasher: inout Hasher) {
    hasher.combine(tag)
    hasher.combine(bits)
  }
}
