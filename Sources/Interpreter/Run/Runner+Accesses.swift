import PTLang
import VM

extension Runner {
  /// `read`, `write`, `execute`: each page of a range, every N bytes, or at random.
  func access(
    _ kind: AccessKind, _ call: Operands, _ process: ProcessID
  ) throws(Stop) -> Refusal? {
    let target = try self.target(call)
    // An address alone, or `at` without `len`, is one page.
    let length = target.length ?? 1
    guard length >= 0 else { throw .error(.badValue, "the length of an access is not negative") }
    guard length > 0 else { return nil }
    let value = try integer(call, .value)
    if value != nil { try checkAligned(target.start) }
    // The last byte of all lies in no half-open range; the one before it is just as far outside.
    let start = min(target.start, Int.max - 1)
    let (end, overflow) = start.addingReportingOverflow(length)
    let range = AddressRange(VirtualAddress(start), VirtualAddress(overflow ? Int.max : end))
    if call.has(.random) { return try randomly(kind, call, range, value, process) }
    var request = AccessRequest(
      kind: kind, range: range, stride: try stride(call), value: value.map { Int64($0) })
    while true {
      if let outcome = try accessSome(process, &request) { return outcome }
      if request.range.isEmpty { return nil }
      try noticeInterrupt()
    }
  }

  private func noticeInterrupt() throws(Stop) {
    if options.isInterrupted?() == true { throw .interrupted }
  }

  /// The most pieces worked on before steps are counted and an interrupt is noticed.
  private static let portion = 64

  /// Works on some uniform pieces of the range, and counts them.
  private func accessSome(
    _ process: ProcessID, _ request: inout AccessRequest
  ) throws(Stop) -> Refusal? {
    try checkHistory()
    let before = request.range.start
    var pieces = 0
    let outcome = refusal { () throws(Refusal) in
      pieces = try world.machine.access(process, &request, pieces: Self.portion)
    }
    if outcome != nil {
      // How many came before the fault is not told: at most this many.
      let pages = (request.range.start.value - before.value) / world.geometry.pageSize
      pieces = min(pages, Self.portion)
    }
    try charge(pieces * Cost.piece)
    return outcome
  }

  /// The distance to the last byte before `end`, or nearly the greatest number if that is none.
  private func span(from first: Int, to end: VirtualAddress) -> Int {
    let (span, overflow) = (end.value - 1).subtractingReportingOverflow(first)
    return overflow ? Int.max - world.geometry.pageSize : span
  }

  private func stride(_ call: Operands) throws(Stop) -> Int? {
    guard let stride = try integer(call, .every) else { return nil }
    let page = world.geometry.pageSize
    guard stride > 0, stride % page == 0 else {
      throw .error(.badValue, "`every` takes a positive number of whole pages (\(page) bytes)")
    }
    return stride
  }

  /// N different pages of the range in ascending order, drawn with SplitMix64 by Floyd's method.
  private func randomly(
    _ kind: AccessKind, _ call: Operands, _ range: AddressRange, _ value: Int?,
    _ process: ProcessID
  ) throws(Stop) -> Refusal? {
    let count = try integer(call, .random) ?? 0
    let seed = try call.argument(.random, 1).map { seed throws(Stop) in
      try integer(seed, "`seed`")
    }
    let page = world.geometry.pageSize
    let first = range.start.value & ~(page - 1)
    let pages = span(from: first, to: range.end) / page + 1
    guard count >= 0, count <= pages else {
      throw .error(
        .badValue, "`random \(count)` of a range of \(pages) page\(pages == 1 ? "" : "s")")
    }
    // Each drawn number is held for a while.
    guard count <= heap.limit / 32 else { throw .outOfValues }
    try charge(count)
    for index in RandomPages.draw(count, of: pages, seed: seed ?? 0) {
      let start = max(first + index * page, range.start.value)
      var request = AccessRequest(
        kind: kind, range: AddressRange(VirtualAddress(start), length: 1), stride: nil,
        value: value.map { Int64($0) })
      if let outcome = try accessSome(process, &request) { return outcome }
      try noticeInterrupt()
    }
    return nil
  }
}

/// The pages that `random N seed S` draws: the same on every machine.
enum RandomPages {
  /// `count` different numbers below `pages`, ascending.
  static func draw(_ count: Int, of pages: Int, seed: Int) -> [Int] {
    var generator = SplitMix64(seed: UInt64(bitPattern: Int64(seed)))
    var drawn: Set<Int> = []
    for candidate in (pages - count)..<pages {
      let index = Int(generator.next() % UInt64(candidate + 1))
      if !drawn.insert(index).inserted { drawn.insert(candidate) }
    }
    return drawn.sorted()
  }
}
