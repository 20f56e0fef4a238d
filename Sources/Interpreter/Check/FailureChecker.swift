import PTLang

/// Finds what always goes wrong: expressions that are errors, and calls that are refused, whatever
/// happened before.
enum FailureChecker {
  static func warnings(about statement: Statement, pageSize: Int) -> [Diagnostic] {
    var found: [Diagnostic] = []
    for expression in statement.expressions {
      expression.forEachPart { part in
        guard let message = failure(of: part) else { return }
        found.append(Diagnostic(.failingExpression, "this always fails: \(message)", part.range))
      }
    }
    if case .call(let call) = statement.kind {
      found += misplacedValue(call)
      if call.expectation == nil { found += refusals(of: call, pageSize) }
    }
    return found
  }

  // MARK: Expressions

  /// Why the expression is always an error; nil if it need not be one.
  private static func failure(of expression: Expression) -> String? {
    let folder = ConstantFolder()
    switch expression.kind {
    case .binary(let op, let left, let right):
      return failure(op, folder.fold(left), folder.fold(right))
    case .index(let list, let index):
      guard case .list(let elements) = list.kind, case .integer(let number)? = folder.fold(index),
        !(-elements.count..<elements.count).contains(number)
      else { return nil }
      return "index \(number) of a list of \(elements.count)"
    case .call(let callee, let arguments):
      guard case .member(_, let name) = callee.kind, name.text == "value", arguments.count == 1,
        case .integer(let address)? = folder.fold(arguments[0]), !address.isMultiple(of: 8)
      else { return nil }
      return "the address of a value is a multiple of 8, not \(address)"
    default: return nil
    }
  }

  private static func failure(
    _ op: BinaryOperator, _ left: Constant?, _ right: Constant?
  ) -> String? {
    guard let right = right?.number else { return nil }
    // Of a left side that is not known, 0 stands for all: it fails only because of the right side.
    guard let left = left.map(\.number) ?? .integer(0) else { return nil }
    do throws(Stop) {
      _ = try Arithmetic.apply(op.opcode, left, right)
    } catch {
      if case .problem(let problem) = error, problem.code != .wrongType { return problem.message }
    }
    return nil
  }

  // MARK: Calls

  /// `write T = V at 3`.
  private static func misplacedValue(_ call: Call) -> [Diagnostic] {
    guard call[.value] != nil, let place = call[.at]?.arguments.first,
      case .integer(let offset)? = ConstantFolder().fold(place), !offset.isMultiple(of: 8)
    else { return [] }
    return [
      Diagnostic(
        .failingExpression,
        "this always fails: the address of a value is a multiple of 8, not \(offset)",
        place.range)
    ]
  }

  private static func refusals(of call: Call, _ pageSize: Int) -> [Diagnostic] {
    let verb = call.verb.rawValue
    let inPage = placesOnPages(of: call).filter { place in
      guard case .integer(let number)? = ConstantFolder().fold(place) else { return false }
      return !number.isMultiple(of: pageSize)
    }
    let nothing = lengths(of: call).filter {
      if case .integer(0)? = ConstantFolder().fold($0) { true } else { false }
    }
    return inPage.map {
      Diagnostic(
        .refusedCall, "`\(verb)` in the middle of a page is always refused", $0.range,
        hint: "begin at a page, or say `fails EINVAL`")
    }
      + nothing.map {
        Diagnostic(
          .refusedCall, "`\(verb)` of nothing is always refused", $0.range,
          hint: "give a length, or say `fails EINVAL`")
      }
  }

  /// The addresses and offsets that must be multiples of the page size.
  private static func placesOnPages(of call: Call) -> [Expression] {
    let clauses: [Clause.Kind] =
      switch call.verb {
      case .mmap: [.at, .fixed, .offset]
      case .munmap, .mprotect, .madvise, .msync: [.at]
      case .mremap: [.at, .to]
      default: []
      }
    return clauses.compactMap { call[$0]?.arguments.first }
  }

  /// The lengths that must not be 0.
  private static func lengths(of call: Call) -> [Expression] {
    switch call.verb {
    case .mmap: [call.operands.last, call[.size]?.arguments.first].compactMap { $0 }
    case .munmap: [call[.len]?.arguments.first].compactMap { $0 }
    case .mremap: [call[.size]?.arguments.first].compactMap { $0 }
    default: []
    }
  }
}
