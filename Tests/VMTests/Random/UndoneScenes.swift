import VM

/// Programs with pieces that are undone.
extension Generator {
  /// Puts marks between the operations, nested ones too, that are gone back to, some several times,
  /// and released in any order.
  mutating func withUndo(_ operations: [Operation]) -> [Operation] {
    var all: [Operation] = []
    func undo(_ undo: Undo) {
      all.append(Operation(process: 0, kind: .undo(undo)))
      // The same access right before and right after: what has been looked up must not be believed.
      if case .restore = undo, let last = all.last(where: \.isAccess), random.once(in: 2) {
        all.insert(last, at: all.count - 1)
        all.append(last)
      }
    }
    var rest = operations[...]
    while !rest.isEmpty {
      switch random.below(12) {
      case 0, 1: undo(.mark)
      case 2: undo(.restore(random.pick([0, 0, 0, 1, random.below(5)])))
      case 3 where random.once(in: 2): undo(.release(random.below(5)))
      case 4:
        // What if?
        undo(.mark)
        for _ in 0..<(1 + random.below(5)) { all.append(operation()) }
        undo(.restore(0))
        undo(.release(0))
      default: break
      }
      for _ in 0..<(1 + random.below(4)) {
        if let next = rest.popFirst() { all.append(next) }
      }
    }
    return all
  }
}

extension Operation {
  fileprivate var isAccess: Bool {
    if case .access = kind { return true }
    return false
  }
}
