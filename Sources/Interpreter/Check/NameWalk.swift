import PTLang

/// Follows the names of a program through its blocks, as the compiler does, and counts who asks for
/// them.
struct NameWalk {
  /// A name that is declared: a variable, a parameter, a function.
  struct Declaration {
    enum Kind {
      case constant, variable, parameter, testParameter
      case loopVariable(Expression)
      case function
    }

    let kind: Kind
    let name: Name
    /// At the top level of its file.
    let isOutermost: Bool
    var reads = 0
    var changes = 0
  }

  private struct Scope {
    /// Places in `declarations`.
    var variables: [String: Int] = [:]
    var functions: [String: Int] = [:]
    /// A function's outermost scope.
    var beginsFunction = false
  }

  let files: FileSet
  private(set) var declarations: [Declaration] = []
  /// What has been found on the way.
  private(set) var warnings: [Diagnostic] = []
  /// The files with names that another file mentions, by the number of that file.
  private(set) var filesMentioned: [Int32: Set<Int32>] = [:]

  private var scopes: [Scope] = []
  private var included: Set<Int> = [0]
  /// The functions whose bodies are being walked.
  private var openFunctions: [Int] = []
  /// The names of processes, files and regions, by file.
  private let things: [WorldNames]

  init(files: FileSet) {
    self.files = files
    things = files.trees.map { tree in
      var names = WorldNames()
      names.collect(tree.root)
      return names
    }
  }

  mutating func walk() {
    guard let main = files.trees.first?.root else { return }
    scopes = [Scope()]
    statements(of: main)
    for test in main.tests {
      withScope { walk in
        for parameter in test.parameters {
          walk.expression(parameter.values)
          walk.declare(.testParameter, parameter.name)
        }
        walk.expression(test.title)
        walk.block(test.body)
      }
    }
  }

  // MARK: Blocks

  private mutating func block(_ block: Block) { withScope { walk in walk.statements(of: block) } }

  private mutating func statements(of block: Block) {
    for statement in block.statements {
      guard case .define(let name, _, _) = statement.kind else { continue }
      scopes[scopes.count - 1].functions[name.text] = add(.function, name)
    }
    for statement in block.statements { self.statement(statement) }
  }

  private mutating func withScope(
    beginsFunction: Bool = false, _ body: (inout NameWalk) -> Void
  ) {
    scopes.append(Scope(beginsFunction: beginsFunction))
    body(&self)
    scopes.removeLast()
  }

  // MARK: Statements

  private mutating func statement(_ statement: Statement) {
    switch statement.kind {
    case .declare(let isMutable, let name, let value):
      expression(value)
      declare(isMutable ? .variable : .constant, name)
    case .assign(let target, let op, let value):
      assign(target, op, value, at: statement.range)
    case .forIn(let name, let sequence, let body):
      expression(sequence)
      withScope { walk in
        walk.declare(.loopVariable(sequence), name)
        walk.block(body)
      }
    case .define(let name, let parameters, let body): define(name, parameters, body)
    case .include(let path): include(path)
    // Walked after everything else, as they are compiled.
    case .test: return
    case .compare(_, let body, let columns):
      for expression in statement.expressions.dropLast(columns.count) {
        self.expression(expression)
      }
      withScope { walk in
        walk.statements(of: body)
        for column in columns { walk.expression(column) }
      }
    default:
      for expression in statement.expressions { self.expression(expression) }
      for block in statement.blocks { self.block(block) }
    }
  }

  private mutating func assign(
    _ target: Expression, _ op: BinaryOperator?, _ value: Expression, at range: SourceRange
  ) {
    expression(value)
    switch target.kind {
    case .name(let name):
      guard let place = variable(name) else { return }
      declarations[place].changes += 1
      mention(place, from: range)
      if op == nil, case .name(name) = value.kind {
        warnings.append(
          Diagnostic(.selfAssignment, "'\(name)' is assigned to itself", range))
      }
    case .index(let list, _):
      expression(target)
      if case .name(let name) = list.kind, let place = variable(name) {
        declarations[place].changes += 1
      }
    default: return
    }
  }

  private mutating func define(_ name: Name, _ parameters: [Parameter], _ body: Block) {
    guard let place = scopes[scopes.count - 1].functions[name.text] else { return }
    openFunctions.append(place)
    withScope(beginsFunction: true) { walk in
      for parameter in parameters { walk.declare(.parameter, parameter.name) }
      for parameter in parameters {
        if let value = parameter.defaultValue { walk.expression(value) }
      }
      walk.block(body)
    }
    openFunctions.removeLast()
  }

  /// The library's names join the block's.
  private mutating func include(_ path: Name) {
    let name = FileSet.resolve(path.text, from: files.files[Int(path.range.file)].name)
    guard let number = files.number(of: name), included.insert(number).inserted else { return }
    statements(of: files.trees[number].root)
  }

  // MARK: Expressions

  private mutating func expression(_ expression: Expression) {
    if case .measure(let body) = expression.kind { return block(body) }
    if case .call(let callee, let arguments) = expression.kind, case .name(let name) = callee.kind {
      call(name, at: callee.range)
      for argument in arguments { self.expression(argument) }
      return
    }
    if case .name(let name) = expression.kind, let place = variable(name) {
      declarations[place].reads += 1
      mention(place, from: expression.range)
    }
    for part in expression.parts { self.expression(part) }
  }

  private mutating func call(_ name: String, at range: SourceRange) {
    for scope in scopes.reversed() {
      guard let place = scope.functions[name] else { continue }
      if !openFunctions.contains(place) { declarations[place].reads += 1 }
      return mention(place, from: range)
    }
  }

  private mutating func mention(_ place: Int, from range: SourceRange) {
    filesMentioned[range.file, default: []].insert(declarations[place].name.range.file)
  }

  // MARK: Names

  private func variable(_ name: String) -> Int? {
    for scope in scopes.reversed() {
      if let found = scope.variables[name] { return found }
    }
    return nil
  }

  private mutating func declare(_ kind: Declaration.Kind, _ name: Name) {
    let place = add(kind, name)
    checkHiding(name)
    scopes[scopes.count - 1].variables[name.text] = place
  }

  private mutating func add(_ kind: Declaration.Kind, _ name: Name) -> Int {
    declarations.append(
      Declaration(kind: kind, name: name, isOutermost: scopes.count == 1))
    return declarations.count - 1
  }

  /// Of a variable of the same function, or of a thing that the same file makes.
  private mutating func checkHiding(_ name: Name) {
    for scope in scopes.reversed() {
      if let outer = scope.variables[name.text] {
        let declared = Diagnostic.Note(
          message: "the outer one", range: declarations[outer].name.range)
        warnings.append(
          Diagnostic(
            .hiddenVariable, "'\(name.text)' hides a variable of an outer block", name.range,
            notes: [declared],
            hint: "to change the outer one write `\(name.text) = ...`; else choose another name"))
        return
      }
      if scope.beginsFunction { break }
    }
    guard let kind = things[Int(name.range.file)].kind(of: name.text) else { return }
    warnings.append(
      Diagnostic(
        .hiddenThing, "'\(name.text)' is also the name of a \(kind)", name.range,
        hint: "choose another name"))
  }
}
