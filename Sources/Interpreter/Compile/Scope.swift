import PTLang

/// The names of a block.
struct Scope {
  var variables: [String: Variable] = [:]
  var functions: [String: FunctionName] = [:]
  /// The names in order of declaration, for suggestions.
  var names: [String] = []
  /// A function's outermost scope: what lies outside belongs to another frame.
  var beginsFunction = false
  /// The innermost invariant in force, by its place in the frame's list.
  var invariant: Int?
}

struct Variable {
  var register: Int
  var isMutable: Bool
  /// Belongs to the outermost frame.
  var isGlobal: Bool
  var range: SourceRange?
  /// In code that is watched: its place in `code.declarations`, if it is one of those.
  var declaration: Int?
}

struct FunctionName {
  var number: Int
  var parameterCount: Int
  var requiredCount: Int
  var range: SourceRange
}

extension Compiler {
  func variable(_ name: String) -> Variable? {
    for scope in scopes.reversed() {
      if let found = scope.variables[name] { return found }
    }
    return nil
  }

  func function(_ name: String) -> FunctionName? {
    for scope in scopes.reversed() {
      if let found = scope.functions[name] { return found }
    }
    return nil
  }

  /// Adds a variable to the innermost scope.
  func declare(_ name: Name, register: Int, isMutable: Bool) {
    if let old = scopes[scopes.count - 1].variables[name.text] {
      report(
        .alreadyDeclared, "'\(name.text)' is declared twice in this block", name.range,
        notes: old.range.map { [.init(message: "first declared here", range: $0)] } ?? [])
    }
    scopes[scopes.count - 1].variables[name.text] = Variable(
      register: register, isMutable: isMutable, isGlobal: frame.isOutermost, range: name.range)
    scopes[scopes.count - 1].names.append(name.text)
  }

  /// Runs `body` in a scope of its own; the registers of its variables are free again after it.
  func withScope(_ body: () -> Void) {
    let mark = frame.next
    var scope = Scope()
    scope.invariant = scopes.last?.invariant
    scopes.append(scope)
    body()
    scopes.removeLast()
    frame.next = mark
  }

  /// The thing of the world must not have the name of a variable in scope.
  func checkWorldName(_ name: Name) -> WorldName {
    if let variable = variable(name.text) {
      report(
        .worldNameIsVariable, "'\(name.text)' is the name of a variable here", name.range,
        hint: "choose another name",
        notes: variable.range.map { [.init(message: "declared here", range: $0)] } ?? [])
    }
    return code.names.intern(name.text)
  }

  /// Every name that an expression could mention here, the innermost first.
  var namesInScope: [String] {
    var names: [String] = []
    for scope in scopes.reversed() { names += scope.names.reversed() }
    return names + worldNames.all + PropertyNames.globalRoots
  }
}
