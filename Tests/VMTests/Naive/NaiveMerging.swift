import VM

/// How vmas merge where they belong to anon_vmas, and how they come to belong to one.
extension NaiveVMA {
  /// The same but for r/w/x, and what is behind `next` continues what is behind this.
  fileprivate func continues(in next: NaiveVMA) -> Bool {
    range.upperBound == next.range.lowerBound && isShared == next.isShared && flags == next.flags
      && isAccounted == next.isAccounted && file == next.file && description == next.description
      && (isPrivateAnonymous
        ? origin + range.count == next.origin : offset + range.count == next.offset)
  }

  fileprivate func isLike(_ next: NaiveVMA) -> Bool {
    protection == next.protection && continues(in: next)
  }

  /// Whether a neighbour's anon_vma lets a new or changed vma join it.
  fileprivate func admits(anonVMA: Int, isForkChild: Bool) -> Bool {
    if self.anonVMA == anonVMA { return true }
    if self.anonVMA == 0 { return !isForkChild }
    return anonVMA == 0 && !self.isForkChild
  }
}

extension NaiveMachine {
  /// Puts a vma where nothing is, and makes one of it and the neighbours that it merges with.
  mutating func addMergingByAnonVMA(_ space: Int, _ vma: NaiveVMA, source: NaiveVMA) {
    let before = neighbour(space, endingAt: vma.range.lowerBound)
    let after = neighbour(space, startingAt: vma.range.upperBound)
    func joins(_ neighbour: NaiveVMA) -> Bool {
      neighbour.admits(anonVMA: vma.anonVMA, isForkChild: source.isForkChild)
    }
    let left = before.flatMap { $0.isLike(vma) && joins($0) ? $0 : nil }
    var right = after.flatMap { vma.isLike($0) && joins($0) ? $0 : nil }
    if let left, let other = right, left.anonVMA != 0, other.anonVMA != 0,
      left.anonVMA != other.anonVMA
    {
      right = nil
    }
    let parts = [left, vma, right].compactMap { $0 }
    var merged = parts[0]
    merged.range = merged.range.lowerBound..<parts.last!.range.upperBound
    merged.mayHaveGuards = parts.contains { $0.mayHaveGuards }
    if let owner = parts.first(where: { $0.anonVMA != 0 }) {
      merged.anonVMA = owner.anonVMA
      merged.isForkChild = owner.isForkChild
    }
    spaces[space]!.vmas.removeAll { $0 == left || $0 == right }
    spaces[space]!.vmas.append(merged)
    sortVMAs(space)
  }

  private func neighbour(_ space: Int, endingAt address: Int) -> NaiveVMA? {
    spaces[space]!.vmas.first { $0.range.upperBound == address }
  }

  private func neighbour(_ space: Int, startingAt address: Int) -> NaiveVMA? {
    spaces[space]!.vmas.first { $0.range.lowerBound == address }
  }

  /// The vma there gets an anon_vma if it has none: that of the next vma, or of the previous one,
  /// if that differs in protection at most.
  mutating func prepareAnonVMA(_ space: Int, at address: Int) {
    guard kernel.mappings.tracksAnonVMAs, let vma = vma(space, at: address), vma.anonVMA == 0
    else { return }
    let next = neighbour(space, startingAt: vma.range.upperBound)
      .flatMap { vma.continues(in: $0) ? $0 : nil }
    let previous = neighbour(space, endingAt: vma.range.lowerBound)
      .flatMap { $0.continues(in: vma) ? $0 : nil }
    let lender = [next, previous].compactMap { $0 }
      .first { $0.anonVMA != 0 && !$0.isForkChild }
    let anonVMA = lender?.anonVMA ?? nextSerial()
    let number = spaces[space]!.vmas.firstIndex(of: vma)!
    spaces[space]!.vmas[number].anonVMA = anonVMA
  }
}
