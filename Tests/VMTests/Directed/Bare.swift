import Testing

@testable import VM

/// A machine by itself, called with bare numbers, for what the naive model is no help with.
final class Bare {
  var machine: Machine
  let page: Int
  private(set) var processes: [ProcessID] = []

  init(
    _ name: String, _ kernel: Kernel, memory: Int = 1 << 40, lowmem: Int? = nil, swap: Int = 0,
    storage: StorageForm = .compressed
  ) {
    let geometry = Geometry.named(name)!
    machine = Machine(
      geometry: geometry, kernel: kernel, memory: memory, lowmem: lowmem, swap: swap,
      storage: storage)
    page = geometry.pageSize
  }

  /// Why the kernel refuses; nil if it does not.
  func refusal(_ call: (inout Machine) throws(Refusal) -> Void) -> Refusal? {
    do throws(Refusal) {
      try call(&machine)
      return nil
    } catch {
      return error
    }
  }

  func spawn() -> Int {
    processes.append(try! machine.spawn(name: "p"))
    return processes.count - 1
  }

  /// Takes over a process that has been started elsewhere.
  func adopt(_ process: ProcessID) { processes.append(process) }

  @discardableResult
  func fork(_ p: Int) -> Refusal? {
    refusal { machine throws(Refusal) in
      self.processes.append(try machine.fork(self.processes[p], name: "p"))
    }
  }

  func file(pages: Int) -> FileID {
    try! machine.createFile(name: "f", kind: .shm, size: pages * page, filled: false)
  }

  @discardableResult
  func map(
    _ p: Int, _ file: FileID?, pages: Int, at: Int, with: (inout MapRequest) -> Void = { _ in }
  ) -> Refusal? {
    var request = MapRequest(
      backing: file.map { .file($0) } ?? .anonymous, isShared: file != nil, length: pages * page,
      placement: .at(VirtualAddress(at)))
    with(&request)
    return refusal { machine throws(Refusal) in
      _ = try machine.mmap(self.processes[p], request)
    }
  }

  @discardableResult
  func touch(_ p: Int, _ kind: AccessKind, _ at: Int, pages: Int) -> Refusal? {
    let range = AddressRange(VirtualAddress(at), length: pages * page)
    return refusal { machine throws(Refusal) in
      try machine.access(self.processes[p], AccessRequest(kind: kind, range: range))
    }
  }

  @discardableResult
  func unmap(_ p: Int, _ at: Int, pages: Int) -> Refusal? {
    refusal { machine throws(Refusal) in
      try machine.munmap(self.processes[p], VirtualAddress(at), length: pages * self.page)
    }
  }

  func isAlive(_ p: Int) -> Bool { machine.isAlive(processes[p]) }

  /// The invariants hold.
  func check(_ place: SourceLocation = #_sourceLocation) {
    let violation = machine.firstViolation()
    #expect(violation == nil, sourceLocation: place)
  }

  /// Everything goes, and nothing is left of it.
  func finish(_ place: SourceLocation = #_sourceLocation) {
    for p in processes where machine.isAlive(p) { machine.exit(p) }
    #expect(machine.chainedEntries == 0 && machine.chainNodes == 0, sourceLocation: place)
    #expect(machine.ownerNodes == 0 && machine.lowMemoryTaken == 0, sourceLocation: place)
    check(place)
  }
}

extension Kernel {
  /// With some knobs turned.
  func turned(_ knobs: (String, KnobValue)...) -> Kernel {
    knobs.reduce(self) { try! $0.with(knob: $1.0, $1.1) }
  }
}
