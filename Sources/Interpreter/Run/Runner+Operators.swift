import PTLang
import VM

extension Runner {
  // MARK: Arithmetic

  /// The value as a number: a region is its start.
  func number(_ value: Value) -> Arithmetic.Number? {
    switch value.tag {
    case .integer: .integer(value.bits)
    case .float: .float(value.double)
    case .region: world.range(of: value).map { .integer($0.start.value) }
    default: nil
    }
  }

  @inline(never)
  func combine(_ op: Opcode, _ a: Value, _ b: Value) throws(Stop) -> Value {
    switch op {
    // `x - 3` is `x + -3`; messages say what was written.
    case .addSmall where b.bits < 0: return try combine(.subtract, a, Value(-b.bits))
    case .addSmall: return try combine(.add, a, b)
    case .addAssign: return try addInPlace(a, b)
    default: break
    }
    if let x = number(a), let y = number(b) { return try Arithmetic.apply(op, x, y) }
    if op == .add, a.tag == .string, b.tag == .string { return try joined(a, b) }
    if op == .add, a.tag == .list, b.tag == .list {
      let elements = Array(heap.values(a)) + Array(heap.values(b))
      try charge(elements.count / 8)
      if heap.needsCollection { try collect() }
      return try heap.makeList(elements)
    }
    try checkUsable(a)
    try checkUsable(b)
    throw .error(
      .wrongType, "'\(op.sign)' does not go with \(a.kindName) and \(b.kindName)",
      hint: op == .add && (a.tag == .string || b.tag == .string)
        ? "write \"{x}\" inside the string" : nil)
  }

  /// `a += b`: a list grows in place.
  private func addInPlace(_ a: Value, _ b: Value) throws(Stop) -> Value {
    guard a.tag == .list, b.tag == .list else { return try combine(.add, a, b) }
    let added = Array(heap.values(b))
    try charge(added.count / 8)
    if heap.needsCollection { try collect() }
    try heap.append(added, to: a)
    return a
  }

  /// `a += [b]`.
  func append(_ value: Value, to list: Value) throws(Stop) {
    if heap.needsCollection { try collect() }
    guard list.tag == .list else {
      _ = try combine(.add, list, try heap.makeList([value]))
      return
    }
    try heap.append(value, to: list)
  }

  @inline(never)
  func apply(_ op: Opcode, _ value: Value) throws(Stop) -> Value {
    switch op {
    case .not:
      guard value.tag == .boolean else { throw notACondition(value) }
      return Value(value.bits == 0)
    case .pages:
      guard case .integer(let count)? = number(value) else { throw wrongOperand("pages", value) }
      return try Arithmetic.apply(.multiply, .integer(count), .integer(world.geometry.pageSize))
    case .complement:
      guard case .integer(let bits)? = number(value) else { throw wrongOperand("~", value) }
      return Value(~bits)
    default:
      switch number(value) {
      case .integer(let number)?:
        return try Arithmetic.apply(.subtract, .integer(0), .integer(number))
      case .float(let number)?: return Value(-number)
      case nil: throw wrongOperand("-", value)
      }
    }
  }

  private func wrongOperand(_ sign: String, _ value: Value) -> Stop {
    .error(.wrongType, "'\(sign)' does not go with \(value.kindName)")
  }

  private func joined(_ a: Value, _ b: Value) throws(Stop) -> Value {
    let count = heap.bytes(a).count + heap.bytes(b).count
    try charge(count / 64 + 2)
    if heap.needsCollection { try collect() }
    let (left, right) = (heap.bytes(a), heap.bytes(b))
    return try heap.makeString(count: count) { target in
      _ = target.initialize(from: left)
      _ = UnsafeMutableBufferPointer(rebasing: target[left.count...]).initialize(from: right)
    }
  }

  // MARK: Comparing

  @inline(never)
  func isLess(_ a: Value, _ b: Value, orEqual: Bool) throws(Stop) -> Bool {
    if let x = number(a), let y = number(b) {
      let order = Arithmetic.order(x, y)
      return order == .less || (orEqual && order == .equal)
    }
    if a.tag == .string, b.tag == .string {
      let (x, y) = (heap.bytes(a), heap.bytes(b))
      try charge(min(x.count, y.count) / 64)
      return orEqual ? !y.lexicographicallyPrecedes(x) : x.lexicographicallyPrecedes(y)
    }
    try checkUsable(a)
    try checkUsable(b)
    throw .error(.wrongType, "\(a.kindName) and \(b.kindName) have no order")
  }

  func areEqual(_ a: Value, _ b: Value) throws(Stop) -> Bool { try areEqual(a, b, depth: 0) }

