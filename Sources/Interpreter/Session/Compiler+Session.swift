import PTLang

/// A statement at the top level of an input, compiled.
struct SessionUnit {
  let statement: Statement
  /// Its first instruction; its last is an `end`.
  let entry: Int
  /// Registers of the outermost frame that are taken after it.
  let registerCount: Int
  /// What it gives names to.
  var variables: [(name: String, Variable)] = []
  var functions: [(name: String, FunctionName)] = []
  /// The invariant that it brings into force.
  var invariant: PendingInvariant?
  /// The libraries that are there after it.
  let included: Set<Int>

  /// An expression alone or a `show`: no statement that could be undone, unless it changes something.
  var isQuestion: Bool {
    switch statement.kind {
    case .expression, .show: true
    default: false
    }
  }
}

/// The names of a session before one of its units, as far as the unit has changed them.
struct SessionNamesBefore {
  fileprivate let variables: [(name: String, Variable?)]
  fileprivate let functions: [(name: String, FunctionName?)]
  fileprivate let nameCount: Int
  fileprivate let registerCount: Int
  fileprivate let invariantCount: Int
  fileprivate let included: Set<Int>

  /// What the unit gives names to.
  var declaredVariables: [String] { variables.map(\.name) }
  var declaredFunctions: [String] { functions.map(\.name) }
}

// A session's inputs are more and more code of one outermost frame. Between inputs there are two
// scopes, that of definitions and the session's; what is compiled gets a third one, whose names go
// over to the session's as the units run that declare them.
extension Compiler {
  private static let sessionScope = 1

  func beginSession(definitions: [(name: String, value: Constant)]) {
    hasInvariants = true
    // Whatever a later input may ask a measurement for, but for what takes a walk over all
    // processes for each.
    code.measuredCounters = ProcessCounter.allCases.filter { $0 != .pss && $0 != .uss }
    scopes = [Scope()]
    statement = SourceRange(lower: 0, upper: 0)
    for definition in definitions { define(definition.name, definition.value, statement) }
    emit(.end, at: statement)
    scopes.append(Scope())
    code.registerCount = frame.registerCount
  }

  /// Compiles the statements of an input from one on; those before it are in force already.
  ///
  /// What is wrong is in `diagnostics`.
  func compile(_ root: Block, from first: Int, invariants: [PendingInvariant]) -> [SessionUnit] {
    let registerCount = frame.next
    frame = Frame(isOutermost: true)
    (frame.next, frame.registerCount) = (registerCount, registerCount)
    var scope = Scope()
    scope.invariant = reopen(invariants)
    scopes.append(scope)
    defer { scopes.removeLast() }
    let statements = Array(root.statements[first...])
    hoistFunctions(of: Block(statements, range: root.range))
    let units = statements.map { unit($0) }
    finishInvariants()
    code.registerCount = frame.registerCount
    if max(code.members.count, code.names.texts.count) > Int(UInt16.max) {
      report(.tooLarge, "more than 65535 names", root.range)
    }
    code.regionNames = Set(worldNames.regions.map { code.names.intern($0) })
    frame.next = registerCount
    return units
  }

  private func unit(_ statement: Statement) -> SessionUnit {
    let entry = here
    let nameCount = scopes[scopes.count - 1].names.count
    let invariant = scopes[scopes.count - 1].invariant
    var isInclude = false
    if case .include = statement.kind { isInclude = true }
    let functions = isInclude ? scopes[scopes.count - 1].functions : [:]
    self.statement(statement)
    emit(.end, at: statement.range)
    let after = scopes[scopes.count - 1]
    var unit = SessionUnit(
      statement: statement, entry: entry, registerCount: frame.next, included: included)
    for name in after.names[nameCount...] {
      if let variable = after.variables[name] { unit.variables.append((name, variable)) }
    }
    if case .define(let name, _, _) = statement.kind, let function = after.functions[name.text] {
      unit.functions.append((name.text, function))
    } else if isInclude {
      for name in after.functions.keys.sorted() where functions[name] == nil {
        if let function = after.functions[name] { unit.functions.append((name, function)) }
      }
    }
    if after.invariant != invariant, let number = after.invariant {
      unit.invariant = frame.invariants[number]
    }
    return unit
  }

  /// Makes invariants of earlier inputs ready to be checked in this one, whose registers are others;
  /// the innermost.
  private func reopen(_ invariants: [PendingInvariant]) -> Int? {
    code.invariants.reserveCapacity(code.invariants.count + invariants.count)
    for old in invariants {
      let outer = frame.invariants.indices.last
      code.invariants.append(
        InvariantSite(state: old.state, outer: outer.map { frame.invariants[$0].number }))
      frame.invariants.append(
        PendingInvariant(
          condition: old.condition, range: old.range, scopes: old.scopes,
          statement: old.statement, number: code.invariants.count - 1, state: old.state,
          outer: outer))
    }
    return frame.invariants.indices.last
  }

  // MARK: Names

  /// The unit has run: its names are the session's.
  func bringIntoForce(_ unit: SessionUnit, invariantCount: Int, includedBefore: Set<Int>)
    -> SessionNamesBefore
  {
    let scope = scopes[Self.sessionScope]
    let before = SessionNamesBefore(
      variables: unit.variables.map { ($0.name, scope.variables[$0.name]) },
      functions: unit.functions.map { ($0.name, scope.functions[$0.name]) },
      nameCount: scope.names.count, registerCount: frame.next, invariantCount: invariantCount,
      included: includedBefore)
    for (name, variable) in unit.variables {
      scopes[Self.sessionScope].variables[name] = variable
      scopes[Self.sessionScope].names.append(name)
    }
    for (name, function) in unit.functions {
      scopes[Self.sessionScope].functions[name] = function
    }
    frame.next = unit.registerCount
    return before
  }

  /// Takes back what a unit has declared, the last one first; how many invariants stay.
  func takeBack(_ names: SessionNamesBefore) -> Int {
    for (name, variable) in names.variables.reversed() {
      scopes[Self.sessionScope].variables[name] = variable
    }
    for (name, function) in names.functions.reversed() {
      scopes[Self.sessionScope].functions[name] = function
    }
    scopes[Self.sessionScope].names.removeSubrange(names.nameCount...)
    frame.next = names.registerCount
    included = names.included
    return names.invariantCount
  }

  var sessionVariables: [String] {
    Set(scopes.flatMap { $0.variables.keys }).sorted()
  }

  var sessionFunctions: [String] {
    Set(scopes.flatMap { $0.functions.keys }).sorted()
  }

  /// In a session: a name at a place means what is declared at another.
  func noteUse(of declaration: SourceRange?, at use: SourceRange) {
    if isSession, let declaration { declarations[use.file, default: [:]][use] = declaration }
  }

  // MARK: Expressions alone

  /// An expression alone. A call that is not at the top level is a statement as in a file.
  func typed(_ expression: Expression) {
    var isNilSilent = false
    if case .call(let callee, _) = expression.kind {
      guard printsCalls, frame.isOutermost, scopes.count == Self.sessionScope + 2 else {
        value(expression)
        return
      }
      if case .name(let name) = callee.kind { isNilSilent = function(name) != nil }
    }
    let register = value(expression)
    emit(.printTyped, a: register, x: isNilSilent ? 1 : 0, at: expression.range)
  }
}
