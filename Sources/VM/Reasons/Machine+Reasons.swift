// Reasons: each consequence of a call with the rule behind it, recorded only while somebody
// listens.
extension Machine {
  /// The reasons recorded since the last call, in order.
  public mutating func takeReasons() -> [Reason] {
    defer { reasons = [] }
    return reasons
  }

  /// Records a consequence that happened so many times; the same one of the same process again
  /// only counts up.
  mutating func note(
    _ rule: String, _ text: @autoclosure () -> String, _ address: VirtualAddress? = nil,
    count: Int = 1
  ) {
    guard isTracing else { return }
    let process = actor < 0 ? nil : ProcessID(index: actor)
    if let last = reasons.indices.last, reasons[last].rule == rule,
      reasons[last].process == process
    {
      reasons[last].count += count
      return
    }
    reasons.append(
      Reason(rule: rule, process: process, address: address, text: text(), count: count))
  }
}
