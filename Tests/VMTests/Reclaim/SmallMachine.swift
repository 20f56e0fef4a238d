import Testing

@testable import VM

/// A machine with little memory, and calls on it that are expected to succeed.
final class SmallMachine {
  var machine: Machine
  var page: Int { machine.pageSize }

  init(
    _ kernel: Kernel = .linux25, _ geometry: String = "toy", frames: Int, slots: Int = 0
  ) {
    let geometry = Geometry.named(geometry)!
    machine = Machine(
      geometry: geometry, kernel: kernel, memory: frames * geometry.pageSize,
      swap: slots * geometry.pageSize)
  }

  // MARK: Calls

  func spawn() -> ProcessID { try! machine.spawn(name: "p") }
  func fork(_ p: ProcessID) -> ProcessID { try! machine.fork(p, name: "p") }

  func file(_ kind: FileKind, pages: Int, filled: Bool = false) -> FileID {
    try! machine.createFile(name: "f", kind: kind, size: pages * page, filled: filled)
  }

  func map(
    _ p: ProcessID, _ file: FileID? = nil, shared: Bool = false, pages: Int, locked: Bool = false
  ) -> VirtualAddress {
    try! machine.mmap(
      p,
      MapRequest(
        backing: file.map { .file($0) } ?? .anonymous, isShared: shared, length: pages * page,
        locked: locked))
  }

  @discardableResult
  func write(
    _ p: ProcessID, _ at: VirtualAddress, pages: Int = 1, _ value: Int64? = nil
  ) -> Refusal? {
    access(p, .write, at, pages, value)
  }

  @discardableResult
  func read(_ p: ProcessID, _ at: VirtualAddress, pages: Int = 1) -> Refusal? {
    access(p, .read, at, pages, nil)
  }

  private func access(
    _ p: ProcessID, _ kind: AccessKind, _ at: VirtualAddress, _ pages: Int, _ value: Int64?
  ) -> Refusal? {
    do throws(Refusal) {
      try machine.access(
        p,
        AccessRequest(kind: kind, range: AddressRange(at, length: pages * page), value: value))
      return nil
    } catch {
      return error
    }
  }

  func advise(_ p: ProcessID, _ at: VirtualAddress, pages: Int, _ advice: Advice) {
    try! machine.madvise(p, at, length: pages * page, advice)
  }

  func reclaim(_ pages: Int) { machine.reclaim(pages: pages) }

  // MARK: Questions

  func rss(_ p: ProcessID) -> Int { machine.resident(of: p).total }
  func swapped(_ p: ProcessID) -> Int { machine.resident(of: p).swapped }
  func value(_ p: ProcessID, _ at: VirtualAddress) -> Int64? { machine.value(p, at: at) }
  func kind(_ p: ProcessID, _ at: VirtualAddress) -> PageEntryRecord.Kind {
    machine.pageEntry(p, at: at).kind
  }
  var freePages: Int { (machine.memoryTotal - machine.memoryUsed) / page }
  var usedSlots: Int { machine.swapUsed / page }

  func during(_ block: () -> Void) -> EventCounters {
    let before = machine.events
    block()
    var change = machine.events - before
    change.swapIn = machine.events.swapIn - before.swapIn
    change.swapOut = machine.events.swapOut - before.swapOut
    return change
  }

  func check(_ place: SourceLocation = #_sourceLocation) {
    if let violation = machine.firstViolation() {
      Issue.record("\(violation.name): \(violation.text)", sourceLocation: place)
    }
  }
}
