import PTLang
import VM

extension Runner {
  /// Does a system call or access with the operands in the registers, and holds what happens
  /// against what the statement expects.
  func systemCall(_ number: Int, _ operands: UnsafeMutablePointer<Value>) throws(Stop) {
    try charge(Cost.call)
    let call = Operands(site: code.calls[number], registers: operands)
    if call.site.expectation == nil {
      if let outcome = try perform(call) { throw refused(call.site.verb.rawValue, outcome) }
    } else {
      try performExpecting(call)
    }
    try afterStatement()
  }

  @inline(never)
  private func performExpecting(_ call: Operands) throws(Stop) {
    guard let number = call.site.expectation else { return }
    let expectation = code.expectations[number]
    let address =
      expectation.hasAddress
      ? try integer(call[call.site.positionOfExpectedAddress], "the address") : nil
    let outcome = try perform(call)
    try judge(outcome, of: call.site.verb.rawValue, expectation, expectedAddress: address)
  }

  func refusal(_ body: () throws(Refusal) -> Void) -> Refusal? {
    world.machine.shortage = nil
    do throws(Refusal) {
      try body()
      return nil
    } catch {
      return error
    }
  }

  private func perform(_ call: Operands) throws(Stop) -> Refusal? {
    switch call.site.verb {
    case .read: return try access(.read, call, try actor())
    case .write: return try access(.write, call, try actor())
    case .execute: return try access(.execute, call, try actor())
    case .mmap: return try map(call, try actor())
    case .mremap: return try remap(call, try actor())
    case .brk:
      let process = try actor()
      let size = try integer(call[0], "SIZE")
      return refusal { () throws(Refusal) in _ = try world.machine.brk(process, size: size) }
    case .munmap, .mprotect, .madvise, .mlock, .munlock, .msync, .remap:
      return try rangeCall(call, try actor())
    case .truncate:
      return try truncate(call)
    case .swapon:
      let size = try integer(call[0], "SIZE")
      return refusal { () throws(Refusal) in try world.swapOn(size) }
    case .swapoff:
      return refusal { () throws(Refusal) in try world.swapOff() }
    case .reclaim: return try reclaim(call)
    }
  }

  private func truncate(_ call: Operands) throws(Stop) -> Refusal? {
    guard call[0].tag == .file else {
      try checkUsable(call[0])
      throw .error(.wrongType, "`truncate` takes a file, not \(call[0].kindName)")
    }
    let (file, size) = (try self.file(call[0]), try integer(call[1], "SIZE"))
    return refusal { () throws(Refusal) in try world.truncate(file, to: size) }
  }

  private func reclaim(_ call: Operands) throws(Stop) -> Refusal? {
    let pages = try integer(call[0], "the number of pages")
    guard pages >= 0 else { throw .error(.badValue, "`reclaim` of a negative number of pages") }
    world.machine.reclaim(pages: pages)
    return nil
  }

  private func rangeCall(_ call: Operands, _ process: ProcessID) throws(Stop) -> Refusal? {
    try chargeMappings(process)
    let (start, length) = try range(of: call)
    switch call.site.verb {
    case .munmap:
      return refusal { () throws(Refusal) in
        try world.machine.munmap(process, start, length: length)
      }
    case .mprotect:
      let protection = try self.protection(call)
      return refusal { () throws(Refusal) in
        try world.machine.mprotect(process, start, length: length, protection)
      }
    case .madvise:
      guard let advice = call.site.advice else { throw .error(.badValue, "unknown advice") }
      return refusal { () throws(Refusal) in
        try world.machine.madvise(process, start, length: length, advice)
      }
    case .mlock:
      return refusal { () throws(Refusal) in
        try world.machine.mlock(process, start, length: length)
      }
    case .munlock:
      return refusal { () throws(Refusal) in
        try world.machine.munlock(process, start, length: length)
      }
    case .msync:
      return refusal { () throws(Refusal) in
        try world.machine.msync(process, start, length: length)
      }
    default:
      let offset = try integer(call, .offset) ?? 0
      return refusal { () throws(Refusal) in
        try world.machine.remapFilePages(process, start, length: length, offset: offset)
      }
    }
  }

