import VM

/// Guard regions: entries at which every access is fatal.
extension NaiveMachine {
  mutating func installGuards(
    _ space: Int, _ vma: NaiveVMA, _ part: Range<Int>
  ) throws(Refusal) {
    if vma.flags.contains(.locked) || isHuge(vma) { throw .errno(.EINVAL) }
    if vma.isPrivateAnonymous { prepareAnonVMA(space, at: part.lowerBound) }
    let number = spaces[space]!.vmas.firstIndex { $0.range.contains(part.lowerBound) }!
    spaces[space]!.vmas[number].mayHaveGuards = true
    var wasPresent = false
    for address in stride(from: part.lowerBound, to: part.upperBound, by: page) {
      let owner = Owner(space: space, base: leafBase(address))
      makeUppers(space, over: address)
      if spaces[space]!.links[owner.base] == nil { giveLeaf(owner) }
      let leaf = spaces[space]!.links[owner.base]!.leaf
      let index = (address - owner.base) / page
      if leaves[leaf]!.entries[index]?.isPresent == true { wasPresent = true }
      if leaves[leaf]!.entries[index] != nil { clearEntry(leaf, index) }
      leaves[leaf]!.entries[index] = NaiveEntry(kind: .guarded)
    }
    if wasPresent { flush([space]) }
  }

  mutating func removeGuards(
    _ space: Int, _ vma: NaiveVMA, _ part: Range<Int>
  ) throws(Refusal) {
    if isHuge(vma) { throw .errno(.EINVAL) }
    for address in stride(from: part.lowerBound, to: part.upperBound, by: page)
    where entry(space, at: address)?.kind == .guarded {
      let leaf = spaces[space]!.links[leafBase(address)]!.leaf
      leaves[leaf]!.entries[(address - leafBase(address)) / page] = nil
    }
  }
}
