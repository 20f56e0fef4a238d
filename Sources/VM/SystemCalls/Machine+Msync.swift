// msync.
extension Machine {
  /// Writes the range back: page entries of shared file mappings become clean, and so do the
  /// frames of regular files. Where the kernel wants to hear of the next write, the entries of all
  /// address spaces for those pages become clean and read-only.
  ///
  /// - Throws: EINVAL if `start` is not page-aligned; ENOMEM at the end if there was a hole.
  /// - Kernel: `sys_msync`, `filemap_sync` in mm/msync.c, 2.5; `folio_mkclean` in mm/rmap.c, 6.18.
  public mutating func msync(
    _ process: ProcessID, _ start: VirtualAddress, length: ByteCount
  ) throws(Refusal) {
    let space = beginCall(process)
    guard isPageAligned(start.value), let range = anyRange(start, length)
    else { throw .errno(.EINVAL) }
    let (parts, isWhole) = mappedParts(space, range)
    for part in parts {
      guard let vma = spaces[Int(space)].vma(at: part.start), vma.isShared else { continue }
      let leaves = pieces(space, overlapping: part)
      for piece in leaves { clean(keys(piece, in: part)) }
      if !vma.isAnonymous { flush(space, part, leavesOf: leaves) }
      if kernel.faults.tracksFileWrites, !vma.isAnonymous, files[Int(vma.file)].kind == .regular {
        awaitWrites(to: vma.file, filePages(vma, part))
      }
    }
    if !isWhole { throw .errno(.ENOMEM) }
  }

  private mutating func clean(_ keys: Range<Int>) {
    for run in contents.runs(in: keys) where run.value.kind == .file {
      if let frames = run.frames { setDirty(frames, false) }
    }
    update(keys) { if $0.hasFrame { $0.isDirty = false } }
  }

  /// Lets the next write to pages of a file through a shared mapping be a fault.
  private mutating func awaitWrites(to file: Int32, _ filePages: Range<PageIndex>) {
    for run in files[Int(file)].cache.runs(in: filePages) {
      if let frame = run.value.frame { setDirty(frame..<frame + run.count, false) }
    }
    for space in spaces.indices {
      for vma in spaces[space].vmas where vma.file == file && vma.isShared {
        let range = range(of: filePages, in: vma)
        for piece in pieces(Int32(space), overlapping: range) {
          update(keys(piece, in: range)) { entry in
            guard entry.hasFrame else { return }
            entry.isDirty = false
            entry.isWritable = false
          }
        }
      }
    }
  }
}
