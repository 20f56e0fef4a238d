// Questions about the machine as a whole and about files.
extension Machine {
  /// Bytes.
  public var memoryTotal: ByteCount { totalFrames &<< pageShift }

  /// Bytes of frames in use for anything, page tables included.
  public var memoryUsed: ByteCount { (totalFrames - freeFrames) &<< pageShift }

  /// Bytes of the pages of files in memory.
  public var pageCacheBytes: ByteCount {
    files.reduce(0) { $0 + $1.cachedPages } &<< pageShift
  }

  public func name(of file: FileID) -> String { files[Int(file.index)].name }

  /// Bytes.
  public func size(of file: FileID) -> ByteCount { files[Int(file.index)].size }

  /// Bytes of the file in the page cache.
  public func residentBytes(of file: FileID) -> ByteCount {
    files[Int(file.index)].cachedPages &<< pageShift
  }

  /// Bytes of pages written through a shared mapping and not written back.
  public func dirtyBytes(of file: FileID) -> ByteCount {
    var dirty = 0
    files[Int(file.index)].cache.forEachRun(in: 0..<Int.max) { run in
      guard let first = run.value.frame else { return }
      frames.forEachRun(in: first..<first + run.count) { frames in
        if frames.value.isDirty { dirty += frames.count }
      }
    }
    return dirty &<< pageShift
  }

  /// How many vmas map the file.
  public func mappingCount(of file: FileID) -> Int { files[Int(file.index)].mappings }
}
