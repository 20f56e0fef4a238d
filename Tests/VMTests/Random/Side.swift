import VM

/// What came of a call.
enum Outcome: Equatable {
  case done
  case address(VirtualAddress)
  case range(AddressRange)
  case errno(Errno)
  case signal(Signal, VirtualAddress)
  case notModelled
}

/// A model with its processes and files in order of creation.
struct Side<M: Model & ~Copyable>: ~Copyable {
  var model: M
  var processes: [ProcessID] = []
  var files: [FileID] = []

  init(_ model: consuming M) { self.model = model }

  var living: [Int] { processes.indices.filter { model.isAlive(processes[$0]) } }

  /// The number of a process.
  func number(_ process: ProcessID) -> Int { processes.firstIndex(of: process) ?? -1 }

  mutating func perform(_ call: Call) -> Outcome {
    do throws(Refusal) {
      switch call {
      case .spawn: processes.append(try model.spawn(name: "p"))
      case .fork(let p): processes.append(try model.fork(processes[p], name: "p"))
      case .thread(let p): processes.append(try model.thread(of: processes[p], name: "p"))
      case .exec(let p): try model.exec(processes[p])
      case .exit(let p): model.exit(processes[p])
      case .createFile(let kind, let size, let filled):
        files.append(try model.createFile(name: "f", kind: kind, size: size, filled: filled))
      case .truncate(let f, let size): try model.truncate(files[f], to: size)
      case .mmap(let p, let file, let request):
        var request = request
        if let file { request.backing = .file(files[file]) }
        return .address(try model.mmap(processes[p], request))
      case .munmap(let p, let a, let n): try model.munmap(processes[p], a, length: n)
      case .mprotect(let p, let a, let n, let prot):
        try model.mprotect(processes[p], a, length: n, prot)
      case .mremap(let p, let request): return .address(try model.mremap(processes[p], request))
      case .madvise(let p, let a, let n, let advice):
        try model.madvise(processes[p], a, length: n, advice)
      case .mlock(let p, let a, let n): try model.mlock(processes[p], a, length: n)
      case .munlock(let p, let a, let n): try model.munlock(processes[p], a, length: n)
      case .msync(let p, let a, let n): try model.msync(processes[p], a, length: n)
      case .brk(let p, let n): return .range(try model.brk(processes[p], size: n))
      case .remap(let p, let a, let n, let offset):
        try model.remapFilePages(processes[p], a, length: n, offset: offset)
      case .access(let p, let request): try model.access(processes[p], request)
      }
      return .done
    } catch {
      switch error {
      case .errno(let errno): return .errno(errno)
      case .signal(let signal, let at): return .signal(signal, at)
      case .notModelled: return .notModelled
      }
    }
  }

  // MARK: From symbols to a call

  /// What the operation means here and now; nil if nothing.
  func call(for operation: Operation) -> Call? {
    let living = living
    if living.isEmpty { return .spawn }
    let p = living[operation.process % living.count]
    let f = files.isEmpty ? nil : operation.file % files.count
    let vmas = model.vmas(of: processes[p]).map(\.range)

    /// Not below 0, where the design says nothing of most calls.
    func address(_ place: Operation.Place) -> VirtualAddress {
      let found = anyAddress(place)
      return max(found, VirtualAddress(0))
    }
    func anyAddress(_ place: Operation.Place) -> VirtualAddress {
      func pick(_ n: Int) -> AddressRange {
        vmas.isEmpty ? AddressRange(model.geometry.heapStart, length: 0) : vmas[n % vmas.count]
      }
      switch place {
      case .absolute(let a): return VirtualAddress(a)
      case .start(let n, let d): return pick(n).start + d
      case .end(let n, let d): return pick(n).end + d
      case .border(let n, let d):
        let start = pick(n).start.value
        return VirtualAddress(start - start % model.geometry.leafSpan + d)
      }
    }
    func length(_ stretch: Operation.Stretch) -> Int {
      if let length = stretch.length { return length }
      switch stretch.place {
      case .absolute: return model.geometry.pageSize
      case .start(let n, _), .end(let n, _), .border(let n, _):
        return vmas.isEmpty ? model.geometry.pageSize : vmas[n % vmas.count].length
      }
    }
    /// For calls that touch every page.
    func shortLength(_ stretch: Operation.Stretch) -> Int {
      min(length(stretch), 24 * model.geometry.pageSize)
    }

    switch operation.kind {
    case .spawn: return living.count > 6 ? .exit(p) : .spawn
    case .fork: return living.count > 6 ? .exit(p) : .fork(p)
    case .thread: return living.count > 6 ? .exit(p) : .thread(p)
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
        request.placement = m.replaces ? .replacing(anyAddress(place)) : .at(anyAddress(place))
      }
      if m.file != nil && files.isEmpty { return nil }
      return .mmap(p, file: m.file.map { $0 % files.count }, request)
    case .munmap(let s): return .munmap(p, address(s.place), length(s))
    case .mprotect(let s, let prot): return .mprotect(p, address(s.place), length(s), prot)
    case .mremap(let s, let newLength, let mayMove, let to, let keepsSource):
      return .mremap(
        p,
        RemapRequest(
          start: address(s.place), oldLength: length(s), newLength: newLength, mayMove: mayMove,
          destination: to.map(anyAddress), keepsSource: keepsSource))
    case .madvise(let s, let advice):
      let touches = advice == .populateRead || advice == .populateWrite
      return .madvise(p, address(s.place), touches ? shortLength(s) : length(s), advice)
    case .mlock(let s): return .mlock(p, address(s.place), shortLength(s))
    case .munlock(let s): return .munlock(p, address(s.place), length(s))
    case .msync(let s): return .msync(p, address(s.place), length(s))
    case .brk(let size): return .brk(p, size)
    case .remap(let s, let offset):
      return .remap(p, address(s.place), shortLength(s), offset: offset)
    case .access(let s, let kind, let stride, let value):
      var start = address(s.place)
      if value != nil { start = VirtualAddress(start.value & ~7) }
      let length = stride == nil ? shortLength(s) : length(s)
      return .access(
        p,
        AccessRequest(
          kind: kind, range: AddressRange(start, length: length), stride: stride, value: value))
    }
  }
}
