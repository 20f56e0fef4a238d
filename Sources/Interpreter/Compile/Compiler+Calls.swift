import PTLang

extension Compiler {
  /// `f(x)` and `p.value(x)`.
  func call(
    _ callee: Expression, _ arguments: [Expression], to target: Int?, at range: SourceRange
  ) -> Int {
    // The result takes the place of the first argument.
    let first = target == frame.next - 1 ? frame.next - 1 : allocate()
    switch callee.kind {
    case .name(let name): callFunction(name, arguments, first, callee.range, range)
    case .member(let object, let name): callMethod(object, name, arguments, first, range)
    default: report(.unknownFunction, "only functions can be called", callee.range)
    }
    release(to: first + 1)
    guard let target, target != first else { return first }
    emit(.move, a: target, b: first, at: range)
    release(to: first)
    return target
  }

  private func callFunction(
    _ name: String, _ arguments: [Expression], _ first: Int, _ nameRange: SourceRange,
    _ range: SourceRange
  ) {
    if let function = function(name) {
      noteUse(of: function.range, at: nameRange)
      checkCount(
        arguments.count,
        function.requiredCount...max(function.requiredCount, function.parameterCount),
        of: name, at: range, declared: function.range)
      consecutive(arguments, from: first)
      for missing in arguments.count..<max(arguments.count, function.parameterCount) {
        let register = missing == 0 ? first : allocate()
        _ = simple(.undefined, to: register, at: range)
      }
      if hasInvariants { emit(.callUnderInvariant, x: invariantInForce, at: range) }
      emit(.call, a: first, b: function.number, at: range)
    } else if let builtin = Builtin(rawValue: name) {
      checkCount(arguments.count, builtin.argumentCounts, of: name, at: range)
      consecutive(arguments, from: first)
      let number = Builtin.allCases.firstIndex(of: builtin) ?? 0
      emit(
        isWatched ? .watchedBuiltin : .callBuiltin, a: first, b: number, c: arguments.count,
        at: range)
    } else if !hasGaps {
      for argument in arguments { value(argument) }
      var known: [String] = Builtin.allCases.map(\.rawValue)
      for scope in scopes { known += scope.functions.keys.sorted() }
      report(
        .unknownFunction, "unknown function '\(name)'", nameRange,
        hint: Suggestion.hint(for: name, in: known)
          ?? "there are " + Builtin.allCases.map { "`\($0.rawValue)`" }.joined(separator: ", "))
    }
  }

  private func callMethod(
    _ object: Expression, _ name: Name, _ arguments: [Expression], _ first: Int,
    _ range: SourceRange
  ) {
    let isMeasure = name.text == "of"
    guard isMeasure || PropertyNames.processMethods.contains(name.text) else {
      return report(
        .unknownMember, "unknown function '\(name.text)'", name.range,
        hint: Suggestion.hint(for: name.text, in: PropertyNames.processMethods + ["of"]))
    }
    if isMeasure { measuresProcesses = true }
    checkCount(arguments.count, 1...1, of: name.text, at: range)
    for _ in arguments { _ = allocate() }
    value(object, to: first)
    let outer = regionOwner
    if !isMeasure { regionOwner = first }
    for (offset, argument) in arguments.enumerated() { value(argument, to: first + 1 + offset) }
    regionOwner = outer
    emit(
      isWatched ? .watchedMethod : .method, a: first, b: memberNumber(name.text),
      c: arguments.count, at: range)
  }

  private func checkCount(
    _ count: Int, _ wanted: ClosedRange<Int>, of name: String, at range: SourceRange,
    declared: SourceRange? = nil
  ) {
    guard !wanted.contains(count) else { return }
    let low = wanted.lowerBound
    let high = wanted.upperBound
    let text =
      low == high ? "\(low)" : high == Int.max ? "at least \(low)" : "\(low) to \(high)"
    report(
      .argumentCount, "'\(name)' takes \(text) argument\(text == "1" ? "" : "s"), not \(count)",
      range,
      notes: declared.map { [.init(message: "defined here", range: $0)] } ?? [])
  }

  // MARK: Definitions

  /// Makes the functions of a block known before its first statement.
  func hoistFunctions(of block: Block) {
    for statement in block.statements {
      guard case .define(let name, let parameters, _) = statement.kind else { continue }
      if let old = scopes[scopes.count - 1].functions[name.text] {
        report(
          .alreadyDeclared, "'\(name.text)' is defined twice in this block", name.range,
          notes: [.init(message: "first defined here", range: old.range)])
        continue
      }
      let required = parameters.prefix { $0.defaultValue == nil }.count
      code.functions.append(
        Function(
          name: name.text, entry: 0, parameterCount: parameters.count, requiredCount: required,
          registerCount: 0))
      if code.functions.count > Self.maximumRegisters {
        report(.tooLarge, "too many functions", name.range)
      }
      scopes[scopes.count - 1].functions[name.text] = FunctionName(
        number: code.functions.count - 1, parameterCount: parameters.count,
        requiredCount: required, range: name.range)
    }
  }

  func define(_ name: Name, _ parameters: [Parameter], _ body: Block, at range: SourceRange) {
    guard frame.isOutermost else {
      return report(
        .nestedFunction, "'def' inside 'def'", name.range, hint: "move it out of the function")
    }
    guard let function = scopes[scopes.count - 1].functions[name.text],
      function.range == name.range
    else { return }
    let skip = emit(.jump, at: range)
    let outerFrame = frame
    let outerOwner = regionOwner
    regionOwner = nil
    frame = Frame(isOutermost: false)
    let outside = written
    written = .unknown
    defer { written = outside }
    code.functions[function.number].entry = here
    var scope = Scope()
    scope.beginsFunction = true
    scopes.append(scope)
    for parameter in parameters {
      let register = allocate()
      // The parser has told of two with one name.
      guard scope.variables[parameter.name.text] == nil else { continue }
      declare(parameter.name, register: register, isMutable: true)
      scope = scopes[scopes.count - 1]
    }
    frame.firstFree = frame.next
    for (register, parameter) in parameters.enumerated() {
      guard let defaultValue = parameter.defaultValue else { continue }
      let given = emit(.jumpIfDefined, a: register, at: parameter.name.range)
      value(defaultValue, to: register)
      patch(given)
    }
    block(body)
    let result = simple(.null, to: nil, at: range)
    emit(.returnValue, a: result, at: range)
    scopes.removeLast()
    finishInvariants()
    code.functions[function.number].registerCount = frame.registerCount
    frame = outerFrame
    regionOwner = outerOwner
    patch(skip)
  }
}
