import PTLang

extension Compiler {
  /// A name in an expression: variable, process, file, region of the current process, counter;
  /// inside `p.value(...)` and the like a region of p first.
  func name(_ name: String, to target: Int?, at range: SourceRange) -> Int {
    if let owner = regionOwner, worldNames.regions.contains(name) {
      return ownersRegion(name, owner, to: target, at: range)
    }
    if let variable = variable(name) {
      watchVariable(variable, at: range)
      return load(variable, name, to: target, at: range)
    }
    if worldNames.contains(name) {
      let register = target ?? allocate()
      emit(.worldName, a: register, x: worldNumber(name), at: range)
      return register
    }
    if GlobalCounter(rawValue: name) != nil || PropertyNames.globalRoots.contains(name) {
      return counter([Name(text: name, range: range)], to: target, at: range)
    }
    if let symbol = Symbols.number(of: name) {
      return load(.symbol(symbol), to: target, at: range)
    }
    reportUnknown(name, at: range)
    return target ?? allocate()
  }

  /// A TARGET: a region of the acting process comes before a variable.
  func target(_ expression: Expression, to register: Int) {
    guard case .name(let name) = expression.kind, worldNames.regions.contains(name) else {
      value(expression, to: register)
      return
    }
    if let variable = variable(name) {
      _ = load(variable, name, to: register, at: expression.range)
      emit(.currentRegion, a: register, x: worldNumber(name), at: expression.range)
    } else {
      emit(.targetName, a: register, x: worldNumber(name), at: expression.range)
    }
  }

  private func ownersRegion(
    _ name: String, _ owner: Int, to target: Int?, at range: SourceRange
  ) -> Int {
    let register = target ?? allocate()
    let number = worldNumber(name)
    if let variable = variable(name) {
      _ = load(variable, name, to: register, at: range)
      emit(.regionName, a: register, b: owner, c: number, at: range)
    } else {
      _ = simple(.undefined, to: register, at: range)
      emit(.regionName, a: register, b: owner, c: number, at: range)
      let found = emit(.jumpIfDefined, a: register, at: range)
      emit(.worldName, a: register, x: number, at: range)
      patch(found)
    }
    return register
  }

  func load(
    _ variable: Variable, _ name: String, to target: Int?, at range: SourceRange
  ) -> Int {
    noteUse(of: variable.range, at: range)
    if variable.isGlobal && !frame.isOutermost {
      let register = target ?? allocate()
      emit(.loadGlobal, a: register, x: variable.register, at: range)
      return register
    }
    guard let target else { return variable.register }
    if target != variable.register { emit(.move, a: target, b: variable.register, at: range) }
    return target
  }

  private func worldNumber(_ name: String) -> Int { Int(code.names.intern(name).index) }

  func reportUnknown(_ name: String, at range: SourceRange) {
    if PropertyNames.notModelled.contains(name) { return reportNotModelled("'\(name)'", range) }
    guard !hasGaps, !hasReportedEnough else { return }
    if worldNames.snapshots.contains(name) {
      return report(
        .unknownName, "'\(name)' is a snapshot and has no value", range,
        hint: "`restore \(name)` puts the world back to it")
    }
    report(
      .unknownName, "unknown name '\(name)'", range,
      hint: Suggestion.hint(for: name, in: namesInScope + clauseWords))
  }

  // MARK: Members

  /// `a.b.c`: a counter of the world, or members of a value one after the other.
  func member(_ expression: Expression, to target: Int?) -> Int {
    var base = expression
    var names: [Name] = []
    while case .member(let inner, let name) = base.kind {
      names.append(name)
      base = inner
    }
    names.reverse()
    if case .name(let root) = base.kind, variable(root) == nil, !worldNames.contains(root) {
      let path = [Name(text: root, range: base.range)] + names
      if PropertyNames.globalRoots.contains(root) {
        return counter(path, to: target, at: expression.range)
      }
      if PropertyNames.notModelled.contains(root) {
        reportNotModelled("'\(path.map(\.text).joined(separator: "."))'", expression.range)
        return target ?? allocate()
      }
    }
    return members(names, of: base, to: target, at: expression.range)
  }

  private func counter(_ path: [Name], to target: Int?, at range: SourceRange) -> Int {
    let text = path.map(\.text).joined(separator: ".")
    let register = target ?? allocate()
    if let counter = GlobalCounter(rawValue: text) {
      let number = GlobalCounter.allCases.firstIndex(of: counter) ?? 0
      require(counter, number, at: range)
      emit(isWatched ? .watchedCounter : .counter, a: register, x: number, at: range)
      return register
    }
    let all = GlobalCounter.allCases.map(\.rawValue)
    let below = all.filter { $0.hasPrefix(text + ".") }
    if below.isEmpty {
      report(
        .unknownName, "unknown name '\(text)'", range,
        hint: Suggestion.hint(for: text, in: all))
    } else {
      report(
        .unknownName, "'\(text)' is no number by itself", range,
        hint: "say one of " + below.map { "`\($0)`" }.joined(separator: ", "))
    }
    return register
  }

  /// The counter is one that the world will have.
  private func require(_ counter: GlobalCounter, _ number: Int, at range: SourceRange) {
    guard counter.isConditional else { return }
    if let obstacle = written.obstacle(to: counter) {
      report(.notModelled, obstacle, range, hint: counter.hint)
    }
    emit(.requireCounter, x: number, at: range)
  }

  private func members(
    _ names: [Name], of base: Expression, to target: Int?, at range: SourceRange
  ) -> Int {
    let register = target ?? allocate()
    let mark = frame.next
    var source = value(base)
    var position = 0
    while position < names.count {
      var text = names[position].text
      if position + 1 < names.count {
        let joined = text + "." + names[position + 1].text
        if ProcessCounter(rawValue: joined) != nil || GlobalCounter(rawValue: joined) != nil {
          text = joined
          position += 1
        }
      }
      let name = names[position]
      let place = base.range.union(name.range)
      checkMember(text, at: name.range)
      // A step on the way gets a register of its own, for a target that the base mentions.
      let isLast = position == names.count - 1
      let next = isLast ? register : allocate()
      emit(
        isWatched ? .watchedMember : .member, a: next, b: source, c: memberNumber(text),
        at: isLast ? range : place)
      source = next
      position += 1
    }
    release(to: mark)
    return register
  }

  func memberNumber(_ text: String) -> Int {
    mentionedMembers.insert(text)
    let region = worldNames.regions.contains(text) ? code.names.intern(text) : nil
    let member = Member(text: text, region: region)
    if let known = members[member] { return known }
    code.members.append(member)
    members[member] = code.members.count - 1
    return code.members.count - 1
  }

  private func checkMember(_ text: String, at range: SourceRange) {
    if PropertyNames.members.contains(text) || worldNames.regions.contains(text) { return }
    if text == "of" || PropertyNames.processMethods.contains(text) {
      return report(
        .unknownMember, "'\(text)' needs an argument", range, hint: "write `\(text)(...)`")
    }
    if PropertyNames.notModelled.contains(text) { return reportNotModelled("'\(text)'", range) }
    guard !hasGaps else { return }
    let known = PropertyNames.members.sorted() + worldNames.all
    report(
      .unknownMember, "unknown member '\(text)'", range, hint: Suggestion.hint(for: text, in: known)
    )
  }
}
