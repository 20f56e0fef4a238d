import VM

// From the symbols of an operation to a call.
extension Side where M: ~Copyable {
  /// What the operation means here and now; nil if nothing.
  func call(for operation: Operation, mostProcesses: Int = 7) -> Call? {
    if case .undo(let undo) = operation.kind { return call(for: undo) }
    let living = living
    if living.isEmpty { return .spawn }
    let p = process(for: operation, of: living)
    let f = files.isEmpty ? nil : operation.file % files.count
    let places = Landmarks(
      vmas: model.vmas(of: processes[p]), geometry: model.geometry)

    switch operation.kind {
    case .spawn: return living.count >= mostProcesses ? .exit(p) : .spawn
    case .fork: return living.count >= mostProcesses ? .exit(p) : .fork(p)
    case .thread: return living.count >= mostProcesses ? .exit(p) : .thread(p)
    case .exec: return .exec(p)
    case .exit: return .exit(p)
    case .createFile(let kind, let size, let filled):
      return files.count > 4 ? nil : .createFile(kind, size: size, filled: filled)
    case .truncate(let size): return f.map { .truncate($0, size: size) }
    case .mmap(let m):
      var request = MapRequest(
        backing: .anonymous, isShared: m.isShared, length: m.length, offset: m.offset,
        protection: m.protection, alignment: m.alignment, populate: m.populate, locked: m.locked,
        noReserve: m.noReserve, growsDown: m.growsDown, readOnly: m.readOnly, reopen: m.reopen)
      if let place = m.place {
        let address = places.address(place)
        request.placement = m.replaces ? .replacing(address) : .at(address)
      }
      if m.file != nil && files.isEmpty { return nil }
      return .mmap(p, file: m.file.map { $0 % files.count }, request)
    case .munmap(let s):
      let range = places.range(s)
      return .munmap(p, range.start, range.length)
    case .mprotect(let s, let prot):
      let range = places.range(s)
      return .mprotect(p, range.start, range.length, prot)
    case .mremap(let s, let newLength, let mayMove, let to, let keepsSource):
      let range = places.range(s, inOne: { _ in true })
      return .mremap(
        p,
        RemapRequest(
          start: range.start, oldLength: range.length, newLength: newLength, mayMove: mayMove,
          destination: to.map(places.address), keepsSource: keepsSource))
    case .madvise(let s, let advice):
      let touches = advice == .populateRead || advice == .populateWrite
      let range = touches ? places.short(s) : places.range(s)
      return .madvise(p, range.start, range.length, advice)
    case .mlock(let s):
      let range = places.short(s)
      return .mlock(p, range.start, range.length)
    case .munlock(let s):
      let range = places.range(s)
      return .munlock(p, range.start, range.length)
    case .msync(let s):
      let range = places.range(s)
      return .msync(p, range.start, range.length)
    case .brk(let size): return .brk(p, size)
    case .remap(let s, let offset):
      let range = places.short(s, inOne: { $0.isShared })
      return .remap(p, range.start, range.length, offset: offset)
    case .access(let s, let kind, let stride, let value):
      var range =
        stride == nil
        ? places.short(s, inOne: { $0.permits(kind) })
        : places.range(s, inOne: { $0.permits(kind) })
      if value != nil {
        range = AddressRange(VirtualAddress(range.start.value & ~7), length: range.length)
      }
      return .access(p, AccessRequest(kind: kind, range: range, stride: stride, value: value))
    case .undo(let undo): return call(for: undo)
    case .swapOn(let size): return .swapOn(size)
    case .swapOff: return .swapOff
    case .reclaim(let pages): return .reclaim(pages)
    }
  }

  private func call(for undo: Undo) -> Call? {
    switch undo {
    case .mark: return marks.count < 5 ? .undo(.mark) : .undo(.release(0))
    case .restore(let n):
      return marks.isEmpty ? nil : .undo(.restore(marks.count - 1 - n % marks.count))
    case .release(let n):
      return marks.isEmpty ? nil : .undo(.release(marks.count - 1 - n % marks.count))
    }
  }

