/// What kind of file system a file lives on.
public enum FileKind: Hashable, Sendable {
  case regular
  /// shmfs (tmpfs).
  case shm
}

/// A file and its page cache (`inode` and `address_space`).
struct File {
  let name: String
  let kind: FileKind
  /// Made by a shared anonymous mmap: goes with its last mapping.
  let isUnnamed: Bool
  var size: ByteCount
  /// How many vmas map it.
  var mappings = 0
  /// The frames that hold its pages; the machine frees the map.
  private(set) var cache = RunMap<CachedFrame>()
  /// How many pages are in memory.
  private(set) var cachedPages = 0

  init(name: String, kind: FileKind, isUnnamed: Bool, size: ByteCount) {
    self.name = name
    self.kind = kind
    self.isUnnamed = isUnnamed
    self.size = size
  }

  /// The frame that holds the page, if one does.
  func cachedFrame(_ page: PageIndex) -> Int32? { cache[page]?.frame }

  mutating func addToCache(_ frame: Int32, page: PageIndex) {
    cache.assign(page..<page + 1, CachedFrame(frame: frame))
    cachedPages += 1
  }

  /// Empties the cache from `page` on; the runs of frames that it held there.
  mutating func removeFromCache(from page: PageIndex) -> [Run<CachedFrame>] {
    let removed = cache.runs(in: page..<Int.max)
    cache.assign(page..<Int.max, nil)
    for run in removed { cachedPages -= run.count }
    return removed
  }

  /// Frees the storage of the cache, at the end of the machine.
  func freeCache() {
    var map = cache
    map.destroy()
  }

  var residentKind: ResidentKind { kind == .shm ? .shmem : .file }

  /// Pages that exist, the last one perhaps in part.
  func pageCount(pageShift: Int) -> Int { File.pageCount(size: size, pageShift: pageShift) }

  static func pageCount(size: ByteCount, pageShift: Int) -> Int {
    (size >> pageShift) + (size & ((1 << pageShift) - 1) == 0 ? 0 : 1)
  }
}

/// The frame that holds a page of a file; consecutive pages in consecutive frames are one run.
struct CachedFrame: RunValue {
  var frame: Int32

  func advanced(by distance: Int) -> CachedFrame {
    CachedFrame(frame: frame &+ Int32(truncatingIfNeeded: distance))
  }
}
