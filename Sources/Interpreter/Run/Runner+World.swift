import PTLang
import VM

extension Runner {
  // MARK: Machine and kernel

  /// The command line's choice of machine and kernel, which the script does not change.
  func configureFromOptions() throws(Stop) {
    guard options.machine != nil || options.kernel != nil else { return }
    let geometry = try options.machine.map { name throws(Stop) in try self.geometry(name) }
    let kernel = try options.kernel.map { name throws(Stop) in try self.kernel(named: name) }
    try configure { state in
      if let geometry { state.choose(geometry) }
      if let kernel { state.kernel = kernel }
    }
  }

  func machine(_ name: String?, _ value: Value) throws(Stop) {
    if let name = options.machine {
      emit(.note("`machine` is passed over: the command line says `\(name)`"))
      return
    }
    if world.hasProcesses {
      throw .error(.placement, "`machine` comes before the first process")
    }
    if world.hasFiles { throw .error(.placement, "`machine` comes before the first file") }
    let geometry = try self.geometry(try self.name(name, value, "machine"))
    try configure { $0.choose(geometry) }
  }

  func machineKnobs(
    _ knobs: [KnobSite], _ registers: UnsafeMutablePointer<Value>
  ) throws(Stop) {
    if options.machine != nil { return }
    var turned = world.state
    for (offset, knob) in knobs.enumerated() { try turn(knob, registers[offset], in: &turned) }
    try configure { $0 = turned }
  }

  private func turn(
    _ knob: KnobSite, _ value: Value, in state: inout WorldState
  ) throws(Stop) {
    guard value.tag == .integer else {
      throw .error(.badKnob, "knob '\(knob.name)' is a number of bytes")
    }
    if let problem = MachineKnob.problem(with: .integer(value.bits), for: knob.name) {
      throw .error(.badKnob, problem)
    }
    switch knob.name {
    case "memory": state.memory = value.bits
    case "swap": state.swap = value.bits
    case "lowmem":
      guard state.geometry.hasLowMemory else {
        throw .error(.unknownKnob, "machine '\(state.geometry.name)' has no low memory")
      }
      state.lowmem = value.bits
    default: throw .error(.unknownKnob, "machines have no knob '\(knob.name)'")
    }
  }

  func kernel(_ site: KernelSite, _ registers: UnsafeMutablePointer<Value>) throws(Stop) {
    if let name = options.kernel {
      emit(.note("`kernel` is passed over: the command line says `\(name)`"))
      return
    }
    if world.hasProcesses {
      throw .error(.placement, "`kernel` comes before the first process")
    }
    var kernel = try self.kernel(named: try name(site.name, registers[0], "kernel"))
    for (offset, knob) in site.knobs.enumerated() {
      kernel = try turned(kernel, knob, registers[1 + offset])
    }
    try configure { $0.kernel = kernel }
  }

  private func turned(_ kernel: Kernel, _ knob: KnobSite, _ value: Value) throws(Stop) -> Kernel {
    let known = kernel.knob(knob.name)
    var setting: KnobValue?
    if let word = knob.word, known?.domain.value(.word(word)) != nil {
      setting = .word(word)
    } else if value.tag == .integer {
      setting = .integer(value.bits)
    } else if value.tag == .boolean {
      setting = .toggle(value.bits != 0)
    } else if value.tag == .string {
      setting = .word(text(value))
    } else if let word = knob.word, value.tag == .undefined {
      setting = .word(word)
    }
    guard let setting else {
      throw .error(
        .badKnob, known?.expectation ?? "kernel '\(kernel.name)' has no knob '\(knob.name)'")
    }
    do throws(KnobError) {
      return try kernel.with(knob: knob.name, setting)
    } catch {
      throw .error(known == nil ? .unknownKnob : .badKnob, error.description)
    }
  }

  private func name(_ fixed: String?, _ value: Value, _ kind: String) throws(Stop) -> String {
    if let fixed { return fixed }
    guard value.tag == .string else {
      throw .error(.wrongType, "the name of a \(kind) is a string, not \(value.kindName)")
    }
    return text(value)
  }

  private func geometry(_ name: String) throws(Stop) -> Geometry {
    if let geometry = Geometry.named(name) { return geometry }
    throw .error(
      .unknownMachineOrKernel, "unknown machine '\(name)'",
      hint: Suggestion.hint(for: name, in: Geometry.all.map(\.name)))
  }

  func kernel(named name: String) throws(Stop) -> Kernel {
    if let kernel = Kernel.named(name) { return kernel }
    throw .error(
      .unknownMachineOrKernel, "unknown kernel '\(name)'",
      hint: Suggestion.hint(for: name, in: Kernel.all.map(\.name)))
  }

  private func configure(_ change: (inout WorldState) -> Void) throws(Stop) {
    var state = world.state
    change(&state)
    do throws(Refusal) {
      try world.start(state)
    } catch {
      throw refused("the files made before", error)
    }
    watch?.worldBegan(self)
  }

  // MARK: Files

