import Testing
import VM

/// A scenario on both models at once: each call is done on both, everything is compared, and what
/// is asked is answered by VM.
final class World {
  private var duo: Duo
  let geometry: Geometry
  var page: Int { geometry.pageSize }
  /// The bytes that one leaf spans: 8 pages of 64 bytes on `toy`.
  var span: Int { geometry.leafSpan }

  init(
    _ machine: String = "toy", kernel: String = "shpte", threshold: Int? = nil,
    match: String? = nil, frames: Int? = nil
  ) {
    geometry = Geometry.named(machine)!
    var rules = Kernel.named(kernel)!
    if let threshold { rules = try! rules.with(knob: "threshold", .integer(threshold)) }
    if let match { rules = try! rules.with(knob: "match", .word(match)) }
    duo = Duo(Configuration(geometry: geometry, kernel: rules, frames: frames))
  }

  // MARK: Calls

  /// Performs a call; a difference between the models is an issue.
  @discardableResult
  func call(_ call: Call, _ place: SourceLocation = #_sourceLocation) -> Outcome {
    do throws(Difference) {
      return try duo.perform(call)
    } catch {
      Issue.record("after '\(call)': \(error)", sourceLocation: place)
      return .notModelled
    }
  }

  func spawn() -> Int {
    call(.spawn)
    return duo.vm.processes.count - 1
  }

  func fork(_ p: Int, _ place: SourceLocation = #_sourceLocation) -> Int {
    let outcome = call(.fork(p), place)
    if outcome != .done { Issue.record("fork: \(outcome)", sourceLocation: place) }
    return duo.vm.processes.count - 1
  }

  func thread(_ p: Int) -> Int {
    call(.thread(p))
    return duo.vm.processes.count - 1
  }

  func exit(_ p: Int) { call(.exit(p)) }

  func file(pages: Int, kind: FileKind = .shm, filled: Bool = false) -> Int {
    call(.createFile(kind, size: pages * page, filled: filled))
    return duo.vm.files.count - 1
  }

  /// Maps `pages` pages, exactly there if an address is given, and returns where.
  @discardableResult
  func mmap(
    _ p: Int, file: Int? = nil, shared: Bool = false, pages: Int, at: Int? = nil,
    fixed: Bool = false, offset: Int = 0, _ protection: Protection = [.read, .write],
    _ place: SourceLocation = #_sourceLocation, with: (inout MapRequest) -> Void = { _ in }
  ) -> Int {
    var request = MapRequest(
      backing: .anonymous, isShared: shared, length: pages * page, offset: offset * page,
      protection: protection)
    if let at {
      request.placement = fixed ? .replacing(VirtualAddress(at)) : .at(VirtualAddress(at))
    }
    with(&request)
    let outcome = call(.mmap(p, file: file, request), place)
    guard case .address(let address) = outcome else {
      Issue.record("mmap: \(outcome)", sourceLocation: place)
      return 0
    }
    return address.value
  }

  @discardableResult
  func write(
    _ p: Int, _ at: Int, pages: Int = 1, every: Int? = nil, _ value: Int64? = nil
  ) -> Outcome {
    access(p, .write, at, pages, every, value)
  }

  @discardableResult
  func read(_ p: Int, _ at: Int, pages: Int = 1, every: Int? = nil) -> Outcome {
    access(p, .read, at, pages, every, nil)
  }

  @discardableResult
  func execute(_ p: Int, _ at: Int) -> Outcome { access(p, .execute, at, 1, nil, nil) }

  private func access(
    _ p: Int, _ kind: AccessKind, _ at: Int, _ pages: Int, _ every: Int?, _ value: Int64?
  ) -> Outcome {
    call(
      .access(
        p,
        AccessRequest(
          kind: kind, range: AddressRange(VirtualAddress(at), length: pages * page),
          stride: every.map { $0 * page }, value: value)))
  }

  @discardableResult
  func munmap(_ p: Int, _ at: Int, pages: Int) -> Outcome {
    call(.munmap(p, VirtualAddress(at), pages * page))
  }

  @discardableResult
  func mprotect(_ p: Int, _ at: Int, pages: Int, _ protection: Protection) -> Outcome {
    call(.mprotect(p, VirtualAddress(at), pages * page, protection))
  }

