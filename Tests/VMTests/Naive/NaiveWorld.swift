import Testing

@testable import VM

/// Scenarios whose numbers have been worked out by hand: the naive model answers, and VM must agree
/// with it after every call.
final class NaiveWorld {
  private var duo: Duo
  let page: Int

  init(
    _ machine: String = "toy", kernel: Kernel = .shpte, threshold: Int? = nil, frames: Int? = nil,
    slots: Int = 0, lowmem: Int? = nil
  ) {
    let geometry = Geometry.named(machine)!
    page = geometry.pageSize
    var kernel = kernel
    if let threshold { kernel = try! kernel.with(knob: "threshold", .integer(threshold)) }
    duo = Duo(
      Configuration(
        geometry: geometry, kernel: kernel, frames: frames, lowmem: lowmem, slots: slots))
  }

  var model: NaiveMachine { duo.naive.model }

  @discardableResult
  func call(_ call: Call, _ place: SourceLocation = #_sourceLocation) -> Outcome {
    do throws(Difference) { return try duo.perform(call) } catch {
      Issue.record("after '\(call)': \(error)", sourceLocation: place)
      return .notModelled
    }
  }

  func spawn() -> Int {
    call(.spawn)
    return duo.naive.processes.count - 1
  }

  @discardableResult
  func fork(_ p: Int) -> Int {
    call(.fork(p))
    return duo.naive.processes.count - 1
  }

  func file(pages: Int, kind: FileKind = .shm, filled: Bool = false) -> Int {
    call(.createFile(kind, size: pages * page, filled: filled))
    return duo.naive.files.count - 1
  }

  @discardableResult
  func mmap(
    _ p: Int, file: Int? = nil, shared: Bool = false, pages: Int, at: Int, locked: Bool = false
  ) -> Outcome {
    var request = MapRequest(
      backing: .anonymous, isShared: shared, length: pages * page, offset: 0,
      protection: [.read, .write])
    request.placement = .replacing(VirtualAddress(at))
    request.locked = locked
    return call(.mmap(p, file: file, request))
  }

  @discardableResult
  func access(_ kind: AccessKind, _ p: Int, _ at: Int, pages: Int = 1) -> Outcome {
    call(
      .access(
        p,
        AccessRequest(
          kind: kind, range: AddressRange(VirtualAddress(at), length: pages * page), stride: nil,
          value: nil)))
  }

  @discardableResult
  func write(_ p: Int, _ at: Int, pages: Int = 1) -> Outcome { access(.write, p, at, pages: pages) }

  @discardableResult
  func read(_ p: Int, _ at: Int, pages: Int = 1) -> Outcome { access(.read, p, at, pages: pages) }

  func madvise(_ p: Int, _ at: Int, pages: Int, _ advice: Advice) {
    call(.madvise(p, VirtualAddress(at), pages * page, advice))
  }

  func munmap(_ p: Int, _ at: Int, pages: Int) {
    call(.munmap(p, VirtualAddress(at), pages * page))
  }

  /// Frames that it frees.
  func reclaim(_ wanted: Int) -> Int {
    let before = model.freeFrames
    call(.reclaim(wanted))
    return model.freeFrames - before
  }

  func rss(_ p: Int) -> ResidentPages { model.resident(of: duo.naive.processes[p]) }
  func isAlive(_ p: Int) -> Bool { model.isAlive(duo.naive.processes[p]) }

  /// For each page from there on, whether it is present.
  func present(_ p: Int, _ at: Int, pages: Int) -> [Bool] {
    (0..<pages).map {
      model.pageEntry(duo.naive.processes[p], at: VirtualAddress(at + $0 * page)).isPresent
    }
  }

  /// What the processors were told during the block: flushes, pages, interrupts.
  func flushes(_ block: () -> Void) -> [Int] {
    let before = model.events.tlb
    block()
    let after = model.events.tlb
    return [
      after.flushes - before.flushes, after.pages - before.pages,
      after.ipis - before.ipis,
    ]
  }
}