  func createFile(_ site: FileSite, _ size: Value) throws(Stop) {
    try charge(Cost.call)
    try checkFree(site.name)
    guard case .integer(let bytes)? = number(size) else {
      try checkUsable(size)
      throw .error(.wrongType, "the size of a file is an integer, not \(size.kindName)")
    }
    guard bytes >= 0 else { throw .error(.badValue, "the size of a file is not negative") }
    let outcome = refusal { () throws(Refusal) in
      try world.createFile(site.name, kind: site.kind, size: bytes, filled: site.filled)
    }
    if let outcome { throw refused(site.keyword, outcome) }
    try afterStatement()
  }

  /// The name belongs to nothing, or to a process that has exited.
  private func checkFree(_ name: WorldName) throws(Stop) {
    switch world.meaning(of: name) {
    case nil: return
    case .process(let process)?:
      if world.isAlive(process) { throw taken(name, "a process") }
    case .family?: throw taken(name, "a process family")
    case .file?: throw taken(name, "a file")
    }
  }

  private func taken(_ name: WorldName, _ what: String) -> Stop {
    .error(.nameTaken, "'\(world.names[name])' is \(what) already", hint: "choose another name")
  }

  // MARK: Processes

  /// `spawn`, `fork`, `thread`. The value is whom it made.
  func bear(_ site: BirthSite, _ index: Value) throws(Stop) -> Value {
    let creator: ProcessID? = site.kind == .spawn ? nil : try actor()
    guard site.isFamily else {
      try checkFree(site.name)
      let process = try bear(site, member: nil, creator)
      if site.kind == .spawn, process.tag == .process { world.current = process }
      try afterStatement()
      return process
    }
    let numbers = try self.numbers(site, index)
    if heap.needsCollection { try collect() }
    // The list first: making it may fail, and then nothing has been done.
    let list = try heap.makeList(Array(repeating: .null, count: numbers.count))
    for (offset, number) in numbers.enumerated() {
      heap.values(list)[offset] = try bear(site, member: number, creator)
    }
    // A family of which no member could be made is none; one of no members is.
    if numbers.count == 0 { _ = world.familyNumber(site.name) }
    if site.kind == .spawn, site.expectation == nil {
      world.current =
        index.tag == .integer
        ? heap.values(list)[0] : world.value(ofFamily: world.familyNumber(site.name))
    }
    try afterStatement()
    return list
  }

  /// The numbers of the members to make, none of which exists.
  private func numbers(_ site: BirthSite, _ index: Value) throws(Stop) -> ClosedNumbers {
    var family: Int?
    switch world.meaning(of: site.name) {
    case .family(let number)?: family = number
    case nil: break
    default: try checkFree(site.name)
    }
    let numbers: ClosedNumbers
    switch index.tag {
    case .integer: numbers = ClosedNumbers(first: index.bits, count: 1)
    case .range:
      let range = heap.range(index)
      guard range.step == 1 else {
        throw .error(.badValue, "the numbers of a family follow one another")
      }
      numbers = ClosedNumbers(first: range.first, count: range.count)
    default:
      try checkUsable(index)
      throw .error(
        .wrongType, "a family's numbers are an integer or a range, not \(index.kindName)")
    }
    guard numbers.count <= options.limits.processes - world.machine.processCount else {
      throw tooManyProcesses()
    }
    if let family {
      for number in numbers {
        if let member = world.state.families[family][number], world.isAlive(member) {
          throw .error(
            .nameTaken, "there is a process \(world.names[site.name])[\(number)] already")
        }
      }
    }
    return numbers
  }

  /// Makes one process; nil where the kernel refuses as expected.
  private func bear(
    _ site: BirthSite, member: Int?, _ creator: ProcessID?
  ) throws(Stop) -> Value {
    guard world.machine.processCount < options.limits.processes else { throw tooManyProcesses() }
    try charge(Cost.birth + (member.map { world.membersMoved(site.name, $0) / 64 } ?? 0))
    if site.kind == .fork, let creator { try chargeMappings(creator) }
    var born: ProcessID?
    let outcome = refusal { () throws(Refusal) in
      switch (site.kind, creator) {
      case (.fork, let parent?): born = try world.fork(parent, site.name, member: member)
      case (.thread, let creator?):
        born = try world.thread(of: creator, site.name, member: member)
      default: born = try world.spawn(site.name, member: member)
      }
    }
    let name = world.fullName(site.name, member)
    try judge(outcome, of: "\(site.kind.rawValue) \(name)", site.expectation)
    return born.map { world.value(of: $0) } ?? .null
  }

  private func tooManyProcesses() -> Stop {
    .problem(
      Problem(
        code: .processLimit, message: "more than \(options.limits.processes) processes",
        hint: "raise the limit with `--max-processes`", concernsStatement: true))
  }

  func exec(_ expectation: ExpectationSite?) throws(Stop) {
    try charge(Cost.birth)
    let process = try actor()
    let outcome = refusal { () throws(Refusal) in try world.machine.exec(process) }
    try judge(outcome, of: "exec", expectation)
    if outcome == nil { world.regions.forget(process) }
    try afterStatement()
  }

  func exit() throws(Stop) {
    try charge(Cost.call)
    world.machine.exit(try actor())
    try afterStatement()
  }
}

/// Consecutive numbers, possibly none.
struct ClosedNumbers: Sequence {
  let first: Int
  let count: Int

  func makeIterator() -> AnyIterator<Int> {
    var position = 0
    return AnyIterator {
      guard position < count else { return nil }
      defer { position += 1 }
      return first &+ position
    }
  }
}
