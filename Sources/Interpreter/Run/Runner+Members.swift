import PTLang
import VM

extension Runner {
  /// `base.member`.
  func member(_ member: Member, of base: Value) throws(Stop) -> Value {
    switch base.tag {
    case .process: return try property(member, ofProcess: base)
    case .file: return try property(member, ofFile: try file(base))
    case .region: return try property(member, ofRegion: base)
    case .record: return try field(member, of: base)
    case .null:
      throw .error(
        .nilValue, "nil has no '\(member.text)'", hint: "nothing is there: test with `!= nil`")
    default:
      try checkUsable(base)
      throw .error(.unknownMember, "\(base.kindName) has no '\(member.text)'")
    }
  }

  // MARK: Processes

  private func property(_ member: Member, ofProcess value: Value) throws(Stop) -> Value {
    if member.text == "alive" { return Value(world.process(value).map(world.isAlive) ?? false) }
    let process = try living(value)
    try charge(1)
    if let counter = member.processCounter {
      return Value(counter.value(of: process, in: world.machine))
    }
    switch member.text {
    case "parent":
      guard let parent = world.machine.parent(of: process) else { return .null }
      return world.value(of: parent)
    case "children":
      return try heap.makeList(world.machine.children(of: process).map { world.value(of: $0) })
    case "maps":
      if heap.needsCollection { try collect() }
      let vmas = world.machine.vmas(of: process)
      try charge(vmas.count)
      var lines: [Value] = []
      for vma in vmas { lines.append(try heap.makeString(vma.mapsLine)) }
      return try heap.makeList(lines)
    default:
      if let name = member.region, let region = region(name, of: process) { return region }
      if let value = try memberOfMember(member, of: value) { return value }
      return try unknownProperty(member, of: process)
    }
  }

  private func unknownProperty(_ member: Member, of process: ProcessID) throws(Stop) -> Value {
    let name = world.name(of: process)
    if member.region != nil {
      throw .error(.notThereYet, "process '\(name)' has no region '\(member.text)'")
    }
    let known = ProcessCounter.allCases.map(\.rawValue) + PropertyNames.process
    throw .error(
      .unknownMember, "a process has no '\(member.text)'",
      hint: Suggestion.hint(for: member.text, in: known))
  }

  /// `a.b` that is no counter of this value: member b of its member a.
  private func memberOfMember(_ member: Member, of base: Value) throws(Stop) -> Value? {
    guard let dot = member.text.firstIndex(of: ".") else { return nil }
    let first = Member(text: String(member.text[..<dot]), region: nil)
    let second = Member(text: String(member.text[member.text.index(after: dot)...]), region: nil)
    return try self.member(second, of: try self.member(first, of: base))
  }

  // MARK: Files and regions

  private func property(_ member: Member, ofFile file: FileID) throws(Stop) -> Value {
    if let value = property(member.text, ofFile: file) { return value }
    throw .error(
      .unknownMember, "a file has no '\(member.text)'",
      hint: Suggestion.hint(for: member.text, in: PropertyNames.file))
  }

  /// Nil for a name that files have not.
  func property(_ name: String, ofFile file: FileID) -> Value? {
    switch name {
    case "size": Value(world.machine.size(of: file))
    case "resident": Value(world.machine.residentBytes(of: file))
    case "mappings": Value(world.machine.mappingCount(of: file))
    case "dirty": Value(world.machine.dirtyBytes(of: file))
    default: nil
    }
  }

  private func property(_ member: Member, ofRegion region: Value) throws(Stop) -> Value {
    try charge(1)
    guard let range = world.range(of: region) else { throw regionGone(region) }
    if let value = property(member.text, ofRange: range) { return value }
    throw .error(
      .unknownMember, "a region has no '\(member.text)'",
      hint: Suggestion.hint(for: member.text, in: PropertyNames.region))
  }

  /// Of a region with that range; nil for a name that regions have not.
  func property(_ name: String, ofRange range: AddressRange) -> Value? {
    switch name {
    case "start": Value(range.start.value)
    case "end": Value(range.end.value)
    case "len": Value(range.length)
    case "pages": Value((range.length + world.geometry.pageSize - 1) / world.geometry.pageSize)
    default: nil
    }
  }