  /// The process that the operation names, or the next one that has something mapped there if the
  /// operation asks for a certain address.
  private func process(for operation: Operation, of living: [Int]) -> Int {
    let first = (operation.process % living.count + living.count) % living.count
    guard let stretch = operation.kind.stretch, stretch.isClipped,
      case .absolute(let address) = stretch.place
    else { return living[first] }
    let found = (living[first...] + living[..<first]).first { p in
      model.vmas(of: processes[p]).contains { vma in
        guard vma.range.contains(VirtualAddress(address)) else { return false }
        guard case .access(_, let kind, _, _) = operation.kind else { return true }
        return vma.permits(kind)
      }
    }
    return found ?? living[first]
  }
}

extension Operation.Kind {
  /// Where it works, if on a stretch of addresses.
  fileprivate var stretch: Operation.Stretch? {
    switch self {
    case .munmap(let s), .mprotect(let s, _), .madvise(let s, _), .mlock(let s), .munlock(let s),
      .msync(let s), .remap(let s, _), .mremap(let s, _, _, _, _), .access(let s, _, _, _):
      s
    case .spawn, .fork, .thread, .exec, .exit, .createFile, .truncate, .mmap, .brk, .undo, .swapOn,
      .swapOff, .reclaim:
      nil
    }
  }
}

extension VMARecord {
  fileprivate func permits(_ kind: AccessKind) -> Bool {
    switch kind {
    case .read: protection != .none
    case .write: protection.contains(.write)
    case .execute: protection.contains(.execute)
    }
  }
}

/// The mappings of a process, which symbolic places are relative to.
private struct Landmarks {
  let vmas: [VMARecord]
  let geometry: Geometry

  func address(_ place: Operation.Place) -> VirtualAddress { address(place, among: vmas) }

  /// Not below 0, where the design says nothing of most calls.
  func range(
    _ stretch: Operation.Stretch, inOne isFit: ((VMARecord) -> Bool)? = nil
  ) -> AddressRange {
    let fit = stretch.isClipped ? vmas.filter(isFit ?? { _ in true }) : vmas
    let start = max(address(stretch.place, among: fit), VirtualAddress(0))
    var length = stretch.length ?? defaultLength(stretch.place, among: fit)
    if stretch.isClipped, let end = mappedEnd(from: start, inOne: isFit != nil) {
      length = min(length, end - start)
    }
    return AddressRange(start, length: length)
  }

  /// For calls that touch every page.
  func short(
    _ stretch: Operation.Stretch, inOne isFit: ((VMARecord) -> Bool)? = nil
  ) -> AddressRange {
    let range = range(stretch, inOne: isFit)
    if stretch.isLong { return range }
    return AddressRange(range.start, length: min(range.length, 24 * geometry.pageSize))
  }

  private func pick(_ n: Int, among vmas: [VMARecord]) -> AddressRange {
    vmas.isEmpty ? AddressRange(geometry.heapStart, length: 0) : vmas[n % vmas.count].range
  }

  private func address(
    _ place: Operation.Place, among vmas: [VMARecord]
  ) -> VirtualAddress {
    switch place {
    case .absolute(let a): return VirtualAddress(a)
    case .start(let n, let d): return pick(n, among: vmas).start + d
    case .end(let n, let d): return pick(n, among: vmas).end + d
    case .border(let n, let d):
      let start = pick(n, among: vmas).start.value
      return VirtualAddress(start - start % geometry.leafSpan + d)
    }
  }

  private func defaultLength(_ place: Operation.Place, among vmas: [VMARecord]) -> Int {
    switch place {
    case .absolute: return geometry.pageSize
    case .start(let n, _), .end(let n, _), .border(let n, _):
      return vmas.isEmpty ? geometry.pageSize : vmas[n % vmas.count].range.length
    }
  }

  /// Where the mapping at `start` ends, or the row of mappings without a hole that begins with it.
  private func mappedEnd(from start: VirtualAddress, inOne isOne: Bool) -> VirtualAddress? {
    var end: VirtualAddress?
    for vma in vmas.map(\.range) {
      if let reached = end {
        guard !isOne, vma.start == reached else { break }
        end = vma.end
      } else if vma.start <= start && start < vma.end {
        end = vma.end
      }
    }
    return end
  }
}
