import PTLang
import VM

extension Runner {
  /// Makes the values that the code of an input needs.
  func prepareInput() throws(Stop) {
    do throws(Stop) {
      try makeConstants()
    } catch {
      guard case .outOfValues = error else { throw error }
      _ = session?.forgetUndone()
      try collect()
      try makeConstants()
    }
  }

  /// The outermost frame's registers below a number.
  func outermostRegisters(_ count: Int) -> [Value] {
    Array(UnsafeBufferPointer(start: stack, count: count))
  }

  /// The value of an expression that was typed alone.
  func printTyped(_ value: Value, isNilSilent: Bool) throws(Stop) {
    if value.tag == .null, isNilSilent { return }
    if value.tag == .undefined { throw notInitialised() }
    let text = shown(value)
    try charge(text.utf8.count / 64 + 1)
    emit(.printed(text))
    session?.typed = TypedValue(place: place, text: text, literal: literal(value))
  }

  /// A value for people; of a region also where it is.
  private func shown(_ value: Value) -> String {
    guard value.tag == .region, let range = world.range(of: value) else { return text(value) }
    let size = HumanSize.text(range.length)
    return "\(text(value))  \(range.start.shown)-\(range.end.shown)  \(size)"
  }

  /// The value as an expression of the language, if there is one that is not too long.
  private func literal(_ value: Value, depth: Int = 0) -> String? {
    switch value.tag {
    case .null, .boolean, .integer, .string, .symbol: return quoted(value)
    case .float: return value.double.isFinite ? quoted(value) : nil
    case .process: return world.process(value) == nil ? nil : quoted(value)
    case .list:
      let elements = Array(heap.values(value))
      guard depth < 8, elements.count <= 1_000 else { return nil }
      var parts: [String] = []
      for element in elements {
        guard let part = literal(element, depth: depth + 1) else { return nil }
        parts.append(part)
      }
      return "[" + parts.joined(separator: ", ") + "]"
    default: return nil
    }
  }
}