  // MARK: Records

  private func field(_ member: Member, of record: Value) throws(Stop) -> Value {
    let shape = heap.shape(record)
    switch shape {
    case .measured:
      if let counter = GlobalCounter(rawValue: member.text),
        let index = GlobalCounter.allCases.firstIndex(of: counter)
      {
        try require(counter)
        return heap.values(record)[index]
      }
      throw .error(
        .unknownMember, "a measurement has no '\(member.text)'",
        hint: ProcessCounter(rawValue: member.text) == nil
          ? nil : "of one process: `m.of(p).\(member.text)`")
    case .processChange:
      if let index = code.measuredCounters.firstIndex(where: { $0.rawValue == member.text }) {
        return heap.values(record)[index]
      }
      let counter = ProcessCounter(rawValue: member.text)
      throw .error(
        .unknownMember, "a process's change has no '\(member.text)'",
        hint: counter == nil
          ? nil : "it is not measured at the prompt: ask `p.\(member.text)` before and after")
    default:
      if let index = shape.fields.firstIndex(of: member.text) { return heap.values(record)[index] }
      if let value = try memberOfMember(member, of: record) { return value }
      throw .error(
        .unknownMember, "the record has no '\(member.text)'",
        hint: Suggestion.hint(for: member.text, in: shape.fields))
    }
  }

  // MARK: Methods

  /// `object.name(argument)`: the object and its argument in registers one after the other.
  func method(_ name: String, _ registers: UnsafeMutablePointer<Value>) throws(Stop) -> Value {
    if heap.needsCollection { try collect() }
    let (object, argument) = (registers[0], registers[1])
    if name == "of" { return try change(of: argument, in: object) }
    guard object.tag == .process else {
      if object.tag == .null { throw .error(.nilValue, "nil has no '\(name)'") }
      try checkUsable(object)
      throw .error(.unknownMember, "\(object.kindName) has no '\(name)'")
    }
    let process = try living(object)
    try charge(2)
    try checkUsable(argument)
    guard case .integer(let number)? = self.number(argument) else {
      throw .error(.wrongType, "'\(name)' takes an address, not \(argument.kindName)")
    }
    let address = VirtualAddress(number)
    if name == "value" { try checkAligned(number) }
    switch answer(name, of: process, at: address) {
    case .value(let value): return value
    case .record(let shape, let fields): return try record(shape, fields)
    }
  }

  private func record(_ shape: Shape, _ fields: [FieldValue]) throws(Stop) -> Value {
    var values: [Value] = []
    for field in fields {
      switch field {
      case .value(let value): values.append(value)
      case .text(let text): values.append(try heap.makeString(text))
      }
    }
    return try heap.makeRecord(shape, values)
  }

  func checkAligned(_ address: Int) throws(Stop) {
    guard address & 7 == 0 else {
      throw .error(
        .badValue, "the address of a value is a multiple of 8, not 0x\(String(address, radix: 16))")
    }
  }
}

extension Protection {
  /// As scripts write it: `rw`, `none`.
  var word: String {
    let letters =
      (contains(.read) ? "r" : "") + (contains(.write) ? "w" : "") + (contains(.execute) ? "x" : "")
    return letters.isEmpty ? "none" : letters
  }

  /// The protection that such a word means.
  init?(word: String) {
    self = .none
    if word == "none" { return }
    guard !word.isEmpty else { return nil }
    for letter in word.unicodeScalars {
      switch letter {
      case "r": insert(.read)
      case "w": insert(.write)
      case "x": insert(.execute)
      default: return nil
      }
    }
  }
}

extension VMARecord {
  /// As in `/proc/PID/maps`: `100000000000-100000010000 rw-p`.
  var mapsLine: String {
    "\(hex(range.start))-\(hex(range.end)) \(protection)\(isShared ? "s" : "p")"
  }

  /// At least eight digits, as the kernel prints them.
  private func hex(_ address: VirtualAddress) -> String {
    let digits = String(address.value, radix: 16)
    return String(repeating: "0", count: max(0, 8 - digits.count)) + digits
  }
}
