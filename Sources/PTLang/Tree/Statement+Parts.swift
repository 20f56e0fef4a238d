extension Statement {
  /// The blocks in it, in the order of the text.
  public var blocks: [Block] {
    switch kind {
    case .if(let branches, let otherwise): branches.map(\.body) + (otherwise.map { [$0] } ?? [])
    case .forIn(_, _, let block), .whileLoop(_, let block), .repeatLoop(_, let block),
      .define(_, _, let block), .subject(_, let block, _), .whatif(let block),
      .compare(_, let block, _):
      [block]
    case .birth(let birth): birth.block.map { [$0] } ?? []
    case .test(let test): [test.body]
    case .declare(_, _, let value), .assign(_, _, let value):
      if case .measure(let block) = value.kind { [block] } else { [] }
    default: []
    }
  }
}

extension Block {
  /// Every statement in it and in the blocks in it, an outer one before those inside.
  public func forEachStatement(_ body: (Statement) -> Void) {
    for statement in statements {
      body(statement)
      for block in statement.blocks { block.forEachStatement(body) }
    }
  }
}
