import VM

/// Mappings that grow down.
extension NaiveMachine {
  /// The vma there, grown down to the address if need be; SIGSEGV if none permits the access.
  mutating func vmaForAccess(
    _ space: Int, _ address: Int, _ kind: AccessKind
  ) throws(Refusal) -> NaiveVMA {
    guard let found = vmaAfterGrowth(space, at: address) else {
      // A stack that has become too large has got its anon_vma by then.
      if let stack = vmaAfterGrowth(space, at: address, limit: .max), address >= 64 << 10 {
        prepareAnonVMA(space, at: stack.range.lowerBound)
      }
      throw .signal(.SIGSEGV, at: VirtualAddress(address))
    }
    if !found.range.contains(address) { grow(space, found, downTo: roundDown(address)) }
    let vma = vma(space, at: address)!
    if !Self.permits(vma.protection, kind) {
      throw .signal(.SIGSEGV, at: VirtualAddress(address))
    }
    return vma
  }

  private mutating func grow(_ space: Int, _ vma: NaiveVMA, downTo start: Int) {
    let growth = start..<vma.range.lowerBound
    unshareLeaves(space, over: growth)
    prepareAnonVMA(space, at: vma.range.lowerBound)
    let number = spaces[space]!.vmas.firstIndex { $0.range == vma.range }!
    spaces[space]!.vmas[number].range = growth.lowerBound..<vma.range.upperBound
    spaces[space]!.vmas[number].origin -= growth.count
    decideFileTables()
  }

  /// The vma that answers for an address: the one there, or the one that would grow down to it.
  func vmaAfterGrowth(_ space: Int, at address: Int, limit: Int = 8 << 20) -> NaiveVMA? {
    guard address >= 0, address < geometry.userEnd.value else { return nil }
    if let vma = vma(space, at: address) { return vma }
    let down = roundDown(address)
    guard let above = spaces[space]!.vmas.first(where: { $0.range.lowerBound > address }),
      above.flags.contains(.growsdown), above.range.upperBound - down <= limit
    else { return nil }
    // Whoever lies below must not be met by accident.
    let gap = kernel.mappings.stackGuardPages * page
    if let below = spaces[space]!.vmas.last(where: { $0.range.lowerBound < address }),
      !below.flags.contains(.growsdown), !below.protection.isEmpty,
      down - below.range.upperBound < gap
    {
      return nil
    }
    return above
  }
}
