import VM

/// Fork that copies nothing that a fault can bring back.
extension NaiveMachine {
  mutating func forkLazily(_ old: Int, _ new: Int) {
    spaces[new]!.vmas = inheritedVMAs(of: old).map { parent in
      var child = parent
      let isWiped = parent.flags.contains(.wipeonfork)
      child.isForkChild = parent.anonVMA != 0 && !isWiped
      child.anonVMA = child.isForkChild ? nextSerial() : 0
      return child
    }
    let copied = spaces[new]!.vmas.filter {
      $0.isForkChild || ($0.mayHaveGuards && !$0.flags.contains(.wipeonfork))
    }
    func isCopied(_ range: Range<Int>) -> Bool { copied.contains { $0.range.overlaps(range) } }

    for level in 1..<max(1, geometry.levels.count - 1) {
      for (base, table) in spaces[old]!.uppers[level] ?? [:]
      where isCopied(base..<(base + geometry.levels[level].tableSpan)) {
        let copy = newTable()
        spaces[new]!.uppers[level, default: [:]][base] = copy
        hugeEntries[copy] = copyHugeEntries(of: table, at: base, inside: copied)
      }
    }
    for base in spaces[old]!.links.keys.sorted() where isCopied(leafRange(base)) {
      let copies = copyEntries(of: spaces[old]!.links[base]!.leaf, at: base, inside: copied)
      giveLeaf(Owner(space: new, base: base), entries: copies)
    }
  }
}
