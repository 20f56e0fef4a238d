import VM

/// Something on which the two models do not agree.
struct Difference: Error, CustomStringConvertible {
  /// What sort of thing; reducing a program keeps it.
  var kind: String
  /// Which one.
  var subject: String
  /// Who says what.
  var first: (String, String)
  var second: (String, String)

  init(kind: String, subject: String, first: (String, String), second: (String, String)) {
    self.kind = kind
    self.subject = subject
    self.first = first
    self.second = second
  }

  init(kind: String, subject: String, naive: String, vm: String) {
    self.init(kind: kind, subject: subject, first: ("naive", naive), second: ("VM", vm))
  }

  var description: String {
    "\(kind) \(subject): \(first.0) says \(first.1), \(second.0) says \(second.1)"
  }
}

/// Which identity of one model stands for which of the other; never forgotten, so that an identity
/// that is used again is noticed.
struct Bijection {
  private var there: [Int64: Int64] = [:]
  private var back: [Int64: Int64] = [:]

  mutating func agree(_ naive: Int64?, _ vm: Int64?) -> Bool {
    guard let naive, let vm else { return naive == nil && vm == nil }
    if there[naive] == nil && back[vm] == nil {
      there[naive] = vm
      back[vm] = naive
    }
    return there[naive] == vm && back[vm] == naive
  }
}
