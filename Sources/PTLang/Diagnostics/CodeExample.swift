/// Two short scripts: one that is reported with the code, and one that says what was meant.
public struct CodeExample: Hashable, Sendable {
  public let wrong: String
  public let right: String

  public init(_ wrong: String, _ right: String) {
    self.wrong = wrong
    self.right = right
  }
}
