// Guard regions: pages at which every access is fatal, without a mapping of their own.
extension Machine {
  /// Puts guards into a part of a mapping, instead of what is there.
  ///
  /// - Throws: ENOMEM without frames for the tables.
  /// - Kernel: `madvise_guard_install` in mm/madvise.c.
  mutating func installGuards(
    _ space: Int32, _ vma: VMA, _ range: AddressRange
  ) throws(Refusal) {
    let wanted = leaves(overlapping: range)
    try provide { machine in
      machine.missingUpperTables(space, range) + wanted.count
        - machine.spaces[Int(space)].leaves.count(in: wanted)
    }
    if vma.isAnonymous { _ = prepareAnonVMA(space, vma) }
    expectGuards(space, at: vma.range.start)
    allocateMissingLeaves(space, wanted)
    if zap(space, range) { flush(space) }
    for piece in pieces(space, overlapping: range) {
      writeContents(keys(piece, in: range), PageEntry(.guard))
    }
    note("guard.install", "every access from here on is fatal", range.start)
  }

  /// The mapping there may have guards from now on, also once they have been removed.
  private mutating func expectGuards(_ space: Int32, at address: VirtualAddress) {
    forgetTranslation()
    let place = spaces[Int(space)].firstIndex(endingAfter: address)
    spaces[Int(space)].vmas[place].mayHaveGuards = true
  }

  /// - Kernel: `madvise_guard_remove` in mm/madvise.c.
  mutating func removeGuards(_ space: Int32, _ range: AddressRange) {
    for piece in pieces(space, overlapping: range) {
      for run in contents.runs(in: keys(piece, in: range)) where run.value.isGuard {
        clear(run.start..<run.end)
      }
    }
  }
}
