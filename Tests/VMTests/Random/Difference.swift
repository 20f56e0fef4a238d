import VM

/// Something on which the two models do not agree.
struct Difference: Error, CustomStringConvertible {
  /// What sort of thing; reducing a program keeps it.
  var kind: String
  /// Which one.
  var subject: String
  var naive: String
  var vm: String

  var description: String { "\(kind) \(subject): naive says \(naive), VM says \(vm)" }
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