  // MARK: Mapping

  private func map(_ call: Operands, _ process: ProcessID) throws(Stop) -> Refusal? {
    try chargeMappings(process)
    var file: FileID?
    var size = try integer(call, .size)
    for position in 0..<call.site.operandCount {
      let value = call[position]
      if value.tag == .file, file == nil {
        file = try self.file(value)
      } else if size == nil {
        size = try integer(value, "SIZE")
      } else {
        throw .error(.wrongType, "`mmap` takes one file and one size, not \(value.kindName)")
      }
    }
    let offset = try integer(call, .offset) ?? 0
    guard let length = size ?? file.map({ world.machine.size(of: $0) - max(offset, 0) }) else {
      throw .error(.badValue, "`mmap` without a file needs a size")
    }
    var placement = MapRequest.Placement.anywhere
    if let address = try integer(call, .at) { placement = .at(VirtualAddress(address)) }
    if let address = try integer(call, .fixed) { placement = .replacing(VirtualAddress(address)) }
    let request = MapRequest(
      backing: file.map { .file($0) } ?? .anonymous, isShared: call.has(.shared), length: length,
      offset: offset, protection: try protection(call), placement: placement,
      alignment: try integer(call, .align) ?? 0, populate: call.has(.populate),
      locked: call.has(.locked), noReserve: call.has(.noreserve),
      growsDown: call.has(.growsdown), readOnly: call.has(.readonly), reopen: call.has(.reopen))
    var start = VirtualAddress(0)
    let outcome = refusal { () throws(Refusal) in
      start = try world.machine.mmap(process, request)
    }
    if outcome == nil, let name = call.site.regionName {
      world.regions.set(name, AddressRange(start, length: length), in: process)
    }
    return outcome
  }

  private func remap(_ call: Operands, _ process: ProcessID) throws(Stop) -> Refusal? {
    try chargeMappings(process)
    let (start, length) = try range(of: call)
    let newLength = try integer(call, .size) ?? length
    let request = RemapRequest(
      start: start, oldLength: length, newLength: newLength, mayMove: call.has(.maymove),
      destination: try integer(call, .to).map { VirtualAddress($0) },
      keepsSource: call.has(.dontunmap))
    var moved = start
    let outcome = refusal { () throws(Refusal) in
      moved = try world.machine.mremap(process, request)
    }
    guard outcome == nil else { return outcome }
    let new = AddressRange(moved, length: newLength)
    if !request.keepsSource {
      world.regions.move(AddressRange(start, length: length), to: new, in: process)
    }
    if let name = call.site.regionName { world.regions.set(name, new, in: process) }
    return nil
  }

  private func protection(_ call: Operands) throws(Stop) -> Protection {
    if let protection = call.site.protection { return protection }
    guard let value = call.value(.prot) else { return [.read, .write] }
    guard value.tag == .string, let protection = Protection(word: text(value)) else {
      throw .error(
        .badValue, "a protection is a string such as \"rw\", not \(quoted(value))")
    }
    return protection
  }

  /// A call that may change mappings looks through them, or moves them.
  func chargeMappings(_ process: ProcessID) throws(Stop) {
    try charge(world.machine.vmaCount(of: process) / Cost.mappings)
  }

  // MARK: Ranges

  /// The range of a call: all of a region, or what the clauses cut out.
  private func range(of call: Operands) throws(Stop) -> (start: VirtualAddress, length: Int) {
    let target = try self.target(call)
    guard let length = target.length ?? target.rest else {
      throw .error(
        .badValue, "`\(call.site.verb.rawValue)` of an address needs `len`",
        hint: "a region alone is all of it; an address says nothing about a length")
    }
    return (VirtualAddress(target.start), length)
  }

