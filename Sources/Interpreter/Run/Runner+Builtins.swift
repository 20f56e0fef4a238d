import VM

extension Runner {
  func call(
    _ builtin: Builtin, _ arguments: UnsafeMutablePointer<Value>, count: Int
  ) throws(Stop) -> Value {
    if heap.needsCollection { try collect() }
    let first = arguments[0]
    try checkUsableArgument(first)
    switch builtin {
    case .len: return Value(try length(first))
    case .min, .max:
      // Several, or the elements of the one.
      if count == 1 { return try extreme(try elements(first, builtin), builtin) }
      return try extreme(UnsafeBufferPointer(start: arguments, count: count), builtin)
    case .sum: return try sum(try elements(first, builtin))
    case .abs: return try absolute(first)
    case .ceil: return try rounded(first, .up, builtin)
    case .floor: return try rounded(first, .down, builtin)
    case .round: return try rounded(first, .toNearestOrAwayFromZero, builtin)
    case .str: return try heap.makeString(text(first))
    case .hex:
      let number = try integer(first, builtin)
      return try heap.makeString((number < 0 ? "-0x" : "0x") + String(number.magnitude, radix: 16))
    case .size: return try heap.makeString(HumanSize.text(try integer(first, builtin)))
    case .all:
      for value in try elements(first, builtin) where try !condition(value) { return Value(false) }
      return Value(true)
    case .any:
      for value in try elements(first, builtin) where try condition(value) { return Value(true) }
      return Value(false)
    case .range: return try heap.makeRange(try range(arguments, count))
    case .mapcount: return Value(world.machine.mapcount(try frame(first, builtin)))
    case .refcount: return Value(world.machine.refcount(try frame(first, builtin)))
    case .owners:
      guard first.tag == .table else { throw wrong(builtin, "a page table", first) }
      return try heap.makeList(world.machine.owners(first.table).map { world.value(of: $0) })
    }
  }

  private func checkUsableArgument(_ value: Value) throws(Stop) {
    if value.tag == .undefined { throw notInitialised() }
    if value.tag == .region, world.range(of: value) == nil { throw regionGone(value) }
  }

  private func wrong(_ builtin: Builtin, _ wanted: String, _ value: Value) -> Stop {
    if value.tag == .null {
      return .error(.nilValue, "`\(builtin.rawValue)` takes \(wanted); the value is nil")
    }
    return .error(.wrongType, "`\(builtin.rawValue)` takes \(wanted), not \(value.kindName)")
  }

  private func integer(_ value: Value, _ builtin: Builtin) throws(Stop) -> Int {
    guard case .integer(let number)? = number(value) else {
      throw wrong(builtin, "an integer", value)
    }
    return number
  }

  private func frame(_ value: Value, _ builtin: Builtin) throws(Stop) -> FrameID {
    guard value.tag == .frame else { throw wrong(builtin, "a frame", value) }
    return value.frame
  }

  private func condition(_ value: Value) throws(Stop) -> Bool {
    guard value.tag == .boolean else { throw notACondition(value) }
    return value.isTrue
  }

  // MARK: Sequences

  private func length(_ value: Value) throws(Stop) -> Int {
    switch value.tag {
    // One byte of each scalar continues no other.
    case .string: return heap.bytes(value).count { $0 & 0xc0 != 0x80 }
    case .list: return heap.values(value).count
    case .range: return heap.range(value).count
    case .family: return try family(value).members.count
    default: throw wrong(.len, "a string, list, range or family", value)
    }
  }

  /// The elements of a sequence, numbers of a range included.
  private func elements(_ value: Value, _ builtin: Builtin) throws(Stop) -> [Value] {
    switch value.tag {
    case .list:
      let elements = Array(heap.values(value))
      try charge(elements.count / 8)
      return elements
    case .range:
      let range = heap.range(value)
      guard range.count <= (heap.limit - heap.usedBytes) / 16 else { throw .outOfValues }
      try charge(range.count)
      return (0..<range.count).map { Value(range[$0]) }
    case .family: return values(of: try family(value))
    default: throw wrong(builtin, "a list or range", value)
    }
  }

  private func extreme(
    _ values: some Collection<Value>, _ builtin: Builtin
  ) throws(Stop) -> Value {
    guard var best = values.first else {
      throw .error(.badValue, "`\(builtin.rawValue)` of nothing")
    }
    for value in values.dropFirst() {
      let (low, high) = builtin == .min ? (value, best) : (best, value)
      if try isLess(low, high, orEqual: false) { best = value }
    }
    return best
  }

  private func sum(_ values: [Value]) throws(Stop) -> Value {
    var total = Value(0)
    for value in values { total = try combine(.add, total, value) }
    return total
  }

  // MARK: Numbers

  private func absolute(_ value: Value) throws(Stop) -> Value {
    switch number(value) {
    case .integer(let number)?:
      return number < 0
        ? try Arithmetic.apply(.subtract, .integer(0), .integer(number)) : Value(number)
    case .float(let number)?: return Value(number.magnitude)
    case nil: throw wrong(.abs, "a number", value)
    }
  }

  private func rounded(
    _ value: Value, _ rule: FloatingPointRoundingRule, _ builtin: Builtin
  ) throws(Stop) -> Value {
    switch number(value) {
    case .integer(let number)?: return Value(number)
    case .float(let number)?:
      guard let whole = Int(exactly: number.rounded(rule)) else {
        throw .error(.overflow, "\(number) does not fit a 64-bit integer")
      }
      return Value(whole)
    case nil: throw wrong(builtin, "a number", value)
    }
  }

  private func range(
    _ arguments: UnsafeMutablePointer<Value>, _ count: Int
  ) throws(Stop) -> RangeValue {
    let first = try integer(arguments[0], .range)
    if count == 1 { return RangeValue(first: 0, bound: first, step: 1, isHalfOpen: true) }
    let bound = try integer(arguments[1], .range)
    let step = count == 3 ? try integer(arguments[2], .range) : 1
    guard step != 0 else { throw .error(.badValue, "a range does not advance with step 0") }
    return RangeValue(first: first, bound: bound, step: step, isHalfOpen: true)
  }
}