  /// Values of different kinds are unequal, numbers aside.
  @inline(never)
  private func areEqual(_ a: Value, _ b: Value, depth: Int) throws(Stop) -> Bool {
    if let x = number(a), let y = number(b) { return Arithmetic.order(x, y) == .equal }
    guard a.tag == b.tag else { return false }
    switch a.tag {
    case .string:
      let (x, y) = (heap.bytes(a), heap.bytes(b))
      try charge(min(x.count, y.count) / 64)
      return x.elementsEqual(y)
    case .list, .record:
      if a.bits == b.bits { return true }
      guard depth < 100 else {
        throw .error(.badValue, "lists that are nested more than 100 deep cannot be compared")
      }
      let (x, y) = (Array(heap.values(a)), Array(heap.values(b)))
      guard x.count == y.count else { return false }
      if a.tag == .record, heap.shape(a) != heap.shape(b) { return false }
      try charge(x.count / 4 + 1)
      for (left, right) in zip(x, y) where try !areEqual(left, right, depth: depth + 1) {
        return false
      }
      return true
    case .range: return heap.range(a) == heap.range(b)
    default: return a.bits == b.bits
    }
  }

  func isElement(_ value: Value, of container: Value) throws(Stop) -> Bool {
    switch container.tag {
    case .list:
      let elements = Array(heap.values(container))
      try charge(elements.count / 4)
      for element in elements where try areEqual(value, element) { return true }
      return false
    case .range:
      let range = heap.range(container)
      switch number(value) {
      case .integer(let number)?: return range.contains(number)
      case .float(let number)?:
        return Int(exactly: number).map { range.contains($0) } ?? false
      case nil: throw .error(.wrongType, "\(value.kindName) is in no range")
      }
    case .string where value.tag == .string:
      let (part, text) = (Array(heap.bytes(value)), heap.bytes(container))
      guard part.count <= text.count else { return false }
      try charge((text.count - part.count + 1) * (part.count + 1) / 64)
      return (0...(text.count - part.count)).contains { start in
        text[start..<(start + part.count)].elementsEqual(part)
      }
    case .family where value.tag == .process:
      let process = world.process(value)
      return try family(container).members.contains { $0.process == process }
    default:
      try checkUsable(container)
      throw .error(.wrongType, "nothing can be in \(container.kindName)")
    }
  }

  // MARK: Elements

  @inline(never)
  func element(of container: Value, at index: Value) throws(Stop) -> Value {
    switch (container.tag, index.tag) {
    case (.list, .integer):
      let elements = heap.values(container)
      return elements[try position(index.bits, elements.count)]
    case (.list, .range):
      let elements = Array(heap.values(container))
      let range = heap.range(index)
      try charge(range.count / 8)
      var part: [Value] = []
      for offset in 0..<range.count {
        part.append(elements[try position(range[offset], elements.count)])
      }
      return try heap.makeList(part)
    case (.string, .integer):
      let scalars = Array(heap.text(container).unicodeScalars)
      try charge(scalars.count / 16)
      return try heap.makeString(
        String(Character(scalars[try position(index.bits, scalars.count)])))
    case (.range, .integer):
      let range = heap.range(container)
      return Value(range[try position(index.bits, range.count)])
    case (.family, .integer):
      let family = try family(container)
      if let process = family[index.bits] { return world.value(of: process) }
      throw .error(
        .indexRange, "there is no process \(world.names[family.name])[\(index.bits)]",
        hint: world.extent(of: family))
    case (.family, .range):
      return try heap.makeList(try slice(of: container, heap.range(index)))
    default:
      try checkUsable(container)
      try checkUsable(index)
      if [.list, .string, .range, .family].contains(container.tag) {
        throw .error(.wrongType, "an index is an integer or a range, not \(index.kindName)")
      }
      throw .error(.wrongType, "\(container.kindName) has no elements")
    }
  }

  private func slice(of family: Value, _ range: RangeValue) throws(Stop) -> [Value] {
    let family = try self.family(family)
    guard range.step == 1, range.count > 0 else { return [] }
    let last = range[range.count - 1]
    let found = family.members(in: range.first...last)
    if found.count < range.count {
      let known = Set(found.map(\.index))
      let missing = (range.first...last).first { !known.contains($0) } ?? range.first
      let name = world.names[family.name]
      throw .error(
        .indexRange, "there is no process \(name)[\(missing)]",
        hint: family.members.isEmpty ? nil : world.extent(of: family))
    }
    return found.map { world.value(of: $0.process) }
  }

  private func position(_ index: Int, _ count: Int) throws(Stop) -> Int {
    let position = index < 0 && index >= -count ? index + count : index
    guard position >= 0, position < count else {
      throw .error(
        .indexRange, "index \(index) is outside of \(count) element\(count == 1 ? "" : "s")",
        hint: "elements are counted from 0, or from -1 backwards")
    }
    return position
  }

