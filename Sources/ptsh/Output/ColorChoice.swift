import ArgumentParser

/// What `--color` says.
enum ColorChoice: String, ExpressibleByArgument, CaseIterable, Sendable {
  case auto, always, never

  /// `--color` beats `NO_COLOR` beats `CLICOLOR_FORCE` beats "a terminal that is not dumb".
  func decide(isTerminal: Bool, environment: (String) -> String? = Environment.value) -> Bool {
    switch self {
    case .always: return true
    case .never: return false
    case .auto:
      if let value = environment("NO_COLOR"), !value.isEmpty { return false }
      if let value = environment("CLICOLOR_FORCE"), !value.isEmpty, value != "0" { return true }
      return isTerminal && environment("TERM") != "dumb"
    }
  }
}
