import PTLang
import VM

extension Compiler {
  // MARK: Machine and kernel

  func machine(_ selector: Selector, _ knobs: [Knob], at range: SourceRange) {
    let name = fixedName(selector) { Geometry.named($0) != nil }
    if let name { checkMachine(name, selector, knobs) }
    written.choose(machine: name)
    let register = allocate()
    emitName(of: selector, name, to: register, kind: "machine", known: Geometry.all.map(\.name))
    code.machines.append(name)
    emit(.machine, a: register, x: code.machines.count - 1, at: range)
    guard !knobs.isEmpty else { return }
    // After the machine: `memory = 64 pages` are pages of its.
    let first = frame.next
    code.machineKnobs.append(knobValues(knobs))
    emit(.machineKnobs, a: first, x: code.machineKnobs.count - 1, at: range)
  }

  func kernel(_ selector: Selector, _ knobs: [Knob], at range: SourceRange) {
    let name = fixedName(selector) { Kernel.named($0) != nil }
    if let name, let kernel = Kernel.named(name) { checkKnobs(knobs, of: kernel) }
    written.choose(kernel: name)
    let first = allocate()
    emitName(of: selector, name, to: first, kind: "kernel", known: Kernel.all.map(\.name))
    code.kernels.append(KernelSite(name: name, knobs: knobValues(knobs)))
    emit(.kernel, a: first, x: code.kernels.count - 1, at: range)
  }

  /// The name that a selector says without running: a known raw word, or a plain string.
  private func fixedName(_ selector: Selector, _ isKnown: (String) -> Bool) -> String? {
    if let string = selector.string {
      guard case .string(let parts) = string.kind, parts.count == 1, case .text(let text) = parts[0]
      else { return nil }
      return text
    }
    return isKnown(selector.word.text) ? selector.word.text : nil
  }

  /// Emits what the knobs evaluate, into the next registers.
  private func knobValues(_ knobs: [Knob]) -> [KnobSite] {
    let first = frame.next
    for _ in knobs { _ = allocate() }
    var sites: [KnobSite] = []
    for (offset, knob) in knobs.enumerated() {
      var word: String?
      if case .name(let text) = knob.value.kind {
        word = text
        if variable(text) == nil {
          _ = simple(.undefined, to: first + offset, at: knob.value.range)
        } else {
          value(knob.value, to: first + offset)
        }
      } else {
        value(knob.value, to: first + offset)
      }
      sites.append(KnobSite(name: knob.name.text, word: word, range: knob.name.range))
    }
    return sites
  }

  private func emitName(
    of selector: Selector, _ name: String?, to register: Int, kind: String, known: [String]
  ) {
    let word = selector.word
    if let name {
      if !known.contains(name) { reportUnknownSelector(name, kind, known, word.range) }
    } else if let string = selector.string {
      value(string, to: register)
    } else if let variable = variable(word.text) {
      _ = load(variable, word.text, to: register, at: word.range)
    } else {
      reportUnknownSelector(word.text, kind, known, word.range)
    }
  }

  private func reportUnknownSelector(
    _ name: String, _ kind: String, _ known: [String], _ range: SourceRange
  ) {
    report(
      .unknownMachineOrKernel, "unknown \(kind) '\(name)'", range,
      hint: Suggestion.hint(for: name, in: known)
        ?? "one of " + known.map { "`\($0)`" }.joined(separator: ", "))
  }

  private func checkMachine(_ name: String, _ selector: Selector, _ knobs: [Knob]) {
    for knob in knobs where !MachineKnob.all.contains(knob.name.text) {
      report(
        .unknownKnob, "machines have no knob '\(knob.name.text)'", knob.name.range,
        hint: Suggestion.hint(for: knob.name.text, in: MachineKnob.all)
          ?? "one of `memory`, `lowmem`, `swap`")
    }
    if let geometry = Geometry.named(name), !geometry.hasLowMemory {
      for knob in knobs where knob.name.text == "lowmem" {
        report(
          .unknownKnob, "machine '\(geometry.name)' has no low memory", knob.name.range,
          hint: "only the 32-bit machines have the knob `lowmem`")
      }
    }
    for knob in knobs {
      guard let value = ConstantFolder().fold(knob.value),
        let problem = MachineKnob.problem(with: value, for: knob.name.text)
      else { continue }
      report(.badKnob, problem, knob.value.range)
    }
  }

  private func checkKnobs(_ knobs: [Knob], of kernel: Kernel) {
    for knob in knobs {
      guard let known = kernel.knob(knob.name.text) else {
        let names = kernel.knobs.map(\.name)
        report(
          .unknownKnob, "kernel '\(kernel.name)' has no knob '\(knob.name.text)'", knob.name.range,
          hint: Suggestion.hint(for: knob.name.text, in: names))
        continue
      }
      if let value = ConstantFolder().fold(knob.value) {
        if !known.allows(value) { report(.badKnob, known.expectation, knob.value.range) }
        continue
      }
      guard case .name(let word) = knob.value.kind, variable(word) == nil else { continue }
      if known.domain.value(.word(word)) != nil || worldNames.contains(word) { continue }
      report(.badKnob, known.expectation, knob.value.range)
    }
  }

  // MARK: Files and processes

  func file(_ declaration: FileDeclaration, at range: SourceRange) {
    let name = checkWorldName(declaration.name)
    let kind: FileKind =
      declaration.hugetlb ? .hugetlb : declaration.isShm ? .shm : .regular
    code.files.append(
      FileSite(
        name: name, keyword: declaration.isShm ? "shm" : "file", kind: kind,
        filled: declaration.filled))
    emit(.createFile, a: value(declaration.size), x: code.files.count - 1, at: range)
  }