  @inline(never)
  func store(_ value: Value, in list: Value, at index: Value) throws(Stop) {
    guard list.tag == .list else {
      try checkUsable(list)
      throw .error(.wrongType, "elements of \(list.kindName) cannot be assigned")
    }
    guard index.tag == .integer else {
      throw .error(.wrongType, "an index is an integer, not \(index.kindName)")
    }
    let elements = heap.values(list)
    elements[try position(index.bits, elements.count)] = value
  }

  // MARK: Loops

  /// The ends of a range become the first and the last number of a loop; false if it is empty.
  func beginRange(_ ends: UnsafeMutablePointer<Value>, isHalfOpen: Bool) throws(Stop) -> Bool {
    guard case .integer(let low)? = number(ends[0]), case .integer(let high)? = number(ends[1])
    else {
      throw .error(
        .wrongType,
        "a range goes from integer to integer, not from \(ends[0].kindName) to \(ends[1].kindName)")
    }
    guard low < high || (low == high && !isHalfOpen) else { return false }
    ends[0] = Value(low)
    ends[1] = Value(isHalfOpen ? high - 1 : high)
    return true
  }

  /// A sequence, and a position after it.
  func beginIteration(_ registers: UnsafeMutablePointer<Value>) throws(Stop) {
    registers[1] = Value(0)
    switch registers[0].tag {
    case .list, .range: return
    case .string:
      // One-character strings, made in one go.
      let text = heap.text(registers[0])
      try charge(text.utf8.count / 8)
      if heap.needsCollection { try collect() }
      var characters: [Value] = []
      for scalar in text.unicodeScalars {
        characters.append(try heap.makeString(String(Character(scalar))))
      }
      registers[0] = try heap.makeList(characters)
    case .family: registers[0] = try members(of: registers[0])
    default:
      try checkUsable(registers[0])
      throw .error(.wrongType, "`for` cannot go through \(registers[0].kindName)")
    }
  }

  /// The next element goes into the third register; false if there is none.
  func nextElement(_ registers: UnsafeMutablePointer<Value>) throws(Stop) -> Bool {
    let position = registers[1].bits
    if registers[0].tag == .range {
      let range = heap.range(registers[0])
      guard position < range.count else { return false }
      registers[2] = Value(range[position])
    } else {
      let elements = heap.values(registers[0])
      guard position < elements.count else { return false }
      registers[2] = elements[position]
    }
    registers[1].bits += 1
    return true
  }

  func beginRepeat(_ count: Value) throws(Stop) -> Bool {
    guard count.tag == .integer else {
      try checkUsable(count)
      throw .error(.wrongType, "`repeat` takes an integer, not \(count.kindName)")
    }
    return count.bits > 0
  }

  func makeRange(_ low: Value, _ high: Value, isHalfOpen: Bool) throws(Stop) -> Value {
    guard case .integer(let first)? = number(low), case .integer(let bound)? = number(high) else {
      try checkUsable(low)
      try checkUsable(high)
      throw .error(
        .wrongType,
        "a range goes from integer to integer, not from \(low.kindName) to \(high.kindName)")
    }
    if heap.needsCollection { try collect() }
    return try heap.makeRange(
      RangeValue(first: first, bound: bound, step: 1, isHalfOpen: isHalfOpen))
  }

  // MARK: Problems

  /// A region that is gone and a variable without value have errors of their own.
  func checkUsable(_ value: Value) throws(Stop) {
    if value.tag == .undefined { throw notInitialised() }
    if value.tag == .region, world.range(of: value) == nil { throw regionGone(value) }
    if value.tag == .null { throw .error(.nilValue, "the value is nil") }
    if world.isTakenBack(value) { throw takenBack(value) }
  }

  func notInitialised() -> Stop { .error(.notThereYet, "the variable has no value yet") }

  func regionGone(_ value: Value) -> Stop {
    guard let process = world.process(ofRegion: value) else { return takenBack(value) }
    return .error(
      .notThereYet,
      "process '\(world.name(of: process))' has no region '\(world.names[value.regionName])' any more"
    )
  }

  func notACondition(_ value: Value) -> Stop {
    .error(
      .wrongType, "a condition is true or false, not \(value.kindName)",
      hint: value.tag == .integer ? "compare it: `!= 0`" : nil)
  }

  func outOfValues() -> Stop {
    .problem(
      Problem(
        code: .valueLimit,
        message: "the script's values take more than \(HumanSize.text(options.limits.valueBytes))",
        hint: "raise the limit with `--max-memory`, or keep less", concernsStatement: true))
  }
}

extension Opcode {
  /// The operator as it is written.
  var sign: String {
    switch self {
    case .add: "+"
    case .subtract: "-"
    case .multiply: "*"
    case .divide: "/"
    case .floorDivide: "//"
    case .modulo: "%"
    case .bitAnd: "&"
    case .bitOr: "|"
    case .bitXor: "^"
    case .shiftLeft: "<<"
    case .shiftRight: ">>"
    default: ""
    }
  }
}
