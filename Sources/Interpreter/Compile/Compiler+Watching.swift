import PTLang

// Code that tells a `Watch` what it does: it is compiled only when an assertion has failed, so that
// other runs pay nothing for it.
extension Compiler {
  /// A statement begins; what a `let`, `var` or assignment reads is noted.
  func watchBegin(_ statement: Statement) {
    guard isWatched else { return }
    switch statement.kind {
    case .missing, .include, .define, .test, .tag, .invariant: return
    default: break
    }
    emit(.watchStatement, x: statement.storesVariable == nil ? 0 : 1, at: statement.range)
    if statement.keepsOldValue, let name = statement.storesVariable, let variable = variable(name) {
      watchVariable(variable, at: statement.range)
    }
  }

  /// The statement has stored its value.
  func watchEnd(_ statement: Statement) {
    guard isWatched, let name = statement.storesVariable else { return }
    if case .declare(_, let name, let value) = statement.kind {
      code.declarations.append(Declaration(name: name.range, isLiteral: value.isLiteral))
      scopes[scopes.count - 1].variables[name.text]?.declaration = code.declarations.count - 1
    }
    guard let variable = variable(name) else { return }
    let isOutside = variable.isGlobal && !frame.isOutermost
    let mark = frame.next
    var register = variable.register
    if isOutside {
      register = allocate()
      emit(.loadGlobal, a: register, x: variable.register, at: statement.range)
    }
    // Without a declaration, as that of a loop's variable, the value is of no interest.
    emit(.watchValue, a: register, x: variable.declaration ?? -1, at: statement.range)
    frame.next = mark
  }

  func watchVariable(_ variable: Variable, at range: SourceRange) {
    guard isWatched, let declaration = variable.declaration else { return }
    emit(.watchVariable, x: declaration, at: range)
  }
}

extension Statement {
  /// The variable that it gives a value.
  fileprivate var storesVariable: String? {
    switch kind {
    case .declare(_, let name, _): return name.text
    case .assign(let target, _, _):
      var base = target
      while case .index(let list, _) = base.kind { base = list }
      if case .name(let name) = base.kind { return name }
      return nil
    default: return nil
    }
  }

  /// What the variable has after it depends on what it had before.
  fileprivate var keepsOldValue: Bool {
    guard case .assign(let target, let op, _) = kind else { return false }
    if case .index = target.kind { return true }
    return op != nil
  }
}

extension Expression {
  fileprivate var isLiteral: Bool {
    switch kind {
    case .integer, .float, .boolean, .null: true
    case .string(let parts):
      parts.allSatisfy { if case .text = $0 { true } else { false } }
    case .pages(let operand), .unary(_, let operand): operand.isLiteral
    case .list(let elements): elements.allSatisfy(\.isLiteral)
    case .range(let low, let high, _): low.isLiteral && high.isLiteral
    default: false
    }
  }
}