  @discardableResult
  func madvise(_ p: Int, _ at: Int, pages: Int, _ advice: Advice) -> Outcome {
    call(.madvise(p, VirtualAddress(at), pages * page, advice))
  }

  @discardableResult
  func mlock(_ p: Int, _ at: Int, pages: Int) -> Outcome {
    call(.mlock(p, VirtualAddress(at), pages * page))
  }

  @discardableResult
  func munlock(_ p: Int, _ at: Int, pages: Int) -> Outcome {
    call(.munlock(p, VirtualAddress(at), pages * page))
  }

  @discardableResult
  func mremap(
    _ p: Int, _ at: Int, pages: Int, size: Int, mayMove: Bool = false, to: Int? = nil,
    keepsSource: Bool = false
  ) -> Outcome {
    call(
      .mremap(
        p,
        RemapRequest(
          start: VirtualAddress(at), oldLength: pages * page, newLength: size * page,
          mayMove: mayMove, destination: to.map { VirtualAddress($0) }, keepsSource: keepsSource)))
  }

  // MARK: Undo

  /// A mark; the n-th that is open, from 0.
  @discardableResult
  func mark(_ place: SourceLocation = #_sourceLocation) -> Int {
    call(.undo(.mark), place)
    return duo.vm.marks.count - 1
  }

  func restore(_ n: Int, _ place: SourceLocation = #_sourceLocation) {
    call(.undo(.restore(n)), place)
  }

  func release(_ n: Int, _ place: SourceLocation = #_sourceLocation) {
    call(.undo(.release(n)), place)
  }

  // MARK: Questions

  var events: EventCounters { duo.vm.model.events }
  /// Leaves in use.
  var leaves: Int { duo.vm.model.pageTables.pte }
  var tables: TableCounts { duo.vm.model.pageTables }
  var sharedTables: Int { duo.vm.model.sharedTables }
  var mappedTables: Int { duo.vm.model.mappedTables }
  var memoryUsed: Int { duo.vm.model.memoryUsed }

  func isAlive(_ p: Int) -> Bool { duo.vm.model.isAlive(duo.vm.processes[p]) }
  func tables(_ p: Int) -> TableCounts { duo.vm.model.pageTables(of: duo.vm.processes[p]) }
  func faults(_ p: Int) -> FaultCounters { duo.vm.model.faults(of: duo.vm.processes[p]) }
  func rss(_ p: Int) -> ResidentPages { duo.vm.model.resident(of: duo.vm.processes[p]) }
  func pss(_ p: Int) -> Int { duo.vm.model.proportionalSetSize(of: duo.vm.processes[p]) }
  func vmas(_ p: Int) -> [VMARecord] { duo.vm.model.vmas(of: duo.vm.processes[p]) }
  func children(_ p: Int) -> [Int] {
    duo.vm.model.children(of: duo.vm.processes[p]).map { duo.vm.number($0) }
  }

  func value(_ p: Int, _ at: Int) -> Int64? {
    duo.vm.model.value(duo.vm.processes[p], at: VirtualAddress(at))
  }

  func pte(_ p: Int, _ at: Int) -> PageEntryRecord {
    duo.vm.model.pageEntry(duo.vm.processes[p], at: VirtualAddress(at))
  }

  func pmd(_ p: Int, _ at: Int) -> TableEntryRecord {
    duo.vm.model.tableEntry(duo.vm.processes[p], at: VirtualAddress(at))
  }

  func mapcount(_ p: Int, _ at: Int) -> Int {
    pte(p, at).frame.map { duo.vm.model.mapcount($0) } ?? 0
  }
  func refcount(_ p: Int, _ at: Int) -> Int {
    pte(p, at).frame.map { duo.vm.model.refcount($0) } ?? 0
  }
  func owners(_ p: Int, _ at: Int) -> [Int] {
    pte(p, at).table.map { duo.vm.model.owners($0).map { duo.vm.number($0) } } ?? []
  }

  /// What happened during the block.
  func during(_ block: () -> Void) -> EventCounters {
    let before = events
    block()
    return events - before
  }

  /// Ends every process and looks for leaks.
  func finish(_ place: SourceLocation = #_sourceLocation) {
    do throws(Difference) { try duo.finish() } catch {
      Issue.record("at the end: \(error)", sourceLocation: place)
    }
  }
}
