/// A parsed file: its statements, and the comments with their places (for the formatter).
public struct SyntaxTree: Hashable, Sendable {
  public var root: Block
  public var comments: [Comment]

  public init(root: Block, comments: [Comment]) {
    self.root = root
    self.comments = comments
  }
}

/// A comment from `#` to the end of its line, the `#` included.
public struct Comment: Hashable, Sendable {
  public var text: String
  public var range: SourceRange

  public init(text: String, range: SourceRange) {
    self.text = text
    self.range = range
  }
}
