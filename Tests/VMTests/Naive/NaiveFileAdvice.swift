import VM

/// Advice about pages of files: remove, willneed.
extension NaiveMachine {
  mutating func removePages(_ vma: NaiveVMA, _ part: Range<Int>) throws(Refusal) {
    if isHuge(vma) { throw .notModelled("remove of huge pages") }
    guard !vma.flags.contains(.locked), let file = vma.file else { throw .errno(.EINVAL) }
    if !vma.isShared || vma.isReadOnly { throw .errno(.EACCES) }
    let numbers = pageNumbers(vma, part)
    var flushed: Set<Int> = []
    for (leaf, owners) in ownersOfAllLeaves() {
      for (index, entry) in leaves[leaf]!.entries
      where entry.file == file && numbers.contains(entry.filePage) {
        clearEntry(leaf, index)
        flushed.formUnion(owners.map(\.space))
      }
    }
    for space in flushed { flush([space]) }
    forgetPages(ofFile: file) { numbers.contains($0) }
  }

  mutating func bringPages(_ vma: NaiveVMA, _ part: Range<Int>) {
    guard let file = vma.file, !isHuge(vma) else { return }
    let isRegular = files[file]!.kind == .regular
    for number in pageNumbers(vma, part).clamped(to: 0..<pageCount(ofFile: file))
    where isRegular || files[file]!.swapped[number] != nil {
      if files[file]!.cache[number] == nil && freeFrames == 0 { return }
      _ = cachePage(file, number)
    }
  }
}
