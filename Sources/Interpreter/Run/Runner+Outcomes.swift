import PTLang
import VM

extension Runner {
  /// Holds what the kernel did against what the statement expects of it.
  ///
  /// - Parameter call: its name, for messages.
  func judge(
    _ outcome: Refusal?, of call: String, _ expectation: ExpectationSite?,
    expectedAddress: Int? = nil
  ) throws(Stop) {
    if case .notModelled(let what)? = outcome {
      throw .error(.notModelled, "not modelled yet: \(what)")
    }
    guard let expectation else {
      if let outcome { throw refused(call, outcome) }
      return
    }
    guard let outcome else {
      throw .problem(
        Problem(
          code: .succeeded,
          message: "\(actorPrefix)expected \(expectation.text), but \(call) succeeded",
          kind: .outcome, concernsStatement: true))
    }
    if outcome.matches(expectation.name) {
      guard let expectedAddress, case .signal(_, let address) = outcome,
        address.value != expectedAddress
      else { return }
      throw .problem(
        Problem(
          code: .otherOutcome,
          message:
            "\(actorPrefix)expected the fault at \(hex(expectedAddress)), and it is at \(hex(address.value))",
          kind: .outcome, notes: surroundings(of: address), concernsStatement: true))
    }
    var problem = problem(call, outcome)
    problem.code = .otherOutcome
    problem.message =
      "\(actorPrefix)expected \(expectation.text), got \(outcome.text(for: call, world.machine.shortage))"
    throw .problem(problem)
  }

  /// A refusal that nobody expected.
  func refused(_ what: String, _ refusal: Refusal) -> Stop { .problem(problem(what, refusal)) }

  private func problem(_ what: String, _ refusal: Refusal) -> Problem {
    if case .notModelled(let missing) = refusal {
      return Problem(code: .notModelled, message: "not modelled yet: \(missing)")
    }
    var problem = Problem(
      code: .refused,
      message: "\(actorPrefix)\(what): \(refusal.text(for: what, world.machine.shortage))",
      kind: .outcome, concernsStatement: true)
    if case .signal(let signal, let address) = refusal, signal != .SIGKILL {
      problem.notes = surroundings(of: address)
    }
    return problem
  }

  /// `p1: `, once there is a process.
  private var actorPrefix: String {
    world.current.tag == .process ? world.name(of: world.current.process) + ": " : ""
  }

  /// What the acting process has mapped around an address.
  private func surroundings(of address: VirtualAddress) -> [String] {
    guard world.current.tag == .process, world.isAlive(world.current.process) else { return [] }
    let vmas = world.machine.vmas(of: world.current.process)
    let name = world.name(of: world.current.process)
    if vmas.isEmpty { return ["\(name) has nothing mapped"] }
    let position = vmas.firstIndex { address < $0.range.end } ?? vmas.count
    let near = vmas[max(0, position - 1)..<min(vmas.count, position + 2)]
    return ["\(name) has mapped around \(hex(address.value)):"] + near.map { "  " + $0.mapsLine }
  }

  private func hex(_ address: Int) -> String {
    (address < 0 ? "-0x" : "0x") + String(address.magnitude, radix: 16)
  }

  // MARK: After a statement

  /// Tells reasons, and looks for defects of the model.
  func afterStatement() throws(Stop) {
    statementsRun += 1
    try checkHistory()
    if isObserved { try observe() }
    options.afterStatement?(world.machine)
    if hasCorrupted || options.isParanoid, let violation = world.machine.firstViolation() {
      throw .defect("the model is broken: \(violation.name): \(violation.text)")
    }
    if let limit = options.corruptsOwnerCountAfter, statementsRun >= limit, !hasCorrupted {
      hasCorrupted = world.machine.corruptOwnerCountForTesting()
    }
  }

  private func observe() throws(Stop) {
    if let watch { return try watch.statementEnded(self) }
    tellReasons()
  }

