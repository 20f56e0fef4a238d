/// The translation that the last access has used, as a processor's TLB would hold it: an access that
/// it permits to a page that is there never enters the kernel.
///
/// It holds while neither vmas nor table entries change, so every change of those drops it.
struct Translation {
  var space: Int32 = -1
  /// Pages of one vma, whose leaves have consecutive tables and like entries.
  var pages = 0..<0
  /// What to add to a page's number for the key of its entry.
  var keyDistance = 0
  /// What vma and table entry permit together.
  var protection = Protection.none
  /// The vma.
  var vma = VMA(range: AddressRange(VirtualAddress(0), length: 0), protection: .none, flags: [])
}

extension Machine {
  /// The entry of a page, if an access to it needs nothing from the kernel and leaves no trace that
  /// is not there already.
  @inline(__always)
  func translated(_ space: Int32, _ page: Int, _ kind: AccessKind) -> PageEntry? {
    guard translation.space == space, translation.pages.contains(page),
      translation.protection.permits(kind)
    else { return nil }
    let key = page + translation.keyDistance
    guard let entry = contents.stretch(at: key, end: key + 1).value else { return nil }
    if kind != .write { return entry.isYoung ? entry : nil }
    guard entry.isWritable, entry.isYoung, entry.isDirty else { return nil }
    return translation.vma.isShared && frames[entry.frame]?.isDirty != true ? nil : entry
  }

  /// Remembers where the leaf of a page is that has just been used, and others alike.
  @inline(__always)
  mutating func remember(_ space: Int32, _ vma: VMA, page: Int, _ entry: LeafEntry) {
    if translation.space == space, translation.pages.contains(page) { return }
    let leaf = leaf(ofPage: page)
    let leaves = spaces[Int(space)].leaves.knownRun(around: leaf)
    let first = max(leaves.lowerBound &<< entryBits, self.page(vma.range.start))
    let end = min(leaves.upperBound &<< entryBits, self.page(vma.range.end))
    translation = Translation(
      space: space, pages: first..<end, keyDistance: (entry.table - leaf) &<< entryBits,
      protection: entry.isWritable ? vma.protection : vma.protection.subtracting(.write),
      vma: vma)
  }

  /// The vma that contains the page, if the last access has been to that one.
  @inline(__always)
  func rememberedVMA(_ space: Int32, _ page: Int) -> VMA? {
    translation.space == space && translation.pages.contains(page) ? translation.vma : nil
  }

  mutating func forgetTranslation() {
    translation.space = -1
    knownScope.isValid = false
  }
}
