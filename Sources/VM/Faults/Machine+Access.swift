// Accesses of processes to their memory.
extension Machine {
  /// Touches the pages of a range.
  ///
  /// - Throws: `.signal`; the pages before the faulting one stay touched. On SIGKILL (no memory)
  ///   the process has already been killed.
  public mutating func access(
    _ process: ProcessID, _ request: AccessRequest
  ) throws(Refusal) {
    var rest = request
    while !rest.range.isEmpty { _ = try access(process, &rest, pieces: Int.max) }
  }

  /// Touches the pages of a range until it is done or so many uniform pieces have been worked on.
  ///
  /// `request.range` becomes what is left to do.
  ///
  /// - Returns: the pieces worked on, at least one unless the range is empty.
  /// - Throws: as `access`.
  public mutating func access(
    _ process: ProcessID, _ request: inout AccessRequest, pieces: Int
  ) throws(Refusal) -> Int {
    let space = begin(process)
    var done = 0
    while !request.range.isEmpty, done < pieces {
      try accessPiece(space, &request)
      done += 1
    }
    return done
  }

  /// Touches the pages of the range for which the same is to be done; takes them off the range.
  private mutating func accessPiece(
    _ space: Int32, _ request: inout AccessRequest
  ) throws(Refusal) {
    let address = request.range.start
    let first = page(address)
    let step = request.stride ?? pageSize
    if page(request.range.end - 1) == first || step != pageSize,
      let entry = translated(space, first, request.kind)
    {
      if let value = request.value {
        store(value, in: entry.frame..<entry.frame + 1, offset: address.value & (pageSize - 1))
      }
      request.advance(past: first &<< pageShift, step)
      return
    }
    var known = rememberedVMA(space, first)
    if known == nil { known = try vmaForAccess(space, address, request.kind) }
    guard let vma = known, vma.protection.permits(request.kind)
    else { throw countSegmentationFault(space, at: address) }
    let offset = address.value & (pageSize - 1)
    let isSingle = step != pageSize || (request.value != nil && offset != 0)
    let end = page(min(vma.range.end, request.range.end) - 1) + 1
    let count: Int
    switch touch(space, vma, first..<(isSingle ? first + 1 : end), request.kind) {
    case .touched(let pages, let frame):
      count = pages
      if let value = request.value { store(value, in: frame..<frame + count, offset: offset) }
    case .beyondEnd:
      totals.events.faults.bus += 1
      spaces[Int(space)].faults.bus += 1
      throw .signal(.SIGBUS, at: address)
    case .guarded:
      throw countSegmentationFault(space, at: address)
    case .outOfMemory:
      throw killForMemory(space, at: address)
    }
    request.advance(past: (first + count - 1) &<< pageShift, step)
  }

  private mutating func countSegmentationFault(
    _ space: Int32, at address: VirtualAddress
  ) -> Refusal {
    totals.events.faults.segv += 1
    spaces[Int(space)].faults.segv += 1
    return .signal(.SIGSEGV, at: address)
  }
}

extension AccessRequest {
  /// Takes off the range what has been touched, up to the page at `start`.
  @inline(__always)
  fileprivate mutating func advance(past start: Int, _ step: ByteCount) {
    let (next, overflow) = start.addingReportingOverflow(step)
    range.start = overflow ? range.end : VirtualAddress(next)
  }
}
