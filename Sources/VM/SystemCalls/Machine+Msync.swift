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
      for piece in pieces(space, overlapping: part) { clean(keys(piece, in: part)) }
    }
    if !isWhole { throw .errno(.ENOMEM) }
  }

  private mutating func clean(_ keys: Range<Int>) {
    for run in contents.runs(in: keys) where run.value.kind == .file {
      if let frames = run.frames { setDirty(frames, false) }
    }
    update(keys) { if $0.hasFrame { $0.isDirty = false } }
  }
}