  func birth(_ birth: Birth, at range: SourceRange) {
    let name = birth.name
    let number = checkWorldName(name.name)
    let site = BirthSite(
      kind: birth.kind, name: number, isFamily: name.index != nil,
      expectation: birth.expectation.map { ExpectationSite($0) })
    code.births.append(site)
    let register = allocate()
    if let index = name.index { value(index, to: register) }
    emit(.bear, a: register, x: code.births.count - 1, at: range)
    if let block = birth.block { forEach(register, block, at: range) }
  }

  func exec(_ expectation: Expectation?, at range: SourceRange) {
    code.execs.append(expectation.map { ExpectationSite($0) })
    let position = code.execs.count - 1
    forEachCurrent(at: range) { emit(.exec, x: position, at: range) }
  }

  func subject(_ subject: Expression, _ body: Block, at range: SourceRange) {
    let register = allocate()
    value(subject, to: register)
    forEach(register, body, at: subject.range)
  }

  private func forEach(_ register: Int, _ body: Block, at range: SourceRange) {
    forEachMember(.eachMember, register, at: range) {
      isOneCurrent = body.isOneAction
      block(body)
      isOneCurrent = false
    }
  }

  /// Runs what `body` emits with each of the current processes in turn.
  func forEachCurrent(at range: SourceRange, _ body: () -> Void) {
    if isOneCurrent {
      // What `body` emits may hold statements too, which change that.
      isOneCurrent = false
      body()
    } else {
      forEachMember(.eachCurrent, 0, at: range, body)
    }
  }

  /// Runs what `body` emits with each process that the register names being current in turn.
  private func forEachMember(
    _ op: Opcode, _ register: Int, at range: SourceRange, _ body: () -> Void
  ) {
    let saved = allocate()
    for _ in 1..<Runner.turnRegisters { _ = allocate() }
    emit(op, a: saved, b: register, at: range)
    let none = emit(.jump, at: range)
    let start = here
    frame.savedCurrents.append(saved)
    body()
    frame.savedCurrents.removeLast()
    emitJump(.nextMember, a: saved, to: start, at: range)
    patch(none)
  }

  // MARK: Showing and comparing

  func show(_ request: ShowRequest, at range: SourceRange) {
    if let topic = request.topic?.text, ["locks", "diff"].contains(topic) {
      return reportNotModelled("'show \(topic)'", range)
    }
    let first = consecutive(request.arguments)
    code.shows.append(
      ShowSite(topic: request.topic?.text, argumentCount: request.arguments.count))
    emit(.show, a: first, x: code.shows.count - 1, at: range)
  }

  func compare(
    _ kernels: [Selector], _ body: Block, _ columns: [Expression], at range: SourceRange
  ) {
    guard !kernels.isEmpty, kernels.count <= 1_000 else {
      return report(.tooLarge, "a comparison has 1 to 1000 kernels", range)
    }
    let names = kernels.map { selector in fixedName(selector) { Kernel.named($0) != nil } }
    code.comparisons.append(
      CompareSite(kernels: names, columns: columns.map { files.text($0.range) }))
    let site = code.comparisons.count - 1
    let counter = allocate()
    for _ in kernels { _ = allocate() }
    for (offset, selector) in kernels.enumerated() {
      emitName(
        of: selector, names[offset], to: counter + 1 + offset, kind: "kernel",
        known: Kernel.all.map(\.name))
    }
    emit(.loadInteger, a: counter, x: -1, at: range)
    let start = here
    emit(.compareBegin, a: counter, x: site, at: range)
    let outer = frame.loops
    frame.loops = []
    let outside = written
    written.kernels = names.compactMap { $0.flatMap { Kernel.named($0) } }
    written.forget(whatIsChosenIn: body)
    defer { written = outside }
    withScope {
      hoistFunctions(of: body)
      for statement in body.statements { self.statement(statement) }
      let first = consecutive(columns)
      emit(.compareRow, a: first, x: site, at: range)
    }
    frame.loops = outer
    emit(.unlessLessNumber, a: counter, x: kernels.count - 1, at: range)
    let exit = emit(.jump, at: range)
    emitJump(.loop, to: start, at: range)
    patch(exit)
    emit(.compareEnd, a: counter, x: site, at: range)
  }
}

extension Block {
  /// It is one statement that a process does at once.
  fileprivate var isOneAction: Bool {
    guard statements.count == 1 else { return false }
    switch statements[0].kind {
    case .call, .exec, .exit: return true
    default: return false
    }
  }
}

/// The knobs of `machine NAME with ...`.
enum MachineKnob {
  static let all = Vocabulary.machineKnobs.map(\.name)

  /// Why the knob cannot have the value, as a phrase; nil if it can.
  static func problem(with value: Constant, for knob: String) -> String? {
    guard case .integer(let bytes) = value else {
      return all.contains(knob) ? "knob '\(knob)' is a number of bytes" : nil
    }
    switch knob {
    case "memory": return bytes > 0 ? nil : "the memory of a machine is more than 0"
    case "lowmem": return bytes > 0 ? nil : "the low memory of a machine is more than 0"
    case "swap": return bytes >= 0 ? nil : "swap space is not negative"
    default: return nil
    }
  }
}

extension KernelKnob {
  /// The value is one of the knob's.
  fileprivate func allows(_ value: Constant) -> Bool {
    switch value {
    case .string(let word): domain.value(.word(word)) != nil
    case .integer(let number): domain.value(.integer(number)) != nil
    case .boolean(let isOn): domain.value(.toggle(isOn)) != nil
    default: false
    }
  }
}
