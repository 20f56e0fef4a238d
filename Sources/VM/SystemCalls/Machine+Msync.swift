// msync.
extension Machine {
  /// Writes the range back: page entries of shared file mappings become clean, and so do the
  /// frames of regular files.
  ///
  /// - Throws: EINVAL if `start` is not page-aligned; ENOMEM at the end if there was a hole.
  /// - Kernel: `sys_msync`, `filemap_sync` in mm/msync.c.
  public mutating func msync(
    _ process: ProcessID, _ start: VirtualAddress, length: ByteCount
  ) throws(Refusal) {
    let space = begin(process)
    guard isPageAligned(start.value), let range = anyRange(start, length)
    else { throw .errno(.EINVAL) }
    let (parts, isWhole) = mappedParts(space, range)
    for part in parts {
      guard let vma = spaces[Int(space)].vma(at: part.start), vma.isShared else { continue }
      for base in leafBases(space, in: part) {
        let table = leafEntry(space, base).table
        for index in pageIndices(base, in: part) { clean(table, index) }
      }
    }
    if !isWhole { throw .errno(.ENOMEM) }
  }

  private mutating func clean(_ table: Int32, _ index: Int) {
    var entry = pageEntry(table, index)
    guard entry.hasFrame else { return }
    entry.isDirty = false
    setPageEntry(table, index, entry)
    let file = frames[entry.frame].file
    if file >= 0, files[Int(file)].kind == .regular { frames[entry.frame].isDirty = false }
  }
}
