import PTLang
import VM

/// Finds counters in bytes that are compared with what can only be a number of pages.
enum SizeChecker {
  static func warnings(about statement: Statement, pageSize: Int) -> [Diagnostic] {
    var found: [Diagnostic] = []
    for expression in statement.expressions {
      expression.forEachPart { part in
        guard case .comparison(let first, let rest) = part.kind else { return }
        var left = first
        for link in rest {
          if link.op == .equal || link.op == .notEqual {
            found +=
              impossible(left, link.operand, pageSize) + impossible(link.operand, left, pageSize)
          }
          left = link.operand
        }
      }
    }
    return found
  }

  private static func impossible(
    _ counter: Expression, _ number: Expression, _ pageSize: Int
  ) -> [Diagnostic] {
    guard let name = counter.nameOfWholePages,
      case .integer(let bytes)? = ConstantFolder().fold(number), !bytes.isMultiple(of: pageSize)
    else { return [] }
    var hint: String?
    if case .integer = number.kind {
      hint = "`\(name)` is in bytes: did you mean `\(bytes) pages`?"
    }
    return [
      Diagnostic(
        .impossibleSize, "`\(name)` is always a whole number of pages, and never \(bytes)",
        number.range, hint: hint)
    ]
  }
}

extension Expression {
  /// The name of a counter whose value is a number of bytes and a multiple of the page size.
  fileprivate var nameOfWholePages: String? {
    guard case .member(let base, let name) = kind else { return nil }
    switch name.text {
    case "rss", "uss", "vsz", "vmpte", "resident": return name.text
    case "anon", "file", "shmem":
      guard case .member(_, let outer) = base.kind, outer.text == "rss" else { return nil }
      return "rss.\(name.text)"
    case "bytes": return "pagetables.bytes"
    default: return nil
    }
  }
}

/// The page sizes that a program may run with.
enum PageSizes {
  /// The smallest of the machines that the program names, or of all if one is not written out.
  ///
  /// - Parameter machine: the one that the command line names.
  static func smallest(in files: FileSet, machine: String?) -> Int {
    if let machine, let geometry = Geometry.named(machine) { return geometry.pageSize }
    var machines: [Geometry?] = [.x86_64]
    for tree in files.trees {
      tree.root.forEachStatement { statement in
        guard case .machine(let selector, _) = statement.kind else { return }
        machines.append(selector.string == nil ? Geometry.named(selector.word.text) : nil)
      }
    }
    let possible = machines.contains(nil) ? Geometry.all : machines.compactMap { $0 }
    return possible.map(\.pageSize).min() ?? Geometry.x86_64.pageSize
  }
}