  struct Target {
    var start: Int
    /// What `len`, `page` or `pages` say, or the whole of a region without `at`.
    var length: Int?
    /// From `at` to the end of the region or range.
    var rest: Int?
  }

  func target(_ call: Operands) throws(Stop) -> Target {
    let value = call[0]
    var whole: (start: Int, length: Int)?
    var start: Int
    switch value.tag {
    case .region:
      guard let range = world.range(of: value) else { throw regionGone(value) }
      whole = (range.start.value, range.length)
      start = range.start.value
    case .range:
      let range = heap.range(value)
      guard range.isHalfOpen, range.step == 1 else {
        throw .error(.badValue, "a range of addresses excludes its end", hint: "write `A..<B`")
      }
      whole = (range.first, try difference(range.bound, range.first))
      start = range.first
    case .integer: start = value.bits
    case .process:
      throw .error(
        .wrongType, "a target is a region or an address, not a process",
        hint: "write `\(quoted(value)): ...`")
    default:
      try checkUsable(value)
      throw .error(.wrongType, "a target is a region or an address, not \(value.kindName)")
    }
    if let index = try integer(call, .page) {
      let page = world.geometry.pageSize
      return Target(start: try sum(start, try product(index, page)), length: page)
    }
    if let pages = call.value(.pages) {
      guard pages.tag == .range else {
        throw .error(.wrongType, "`pages` takes a range, not \(pages.kindName)")
      }
      let range = heap.range(pages)
      let page = world.geometry.pageSize
      return Target(
        start: try sum(start, try product(range.first, page)),
        length: try product(range.count, page))
    }
    let offset = try integer(call, .at)
    let length = try integer(call, .len)
    if let offset { start = try sum(start, offset) }
    if let length { return Target(start: start, length: length) }
    guard let whole else { return Target(start: start) }
    if offset == nil { return Target(start: start, length: whole.length) }
    return Target(start: start, rest: try difference(try sum(whole.start, whole.length), start))
  }

  private func sum(_ a: Int, _ b: Int) throws(Stop) -> Int {
    try Arithmetic.apply(.add, .integer(a), .integer(b)).bits
  }

  private func difference(_ a: Int, _ b: Int) throws(Stop) -> Int {
    try Arithmetic.apply(.subtract, .integer(a), .integer(b)).bits
  }

  func product(_ a: Int, _ b: Int) throws(Stop) -> Int {
    try Arithmetic.apply(.multiply, .integer(a), .integer(b)).bits
  }

  // MARK: Operands

  @inline(__always)
  func integer(_ value: Value, _ what: @autoclosure () -> String) throws(Stop) -> Int {
    if value.tag == .integer { return value.bits }
    return try start(of: value, what())
  }

  /// What is no integer may be a region, which is its start.
  @inline(never)
  private func start(of value: Value, _ what: String) throws(Stop) -> Int {
    if case .integer(let number)? = number(value) { return number }
    try checkUsable(value)
    throw .error(.wrongType, "\(what) is an integer, not \(value.kindName)")
  }

  @inline(__always)
  func integer(_ call: Operands, _ clause: Clause.Kind) throws(Stop) -> Int? {
    guard let value = call.value(clause) else { return nil }
    return try integer(value, clause.described)
  }
}

extension Clause.Kind {
  /// What messages call its argument.
  fileprivate var described: String { self == .value ? "a stored value" : "`\(rawValue)`" }
}

/// The operands of a call, in registers.
struct Operands {
  let site: CallSite
  let registers: UnsafeMutablePointer<Value>

  subscript(_ position: Int) -> Value { registers[position] }

  /// The clause is there.
  @inline(__always)
  func has(_ clause: Clause.Kind) -> Bool { site.clauses.contains(clause) }

  /// The clause's first argument.
  @inline(__always)
  func value(_ clause: Clause.Kind) -> Value? { argument(clause, 0) }

  @inline(__always)
  func argument(_ clause: Clause.Kind, _ number: Int) -> Value? {
    site.position(of: clause).map { registers[$0 + number] }
  }
}
