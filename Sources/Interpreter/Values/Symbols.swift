import VM

/// The errno and signal names that scripts can write.
enum Symbols {
  static let all: [String] = Errno.allCases.map(\.rawValue) + Signal.allCases.map(\.rawValue)

  static func number(of name: String) -> Int? { all.firstIndex(of: name) }
}
