// anon_vmas: to which family of private pages a mapping belongs.
extension Machine {
  /// Makes sure that a mapping that may come to hold private pages has an anon_vma, if the kernel
  /// has any: that of a neighbour with which it could be one, or a new one.
  ///
  /// - Returns: the mapping as it is then.
  /// - Kernel: `__anon_vma_prepare` in mm/rmap.c.
  mutating func prepareAnonVMA(_ space: Int32, _ vma: VMA) -> VMA {
    guard kernel.mappings.tracksAnonVMAs else { return vma }
    let place = spaces[Int(space)].firstIndex(endingAfter: vma.range.start)
    if spaces[Int(space)].vmas[place].anonVMA == 0 {
      forgetTranslation()
      willChange(space: space)
      let adopted = spaces[Int(space)].adoptableAnonVMA(at: place, pageShift: pageShift)
      spaces[Int(space)].vmas[place].anonVMA = adopted ?? newAnonVMA()
    }
    return spaces[Int(space)].vmas[place]
  }

  mutating func newAnonVMA() -> Int32 {
    totals.nextAnonVMA += 1
    return totals.nextAnonVMA
  }
}