  private func tellReasons() {
    for reason in world.machine.takeReasons() {
      let name = reason.process.map { world.name(of: $0) }
      emit(.reason(reason, processName: name, statement: code.statements[place]))
    }
    guard options.isTracing else { return }
    let cost = world.machine.cost
    if cost > costTold { emit(.cost(cost - costTold, statement: code.statements[place])) }
    costTold = cost
  }
}

extension Refusal {
  func matches(_ name: String) -> Bool {
    switch self {
    case .errno(let errno): name == "any" || name == errno.rawValue
    case .signal(let signal, _): name == "any" || name == signal.rawValue
    case .notModelled: false
    }
  }

  /// `EINVAL (the start is no multiple of the page size, ...)`, in the words of the man pages.
  ///
  /// - Parameter shortage: why memory could not be had, if that is what it is about.
  func text(for call: String, _ shortage: MemoryShortage? = nil) -> String {
    switch self {
    case .errno(.ENOMEM):
      "ENOMEM (\(shortage.map { "out of memory: \($0)" } ?? Errno.ENOMEM.meaning(for: call)))"
    case .errno(let errno): "\(errno.rawValue) (\(errno.meaning(for: call)))"
    case .signal(.SIGKILL, let address):
      "SIGKILL at \(address) (out of memory\(shortage.map { ": \($0)" } ?? ""))"
    case .signal(let signal, let address):
      "\(signal.rawValue) at \(address) (\(signal.meaning))"
    case .notModelled(let what): "not modelled yet: \(what)"
    }
  }
}

extension Signal {
  fileprivate var meaning: String {
    switch self {
    case .SIGSEGV: "invalid memory reference"
    case .SIGBUS: "access beyond the end of the file"
    case .SIGKILL: "out of memory"
    }
  }
}

extension Errno {
  /// What the error means for a system call, after its man page.
  fileprivate func meaning(for call: String) -> String {
    switch (self, call) {
    case (.EINVAL, "munmap"), (.EINVAL, "mprotect"), (.EINVAL, "madvise"), (.EINVAL, "msync"):
      "address not page-aligned, or a length or flag that is not valid"
    case (.EINVAL, "mmap"): "a length of 0, or an address, offset or alignment that is not valid"
    case (.EINVAL, "mremap"): "address not page-aligned, a length of 0, or ranges that overlap"
    case (.EINVAL, "file"), (.EINVAL, "shm"): "huge pages come as wholes: a multiple of 2 MiB"
    case (.EINVAL, "swapon"): "less than a page"
    case (.EINVAL, "swapoff"): "there is no swap space"
    case (.ENOMEM, "swapoff"): "what is in swap space does not fit into memory"
    case (.EEXIST, _): "something is mapped in the range"
    case (.ENOMEM, "munmap"), (.ENOMEM, "mprotect"), (.ENOMEM, "mlock"), (.ENOMEM, "munlock"),
      (.ENOMEM, "msync"), (.ENOMEM, "madvise"):
      "addresses in the range are not mapped, or no memory is left"
    case (.ENOMEM, "mremap"): "no room to grow in place, or no memory is left"
    case (.ENOMEM, _): "no memory or address space is left"
    case (.EFAULT, "mremap"): "the range is not inside one mapping"
    case (.EFAULT, _): "bad address"
    case (.EACCES, _): "the file was not opened for writing"
    case (.EINVAL, _): "invalid argument"
    case (.EAGAIN, _): "resource temporarily unavailable"
    case (.EBADF, _): "bad file descriptor"
    case (.EBUSY, _): "device or resource busy"
    case (.EFBIG, _): "file too large"
    case (.ENODEV, _): "no such device"
    case (.ENOENT, _): "no such file or directory"
    case (.ENOSPC, _): "no space left on device"
    case (.EOVERFLOW, _): "value too large"
    case (.EPERM, _): "operation not permitted"
    }
  }
}
